"""Whether the audit chain is whole, and every row that it names still as it was named. It changes nothing."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import DatabaseError, models
from django.db.models import Exists, OuterRef, Q

from .audit import BEFORE_THE_FIRST, SEALED, audited, digest_of, names_of, seal
from .models import AuditEntry

AT_ONCE = 50  # rows in memory; an edition may be large
# What reading raises where a column holds what its type does not allow. SQLite keeps anything.
UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, DatabaseError)

Tell = Callable[[str], Any]


def faults(tell: Tell = lambda line: None) -> Iterator[str]:
    """All that is wrong, in lines that name an entry or a row and say nothing that stands in it.

    `tell` hears how far it has come.
    """
    yield from faults_of_chain(tell)
    for model in audited():
        yield from faults_of_rows(model, tell)


def faults_of_chain(tell: Tell) -> Iterator[str]:
    """Entries that were changed, taken out, put in or moved. What is missing at the end cannot be seen from here."""
    number, previous = 0, BEFORE_THE_FIRST
    for pks in pages(AuditEntry.objects.all()):
        for pk, entry in read(AuditEntry, pks, [*SEALED, "chained"]):
            if pk != number + 1:
                yield f"entry {pk}: does not follow entry {number}, entries between them are missing"
            elif entry and entry["previous"] != previous:
                yield f"entry {pk}: does not follow entry {number} as it stands"
            if not entry or seal(entry) != entry["chained"]:
                yield f"entry {pk}: is not as it was sealed"
            number, previous = pk, entry["chained"] if entry else ""
        tell(f"{number} entries")


def faults_of_rows(model: type[models.Model], tell: Tell) -> Iterator[str]:
    """Rows that are not as their last entry has them, that no entry names, or that are gone."""
    label, rows = model._meta.label_lower, model._base_manager
    entries = AuditEntry.objects.filter(what=label)
    concerned = rows.all()
    if only := model.AUDITED.only:
        # A row that was named is looked at even if it is none of these any more.
        concerned = rows.filter(Q(pk__in=rows.filter(**only).values("pk")) | Q(pk__in=entries.values("key")))
    for pks in pages(concerned):
        for pk in faults_among(model, pks):
            # Looked at alone: it may have been named anew between our two queries.
            yield from (f"{label} {pk}: {fault}" for fault in faults_among(model, [pk]).values())
        tell(f"{label} up to {pks[-1]}")
    lost = entries.filter(~Exists(rows.filter(pk=OuterRef("key")))).order_by("pk")
    yield from (f"{label} {key}: is gone, entry {pk} names it" for pk, key in lost.values_list("pk", "key"))


def faults_among(model: type[models.Model], pks: list[int]) -> dict[int, str]:
    """What is wrong with which of these rows."""
    entries = AuditEntry.objects.filter(what=model._meta.label_lower, key__in=pks).order_by("pk")
    last = {entry["key"]: entry for entry in entries.values("pk", "key", "fields", "digest")}
    found = {pk: fault_of(model, values, last.get(pk)) for pk, values in read(model, pks, names_of(model))}
    return {pk: fault for pk, fault in found.items() if fault}


def fault_of(model: type[models.Model], values: dict[str, Any] | None, entry: dict[str, Any] | None) -> str:
    """What is wrong with a row beside the last entry that names it; nothing if all is as it was."""
    if not entry:
        return "no entry names it"
    covered = entry["fields"].split()
    if not values or not set(covered) <= set(values):
        return f"cannot be read as entry {entry['pk']} names it"
    if digest_of({name: values[name] for name in covered}) != entry["digest"]:
        return f"is not as entry {entry['pk']} names it"
    # A column that was added since holds what the migration put there, unless the row is named anew.
    fresh = {name: values[name] for name in values if name not in covered}
    if any(value not in (None, "", model._meta.get_field(name).get_default()) for name, value in fresh.items()):
        return f"holds more than entry {entry['pk']} names"
    return ""


def pages(rows: models.QuerySet) -> Iterator[list[int]]:
    """The numbers of the rows, in order, so many at once."""
    after = rows.order_by("pk").values_list("pk", flat=True)
    pks = list(after[:AT_ONCE])
    while pks:
        yield pks
        pks = list(after.filter(pk__gt=pks[-1])[:AT_ONCE])


def read(model: type[models.Model], pks: list[int], names: list[str]) -> list[tuple[int, dict[str, Any] | None]]:
    """Those rows by their columns, each with its number; None in the place of one that cannot be read."""
    rows = model._base_manager.filter(pk__in=pks).order_by("pk")
    try:
        return [(row.pop("pk"), row) for row in rows.values("pk", *names)]
    except UNREADABLE:
        return [part for pk in pks for part in read(model, [pk], names)] if len(pks) > 1 else [(pks[0], None)]
