"""What a country answers to the questions of a reporting cycle."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from priorities.models import ProgressUpdate, Question, ReportingCycle

from .base import Detail, Subject


@dataclass(frozen=True)
class ReportOf(Subject):
    """A country's answers to what a reporting cycle asks."""

    PATTERN = r"report-(\d{1,9})"

    country: Country
    cycle: ReportingCycle

    @classmethod
    def named(cls, country: Country, match: re.Match[str]) -> Any:
        opened = ReportingCycle.objects.filter(opens__lte=timezone.localdate())
        found = opened.filter(pk=int(match[1])).first()
        return cls(country, found) if found else None

    @property
    def of(self) -> dict[str, Any]:
        return {"cycle": self.cycle}

    @property
    def desk_name(self) -> str:
        return f"report-{self.cycle.pk}"

    @property
    def short_title(self) -> str:
        return _("Report of the country")

    @property
    def wording(self) -> str:
        return str(self.cycle)

    @property
    def said_before(self) -> Any:
        """Its reports of earlier cycles, too: questions that stay keep their keys."""
        reports = self.country.progress_updates.filter(cycle__opens__lte=self.cycle.opens)
        return reports.accepted()

    @cached_property
    def questions(self) -> list[Question]:
        return list(self.cycle.questions.all())

    def own(self, details: dict[str, str]) -> dict[str, str]:
        return {question.key: details[question.key] for question in self.questions if details.get(question.key)}

    def details(self, update: ProgressUpdate) -> Iterator[Detail]:
        answers = self.own(update.details)
        for question in self.questions:
            if question.key in answers:
                yield Detail(question.key, question.text, answers[question.key], is_text=True)

    def missing(self, update: ProgressUpdate) -> dict[str, Any]:
        """What is unanswered. A report that came back is answered even if its cycle is over by now."""
        if not update.submitted_at and ReportingCycle.objects.current(timezone.localdate()) != self.cycle:
            raise ValidationError(
                _("“%(cycle)s” is closed: no report is submitted in it any more. What you wrote is kept here.")
                % {"cycle": self.cycle}
            )
        needed = [question for question in self.questions if question.is_asked and question.is_required]
        return {
            question.key: _("This question must be answered.")
            for question in needed
            if not update.details.get(question.key, "").strip()
        }
