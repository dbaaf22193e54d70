"""How far countries are with the reporting cycle that runs: computed from their updates, never stored.

A country has reported once each of its priority actions and next steps that is not over has an update with the
secretariat, or accepted since the cycle opened, and so has its report, if the cycle asks any questions. “Still
correct” is such an update. Milestones and workshops are reported when there is something to say; nobody waits for one.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from countries.models import Country

from .models import Implementation, NextStep, PriorityAction, ProgressUpdate, ReportingCycle

DUE_FROM = 30  # days before the due date; the first reminder leaves then
OVER = (Implementation.COMPLETED, Implementation.DISCONTINUED)
Update = ProgressUpdate.State


class State(TextChoices):
    """Where a country is with its report. In the order in which the secretariat looks at them."""

    OVERDUE = "overdue", pgettext_lazy("state of a report", "overdue")
    RETURNED = "returned", pgettext_lazy("state of a report", "returned")
    DUE = "due", pgettext_lazy("state of a report", "due")
    NOT_YET_DUE = "not_yet_due", pgettext_lazy("state of a report", "not yet due")
    SUBMITTED = "submitted", pgettext_lazy("state of a report", "submitted")
    ACCEPTED = "accepted", pgettext_lazy("state of a report", "accepted")


@dataclass(frozen=True)
class Standing:
    """How far one country is with one cycle on one day. The four numbers count what it is to report on."""

    country: Country
    cycle: ReportingCycle
    today: dt.date
    expected: int
    accepted: int
    waiting: int
    returned: int

    @property
    def reported(self) -> int:
        """What the secretariat has accepted or is looking at."""
        return self.accepted + self.waiting

    @property
    def is_finished(self) -> bool:
        """Whether nothing waits for the country: nobody is reminded any more."""
        return self.reported == self.expected

    @property
    def days(self) -> int:
        """From today to the due date; below zero once it has passed."""
        return (self.cycle.due - self.today).days

    @property
    def is_late(self) -> bool:
        return self.days < 0 and not self.is_finished

    @property
    def state(self) -> State:
        if self.is_finished:
            return State.SUBMITTED if self.waiting else State.ACCEPTED
        if self.returned:
            return State.RETURNED
        if self.is_late:
            return State.OVERDUE
        return State.DUE if self.days <= DUE_FROM else State.NOT_YET_DUE

    @property
    def due_in_words(self) -> str:
        """ "due in 12 days", "due today", "overdue by 3 days"."""
        if self.days < 0:
            return ngettext("overdue by %(days)d day", "overdue by %(days)d days", -self.days) % {"days": -self.days}
        if self.days == 0:
            return _("due today")
        return ngettext("due in %(days)d day", "due in %(days)d days", self.days) % {"days": self.days}


def standings(countries: Iterable[Country], today: dt.date) -> list[Standing]:
    """Where those countries are with the cycle that runs, the late ones first; empty where none runs.

    A country that has nothing to report on is left out. Five queries, however many countries.
    """
    cycle = ReportingCycle.objects.current(today)
    if cycle is None:
        return []
    known = {country.pk: country for country in countries}
    newest = newest_updates(known, cycle)
    found: dict[int, list[str]] = {pk: [] for pk in known}
    for country, thing, implementation in things_of(known, cycle):
        if thing in newest or implementation not in OVER:
            found[country].append(newest.get(thing, ""))
    order = list(State)
    return sorted(
        (standing_of(known[pk], cycle, today, states) for pk, states in found.items() if states),
        key=lambda standing: (order.index(standing.state), standing.country.name),
    )


def standing_of(country: Country, cycle: ReportingCycle, today: dt.date, states: list[str]) -> Standing:
    """The standing of a country of whose actions and steps these are the newest updates' states."""
    return Standing(
        country=country,
        cycle=cycle,
        today=today,
        expected=len(states),
        accepted=states.count(Update.ACCEPTED),
        waiting=states.count(Update.SUBMITTED),
        returned=states.count(Update.RETURNED),
    )


def things_of(countries: Iterable[int], cycle: ReportingCycle) -> Iterator[tuple[int, tuple[str, int], str]]:
    """Each priority action, next step and report of those countries: whose, which, how far its record says it is."""
    if cycle.questions.asked().exists():
        yield from ((country, ("report", country), "") for country in countries)
    for field, model in (("action", PriorityAction), ("next_step", NextStep)):
        rows = model._default_manager.filter(country__in=countries).order_by("pk")
        for pk, country, implementation in rows.values_list("pk", "country", "implementation"):
            yield country, (field, pk), implementation


def newest_updates(countries: Iterable[int], cycle: ReportingCycle) -> dict[tuple[str, int], str]:
    """Of each action, next step and report the state of the update that counts for the cycle, if there is one.

    What is on its way comes after what was accepted: there is one at most, and it is the newer.
    """
    counts = Q(state__in=[Update.SUBMITTED, Update.RETURNED])
    counts |= Q(state=Update.ACCEPTED, accepted_at__date__gte=cycle.opens)
    expected = Q(action__isnull=False) | Q(next_step__isnull=False) | Q(cycle=cycle)
    rows = ProgressUpdate.objects.filter(counts, expected, country__in=countries).order_by("pk")
    found: dict[tuple[str, int], str] = {}
    for country, action, next_step, state in sorted(
        rows.values_list("country", "action", "next_step", "state"), key=lambda row: row[3] != Update.ACCEPTED
    ):
        thing = ("action", action) if action else ("next_step", next_step) if next_step else ("report", country)
        found[thing] = state
    return found
