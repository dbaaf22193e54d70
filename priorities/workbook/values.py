"""What stands in the cells of a workbook that a person fills in: one text for each field of an update.

Both sides of a comparison go through `settled()`, so that what a spreadsheet does to a text is no change of it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from library.dates import PartialDate
from priorities.desk import Row, rows
from priorities.forms import OF_ACTIONS_ONLY, UpdateForm
from priorities.models import Implementation, NextStep, Outlook, PriorityAction, ProgressUpdate

FIELDS = UpdateForm.Meta.fields
WRITTEN = ("narrative", "obstacles", "support_needed")
# Where an update may be of one word among a few: what is kept, and what people read.
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "implementation": [choice for choice in Implementation.choices if choice[0] != Implementation.NOT_REPORTED],
    "outlook": list(Outlook.choices),
    "language": list(settings.LANGUAGES),
}
MOST_IN_A_CELL = 32_000  # Excel takes 32,767 letters, and counts some of them twice
# What a spreadsheet would calculate instead of showing it.
CALCULATES = re.compile(r"'*[=+\-@\t\r]")
# What XML has no way to write, and a carriage return as Excel writes it.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x000D_")


@dataclass(frozen=True)
class Kind:
    """One of the two sheets that are filled in."""

    name: str
    title: Any
    reference: Any
    fields: tuple[str, ...]


KINDS = (
    Kind("action", _("Priority actions"), _("reference"), FIELDS),
    Kind("next_step", _("Next steps"), _("number"), tuple(name for name in FIELDS if name not in OF_ACTIONS_ONLY)),
)


def kind_of(of: PriorityAction | NextStep) -> Kind:
    return KINDS[isinstance(of, NextStep)]


def reference_of(of: PriorityAction | NextStep) -> str:
    """What its row is known by within its sheet: "NPL-04" or "3"."""
    return str(of.order) if isinstance(of, NextStep) else of.reference


def key_of(kind: str, reference: str) -> str:
    """What a row is known by in the whole workbook: the name it has in the addresses of the desk."""
    return reference.lower() if kind == "action" else f"step-{reference}"


def rows_of(country: Country) -> list[Row]:
    """What a country reports on, as it stands now: its actions, then its next steps."""
    actions = country.priority_actions.select_related("country", "pillar").prefetch_related("themes", "updates")
    steps = country.next_steps.select_related("country").prefetch_related("updates")
    return [*rows(actions), *rows(steps)]


def standing(row: Row, language: str) -> dict[str, str]:
    """What a form of it would start from: the open update, or the state accepted last with nothing written yet."""
    update = row.open or ProgressUpdate(language=language)
    if row.last and not row.open:
        for name in ("implementation", "outlook", "currency", "budget_secured"):
            setattr(update, name, getattr(row.last, name))
    content = update.content
    return {name: settled(str(content[name])) for name in kind_of(row.of).fields}


def settled(text: str) -> str:
    """The text as a cell gives it back: lines end in one way, nothing invisible, no blanks around it."""
    return UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def mark(text: str) -> str:
    """A short sign by which a text is recognised; empty for no text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def marks(values: Mapping[str, str]) -> dict[str, str]:
    return {name: mark(value) for name, value in values.items()}


def neutral(text: str) -> str:
    """The text as it may stand in a cell: with an apostrophe before what would be calculated."""
    return f"'{text}" if CALCULATES.match(text) else text


def plain(text: str) -> str:
    """What `neutral()` was given."""
    return text[1:] if text.startswith("'") and CALCULATES.match(text) else text


def words_of(values: Mapping[str, str]) -> dict[str, Any]:
    """The same for workflow.save_draft(). What is written out is no “still correct” any more."""
    words: dict[str, Any] = {name: value for name, value in values.items() if name in FIELDS}
    words["as_of"] = PartialDate.parse(values["as_of"]) if values["as_of"] else None
    if "budget_secured" in words:
        words["budget_secured"] = Decimal(values["budget_secured"]) if values["budget_secured"] else None
    return words | {"is_unchanged": False}
