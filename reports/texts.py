"""Plain data of a snapshot → what a reader of one language sees: texts, words and dates."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from countries.models import Country, Milestone
from events.models import Event, Participation, Workshop
from library.dates import PartialDate
from library.models import InitiativePoint, ToolkitItem
from library.texts import LANGUAGES, best
from priorities.models import Implementation, NextStep, Outlook, Theme

# Keys of a snapshot whose value is a date, and those whose value is a word out of a list.
DATES = {
    "adopted",
    "as_of",
    "confirmed",
    "date",
    "due",
    "end",
    "pathfinder_since",
    "period_end",
    "period_start",
    "published",
    "reported",
    "start",
    "status_date",
}
WORDS: dict[str, Any] = {
    "by": {"country": _("the country"), "secretariat": _("the secretariat on the country’s behalf")},
    "engagement": Country.Engagement,
    "horizon": NextStep.Horizon,
    "implementation": Implementation,
    "kind": {
        **dict(Workshop.Kind.choices),
        **dict(Theme.Kind.choices),
        **dict(InitiativePoint.Kind.choices),
    },
    "outlook": Outlook,
    "region": Country.Region,
    "role": Participation.Role,
    "roles": Participation.Role,
    "scope": Event.Scope,
    "state": {
        **dict(Milestone.State.choices),
        "not_reported": Implementation.NOT_REPORTED.label,
        **dict(ToolkitItem.State.choices),
    },
}


@dataclass(frozen=True)
class Word:
    """A word out of a list: its code for styles and links, its label for the reader."""

    code: str
    label: Any

    def __str__(self) -> str:
        return str(self.label)


def word(kind: str, code: str) -> Word:
    words = WORDS[kind] if isinstance(WORDS[kind], dict) else dict(WORDS[kind].choices)
    return Word(code, words[code])


def theme(slug: str, frozen: dict[str, Any], language: str) -> dict[str, Any]:
    """A theme of an edition, as templates read it. Editions from before looks were kept show the one of its name."""
    return {"look": slug} | localise(frozen, language) | {"slug": slug}


def localise(value: Any, language: str, key: str = "") -> Any:
    """The same data with every text, date and word of it ready to be shown in that language."""
    if isinstance(value, dict):
        if set(value) <= set(LANGUAGES):
            return best(value, language)
        return {name: localise(part, language, name) for name, part in value.items()}
    if isinstance(value, list):
        return [localise(part, language, key) for part in value]
    if key in WORDS and isinstance(value, str):
        return word(key, value) if value else None
    if key in DATES and isinstance(value, str):
        return PartialDate.parse(value)
    return value
