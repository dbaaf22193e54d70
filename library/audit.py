"""The audit chain: what was written once, in the order in which it was, each entry sealed with the one before.

An entry holds the SHA-256 of a row as the database has it. Its own SHA-256 is of all it says and of the entry before.
So no row, no entry and no order of them changes without audit_check.py telling. What that proves and what it does not
is in docs/decisions/0016-audit-chain.md.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from .dates import PartialDate
from .frozen import Audited, FrozenModel
from .models import AuditEntry

BEFORE_THE_FIRST = "0" * 64
SEALED = ("id", "at", "what", "key", "fields", "digest", "by", "previous")
LOCK = 8087  # one that nothing else in this database asks for
ADOPTED = "library.adopted"


def append(row: models.Model, *, by: models.Model | None = None) -> AuditEntry:
    """Name a row in the chain as it stands in the database, within the transaction that wrote it.

    A row that changes is named again: its last entry counts. `by` is who did it; of a frozen row it is the first
    account that the row itself names, unless said otherwise.
    """
    names = names_of(type(row))
    values = dict(zip(names, type(row)._base_manager.filter(pk=row.pk).values_list(*names).get(), strict=True))
    author = by.pk if by else author_in(type(row), values) if isinstance(row, FrozenModel) else None
    return link(what=row._meta.label_lower, key=row.pk, fields=" ".join(names), digest=digest_of(values), by=author)


def note(what: str, key: int, *, by: models.Model | None = None) -> AuditEntry:
    """Name in the chain what was done with an account, such as "accounts.erased", and nothing of what it held."""
    return link(what=what, key=key, by=by.pk if by else None)


def link(**says: Any) -> AuditEntry:
    """Write the next entry. Whoever does holds the chain until their transaction ends: there is one next entry."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # on SQLite who writes is alone from the start
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        number, previous = head()
        entry = AuditEntry(pk=number + 1, at=timezone.now(), previous=previous, **says)
        entry.chained = seal({name: getattr(entry, name) for name in SEALED})
        entry.save(force_insert=True)
    return entry


def head() -> tuple[int, str]:
    """How many entries there are, and the seal of the last one."""
    return AuditEntry.objects.order_by("-pk").values_list("pk", "chained").first() or (0, BEFORE_THE_FIRST)


def seal(entry: dict[str, Any]) -> str:
    """SHA-256 of all that an entry says, with the seal of the entry before."""
    return digest_of({name: entry[name] for name in SEALED})


def digest_of(values: dict[str, Any]) -> str:
    """SHA-256 of those values: the same on both engines, in whatever order the columns stand."""
    text = json.dumps(as_plain(values), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def as_plain(value: Any) -> Any:
    """What a database gave us, as JSON can say it in one way alone. TypeError for a kind that nobody thought of."""
    match value:
        case None | bool() | int() | str():
            return value
        case bytes() | memoryview():
            return {"bytes": bytes(value).hex()}
        case float():
            # PostgreSQL reads 1e2 in a JSON column as 100.
            return int(value) if value.is_integer() else value
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
        case dt.date():
            return value.isoformat()
        case PartialDate():
            return str(value)
        case dict():
            return {name: as_plain(part) for name, part in value.items()}
        case list():
            return [as_plain(part) for part in value]
    raise TypeError(type(value).__name__)


def audited() -> list[type[models.Model]]:
    """The models of which the chain names rows."""
    return [model for model in apps.get_models() if getattr(model, "AUDITED", None)]


def names_of(model: type[models.Model]) -> list[str]:
    """The columns that the chain covers of a model, or of what a model was like in the middle of a migration."""
    rule = getattr(apps.get_model(model._meta.label), "AUDITED", None) or Audited()
    return [field.attname for field in model._meta.concrete_fields if field.attname in rule.fields or not rule.fields]


def author_in(model: type[models.Model], values: dict[str, Any]) -> int | None:
    """The number of the first account that a row names."""
    accounts = (
        field.attname
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model._meta.label == settings.AUTH_USER_MODEL
    )
    return values[name] if (name := next(accounts, None)) else None


@transaction.atomic
def adopt(known: Apps = apps) -> int:
    """Name what should have an entry and has none, after a note that says how many there are. Returns how many."""
    unnamed = []
    for model in audited():
        try:
            rows = known.get_model(model._meta.label)._base_manager.filter(**model.AUDITED.only)
        except LookupError:  # not there yet, after a migration to somewhere in between
            continue
        named = AuditEntry.objects.filter(what=model._meta.label_lower).values("key")
        unnamed += rows.exclude(pk__in=named).order_by("pk").only("pk")
    if unnamed:
        note(ADOPTED, len(unnamed))
    for row in unnamed:
        append(row)
    return len(unnamed)


def adopt_what_was_there(plan: Iterable[Any], apps: Apps, **_more: Any) -> None:
    """After the migration that begins the chain: take into it what had been frozen before. Once, and never again."""
    if any((step.app_label, step.name) == ("library", "0003_audit") and not back for step, back in plan):
        adopt(apps)
