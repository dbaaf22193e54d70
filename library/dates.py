"""Dates that say how much of them is known: a year, a month or a day.

Written as ISO 8601 writes reduced precision ("2019", "2019-02", "2019-02-14"), and stored as that text: one
column that cannot disagree with itself, sorts in time order and is never padded.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month of a year, or a day. Ordered by first day; of two that begin alike, the vaguer comes first."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        # Raises for a month 0 or a 30 February.
        dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2019", "2019-02" or "2019-02-14". Raise ValueError for anything else, 30 February included."""
        match = PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"not a date: {text!r}")
        return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]

    @classmethod
    def of(cls, day: dt.date) -> "PartialDate":
        """That day. Of a moment, its day."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def __lt__(self, other: "PartialDate") -> bool:
        return str(self) < str(other)

    def __len__(self) -> int:
        # Django's length validator asks; the stored text is what has a length.
        return len(str(self))

    @property
    def first_day(self) -> dt.date:
        """The earliest day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """The latest day it can mean: something due "2019" is overdue from 1 January 2020."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def in_words(self) -> str:
        """In the reader's language: "2019", "February 2019", "14 February 2019"."""
        if not self.month:
            return str(self.year)
        words = {"month": MONTHS[self.month], "year": self.year, "day": self.day}
        if not self.day:
            return pgettext("a month of a year", "%(month)s %(year)s") % words
        if self.day == 1:  # 1er novembre 2019
            return pgettext("the first day of a month", "%(day)s %(month)s %(year)s") % words
        return pgettext("a day", "%(day)s %(month)s %(year)s") % words

    @property
    def in_a_sentence(self) -> str:
        """After "since", "until" or "published", where French and Spanish put an article before a day, and only there:
        "depuis le 14 février 2019", "depuis février 2019".
        """
        if not self.day:
            return self.in_words
        return pgettext("a day within a sentence", "%(date)s") % {"date": self.in_words}


class PartialDateField(models.CharField):
    """A PartialDate, or None. Filter it with text or with a PartialDate."""

    # What django-stubs asks of a field to know what may be set and what is got.
    _pyi_private_set_type: PartialDate | str | None
    _pyi_private_get_type: PartialDate | None

    description = _("A year, a month or a day")
    default_error_messages = {"invalid": _("Write a year, a month or a day: 2019, 2019-02 or 2019-02-14.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("help_text", _("What is known of it: 2019, 2019-02 or 2019-02-14."))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value in (None, "") or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value).strip())
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def get_prep_value(self, value: Any) -> str | None:
        value = self.to_python(value)
        return str(value) if value else None

    def value_from_object(self, obj: models.Model) -> str | None:
        # What a form starts from is compared with what it gets back, which is text.
        return self.get_prep_value(super().value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        # Without a length: who writes "14 February 2019" shall read how a date is written, not how long it may be.
        return super().formfield(**{"empty_value": None, "max_length": None, **kwargs})


def forward(start: str, end: str) -> Q:
    """The condition of a constraint: what lasts from the one field to the other does not end before it begins.

    What begins in "2019-03" may well end in "2019", though as text that comes first: an end is read as its last day.
    """
    last = Concat(F(end), Value("-99"), output_field=models.CharField())
    return Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{start}__lte": last})
