"""The workbook that a country fills in without a connection, prefilled with what stands.

A sheet that says how, a sheet of actions, a sheet of next steps, and a hidden one: the words to choose from, and a
signed note of what the workbook was made with (workbook_reading.py). What people write goes into unlocked cells.
"""

import io
from typing import Any

from django.core import signing
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from countries.models import Country
from library.dates import PartialDate
from priorities.desk import Row
from priorities.forms import UpdateForm
from priorities.models import ProgressUpdate

from .instructions import instructions
from .values import (
    CHOICES,
    KINDS,
    MOST_IN_A_CELL,
    WRITTEN,
    Kind,
    key_of,
    kind_of,
    mark,
    marks,
    neutral,
    reference_of,
    rows_of,
    settled,
    standing,
)

FORMAT = 1
HIDDEN = "pathfinder"
SIGNER = signing.Signer(salt="priorities.workbook")
# Of each sheet: what its columns are (hidden, read by us), what they are called, and then what there is to report on.
NAMES, HEADINGS, FIRST = 1, 2, 3
WIDTHS = {"wording": 44, "about": 22, "last": 40, "narrative": 60, "obstacles": 40, "support_needed": 40}
INK, QUIET, WASH, EDGE = "FF1B2733", "FFEFF2F5", "FFFFFBE6", Side("thin", "FFB8C2CC")
SEALED_PER_CELL = 30_000


def too_long() -> str:
    """What stands in place of a text that no cell holds."""
    return _("This text is longer than a cell can hold. Change it at the desk; here it stays as it is.")


def workbook_of(country: Country) -> bytes:
    """The workbook of a country, as it stands today and in the language that is active: an XLSX file."""
    language, rows = translation.get_language(), rows_of(country)
    book = Workbook()
    first, hidden = book.active, book.create_sheet(HIDDEN)
    instructions(first, country)
    noted = {}
    for number, kind in enumerate(KINDS):
        sheet = book.create_sheet(sheet_title(kind), number + 1)
        noted |= filled_in(sheet, kind, [row for row in rows if kind_of(row.of) == kind], language)
    note = {"format": FORMAT, "country": country.slug, "language": language, "rows": noted}
    note["made"] = str(timezone.localdate())
    hide(hidden, SIGNER.sign_object(note, compress=True))
    for sheet in book.worksheets:
        protect(sheet, is_mirrored=translation.get_language_bidi())
    book.security = WorkbookProtection(lockStructure=True)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_title(kind: Kind) -> str:
    """What a sheet is called: at most 31 letters, as Excel has it."""
    return str(kind.title)[:31]


def filled_in(sheet: Worksheet, kind: Kind, rows: list[Row], language: str) -> dict[str, Any]:
    """Write the sheet; what has to be noted of each row so that it can be read again."""
    columns = ["reference", "wording", "about", "last", *kind.fields]
    for number, (name, heading) in enumerate(zip(columns, headings(kind), strict=True), 1):
        sheet.cell(NAMES, number, kind.name if number == 1 else name)
        cell = sheet.cell(HEADINGS, number, heading)
        cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", INK), WRAPPED
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 16)
    noted = {}
    for place, row in enumerate(rows, FIRST):
        values = standing(row, language)
        left_out = [name for name in WRITTEN if len(values[name]) > MOST_IN_A_CELL]
        for number, text in enumerate(known(row), 1):
            cell = sheet.cell(place, number, neutral(settled(text))[:MOST_IN_A_CELL])
            cell.fill, cell.alignment, cell.border = PatternFill("solid", QUIET), WRAPPED, FRAMED
        for number, name in enumerate(kind.fields, len(known(row)) + 1):
            write(sheet, place, number, name, too_long() if name in left_out else values[name])
            sheet.cell(place, number).protection = Protection(locked=name in left_out)
        note: dict[str, Any] = {"base": marks(values), "since": row.last.pk if row.last else 0}
        if left_out:
            note["left_out"] = dict.fromkeys(left_out, mark(settled(too_long())))
        noted[key_of(kind.name, reference_of(row.of))] = note
    guide(sheet, kind, max(len(rows), 1) + FIRST - 1)
    return noted


WRAPPED = Alignment(wrap_text=True, vertical="top")
FRAMED = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)


