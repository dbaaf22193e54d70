"""A workbook that came back: which rows say what, or what is wrong with which cell. Nothing is saved here.

Rows are found by their reference and columns by the hidden names above them, so sheets may be renamed and rows and
columns moved. What the file was made with it says itself, under our signature.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import FORMULA_TAG

from countries.models import Country
from priorities.evidence.checking import checked
from priorities.evidence.types import said

from .cells import read_cell
from .values import FIELDS, KINDS, key_of, mark
from .writing import FIRST, FORMAT, NAMES, SIGNER

# A workbook of forty rows with pages of text in each has 5 MB and 5,000 tags; reading takes a second for 20,000 tags.
MOST_UNPACKED, MOST_TAGS, MOST_SHEETS = 8 * 1024 * 1024, 40_000, 12
# No sheet of ours has more; what is further down or to the right is not looked at.
MOST_ROWS, MOST_COLUMNS = 2000, 50
# A byte order mark, blanks, and then a tag.
BEGINS = re.compile(rb"(\xef\xbb\xbf)?\s*<")
ENCODING = re.compile(rb"^[^>]*?encoding\s*=\s*[\"']([^\"']*)")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell."""

    sheet: str
    cell: str
    what: str

    def __str__(self) -> str:
        return _("%(sheet)s, %(cell)s: %(what)s") % {"sheet": self.sheet, "cell": self.cell, "what": self.what}


@dataclass(frozen=True)
class Filled:
    """A row as it came back: the marks of what it was made with, and what it says now."""

    base: dict[str, str]
    mine: dict[str, str]
    since: int  # the update that was accepted last when it was made; 0 for none

    @property
    def changed(self) -> list[str]:
        return [name for name, text in self.mine.items() if mark(text) != self.base[name]]


@dataclass
class Reading:
    """All of it. `missing` names the rows that the workbook was made with and that are not in it."""

    language: str
    made: str
    rows: dict[str, Filled] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read(upload: File, country: Country) -> Reading:
    """What a country's workbook says. Raises ValidationError where the file is none, or none of this country's."""
    sent = checked(upload)
    if sent.kind != "xlsx":
        raise ValidationError(
            _("This is %(kind)s. Upload the workbook that you downloaded here, saved as XLSX.")
            % {"kind": said("text" if sent.kind == "csv" else sent.kind)}
        )
    sheets = list(sheets_in(only_parts(sent.content)))
    note = note_in(sheets)
    if note["country"] != country.slug:
        raise ValidationError(_("This is the workbook of another country. Nothing was read from it."))
    reading = Reading(note["language"], note["made"])
    for title, cells in sheets:
        read_sheet(reading, note["rows"], title, cells)
    if not any(is_ours(cells) for _title, cells in sheets):
        raise ValidationError(_("The sheets to fill in are not in this file, or their hidden first row is gone."))
    reading.missing = [key for key in note["rows"] if key not in reading.rows]
    return reading


def only_parts(content: bytes) -> bytes:
    """The archive with its XML alone, and each piece of that without a document type, in which entities hide.

    So there are no pictures, no settings of a printer and nothing of another kind to be read, whatever its name.
    """
    kept, tags, sheets = io.BytesIO(), 0, 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(kept, "w") as parts:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise too_much()
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels")):
                part = archive.read(entry)
                tags, sheets = tags + part.count(b"<"), sheets + part.count(b"sheetId")
                if tags > MOST_TAGS or sheets > MOST_SHEETS:
                    raise too_much()
                check_part(part)
                parts.writestr(entry.filename, without_formulas(part))
    return kept.getvalue()


def too_much() -> ValidationError:
    """What reading would take minutes, or more memory than there is."""
    return ValidationError(_("This file holds far more than a workbook that was made here."))


def check_part(part: bytes) -> None:
    """Refuse what could make a parser of XML read anything but these very bytes."""
    encoding = ENCODING.match(part[: part.find(b">")])
    is_utf8 = not encoding or encoding[1].lower() in (b"utf-8", b"us-ascii")
    if not BEGINS.match(part) or b"\0" in part or not is_utf8 or b"<!doctype" in part.lower():
        raise ValidationError(_("This file is not written as spreadsheet programs write it. Save it anew as XLSX."))


def without_formulas(part: bytes) -> bytes:
    """A sheet in which formulas stand as such, but without their text: openpyxl would work through each of them."""
    if b"<f" not in part and b":f" not in part:
        return part
    try:
        sheet = ElementTree.fromstring(part)  # noqa: S314  # check_part() let no document type through
        for formula in sheet.iter(FORMULA_TAG):
            formula.clear()
        return ElementTree.tostring(sheet)
    except (ElementTree.ParseError, RecursionError) as damaged:
        raise ValidationError(_("This file cannot be read as a workbook. Save it anew as XLSX.")) from damaged


