"""fixtures/*.csv → records. Safe to repeat, all or nothing, and never over what staff changed.

fixtures/README.md says how a file is written. What the seed wrote last is known from the records' history: a
record whose newest history row is not the seed's was changed by somebody, one that has history and no row was
deleted by somebody, and both are left as they are, as is what names a deleted one. History also finds a record
again whose key staff have changed.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import models, transaction

REASON = "seed"
WHOLE_ROW = "the row"

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


class DeletedByStaff(Exception):
    """What a row names was here once, and somebody deleted it."""


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
    keys: dict[tuple[Any, ...], int] = {}
    return [Row(path.name, number, model).seed(cells, keys) for number, cells in rows_of(path)]


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row as {column: cell}, with its number as a spreadsheet shows it: the header is row 1, empty rows count."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise BrokenRow(path.name, row, WHOLE_ROW, "this is not UTF-8") from None
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append(cells)  # noqa: PERF402  one by one, so that their number says which is broken
    except csv.Error as error:
        raise BrokenRow(path.name, len(rows) + 1, WHOLE_ROW, str(error)) from None
    columns = rows[0] if rows else []
    for name, times in Counter(columns).items():
        if times > 1:
            raise BrokenRow(path.name, 1, name, "there are two columns of this name")
    for number, cells in enumerate(rows[1:], start=2):
        if len(cells) not in (0, len(columns)):
            raise BrokenRow(path.name, number, WHOLE_ROW, f"it has {len(cells)} cells for {len(columns)} columns")
        if cells:
            yield number, dict(zip(columns, cells, strict=True))


class Row:
    """One row of one file."""

    def __init__(self, file: str, number: int, model: type[models.Model]) -> None:
        self.file, self.number, self.model = file, number, model

    def broken(self, field: str, why: str) -> BrokenRow:
        return BrokenRow(self.file, self.number, field, why)

    def seed(self, cells: dict[str, str], keys: dict[tuple[Any, ...], int]) -> str:
        """Write the row where that is right, and say in a word what happened. `keys` are those of the rows above."""
        try:
            values, many = self.read(cells)
            key = {name: self.lookup(values, name) for name in self.model.NATURAL_KEY}
            if (row := keys.setdefault(tuple(key.values()), self.number)) != self.number:
                raise self.broken(", ".join(key), f"row {row} is about the same record")
            record = known_as(self.model, key)
        except DeletedByStaff:
            return "kept"
        if record and self.belongs_to_staff(record):
            return "kept"
        if record and not self.differs(record, values, many):
            return "unchanged"
        self.write(record or self.model(), values, many)
        return "updated" if record else "created"

    def write(self, record: models.Model, values: dict[str, Any], many: dict[str, list[models.Model]]) -> None:
        for name, value in values.items():
            setattr(record, name, value)
        record._change_reason = REASON
        try:
            record.full_clean()
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            if f"{name}_en" in values:  # the column that holds a text which stands in several languages
                name = f"{name}_en"
            raise self.broken(WHOLE_ROW if name == NON_FIELD_ERRORS else name, " ".join(messages)) from None
        record.save()
        for name, targets in many.items():
            getattr(record, name).set(targets)

    def read(self, cells: dict[str, str]) -> tuple[dict[str, Any], dict[str, list[models.Model]]]:
        """The cells as values for the model's fields: plain ones, and those that name many records."""
        values, many = {}, {}
        for name, cell in cells.items():
            field = self.field(name)
            if "\0" in cell:
                raise self.broken(name, "there is a character in it that no database keeps")
            if field.many_to_many:
                many[name] = self.targets(field, cell)
            elif field.remote_field:
                values[name] = self.target(field, cell) if cell else None
            else:
                values[name] = self.plain(field, cell)
        for field in self.model._meta.many_to_many:
            if not field.blank and not many.get(field.name):
                raise self.broken(field.name, "this cell must not be empty")
        return values, many

    def field(self, name: str) -> Any:
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or field.auto_created:  # its number, or a relation from elsewhere
            raise self.broken(name, "there is no such field")
        return field

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

    def targets(self, field: Any, cell: str) -> list[models.Model]:
        """The records that a cell names, without those that staff deleted, unless that is all of them."""
        keys = [part.strip() for part in cell.split(";") if part.strip()]
        found = []
        for key in keys:
            with suppress(DeletedByStaff):
                found.append(self.target(field, key))
        if keys and not found:
            raise DeletedByStaff
        return found

    def target(self, field: Any, key: str) -> models.Model:
        model = field.related_model
        try:
            record = known_as(model, dict(zip(model.NATURAL_KEY, key.split("/"), strict=True)))
        except ValueError:
            record = None
        if record is None:
            raise self.broken(field.name, f"there is no {model._meta.verbose_name} {key!r}")
        return record

    def lookup(self, values: dict[str, Any], name: str) -> Any:
        """The value of a part of the natural key, which may lie in a related record (country__slug)."""
        first, _, rest = name.partition("__")
        value = values.get(first)
        if value is None and not self.model._meta.get_field(first).null:
            raise self.broken(first, "this cell must not be empty")
        return getattr(value, rest, None) if rest else value

    @staticmethod
    def belongs_to_staff(record: models.Model) -> bool:
        """Whether somebody else than the seed wrote this record last."""
        newest = record.history.order_by("-history_id").first()
        return newest is not None and newest.history_change_reason != REASON

    @staticmethod
    def differs(record: models.Model, values: dict[str, Any], many: dict[str, list[models.Model]]) -> bool:
        return any(getattr(record, name) != value for name, value in values.items()) or any(
            set(getattr(record, name).all()) != set(targets) for name, targets in many.items()
        )


def known_as(model: type[models.Model], key: dict[str, Any]) -> models.Model | None:
    """The record of that natural key, even if staff have given it another since. None if there never was one."""
    if record := model.objects.filter(**key).first():
        return record
    past = model.history.filter(**key).order_by("-history_id").first()
    if past is None:
        return None
    if record := model.objects.filter(pk=past.id).first():
        return record
    raise DeletedByStaff
