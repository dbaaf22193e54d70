"""Tables as a workbook: a sheet about it, a sheet for each table, and texts that are longer than a cell. And back.

Numbers are numbers, everything else is text, partial dates too: a spreadsheet would make days of them.
"""

import datetime as dt
import io
import re
import zipfile
from typing import Any

from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reports.data import about
from reports.data.cells import parts, written
from reports.data.package import packed
from reports.data.schema import TABLES, Row, Table, Type
from reports.data.tables import Rows
from reports.data.workbook_reading import CONTINUED, CONTINUED_HEADER, read

__all__ = ["read", "write"]

NUMBERS = {Type.INTEGER: (int, "0"), Type.NUMBER: (float, "0.00")}
BOLD, WIDTH, WIDE = Font(bold=True), 16, 40
LONG_AGO = "1980-01-01"  # of a workbook without editions
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write(rows: Rows, language: str = "en") -> bytes:
    """A workbook of these rows, its first sheet in that language. The same rows give the same bytes."""
    book = Workbook(write_only=True)
    with translation.override(language):
        put_about(book, rows, language)
    rest: list[list[str]] = []
    for name, found in rows.items():
        put_table(book, TABLES[name], found, rest)
    if rest:
        sheet = book.create_sheet(CONTINUED)
        for line in [CONTINUED_HEADER, *rest]:
            sheet.append([cell_of(sheet, text) for text in line])
    return with_fixed_times(book, rows)


def put_about(book: Workbook, rows: Rows, language: str) -> None:
    sheet = book.create_sheet(about.title())
    sheet.sheet_view.rightToLeft = translation.get_language_bidi()
    for place in range(1, about.COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDE
    for line in about.lines(rows, language):
        cells = [cell_of(sheet, parts(text)[0]) for text in line.texts]
        for cell in filter(None, cells if line.is_heading else []):
            cell.font = BOLD
        sheet.append(cells)


def put_table(book: Workbook, table: Table, rows: list[Row], rest: list[list[str]]) -> None:
    """A sheet of that table. What no cell holds goes to the `rest`."""
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for place in range(1, len(table.header) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    header = [cell_of(sheet, name) for name in table.header]
    for cell in header:
        cell.font = BOLD
    sheet.append(header)
    numbers = {field.name: NUMBERS[field.type] for field in table.fields if field.type in NUMBERS}
    for number, row in enumerate(rows, start=2):
        cells = []
        for column, text in zip(table.header, table.line(row), strict=True):
            first, *more = parts(text)
            rest += [[table.name, str(number), column, part] for part in more]
            cells.append(cell_of(sheet, first, *numbers.get(column, ())))
        sheet.append(cells)


def cell_of(sheet: Any, text: str, kind: type = str, number_format: str = "") -> Any:
    """A cell of that text, or of the number that it is; None for an empty one."""
    if text == "":
        return None
    if kind is not str:
        cell = WriteOnlyCell(sheet, kind(text))
        cell.number_format = number_format
        return cell
    cell = WriteOnlyCell(sheet, written(text))
    cell.data_type = "s"  # also of what looks like an error to openpyxl, such as #N/A
    return cell


def with_fixed_times(book: Workbook, rows: Rows) -> bytes:
    """The file of it, with the date of the newest edition wherever a file of its kind says when it was made."""
    newest = max((row["published"] for row in rows.get("countries", [])), default=LONG_AGO)
    made = dt.datetime.fromisoformat(newest)
    book.properties.creator, book.properties.title = "Pathfinder", "Pathfinder"
    book.properties.created = made
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    core = "docProps/core.xml"
    files[core] = MODIFIED.sub(rb"\g<1>" + f"{made:%Y-%m-%dT%H:%M:%SZ}".encode(), files[core])
    return packed(files)
