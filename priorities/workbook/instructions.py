"""The first sheet of a workbook: how to fill it in and send it back. There is no other help without a connection."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from countries.models import Country
from library.dates import PartialDate

from .values import neutral, settled

WIDTH = 100


def instructions(sheet: Worksheet, country: Country) -> None:
    """Write them: a title, whose workbook this is, then headings and sentences one below the other."""
    sheet.title = _("How to")[:31]
    sheet.column_dimensions["A"].width = WIDTH
    sheet.sheet_view.showGridLines = False
    for row, (size, text) in enumerate(lines(country), 1):
        cell = sheet.cell(row, 1, neutral(settled(text)))
        cell.font = Font(size=size, bold=size > 11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def lines(country: Country) -> list[tuple[int, str]]:
    """Each line with the size of its letters."""
    today = PartialDate.of(timezone.localdate()).in_words
    address = settings.PORTAL_URL.rstrip("/") + reverse("priorities:workbook", args=[country.slug])
    return [
        (18, _("%(country)s: report without a connection") % {"country": country}),
        (11, _("Made on %(date)s from what stood on the desk that day.") % {"date": today}),
        (14, _("What to fill in")),
        (11, _("There is one sheet for priority actions and one for next steps.")),
        (11, _("Fill in the yellow cells: the columns after “%(last)s”.") % {"last": _("Accepted last")}),
        (11, _("Fill in what is new, and leave the rest as it is: what you do not change stays.")),
        (11, _("Empty a cell to take its words out.")),
        (11, _("Where a cell has a list, choose from it. The words of the other languages are understood as well.")),
        (11, _("Write dates as you know them: 2019, 2019-02 or 2019-02-14.")),
        (
            11,
            _("Write money in figures without marks between thousands, such as 1234567.50, and its currency as USD."),
        ),
        (11, _("Cells take text and figures, no formulas.")),
        (14, _("What not to write")),
        (
            11,
            _(
                "What was done becomes public. Name no person, and nothing by which a victim or a child could be "
                "found. Obstacles and the support you need are for the secretariat only."
            ),
        ),
        (14, _("How to send it back")),
        (
            11,
            _("Save it as an Excel workbook (XLSX). Once you have a connection, upload it here: %(address)s")
            % {"address": address},
        ),
        (
            11,
            _(
                "You then see what would change, and nothing is saved before you say so. It becomes drafts, which "
                "you submit at your desk."
            ),
        ),
        (11, _("If somebody else wrote meanwhile, you are asked what should stand. Nothing is overwritten unasked.")),
        (14, _("If something does not work")),
        (
            11,
            _(
                "The cells with a grey ground are locked, without a password, so that nothing slips. Do not move or "
                "delete rows and columns."
            ),
        ),
        (11, _("Files of evidence are added at the desk.")),
    ]
