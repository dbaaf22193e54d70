"""fixtures/*.csv → records. Safe to repeat, all or nothing, and never over what staff changed.

fixtures/README.md says how a file is written. What the seed wrote last is known from the records' history: a
record whose newest history row is not the seed's was changed by somebody, one that has history and no row was
deleted by somebody, and both are left as they are.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models, transaction

REASON = "seed"

# In this order: a row may name only what stands above it.
FILES = {
    "documents": "library.Document",
    "page_texts": "library.PageText",
    "toolkit_items": "library.ToolkitItem",
    "lessons_learnt": "library.LessonLearnt",
    "initiatives": "library.Initiative",
    "initiative_points": "library.InitiativePoint",
    "countries": "countries.Country",
    "milestone_types": "countries.MilestoneType",
    "milestones": "countries.Milestone",
    "coordination_bodies": "countries.CoordinationBody",
    "coordination_steps": "countries.CoordinationStep",
    "themes": "priorities.Theme",
    "roadmaps": "priorities.Roadmap",
    "pillars": "priorities.Pillar",
    "priority_actions": "priorities.PriorityAction",
    "next_steps": "priorities.NextStep",
    "organisations": "events.Organisation",
    "events": "events.Event",
    "participations": "events.Participation",
    "workshops": "events.Workshop",
}


class BrokenRow(Exception):
    """A row that cannot be read or is refused. Says file, row (the header is row 1), field and why."""

    def __init__(self, file: str, row: int, field: str, why: str) -> None:
        super().__init__(f"{file}, row {row}, {field}: {why}")
        self.file, self.row, self.field, self.why = file, row, field, why


@dataclass
class Outcome:
    """What a seed did: how many rows of each file were created, updated, unchanged or kept as staff had them."""

    counts: dict[str, Counter] = field(default_factory=dict)

    @property
    def total(self) -> Counter:
        return sum(self.counts.values(), Counter())


@transaction.atomic
def seed(folder: Path) -> Outcome:
    """Bring the records in step with the files in the folder. Raises BrokenRow, and then nothing is written."""
    outcome = Outcome()
    for stem, label in FILES.items():
        path = folder / f"{stem}.csv"
        outcome.counts[path.name] = Counter(seed_file(path, apps.get_model(label)) if path.exists() else [])
    return outcome


def seed_file(path: Path, model: type[models.Model]) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, restkey="(more cells than columns)"))
    return [Row(path.name, number, model).seed(cells) for number, cells in enumerate(rows, start=2)]


class Row:
    """One row of one file."""

    def __init__(self, file: str, number: int, model: type[models.Model]) -> None:
        self.file, self.number, self.model = file, number, model

    def broken(self, field: str, why: str) -> BrokenRow:
        return BrokenRow(self.file, self.number, field, why)

    def seed(self, cells: dict[str, str]) -> str:
        """Write the row where that is right, and say in a word what happened."""
        values, many = self.read(cells)
        key = {name: self.lookup(values, name) for name in self.model.NATURAL_KEY}
        record = self.model.objects.filter(**key).first()
        if self.belongs_to_staff(record, key):
            return "kept"
        created = record is None
        record = record or self.model()
        changed = created or self.differs(record, values, many)
        if not changed:
            return "unchanged"
        for name, value in values.items():
            setattr(record, name, value)
        record._change_reason = REASON
        try:
            record.full_clean()
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            raise self.broken(name, " ".join(messages)) from None
        record.save()
        for name, targets in many.items():
            record._change_reason = REASON
            getattr(record, name).set(targets)
        return "created" if created else "updated"

    def read(self, cells: dict[str, str]) -> tuple[dict[str, Any], dict[str, list[models.Model]]]:
        """The cells as values for the model's fields: plain ones, and those that name many records."""
        values, many = {}, {}
        for name, cell in cells.items():
            try:
                field = self.model._meta.get_field(name)
            except FieldDoesNotExist:
                raise self.broken(str(name), "there is no such field") from None
            if cell is None:
                raise self.broken(name, "the row has too few cells")
            if field.many_to_many:
                many[name] = [self.target(field, part.strip()) for part in cell.split(";") if part.strip()]
                if not many[name] and not field.blank:
                    raise self.broken(name, "this cell must not be empty")
            elif field.remote_field:
                values[name] = self.target(field, cell) if cell else None
            else:
                values[name] = self.plain(field, cell)
        return values, many

    def plain(self, field: models.Field, cell: str) -> Any:
        if not cell and field.null:
            return None
        if isinstance(field, models.BooleanField):
            if cell not in ("yes", "no"):
                raise self.broken(field.name, "write yes or no")
            return cell == "yes"
        try:
            return field.to_python(cell)
        except ValidationError as error:
            raise self.broken(field.name, " ".join(error.messages)) from None

    def target(self, field: Any, key: str) -> models.Model:
        try:
            return field.related_model.objects.get_by_natural_key(*key.split("/"))
        except (ObjectDoesNotExist, ValueError):
            raise self.broken(field.name, f"there is no {field.related_model._meta.verbose_name} {key!r}") from None

    def lookup(self, values: dict[str, Any], name: str) -> Any:
        """The value of a part of the natural key, which may lie in a related record (country__slug)."""
        first, _, rest = name.partition("__")
        value = values.get(first)
        if value is None and not self.model._meta.get_field(first).null:
            raise self.broken(first, "this cell must not be empty")
        return getattr(value, rest, None) if rest else value

    def belongs_to_staff(self, record: models.Model | None, key: dict[str, Any]) -> bool:
        """Whether somebody else than the seed wrote this record last, or deleted it."""
        history = record.history if record else self.model.history.filter(**key)
        newest = history.order_by("-history_date", "-history_id").first()
        return newest is not None and newest.history_change_reason != REASON

    @staticmethod
    def differs(record: models.Model, values: dict[str, Any], many: dict[str, list[models.Model]]) -> bool:
        return any(getattr(record, name) != value for name, value in values.items()) or any(
            set(getattr(record, name).all()) != set(targets) for name, targets in many.items()
        )
