"""What the desk shows of a country: each action and next step with what was accepted last and what is on its way."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from countries.models import Country
from library.dates import PartialDate

from .cycles import Standing, standings
from .differences import Difference, differences
from .models import NextStep, PriorityAction, ProgressUpdate


@dataclass(frozen=True)
class Row:
    """One action or next step: its newest accepted update, and the one on its way."""

    of: PriorityAction | NextStep
    last: ProgressUpdate | None
    open: ProgressUpdate | None

    @property
    def may_be_confirmed(self) -> bool:
        """Whether “still correct, nothing new” would say something of it."""
        return bool(self.last) and not self.open


@dataclass(frozen=True)
class CountryDesk:
    country: Country
    actions: list[Row]
    next_steps: list[Row]

    @property
    def rows(self) -> list[Row]:
        return [*self.actions, *self.next_steps]

    def on_their_way(self, state: ProgressUpdate.State) -> list[Row]:
        return [row for row in self.rows if row.open and row.open.state == state]

    @property
    def returned(self) -> list[Row]:
        """What came back and waits for the country."""
        return self.on_their_way(ProgressUpdate.State.RETURNED)

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
        return [row for row in self.rows if not row.last and not row.open]

    @property
    def confirmable(self) -> list[Row]:
        """What “still correct, nothing new” may be said of at once."""
        return [row for row in self.rows if row.may_be_confirmed]

    @cached_property
    def standing(self) -> Standing | None:
        """How far the country is with the reporting cycle that runs, if one does."""
        return next(iter(standings([self.country], timezone.localdate())), None)


def of_country(country: Country) -> CountryDesk:
    return CountryDesk(
        country=country,
        actions=rows(country.priority_actions.prefetch_related("updates__decisions")),
        next_steps=rows(country.next_steps.prefetch_related("updates__decisions")),
    )


def rows(things: Iterable[PriorityAction | NextStep]) -> list[Row]:
    return [row(of, list(of.updates.all())) for of in things]


def row(of: PriorityAction | NextStep, updates: list[ProgressUpdate]) -> Row:
    """The row of an action or step with these updates, which are sorted here as `accepted()` sorts them."""
    corrected = {update.corrects_id for update in updates if update.state == update.State.ACCEPTED}
    accepted = [update for update in updates if update.state == update.State.ACCEPTED and update.pk not in corrected]
    accepted.sort(key=lambda update: (str(update.as_of), update.accepted_at, update.pk), reverse=True)
    on_their_way = [update for update in updates if update.state != update.State.ACCEPTED]
    return Row(of, accepted[0] if accepted else None, on_their_way[0] if on_their_way else None)


def compared(update: ProgressUpdate) -> list[Difference]:
    """What the update says beside what was accepted last."""
    others = update.of.updates.accepted().exclude(pk=update.pk)
    if update.state == update.State.ACCEPTED:
        others = others.filter(accepted_at__lt=update.accepted_at)
    return differences(others.first(), as_submitted(update))


def as_submitted(update: ProgressUpdate) -> ProgressUpdate:
    """An update as the secretariat knows it. What its country writes after a return is nobody else's yet."""
    last_return = update.last_return
    if update.state != update.State.RETURNED or not last_return:
        return update
    words: dict[str, Any] = {**last_return.content}
    words["as_of"] = PartialDate.parse(words["as_of"])
    words["budget_secured"] = Decimal(words["budget_secured"]) if words["budget_secured"] else None
    return ProgressUpdate(**words)
