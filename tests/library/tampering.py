"""What somebody can do who owns the database: change what the triggers keep, and put it back."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction

from library.dates import PartialDate


@contextmanager
def without_triggers() -> Iterator[None]:
    """Inside, the database keeps nothing and checks nothing. All that happens there is undone, triggers as well."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing is left to be checked
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        try:
            with transaction.atomic():
                for statement in keepers_off(cursor):
                    cursor.execute(statement)
                yield
                transaction.set_rollback(True)
        finally:
            if is_sqlite:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def keepers_off(cursor: Any) -> list[str]:
    """What takes the triggers away."""
    if connection.vendor == "postgresql":
        return ["SET session_replication_role = replica"]
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


def set_to(model: type[models.Model], pk: int, **values: Any) -> None:
    """Write it as it is, past the class."""
    assert model._base_manager.filter(pk=pk).update(**values) == 1


def another(model: type[models.Model], name: str, value: Any) -> Any:
    """A value that the column could hold as well, as like the one it has as can be."""
    field = model._meta.get_field(name)
    match value:
        case bool():
            return not value
        case int():
            return value + 1_000_003
        case Decimal():
            return value + Decimal("0.01")
        case dt.datetime():
            return value + dt.timedelta(microseconds=1)
        case dt.date():
            return value + dt.timedelta(days=1)
        case PartialDate():
            return PartialDate(value.year - 1, value.month, value.day)
        case dict():
            return {**value, "more": ""}
        case str() if value:
            return ("y" if value[0] == "x" else "x") + value[1:]
        case _:
            return empty_no_more(field)


def empty_no_more(field: models.Field) -> Any:
    match field:
        case models.ForeignKey() | models.IntegerField() | models.DecimalField():
            return 1
        case models.DateTimeField():
            return dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
        case models.DateField():
            return dt.date(2300, 1, 1)
        case models.JSONField():
            return {"more": ""}
        case _:
            return "2019"  # a text, or a date of which only the year is known
