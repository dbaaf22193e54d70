"""What the desk shows of a country: all it reports on, with what was accepted last and what is on its way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from countries.models import Country, MilestoneType
from library.dates import PartialDate

from .cycles import Standing, standings
from .differences import Difference, differences
from .models import NextStep, PriorityAction, ProgressUpdate, Question, ReportingCycle
from .models.reporting import OF
from .subjects import MilestoneOf, ReportOf, Subject, WorkshopOf, of_update, records, subject_of


@dataclass(frozen=True)
class Row:
    """One thing that a country reports on: its newest accepted update, and the one on its way."""

    of: Any
    last: ProgressUpdate | None
    open: ProgressUpdate | None
    on_record: str = ""  # what its record says, of what nobody reported on here

    @property
    def may_be_confirmed(self) -> bool:
        """Whether “still correct, nothing new” would say something of it."""
        return bool(self.last) and not self.open and subject_of(self.of).can_be_confirmed


@dataclass(frozen=True)
class CountryDesk:
    country: Country
    actions: list[Row]
    next_steps: list[Row]
    milestones: list[Row]
    workshops: list[Row]
    reports: list[Row]

    @property
    def rows(self) -> list[Row]:
        return [*self.expected, *self.milestones, *self.workshops]

    @property
    def expected(self) -> list[Row]:
        """What is reported on in every cycle; milestones and workshops are, when there is something to say."""
        return [*self.reports, *self.actions, *self.next_steps]

    def on_their_way(self, state: ProgressUpdate.State) -> list[Row]:
        return [row for row in self.rows if row.open and row.open.state == state]

    @property
    def returned(self) -> list[Row]:
        """What came back and waits for the country."""
        return self.on_their_way(ProgressUpdate.State.RETURNED)

    @property
    def asked(self) -> list[Row]:
        """What the secretariat has a question on that waits for the country."""
        return [row for row in self.rows if row.open and row.open.question]

    @property
    def drafts(self) -> list[Row]:
        """What the country began and has not submitted."""
        return self.on_their_way(ProgressUpdate.State.DRAFT)

    @property
    def submitted(self) -> list[Row]:
        """What lies with the secretariat."""
        return self.on_their_way(ProgressUpdate.State.SUBMITTED)

    @property
    def silent(self) -> list[Row]:
        """What nothing was ever reported of."""
        return [row for row in self.expected if not row.last and not row.open]

    @property
    def confirmable(self) -> list[Row]:
        """What “still correct, nothing new” may be said of at once."""
        return [row for row in self.rows if row.may_be_confirmed]

    @cached_property
    def standing(self) -> Standing | None:
        """How far the country is with the reporting cycle that runs, if one does."""
        return next(iter(standings([self.country], timezone.localdate())), None)


def of_country(country: Country) -> CountryDesk:
    own = by_subject(country)
    return CountryDesk(
        country=country,
        actions=rows(country.priority_actions.prefetch_related("updates__decisions", "updates__comments")),
        next_steps=rows(country.next_steps.prefetch_related("updates__decisions", "updates__comments")),
        milestones=milestones(country, own),
        workshops=workshops(country, own),
        reports=reports(country, own),
    )


Own = dict[tuple[int | None, ...], list[ProgressUpdate]]


def key(update: ProgressUpdate) -> tuple[int | None, ...]:
    """What it is of, among the updates of one country."""
    return tuple(getattr(update, f"{name}_id") for name in OF)


def by_subject(country: Country) -> Own:
    """The updates of milestones, workshops and reports of a country, by what they are of."""
    found = defaultdict(list)
    updates = country.progress_updates.filter(action=None, next_step=None).select_related("country", *OF)
    for update in updates.prefetch_related("decisions", "comments"):
        found[key(update)].append(update)
    return found


def own_row(of: Subject, own: Own, on_record: str = "") -> Row:
    return replace(row(of, own[key(of.new_update())]), on_record=on_record)


def milestones(country: Country, own: Own) -> list[Row]:
    """Every kind of milestone in its order, whether anybody spoke of it or not."""
    recorded = {record.type_id: records.summary(record, MilestoneOf.DETAILS) for record in country.milestones.all()}
    kinds = MilestoneType.objects.all()
    return [own_row(MilestoneOf(country, kind), own, recorded.get(kind.pk, "")) for kind in kinds]


def workshops(country: Country, own: Own) -> list[Row]:
    """Those that there are, and the one that may be proposed."""
    recorded = [(workshop, records.summary(workshop, WorkshopOf.DETAILS)) for workshop in country.workshops.all()]
    return [own_row(WorkshopOf(country, workshop), own, said) for workshop, said in [*recorded, (None, "")]]


def reports(country: Country, own: Own) -> list[Row]:
    """The report of the cycle that runs, if it asks anything, and what is open of earlier ones."""
    running = ReportingCycle.objects.current(timezone.localdate())
    asked = running and Question.objects.asked().filter(cycle=running).exists()
    updates = [update for found in own.values() for update in found]
    begun = {update.cycle for update in updates if update.cycle and update.state != update.State.ACCEPTED}
    cycles = begun | {running} if asked else begun
    newest_first = sorted(cycles, key=lambda cycle: cycle.opens, reverse=True)
    return [own_row(ReportOf(country, cycle), own) for cycle in newest_first]


def rows(things: Iterable[PriorityAction | NextStep]) -> list[Row]:
    return [row(of, list(of.updates.all())) for of in things]


def row(of: Any, updates: list[ProgressUpdate]) -> Row:
    """The row of one thing with these updates, which are sorted here as `accepted()` sorts them."""
    corrected = {update.corrects_id for update in updates if update.state == update.State.ACCEPTED}
    accepted = [update for update in updates if update.state == update.State.ACCEPTED and update.pk not in corrected]
    accepted.sort(key=lambda update: (str(update.as_of), update.accepted_at, update.pk), reverse=True)
    on_their_way = [update for update in updates if update.state != update.State.ACCEPTED]
    return Row(of, accepted[0] if accepted else None, on_their_way[0] if on_their_way else None)


def compared(update: ProgressUpdate) -> list[Difference]:
    """What the update says beside what was accepted last, or beside the record whose whole it would become."""
    subject, said = of_update(update), as_submitted(update)
    others = subject.said_before.exclude(pk=update.pk)
    if update.state == update.State.ACCEPTED:
        return differences(others.filter(accepted_at__lt=update.accepted_at).first(), said)
    return differences(subject.on_record(said.language) or others.first(), said)


def as_submitted(update: ProgressUpdate) -> ProgressUpdate:
    """An update as the secretariat knows it. What its country writes after a return is nobody else's yet."""
    last_return = update.last_return
    if update.state != update.State.RETURNED or not last_return:
        return update
    words: dict[str, Any] = {**last_return.content}
    words["as_of"] = PartialDate.parse(words["as_of"]) if words["as_of"] else None
    words["budget_secured"] = Decimal(words["budget_secured"]) if words["budget_secured"] else None
    of = {name: getattr(update, name) for name in ("country", *OF)}
    return ProgressUpdate(**of, **words)