def sheets_in(content: bytes) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Each sheet's title and cells, row by row."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves aside
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            for sheet in book.worksheets:
                yield sheet.title, list(sheet.iter_rows(1, MOST_ROWS, 1, MOST_COLUMNS))
    except Exception as damaged:  # openpyxl raises whatever its parsers raise
        raise ValidationError(_("This file cannot be read as a workbook. Save it anew as XLSX.")) from damaged


def note_in(sheets: list[tuple[str, list[tuple[Any, ...]]]]) -> dict[str, Any]:
    """What the workbook says it was made with. The signature tells that it was not changed since."""
    for _title, cells in sheets:
        column = [row[0].value for row in cells[:100] if row and isinstance(row[0].value, str)]
        try:
            note = SIGNER.unsign_object("".join(column))
        except (signing.BadSignature, ValueError):
            continue
        if note["format"] == FORMAT:
            return note
    raise ValidationError(
        _(
            "The hidden part of this workbook is missing or was changed, or the workbook was not made here. Download "
            "a new one, copy your texts into it, and upload that."
        )
    )


def is_ours(cells: list[tuple[Any, ...]]) -> bool:
    """Whether this is a sheet to fill in, whatever it is called by now."""
    names = {cell.value for cell in cells[NAMES - 1]} if cells and cells[0] else set()
    return "implementation" in names and bool(names & {kind.name for kind in KINDS})


def read_sheet(reading: Reading, noted: dict[str, Any], title: str, cells: list[tuple[Any, ...]]) -> None:
    """Add what a sheet says, and what is wrong with it."""
    if not is_ours(cells):
        return
    names = [cell.value for cell in cells[NAMES - 1]]
    kind = next(kind for kind in KINDS if kind.name in names)
    key_column = names.index(kind.name)
    columns = {name: place for place, name in enumerate(names) if name in kind.fields}
    for number, row in enumerate(cells[FIRST - 1 :], FIRST):
        reference = reference_in(row[key_column].value) if len(row) > key_column else ""
        written = [place for place in columns.values() if place < len(row) and row[place].value not in (None, "")]
        if not reference and not written:
            continue
        at, key = f"{get_column_letter(key_column + 1)}{number}", key_of(kind.name, reference)
        if wrong := wrong_reference(reading, noted, key, reference):
            reading.problems.append(Problem(title, at, wrong))
            continue
        reading.rows[key] = filled(reading, noted[key], title, number, row, columns)


def reference_in(value: Any) -> str:
    """A reference as it was written: a number may come back as 3.0, and in small letters."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value if value is not None else "").strip().upper()


def wrong_reference(reading: Reading, noted: dict[str, Any], key: str, reference: str) -> str:
    """What is wrong with a row as a whole; empty if nothing is."""
    if not reference:
        return _("Something is written in a row without a reference. Write it beside the action or step it is about.")
    if key not in noted:
        return _("“%(reference)s” is not in the workbook that was made here.") % {"reference": reference[:40]}
    if key in reading.rows:
        return _("“%(reference)s” stands in two rows. Keep one of them.") % {"reference": reference}
    return ""


def filled(
    reading: Reading, note: dict[str, Any], title: str, number: int, row: Any, columns: dict[str, int]
) -> Filled:
    """One row, cell by cell. A cell with a problem counts as not changed, so that the others can be shown."""
    base, mine = note["base"], {}
    for name in (name for name in FIELDS if name in columns and name in base):
        cell = row[columns[name]] if columns[name] < len(row) else None
        at = f"{get_column_letter(columns[name] + 1)}{number}"
        try:
            text = read_cell(name, getattr(cell, "value", None), getattr(cell, "data_type", "n"))
            if left_out := note.get("left_out", {}).get(name):
                if mark(text) != left_out:
                    raise ValidationError(_("This text is too long for a workbook. Change it at the desk."))
                continue
            mine[name] = text
        except ValidationError as wrong:
            reading.problems += [Problem(title, at, what) for what in wrong.messages]
    if mine.get("budget_secured") and not mine.get("currency", "-"):
        at = f"{get_column_letter(columns['currency'] + 1)}{number}"
        reading.problems.append(Problem(title, at, _("Say in which currency the money is, such as USD.")))
    return Filled({name: base[name] for name in mine}, mine, note["since"])
