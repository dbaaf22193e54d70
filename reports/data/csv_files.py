"""Tables as CSV (RFC 4180): one file for each, and back.

UTF-8 with a byte order mark, because without it spreadsheet programs show Arabic as gibberish; programs that read
"utf-8-sig" pass over it, and ours takes files without one, too. What a spreadsheet would calculate has an apostrophe
before it (`neutral`), which is taken away on reading.
"""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from priorities.workbook.values import neutral, plain
from reports.data.checking import Problems, rows_of
from reports.data.schema import TABLES, Row, Table
from reports.data.tables import Rows

END = ".csv"


def write(table: Table, rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(table.header)
    for row in rows:
        lines.writerow([neutral(cell) for cell in table.line(row)])
    return out.getvalue().encode("utf-8-sig")


def read(files: dict[str, bytes]) -> Rows:
    """The rows in files that are called after their tables: {"actions.csv": …}. Not every table need be there.

    Raises Refused with every problem by file, row and column, up to a ceiling.
    """
    problems, rows = Problems(), {}
    for name, content in files.items():
        table = TABLES.get(name.removesuffix(END))
        if table is None or not name.endswith(END):
            problems.add(name, None, "", _("There is no such table."))
        else:
            rows[table.name] = read_table(table, content, problems)
    problems.refuse()
    return rows


def read_table(table: Table, content: bytes, problems: Problems) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        row = content[: wrong.start].count(b"\n") + 1
        problems.add(table.name, row, "", _("This is not UTF-8. Save the file as “CSV UTF-8”."))
        return []
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # no cell is larger than its file
    lines = lines_of(table, csv.reader(io.StringIO(text, newline=""), strict=True), problems)
    _number, header = next(lines, (1, []))
    return rows_of(table, header, lines, problems)


def lines_of(table: Table, lines: Iterator[list[str]], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Each line with its number, up to the first that cannot be read."""
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            yield number, [plain(cell) for cell in cells]
    except csv.Error:
        problems.add(table.name, number + 1, "", _("From here on this is not CSV, or the file was cut off."))
