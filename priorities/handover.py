"""What of a country's reporting is open: its part of what focal points are told when one follows another."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.handover import Item, Part
from countries.models import Country

from . import desk as desks
from .models import ProgressUpdate

State = ProgressUpdate.State


def open_work(country: Country) -> list[Part]:
    """What is due, what came back and why, what is begun, what the secretariat has, what nobody spoke of yet."""
    desk = desks.of_country(country)
    in_state = {state: desk.on_their_way(state) for state in State}
    parts = [
        Part(_("Due"), due(desk)),
        Part(_("Returned by the secretariat"), items(in_state[State.RETURNED])),
        Part(_("Begun and not submitted"), items(in_state[State.DRAFT])),
        Part(_("With the secretariat"), items(in_state[State.SUBMITTED])),
        Part(_("Nothing was reported yet"), items(desk.silent)),
    ]
    return [part for part in parts if part.items]


def due(desk: desks.CountryDesk) -> list[Item]:
    """The reporting cycle that runs, while something of it waits for the country."""
    standing = desk.standing
    if standing is None or standing.is_finished:
        return []
    return [Item(str(standing.cycle), reverse("priorities:desk"), standing.due_in_words)]


def items(rows: Iterable[desks.Row]) -> list[Item]:
    return [
        Item(
            str(row.of),
            reverse("priorities:report", args=[row.of.country.slug, row.of.desk_name]),
            row.open.last_return.reason if row.open and row.open.state == State.RETURNED else "",
        )
        for row in rows
    ]
