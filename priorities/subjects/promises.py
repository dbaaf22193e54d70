"""What a country promised: its priority actions and next steps."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from priorities.models import Implementation, NextStep, PriorityAction, ProgressUpdate

from . import records
from .base import Subject


@dataclass(frozen=True)
class Promise(Subject):
    """A priority action or a next step."""

    record: PriorityAction | NextStep
    can_be_confirmed = True

    @property
    def country(self) -> Country:  # type: ignore[override]
        return self.record.country

    @property
    def desk_name(self) -> str:
        return self.record.desk_name

    @property
    def short_title(self) -> str:
        return self.record.short_title

    @property
    def updates(self) -> Any:
        return self.record.updates

    def lock(self) -> None:
        type(self.record).objects.select_for_update().get(pk=self.record.pk)

    def missing(self, update: ProgressUpdate) -> dict[str, Any]:
        missing = {}
        if not update.implementation:
            missing["implementation"] = _("Say how far it is.")
        if not update.as_of:
            missing["as_of"] = _("Say when this was so: a year, a month or a day.")
        elif update.as_of.first_day > timezone.localdate():
            missing["as_of"] = _("This day is still to come.")
        if not (update.is_unchanged or update.narrative.strip()):
            missing["narrative"] = _("Say in a sentence or two what happened.")
        return missing

    def carry_into_record(self, update: ProgressUpdate) -> None:
        record = type(self.record).objects.select_for_update().get(pk=self.record.pk)
        record.implementation = Implementation(update.implementation)
        self.carry_more(record, update)
        records.save(record, update)

    def carry_more(self, record: Any, update: ProgressUpdate) -> None:
        """What one of the two has a place for and the other has not."""


class Action(Promise):
    PATTERN = r"[-\w]+"

    @classmethod
    def named(cls, country: Country, match: re.Match[str]) -> Any:
        return country.priority_actions.filter(reference=match[0].upper()).first()

    @property
    def of(self) -> dict[str, Any]:
        return {"action": self.record}

    def carry_more(self, record: Any, update: ProgressUpdate) -> None:
        record.outlook, record.status_date = update.outlook, update.as_of
        if update.budget_secured is not None:
            record.currency, record.budget_secured = update.currency, update.budget_secured


class Step(Promise):
    PATTERN = r"step-(\d{1,5})"

    @classmethod
    def named(cls, country: Country, match: re.Match[str]) -> Any:
        return country.next_steps.filter(order=int(match[1])).first()

    @property
    def of(self) -> dict[str, Any]:
        return {"next_step": self.record}
