"""What an e-report dates, as marks on an axis of years. Pure: localised data in, words and positions out.

A mark is as wide as its date is vague: a day is a point, a month a bar over that month, a year a bar over that year.
All years are drawn equally wide, so that their labels stand in equal columns.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.translation import gettext_lazy as _

from countries.models import Milestone
from library.dates import PartialDate

from .shapes import percent, shape_of
from .texts import Word, word

# More labels do not fit beside each other on a narrow screen.
MOST_LABELS = 8


@dataclass(frozen=True)
class Item:
    """What it is called, where in the e-report it is told, when it was, and how far it is if that is asked of it."""

    kind: Any
    name: Any
    anchor: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    state: Word | None = None

    @property
    def dates(self) -> list[PartialDate]:
        return [date for date in (self.start, self.end) if date]

    @property
    def first_day(self) -> dt.date:
        """The earliest day it can mean. Where only the end is known, the end is all that is drawn."""
        return min(date.first_day for date in self.dates)

    @property
    def last_day(self) -> dt.date:
        """The latest day it can mean."""
        return max(date.last_day for date in self.dates)

    @property
    def place_in_time(self) -> dt.date:
        """Where it stands in a list: what has only an end, where it ends."""
        return self.start.first_day if self.start else self.last_day

    @property
    def exactness(self) -> Any:
        """What the width of its mark says, in words."""
        if len(set(self.dates)) > 1:
            return _("Drawn from the first to the last day")
        if self.dates[0].day:
            return _("Drawn on the day")
        return _("Drawn over the whole month") if self.dates[0].month else _("Drawn over the whole year")


@dataclass(frozen=True)
class Axis:
    """Equal steps of whole years."""

    first: int
    step: int
    steps: int
    mirrored: bool

    @classmethod
    def over(cls, first_day: dt.date, last_day: dt.date, *, mirrored: bool = False) -> "Axis":
        """The finest axis that holds both days and has room for its labels. Mirrored, time runs from right to left."""
        widths = (factor * 10**power for power in count() for factor in (1, 2, 5))
        step = next(step for step in widths if last_day.year // step - first_day.year // step < MOST_LABELS)
        steps = last_day.year // step - first_day.year // step + 1
        return cls(first_day.year // step * step, step, steps, mirrored)

    @property
    def years(self) -> list[str]:
        """The label of each step: its first year."""
        return [str(self.first + self.step * number) for number in range(self.steps)]

    @property
    def lines(self) -> list[str]:
        """Where one step ends and the next begins."""
        return [percent(100 * number / self.steps) for number in range(1, self.steps)]

    def at(self, day: dt.date, *, evening: bool = False) -> float:
        """Where that day begins, or ends, in hundredths of the axis from its first year on."""
        new_year = dt.date(day.year, 1, 1)
        part = ((day - new_year).days + evening) / ((dt.date(day.year, 12, 31) - new_year).days + 1)
        return 100 * (day.year - self.first + part) / (self.step * self.steps)

    def place(self, start: float, end: float) -> dict[str, str]:
        """Left edge, middle and width as a picture takes them."""
        left = 100 - end if self.mirrored else start
        return {"x": percent(left), "middle": percent(left + (end - start) / 2), "width": percent(end - start)}


def timeline(data: dict[str, Any], *, mirrored: bool = False) -> dict[str, Any]:
    """The timeline of a localised report (page.py).

    `rows`: the dated items in order of time, as `drawn()` describes them, among them the date of the edition itself,
    before all that came after it. `undated`: the items without a date. `years` and `lines` of the axis; `later`: the
    place of what comes after the edition, if any of the axis does. Without any date all but `undated` is empty.
    """
    found = list(items(data))
    as_of = Item(None, None, "edition", data["edition"]["as_of"])
    dated = sorted((item for item in found if item.dates), key=lambda item: (item.place_in_time, item.last_day))
    undated = [item for item in found if not item.dates]
    if not dated:
        return {"rows": [], "undated": undated, "years": [], "lines": [], "later": None}
    past = sum(item.place_in_time <= as_of.last_day for item in dated)
    every = [*dated[:past], as_of, *dated[past:]]
    axis = Axis.over(min(item.first_day for item in every), max(item.last_day for item in every), mirrored=mirrored)
    now = axis.at(as_of.last_day, evening=True)
    return {
        "rows": [drawn(item, axis, as_of) for item in every],
        "undated": undated,
        "years": axis.years,
        "lines": axis.lines,
        "later": axis.place(now, 100) if now < 100 else None,
    }


def drawn(item: Item, axis: Axis, as_of: Item) -> dict[str, Any]:
    """An item, its `state`, and its mark: `shape` (see shapes.py, or line), `is_day` (a point), its place."""
    ahead = item.state is None and item.first_day > as_of.last_day
    state = word("state", Milestone.State.AHEAD) if ahead else item.state
    return {
        "item": item,
        "state": state,
        "shape": "line" if item is as_of else shape_of(state),
        "is_day": item.first_day == item.last_day,
        **axis.place(axis.at(item.first_day), axis.at(item.last_day, evening=True)),
    }


def items(data: dict[str, Any]) -> Iterator[Item]:
    """Everything of a report that has a date, or is reported and lacks one; what is not reported is no item.

    Actions without a period are left out: they are counted in what is not known, and most have none.
    """
    milestones = [row for row in data["milestones"] if row["state"].code != "not_reported"]
    told = {(row["slug"], row["date"]) for row in milestones}
    since = data["country"]["pathfinder_since"]
    if since and ("status-granted", since) not in told:
        yield Item(_("engagement"), data["country"]["engagement"], "engagement", since)
    for row in milestones:
        yield Item(_("milestone"), row["name"], f"milestone-{row['slug']}", row["date"], None, row["state"])
    for number, row in enumerate(data["roadmaps"], start=1):
        if ("roadmap-adopted", row["adopted"]) not in told:
            yield Item(_("Adoption of the roadmap"), row["title"], f"roadmap-{number}", row["adopted"])
    for number, row in enumerate(data["workshops"], start=1):
        yield Item(_("workshop"), row["kind"], f"workshop-{number}", row["start"], row["end"])
    for row in data["events"]:
        yield Item(_("event"), row["name"], f"event-{row['slug']}", row["start"], row["end"])
    for row in data["actions"]:
        if row["period_start"] or row["period_end"]:
            start, end, state = row["period_start"], row["period_end"], row["implementation"]
            yield Item(_("priority action"), row["wording"], row["reference"].lower(), start, end, state)
    for row in data["next_steps"]:
        yield Item(_("next step"), row["wording"], f"step-{row['order']}", row["due"], None, row["implementation"])
