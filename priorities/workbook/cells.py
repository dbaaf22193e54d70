"""One cell that a person filled in, as a spreadsheet program gives it: what it says, or why it says nothing to us."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from library.dates import PartialDate
from priorities.models import Implementation

from .values import CHOICES, WRITTEN, plain, settled

AMOUNT = re.compile(r"\d{1,12}([.,]\d{1,2})?", re.ASCII)
HALF_A_CENT = 0.005


def read_cell(name: str, value: Any, data_type: str) -> str:
    """What a cell says of that field, as plain text; empty for nothing. Raises ValidationError, in words."""
    if data_type == "f":
        raise ValidationError(_("This is a formula. Write the text or the figure itself."))
    if data_type == "e":
        raise ValidationError(_("The spreadsheet program shows an error here. Write the text or the figure itself."))
    if isinstance(value, bool):
        raise ValidationError(_("“%(value)s” says nothing here.") % {"value": value})
    if isinstance(value, str):
        value = plain(settled(value))
    if value in (None, ""):
        return ""
    return READERS[name](name, value)


def choice(name: str, value: Any) -> str:
    """One of a few words, in any of the portal's languages, in capitals or not."""
    code = words(name).get(folded(str(value)))
    if code:
        return code
    allowed = ", ".join(f"“{said}”" for _code, said in CHOICES[name])
    if folded(str(value)) in unreported():
        raise ValidationError(
            _("Leave the cell empty for what is not reported, or choose one of: %(allowed)s.") % {"allowed": allowed}
        )
    raise ValidationError(
        _("“%(value)s” is none of the words that can stand here: %(allowed)s.")
        % {"value": shown(value), "allowed": allowed}
    )


@cache
def words(name: str) -> dict[str, str]:
    """Every word for a choice in every language, and which choice it means."""
    found = {}
    for language, _own_name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(str(said)): code for code, said in CHOICES[name]}
    return found


@cache
def unreported() -> set[str]:
    """“Not reported” in every language: a word of the portal, but nothing that a country says."""
    found = set()
    for language, _own_name in settings.LANGUAGES:
        with translation.override(language):
            found.add(folded(str(Implementation.NOT_REPORTED.label)))
    return found


def folded(text: str) -> str:
    """A word without what keyboards and programs do to it: capitals, kinds of blank, apostrophes, invisible marks."""
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return " ".join(seen.replace("’", "'").casefold().split())


def date(name: str, value: Any) -> str:
    """A year, a month or a day; a date as the program keeps it is a day."""
    if isinstance(value, dt.datetime | dt.date):
        return str(PartialDate.of(value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        return str(PartialDate.parse(in_ascii(str(value).strip())))
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is no date we can read. Write a year, a month or a day: 2019, 2019-02 or 2019-02-14.")
            % {"value": shown(value)}
        ) from None


def amount(name: str, value: Any) -> str:
    """An amount of 0 or more with at most two decimals, and without marks between thousands, which are ambiguous."""
    if isinstance(value, float) and abs(value) < 1e12 and abs(value - round(value, 2)) < HALF_A_CENT / 100:
        value = f"{value:.2f}"
    written = in_ascii(str(value).strip()).replace("٫", ".")
    if not AMOUNT.fullmatch(written):
        raise ValidationError(
            _("“%(value)s” is no amount we can read. Write figures without marks between thousands: 1234567.50.")
            % {"value": shown(value)}
        )
    return f"{Decimal(written.replace(',', '.')):.2f}"


def currency(name: str, value: Any) -> str:
    """Three letters, as ISO 4217 has them."""
    written = str(value).strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", written):
        raise ValidationError(
            _("“%(value)s” is no currency. Write its three letters, such as USD.") % {"value": shown(value)}
        )
    return written


def text(name: str, value: Any) -> str:
    """What somebody wrote; a figure or a date as one would write it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return settled(str(value))


def in_ascii(written: str) -> str:
    """The same with the digits 0 to 9, whichever digits it was written in."""
    return "".join(str(unicodedata.digit(letter, letter)) for letter in written)


def shown(value: Any) -> str:
    """What somebody wrote, short enough for a sentence about it."""
    written = str(value)
    return written if len(written) <= 40 else f"{written[:39]}…"


READERS: dict[str, Callable[[str, Any], str]] = {
    **dict.fromkeys(CHOICES, choice),
    **dict.fromkeys(WRITTEN, text),
    "as_of": date,
    "budget_secured": amount,
    "currency": currency,
}
