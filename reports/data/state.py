"""What all public data are made of at this moment, in one short mark: another mark, other data."""

import hashlib
import json
from typing import Any

from django.db.models import CharField, Count, F, Max, Model, QuerySet, Value
from django.db.models.functions import Cast

from countries.models import Country
from events.models import Event, Organisation, Participation
from library.models import Document, Initiative, InitiativePoint, LessonLearnt, PageText, ToolkitItem
from priorities.models import Theme
from reports.models import Edition

# What belongs to no country and has a switch; and what is told of it besides. Each keeps a history of every save.
PUBLISHED: list[Any] = [Theme, Event, Document, ToolkitItem, LessonLearnt, Initiative, PageText]
WITH_IT: list[Any] = [Participation, Organisation, InitiativePoint, Country]


def mark() -> str:
    """A fingerprint of what is public. Two queries.

    The current editions, which are published rows, and the last save of each model. That a row is published is not
    taken from its history: one that was switched off behind the back of its model is in no file any more, either.
    """
    parts = [sorted(shown().values_list("what", "which")), sorted(saved().values_list("what", "count", "last", "at"))]
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:16]


def shown() -> QuerySet:
    editions = Edition.objects.current().order_by().annotate(which=F("checksum"))
    rows = [model.objects.published().order_by().annotate(which=Cast("pk", CharField())) for model in PUBLISHED]
    first, *others = [labelled(rows).values("what", "which") for rows in [editions, *rows]]
    return first.union(*others, all=True)


def saved() -> QuerySet:
    first, *others = [
        labelled(model.history.model.objects.order_by())
        .values("what")
        .annotate(count=Count("pk"), last=Max("pk"), at=Max("history_date"))
        for model in [*PUBLISHED, *WITH_IT]
    ]
    return first.union(*others, all=True)


def labelled(rows: QuerySet) -> QuerySet:
    model: type[Model] = rows.model
    return rows.annotate(what=Value(model._meta.label_lower, output_field=CharField()))
