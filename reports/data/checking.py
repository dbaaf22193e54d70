"""What is read is what was exported, or it is refused: every problem with its table, row and column, in a sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from library.dates import PartialDate
from library.texts import LANGUAGES
from reports.data.table import BETWEEN, CHECKS, Field, Row, Table, Type, checks_of

MOST = 50  # problems that are listed: whoever reads more than that mends the file in another way
LARGEST = 2**53 - 1  # whole number that every program reads as it is
DIGITS = 4  # of the mark of a cell
INTEGER, NUMBER = re.compile("0|[1-9][0-9]*", re.ASCII), re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]{2}", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """Something that is wrong with a file. `row` is counted as spreadsheets do: the header is row 1."""

    table: str
    row: int | None
    column: str
    words: str

    def __str__(self) -> str:
        said = {"table": self.table, "row": self.row, "column": self.column, "words": self.words}
        if self.row and self.column:
            return _("%(table)s, row %(row)s, column %(column)s: %(words)s") % said
        if self.row:
            return _("%(table)s, row %(row)s: %(words)s") % said
        if self.column:
            return _("%(table)s, column %(column)s: %(words)s") % said
        return _("%(table)s: %(words)s") % said if self.table else self.words


class Refused(Exception):
    """A file, or what stands in it, is not taken. `problems` says why; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def refused(words: str, table: str = "") -> Refused:
    """The refusal of a file, or of a table, as a whole in one sentence."""
    return Refused([Problem(table, None, "", words)])


@dataclass
class Problems:
    """What has been found so far. Past MOST it raises Refused by itself: nobody reads on."""

    found: list[Problem] = field(default_factory=list)

    def add(self, table: str, row: int | None, column: str, words: str) -> None:
        self.found.append(Problem(table, row, column, words))
        if len(self.found) >= MOST:
            self.found.append(Problem("", None, "", _("There may be more: reading stopped here.")))
            self.refuse()

    def refuse(self) -> None:
        """Raise Refused where anything was found."""
        if self.found:
            raise Refused(self.found)


class Placed(Row):
    """A row that knows where it stood in its file."""

    def __init__(self, values: Row, number: int) -> None:
        super().__init__(values)
        self.number = number


def rows_of(
    table: Table, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str | None]]], problems: Problems
) -> list[Placed]:
    """The rows of a flat table as values, those without a problem.

    `rows` are cells of text, each with the number of its row as a spreadsheet shows it. Empty rows are passed over.
    The header is to be the table's own, so that no cell is read as another's.
    """
    expected = [*table.columns, CHECKS]
    if list(header) != expected:
        check_header(table, list(header), expected, problems)
        return []
    read = []
    for number, cells in rows:
        if any(cells):
            place, before = Place(table, number, problems), len(problems.found)
            values = place.values([cell or "" for cell in cells])
            if len(problems.found) == before:
                read.append(Placed(values, number))
    return read


def check_header(table: Table, header: list[str], expected: list[str], problems: Problems) -> None:
    """Name the first column that is not where it should be: those after it are only moved by it."""
    for found, wanted in zip([*header, *[""] * len(expected)], [*expected, *[""] * len(header)], strict=False):
        if found != wanted:
            words = _("Here the column %(wanted)s is expected.") if wanted else _("There is no such column.")
            problems.add(table.name, 1, found or wanted, words % {"wanted": wanted})
            return


@dataclass(frozen=True)
class Place:
    """One row of one table, and where its problems go."""

    table: Table
    number: int
    problems: Problems

    def wrong(self, column: str, words: str) -> None:
        self.problems.add(self.table.name, self.number, column, words)

    def values(self, cells: list[str]) -> Row:
        """The row's values by field. What is wrong with a cell is among the problems, and the value then worthless."""
        if len(cells) != len(self.table.columns) + 1:
            words = _("It has %(found)s cells for %(wanted)s columns.")
            self.wrong("", words % {"found": len(cells), "wanted": len(self.table.columns) + 1})
            return {}
        *own, checks = cells
        by_column = dict(zip(self.table.columns, own, strict=True))
        changed = set(self.changed(by_column, checks))
        values = {}
        for part in self.table.fields:
            texts = [by_column[column] for column in part.columns]
            wrong = reason_against(part, texts)
            for column in part.columns:
                if wrong and (column in changed or not changed & set(part.columns)):
                    self.wrong(column, wrong)
                    break
                if column in changed:
                    self.wrong(column, _("This is not what was exported."))
            else:
                values[part.name] = value_of(part, texts)
        return values

    def changed(self, cells: dict[str, str], checks: str) -> Iterator[str]:
        """The columns whose cell is not the one that was exported, by the marks in the last column."""
        if len(checks) != DIGITS * len(cells):
            self.wrong(CHECKS, _("This is not what was exported."))
            return
        for place, (column, cell) in enumerate(cells.items()):
            if not is_text(cell) or checks_of([cell]) != checks[DIGITS * place : DIGITS * (place + 1)]:
                yield column


def is_text(cell: str) -> bool:
    """Whether a database and a file can hold it: half a character of UTF-16 has no bytes, and NUL ends a text."""
    return "\0" not in cell and not any("\ud800" <= letter <= "\udfff" for letter in cell)


def reason_against(part: Field, cells: list[str]) -> str:
    """Why this cannot stand in that field, in a sentence; empty where it can."""
    if not all(is_text(cell) for cell in cells):
        return _("There is a character in it that no file keeps.")
    if part.is_required and not any(cells):
        return _("This cell must not be empty.")
    cell = cells[0]
    if not cell:
        return ""
    match part.type:
        case Type.INTEGER if not INTEGER.fullmatch(cell) or len(cell) > len(str(LARGEST)) or int(cell) > LARGEST:
            return _("Write a whole number, 0 or more.")
        case Type.NUMBER if not NUMBER.fullmatch(cell):
            return _("Write a number with two decimals, as in 1200.50.")
        case Type.DATE:
            return against_date(cell)
        case Type.WORD:
            return against_words([cell], part)
        case Type.LIST:
            return against_words(cell.split(BETWEEN), part)
    return ""


def against_date(cell: str) -> str:
    try:
        PartialDate.parse(cell)
    except ValueError:
        return _("Write a year, a month or a day: 2019, 2019-02 or 2019-02-14.")
    return ""


def against_words(items: list[str], part: Field) -> str:
    codes = [code for code, _label in part.choices]
    if not all(items):
        return _("Write the items one after the other, with a semicolon between two of them.")
    if unknown := [item for item in items if codes and item not in codes]:
        return _("%(word)s is not one of: %(words)s.") % {"word": unknown[0], "words": ", ".join(codes)}
    return ""


def value_of(part: Field, cells: list[str]) -> Any:
    """The value that those cells are the text of: the inverse of Field.cells()."""
    cell = cells[0]
    match part.type:
        case Type.TEXT:
            return {language: text for language, text in zip(LANGUAGES, cells, strict=True) if text}
        case Type.LIST:
            return cell.split(BETWEEN) if cell else []
        case Type.INTEGER:
            return int(cell) if cell else None
        case Type.NUMBER | Type.DATE:
            return cell or None
    return cell or part.empty