def headings(kind: Kind) -> list[str]:
    """What the columns are called, in the order of filled_in()."""
    said = [capfirst(kind.reference), _("Official wording"), _("Pillar and themes"), _("Accepted last")]
    return [str(text) for text in said] + [label(name) for name in kind.fields]


def label(name: str) -> str:
    """What a field is called, as on the desk."""
    return str(capfirst(ProgressUpdate._meta.get_field(name).verbose_name))


def known(row: Row) -> list[str]:
    """What is only to be read: the reference, the wording, where it belongs, and what was accepted last."""
    of, last, about = row.of, row.last, []
    if kind_of(of).name == "action":
        about = [str(of.pillar or ""), ", ".join(str(theme) for theme in of.themes.all())]
    else:
        about = [of.get_horizon_display()]
    said = [last.get_implementation_display(), last.as_of.in_words, last.narrative] if last else []
    nothing = _("Nothing was reported yet.")
    return [reference_of(of), of.wording, "\n".join(filter(None, about)), "\n".join(filter(None, said)) or nothing]


def write(sheet: Worksheet, row: int, column: int, name: str, value: str) -> None:
    """A cell to fill in, with what stands there today."""
    cell = sheet.cell(row, column)
    cell.fill, cell.alignment, cell.border = PatternFill("solid", WASH), WRAPPED, FRAMED
    if name == "budget_secured":
        cell.value, cell.number_format = (float(value) if value else None), "0.00"
        return
    cell.number_format = "@"  # text, so that "2019-02" stays what it is
    if name in CHOICES:
        value = next((str(said) for code, said in CHOICES[name] if code == value), "")
    cell.value = neutral(value) or None


def guide(sheet: Worksheet, kind: Kind, last: int) -> None:
    """Words to choose from and help at each cell; headings that stay in view and stand on every printed page."""
    for number, name in enumerate(kind.fields, 5):
        rule = rule_for(name)
        rule.promptTitle = label(name)[:32]
        rule.prompt = str(UpdateForm.Meta.help_texts.get(name) or ProgressUpdate._meta.get_field(name).help_text)[:255]
        rule.showInputMessage, rule.showErrorMessage = bool(rule.prompt), True
        rule.add(f"{get_column_letter(number)}{FIRST}:{get_column_letter(number)}{last}")
        sheet.add_data_validation(rule)
    sheet.row_dimensions[NAMES].hidden = True
    sheet.freeze_panes = sheet.cell(FIRST, 3)
    sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def rule_for(name: str) -> DataValidation:
    """What a cell of that field takes. It is a help, not a check: pasting goes around it."""
    if name in CHOICES:
        column = get_column_letter(list(CHOICES).index(name) + 2)
        words = f"{HIDDEN}!${column}$1:${column}${len(CHOICES[name])}"
        rule = DataValidation(type="list", formula1=words, allow_blank=True)
        rule.error = _("Choose one of the words in the list.")
    elif name == "budget_secured":
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.error = _("Write the amount in figures, such as 1234567.50.")
    else:
        rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(MOST_IN_A_CELL))
        rule.allow_blank, rule.error = (
            True,
            _("A cell holds no more than %(most)d letters.") % {"most": MOST_IN_A_CELL},
        )
    return rule


def hide(sheet: Worksheet, sealed: str) -> None:
    """What the reading needs: the signed note in as many cells as it takes, and the words to choose from."""
    for row, start in enumerate(range(0, len(sealed), SEALED_PER_CELL), 1):
        sheet.cell(row, 1, sealed[start : start + SEALED_PER_CELL])
    for column, choices in enumerate(CHOICES.values(), 2):
        for row, (_code, said) in enumerate(choices, 1):
            sheet.cell(row, column, str(said))
    sheet.sheet_state = "veryHidden"


def protect(sheet: Worksheet, *, is_mirrored: bool) -> None:
    """Lock what is not to be filled in, without a password: that is for slips, the signature for all else."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # widths and heights stay free
    sheet.sheet_view.rightToLeft = is_mirrored


def file_name(country: Country, language: str) -> str:
    """What the file is called: whose it is, in which language, of which day."""
    return f"{country.slug}-{language}-{PartialDate.of(timezone.localdate())}.xlsx"
