"""Ways to narrow a list, over rows of plain data.

django-filter works on QuerySets, and what is public of a country is no table but the content of editions. So a filter
is a parameter of the address with the question it asks of a row.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from library.dates import PartialDate
from reports.api.parameters import Day, Words
from reports.api.rows import Now, Row


@dataclass(frozen=True)
class ByWord(Words):
    """Rows that stand under any of the words asked for. `words_of` says under which a row stands."""

    words_of: Callable[[Row, Now], Iterable[str | None]] = lambda row, now: ()

    def passes(self, row: Row, asked: set[str], now: Now) -> bool:
        return not asked.isdisjoint(self.words_of(row, now))


@dataclass(frozen=True)
class ByDay(Day):
    """Rows of which something holds on the day asked for."""

    holds: Callable[[Row, dt.date, Now], bool] = lambda row, day, now: True

    def passes(self, row: Row, asked: dt.date, now: Now) -> bool:
        return self.holds(row, asked, now)


Filter = ByWord | ByDay


class RowFilter(BaseFilterBackend):
    """What the address asks of the rows of a resource; all of it has to hold."""

    def filter_queryset(self, request: Request, rows: Sequence[Row], view: Any) -> list[Row]:
        wanted = [(one, view.asked[one.name]) for one in view.resource.filters if one.name in view.asked]
        return [row for row in rows if all(one.passes(row, asked, view.now) for one, asked in wanted)]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [one.described() for one in view.resource.filters]


def not_over(*fields: str) -> Callable[[Row, dt.date, Now], bool]:
    """Whether the last of these dates that a row has may lie on that day or after it. One known by its year may be any
    of its days. A row without a date stands under no day.
    """

    def holds(row: Row, day: dt.date, now: Now) -> bool:
        dates = [row[field] for field in fields if row[field]]
        return bool(dates) and PartialDate.parse(dates[-1]).last_day >= day

    return holds


def begun(*fields: str) -> Callable[[Row, dt.date, Now], bool]:
    """Whether the first of these dates that a row has may lie on that day or before it."""

    def holds(row: Row, day: dt.date, now: Now) -> bool:
        dates = [row[field] for field in fields if row[field]]
        return bool(dates) and PartialDate.parse(dates[0]).first_day <= day

    return holds
