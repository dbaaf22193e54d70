"""The face that all which countries report on has."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.models import Country
from priorities.models import ProgressUpdate

# Of one text in one language. What is longer is a document: it is kept as a draft, and not submitted.
MOST_LETTERS = 20_000


@dataclass(frozen=True)
class Detail:
    """Something that only one kind of update says, ready to be shown: `is_text` where a person wrote sentences."""

    name: str
    label: Any
    words: str
    is_text: bool = False


class Subject(ABC):
    """One thing that a country reports on. Two that are of the same thing are equal."""

    PATTERN: ClassVar[str]  # of its name in the addresses of the desk
    can_be_confirmed = False  # whether “still correct, nothing new” says something of it

    country: Country

    def __str__(self) -> str:
        return self.short_title

    @classmethod
    @abstractmethod
    def named(cls, country: Country, match: re.Match[str]) -> Any:
        """What goes by that name in that country, if anything does."""

    @property
    @abstractmethod
    def of(self) -> dict[str, Any]:
        """Which fields of an update say that it is of this."""

    @property
    @abstractmethod
    def desk_name(self) -> str:
        """Its name in the addresses of the desk."""

    @property
    @abstractmethod
    def short_title(self) -> str:
        """What it is called where its wording stands beside it."""

    @property
    def wording(self) -> str:
        """What it is, in a sentence."""
        return ""

    @property
    def updates(self) -> Any:
        """All that was ever said of it."""
        return self.country.progress_updates.filter(**self.of)

    @property
    def said_before(self) -> Any:
        """What a new update starts from and is read beside: what was accepted of it, the newest first."""
        return self.updates.accepted()

    def on_record(self, language: str) -> ProgressUpdate | None:
        """What an update in that language would say to leave its record as it is, where an update is all of it."""
        return None

    def lock(self) -> None:
        """Let nobody else begin an update of it until we are done."""
        Country.objects.select_for_update().get(pk=self.country.pk)

    def new_update(self, corrects: ProgressUpdate | None = None) -> ProgressUpdate:
        """An update of it, not saved yet."""
        return ProgressUpdate(country=self.country, corrects=corrects, **self.of)

    def own(self, details: dict[str, str]) -> dict[str, str]:
        """Those of the details that this kind has a place for."""
        return {}

    def details(self, update: ProgressUpdate) -> Iterable[Detail]:
        """What the update's details say, as a reader sees it."""
        return []

    def check_complete(self, update: ProgressUpdate) -> None:
        """Raise ValidationError, by field, for what an update must say before the secretariat looks at it."""
        if missing := {**self.missing(update), **too_long(update)}:
            raise ValidationError(missing)

    def missing(self, update: ProgressUpdate) -> dict[str, Any]:
        """What it does not say yet, by field."""
        return {}

    def begin_record(self, update: ProgressUpdate) -> None:  # noqa: B027  # most kinds need none
        """Before an update is accepted: give it what it is of, where there is no such record yet."""

    def carry_into_record(self, update: ProgressUpdate) -> None:  # noqa: B027  # a report has none
        """Let the record say what its newest accepted update says."""


def too_long(update: ProgressUpdate) -> dict[str, Any]:
    """The texts of an update that are longer than anybody reads, by field."""
    texts = {name: getattr(update, name) for name in ("narrative", "obstacles", "support_needed")} | update.details
    words = _("It is saved, but too long to be submitted: at most %(most)d letters.") % {"most": MOST_LETTERS}
    return {name: words for name, text in texts.items() if len(text) > MOST_LETTERS}
