"""How a test names the constraint that must refuse something, on either database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """What is done inside is refused by that constraint, or by "table.column" where the column itself is unique."""
    with pytest.raises(IntegrityError, match=message_of(constraint)), transaction.atomic():
        yield


def message_of(constraint: str) -> str:
    """What the databases say: both name a check; of what must be unique SQLite names the columns."""
    if "." in constraint:
        table, column = constraint.split(".")
        return rf'UNIQUE constraint failed: {table}\.{column}$|unique constraint "{table}_{column}_\w+"'
    table, found = constraints()[constraint]
    if isinstance(found, models.UniqueConstraint) and found.fields:
        names = [table._meta.get_field(field).column for field in found.fields]
        columns = ", ".join(re.escape(f"{table._meta.db_table}.{name}") for name in names)
        return rf'UNIQUE constraint failed: {columns}$|unique constraint "{constraint}"'
    return rf"""["':]\s?{constraint}["']?\b"""


def constraints() -> dict[str, tuple[type[models.Model], models.BaseConstraint]]:
    return {found.name: (model, found) for model in apps.get_models() for found in model._meta.constraints}
