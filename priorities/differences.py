"""An update beside the one before it, field by field and word by word."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from library.wording import Piece, pieces

from .models import ProgressUpdate
from .models.reporting import CONTENT

WRITTEN = {"narrative", "obstacles", "support_needed"}


@dataclass(frozen=True)
class Difference:
    """A field of an update: what it says, in pieces, and whether that is new."""

    label: Any
    pieces: list[Piece]
    language: str = ""  # of a text that a person wrote

    @property
    def direction(self) -> str:
        """In which that language runs; empty where the words are the portal's."""
        return ("rtl" if get_language_info(self.language)["bidi"] else "ltr") if self.language else ""

    @property
    def is_new(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def differences(before: ProgressUpdate | None, after: ProgressUpdate) -> list[Difference]:
    """The fields of two updates in which at least one says something."""
    return [*differences_of_details(before, after), *differences_of_fields(before, after)]


def differences_of_fields(before: ProgressUpdate | None, after: ProgressUpdate) -> list[Difference]:
    """Of what every update has a place for."""
    found = []
    for name in CONTENT:
        old, new = in_words(before, name) if before else "", in_words(after, name)
        if old or new:
            language = after.language if name in WRITTEN else ""
            found.append(Difference(ProgressUpdate._meta.get_field(name).verbose_name, pieces(old, new), language))
    return found


def differences_of_details(before: ProgressUpdate | None, after: ProgressUpdate) -> list[Difference]:
    """Of what only its kind says."""
    old = {detail.name: detail for detail in (before.details_in_words if before else ())}
    new = {detail.name: detail for detail in after.details_in_words}
    found = []
    for name, detail in (new | old | new).items():
        said = [side[name].words if name in side else "" for side in (old, new)]
        found.append(Difference(detail.label, pieces(*said), after.language if detail.is_text else ""))
    return found


def in_words(update: ProgressUpdate, name: str) -> str:
    """What the update says in that field, as a reader sees it; empty where it says nothing."""
    value = getattr(update, name)
    if isinstance(value, dict):
        return ""  # the details, each told by itself
    if display := getattr(update, f"get_{name}_display", None):
        return str(display())
    if hasattr(value, "in_words"):
        return value.in_words
    if name == "budget_secured" and value is not None:
        return f"{value:.2f}"
    return "" if value in (None, False) else _("yes") if value is True else str(value)
