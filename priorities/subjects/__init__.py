"""What a country reports on, each kind with the same face: pages show it, and the verbs of workflow.py ask it.

An action and a next step are there before anybody reports on them, and an update says how far they are. A milestone
and a workshop are what the accepted update says of them. A country's report in a cycle is its update and nothing else.
"""

import re
from typing import Any

from countries.models import Country
from priorities.models import PriorityAction, ProgressUpdate

from .answers import ReportOf
from .base import MOST_LETTERS, Detail, Subject
from .promises import Action, Step
from .recorded import MilestoneOf, WorkshopOf

__all__ = [
    "MOST_LETTERS",
    "Action",
    "Detail",
    "MilestoneOf",
    "ReportOf",
    "Step",
    "Subject",
    "WorkshopOf",
    "named",
    "of_update",
    "subject_of",
]

# The first whose pattern is a name's goes by that name.
KINDS: tuple[type[Subject], ...] = (Step, MilestoneOf, WorkshopOf, ReportOf, Action)


def named(country: Country, name: str) -> Any:
    """What a country reports on under that name ("npl-04", "step-3", "milestone-roadmap-adopted"), if it is there."""
    matches = ((kind, re.fullmatch(kind.PATTERN, name, re.ASCII)) for kind in KINDS)
    return next((kind.named(country, match) for kind, match in matches if match), None)


def subject_of(of: Any) -> Subject:
    """The face of what is reported on: of an action, of a next step, or of what has this face already."""
    if isinstance(of, Subject):
        return of
    return Action(of) if isinstance(of, PriorityAction) else Step(of)


def of_update(update: ProgressUpdate) -> Subject:
    """What an update is of."""
    if update.action or update.next_step:
        return subject_of(update.action or update.next_step)
    if update.milestone:
        return MilestoneOf(update.country, update.milestone)
    if update.cycle:
        return ReportOf(update.country, update.cycle)
    return WorkshopOf(update.country, update.workshop)
