"""What takes place in a country: its milestones and workshops."""

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from countries.models import Country, Milestone, MilestoneType
from events.models import Workshop
from library.dates import PartialDate
from priorities.models import ProgressUpdate

from . import records
from .base import Detail, Subject


class Recorded(Subject):
    """What has a record that an accepted update makes or changes: its details and its narrative are the record's."""

    model: ClassVar[Any]
    DETAILS: ClassVar[tuple[str, ...]]
    NARRATIVE: ClassVar[str]  # the record's field for what the update tells

    @abstractmethod
    def record(self, *, locked: bool = False) -> Any:
        """Its record, or a new one that is not saved yet."""

    def own(self, details: dict[str, str]) -> dict[str, str]:
        return records.plain(self.model, {name: details[name] for name in self.DETAILS if details.get(name)})

    def details(self, update: ProgressUpdate) -> Iterator[Detail]:
        for name, value in self.own(update.details).items():
            field = self.model._meta.get_field(name)
            yield Detail(name, field.verbose_name, records.in_words(field, value))

    def words(self, language: str) -> dict[str, str]:
        """What the record says, as an update would say it: in that language, if it says anything in it."""
        return records.words(self.record(), self.DETAILS, self.NARRATIVE, language)

    def on_record(self, language: str) -> ProgressUpdate | None:
        if self.record()._state.adding:
            return None
        said = self.words(language)
        texts = {name: said.pop(name) for name in ("language", "narrative")}
        return ProgressUpdate(country=self.country, **self.of, **texts, details=self.own(said))

    def laid_over(self, record: Any, update: ProgressUpdate) -> Any:
        """The record as it would be with this update, not saved."""
        return records.laid_over(record, update, self.DETAILS, self.NARRATIVE)

    def missing(self, update: ProgressUpdate) -> dict[str, Any]:
        missing = self.unsaid(update)
        if not missing:
            records.check(self.laid_over(self.record(), update))
        return missing

    def unsaid(self, update: ProgressUpdate) -> dict[str, Any]:
        """What every record of this kind says and this update does not."""
        raise NotImplementedError

    def carry_into_record(self, update: ProgressUpdate) -> None:
        self.written(update)

    def written(self, update: ProgressUpdate) -> Any:
        """The record, saved with what the update says."""
        record = self.laid_over(self.record(locked=True), update)
        record.source = records.kept(record.source)
        records.save(record, update)
        return record


@dataclass(frozen=True)
class MilestoneOf(Recorded):
    """A step on the way that every country may take, for one of them."""

    PATTERN = r"milestone-([-\w]+)"
    model = Milestone
    DETAILS = ("state", "date")
    NARRATIVE = "note"

    country: Country
    type: MilestoneType

    @classmethod
    def named(cls, country: Country, match: re.Match[str]) -> Any:
        found = MilestoneType.objects.filter(slug=match[1]).first()
        return cls(country, found) if found else None

    @property
    def of(self) -> dict[str, Any]:
        return {"milestone": self.type}

    @property
    def desk_name(self) -> str:
        return f"milestone-{self.type.slug}"

    @property
    def short_title(self) -> str:
        return self.type.name

    @property
    def wording(self) -> str:
        return self.type.description

    def record(self, *, locked: bool = False) -> Milestone:
        rows = Milestone.objects.select_for_update(of=("self",)) if locked else Milestone.objects
        new = Milestone(country=self.country, type=self.type)
        return rows.filter(country=self.country, type=self.type).first() or new

    def unsaid(self, update: ProgressUpdate) -> dict[str, Any]:
        said = self.own(update.details)
        if "state" not in said:
            return {"state": _("Say how far it is.")}
        date = PartialDate.parse(said["date"]) if "date" in said else None
        if date and said["state"] == Milestone.State.DONE and date.first_day > timezone.localdate():
            return {"date": _("This day is still to come.")}
        return {}


@dataclass(frozen=True)
class WorkshopOf(Recorded):
    """A workshop of a country, or one that has no record yet: of those, a country proposes one at a time."""

    PATTERN = r"workshop-(new|\d{1,9})"
    model = Workshop
    DETAILS = ("kind", "start", "end", "place", "headcount", "organisers")
    NARRATIVE = "outcomes"

    country: Country
    workshop: Workshop | None = None

    @classmethod
    def named(cls, country: Country, match: re.Match[str]) -> Any:
        if match[1] == "new":
            return cls(country)
        found = country.workshops.filter(pk=int(match[1])).first()
        return cls(country, found) if found else None

    @property
    def of(self) -> dict[str, Any]:
        return {"workshop": self.workshop}

    @property
    def updates(self) -> Any:
        return super().updates if self.workshop else self.country.progress_updates.of_a_new_workshop()

    @property
    def desk_name(self) -> str:
        return f"workshop-{self.workshop.pk if self.workshop else 'new'}"

    @property
    def short_title(self) -> str:
        if not self.workshop:
            return _("A new workshop")
        return str(capfirst(records.summary(self.workshop, ("kind", "start"))))

    @property
    def wording(self) -> str:
        return self.workshop.place if self.workshop else ""

    def record(self, *, locked: bool = False) -> Workshop:
        if not self.workshop:
            return Workshop(country=self.country)
        rows = Workshop.objects.select_for_update(of=("self",)) if locked else Workshop.objects
        return rows.get(pk=self.workshop.pk)

    def unsaid(self, update: ProgressUpdate) -> dict[str, Any]:
        said = self.own(update.details)
        needed = {"kind": _("Say which kind of workshop it is."), "start": _("Say when it took place, or will.")}
        return {name: words for name, words in needed.items() if name not in said}

    def begin_record(self, update: ProgressUpdate) -> None:
        if not self.workshop:
            update.workshop = self.written(update)
