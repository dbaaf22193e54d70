"""A workbook that came back → the rows in it. The file is from anywhere: nothing in it is calculated or followed."""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from priorities.workbook.reading import check_part, without_formulas
from reports.data import cells
from reports.data.checking import Problems, refused, rows_of
from reports.data.schema import TABLES, Row, Table, Type
from reports.data.tables import Rows

# The sheet for what is longer than a cell: the rest of a text, piece by piece.
CONTINUED, CONTINUED_HEADER = "continued", ["table", "row", "column", "text"]
MIB = 1024 * 1024
# 200 countries with ten editions each have 40,000 rows in their largest table, and 100 MB of XML.
MOST_UNPACKED, MOST_ROWS, MOST_SHEETS = 512 * MIB, 200_000, len(TABLES) + 2
# The rest of texts that are longer than a cell: by table, row and column.
Rest = dict[tuple[str, str, str], list[str]]


def read(content: bytes) -> Rows:
    """The rows in it. Raises Refused with every problem by sheet, row and column, up to a ceiling.

    The first sheet is for people. Each other one is called after its table, or "continued".
    """
    sheets = sheets_in(content)
    problems = Problems()
    rest = rest_in([sheet for sheet in sheets if sheet.title == CONTINUED], problems)
    rows: Rows = {}
    for sheet in sheets:
        table = TABLES.get(sheet.title)
        if table is not None:
            rows[table.name] = read_sheet(table, sheet, rest, problems)
        elif sheet is not sheets[0] and sheet.title != CONTINUED:
            problems.add(sheet.title, None, "", _("There is no such table."))
    for table_name, row, column in rest:
        problems.add(CONTINUED, None, "", _("There is no cell %(cell)s.") % {"cell": f"{table_name} {row} {column}"})
    problems.refuse()
    return rows


def sheets_in(content: bytes) -> list[ReadOnlyWorksheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves aside
            book = load_workbook(io.BytesIO(only_parts(content)), read_only=True, keep_links=False)
    except ValidationError as wrong:
        raise refused(" ".join(wrong.messages)) from None
    except MemoryError:
        raise
    except Exception:  # openpyxl raises whatever its parsers raise
        raise refused(_("This file cannot be read as a workbook.")) from None
    if len(book.worksheets) > MOST_SHEETS:
        raise refused(_("It holds far more than an export does."))
    return book.worksheets


def only_parts(content: bytes) -> bytes:
    """The archive with its XML alone, and that without document types and formulas: nothing to expand or work out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(kept, "w") as parts:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise ValidationError(_("It holds far more than an export does."))
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels")):
                part = archive.read(entry)
                check_part(part)
                parts.writestr(entry.filename, without_formulas(part))
    return kept.getvalue()


def rest_in(sheets: list[ReadOnlyWorksheet], problems: Problems) -> Rest:
    rest: Rest = {}
    for sheet in sheets:
        for number, line in lines_in(sheet, len(CONTINUED_HEADER), problems):
            texts = [cells.read(str(cell.value)) if cell.value is not None else "" for cell in line]
            if number == 1 and texts != CONTINUED_HEADER:
                problems.add(CONTINUED, 1, "", _("Here the column %(wanted)s is expected.") % {"wanted": "table"})
            elif number > 1:
                table, row, column, text = texts
                rest.setdefault((table, row, column), []).append(text)
    return rest


def read_sheet(table: Table, sheet: ReadOnlyWorksheet, rest: Rest, problems: Problems) -> list[Row]:
    lines = texts_in(table, sheet, rest, problems)
    _number, header = next(lines, (1, []))
    while header and not header[-1]:
        header.pop()
    return rows_of(table, header, lines, problems)


def texts_in(
    table: Table, sheet: ReadOnlyWorksheet, rest: Rest, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """Each row as cells of text, those in which each cell says something that a table can hold."""
    amounts = {field.name for field in table.fields if field.type == Type.NUMBER}
    for number, line in lines_in(sheet, len(table.header) + 1, problems):
        texts, is_whole = [], True
        for name, cell in zip([*table.header, ""], line, strict=True):
            wrong, text = said(cell, name in amounts)
            if wrong:
                problems.add(table.name, number, name, wrong)
                is_whole = False
            texts.append(text + "".join(rest.pop((table.name, str(number), name), [])))
        if not texts[-1]:
            texts.pop()
        if is_whole:
            yield number, texts


def lines_in(sheet: ReadOnlyWorksheet, columns: int, problems: Problems) -> Iterator[tuple[int, Any]]:
    """Rows with their numbers, each with so many cells."""
    sheet.reset_dimensions()  # what a file says of its own size is not asked
    number = 0
    try:
        for number, line in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=columns), start=1):
            if number > MOST_ROWS:
                problems.add(sheet.title, number, "", _("It holds far more than an export does."))
                return
            yield number, [*line, *[EMPTY] * (columns - len(line))]
    except MemoryError:
        raise
    except Exception:  # openpyxl raises whatever its parsers raise
        problems.add(sheet.title, number + 1, "", _("This file cannot be read as a workbook."))


class Empty:
    """A cell that is not in the file."""

    value, data_type = None, "n"


EMPTY = Empty()


def said(cell: Any, is_amount: bool) -> tuple[str, str]:
    """What is wrong with the cell, in a sentence, and what it says as text."""
    value = cell.value
    if cell.data_type == "f":
        return _("This is a formula. Write the text or the figure itself."), ""
    if cell.data_type == "e":
        return _("The spreadsheet program shows an error here. Write the text or the figure itself."), ""
    if value is None:
        return "", ""
    if isinstance(value, str):
        return "", cells.read(value)
    if isinstance(value, bool) or not isinstance(value, int | float | dt.date):
        return _("This is another kind of value than is expected here."), ""
    if is_amount and not isinstance(value, dt.date):
        return "", f"{value:.2f}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "", str(value)
