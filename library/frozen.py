"""Rows that are written once: refused by the class, by its queries and by the database itself."""

from dataclasses import dataclass, field
from typing import Any

from django.db import migrations, models, transaction

# `when` and `where` are empty where every row is frozen, or say which rows are.
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END
"""

# INSERT OR REPLACE deletes the row it collides with and does not ask the trigger on DELETE.
SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE ({collides}) {where})
BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END
"""

POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is frozen' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""


# Of a table of which only some rows are frozen: each is asked. TRUNCATE asks none.
POSTGRESQL_ROWS = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is frozen' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION {table}_refuse();
CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""


class Frozen(Exception):
    """Somebody tried to change or delete what is written once, or to write it past the audit chain."""


@dataclass(frozen=True)
class Audited:
    """What of a model the audit chain has to name (audit.py): the rows that `only` filters, all where it is empty.

    `fields` are the columns that count, such as "country_id"; all where it is empty.
    """

    only: dict[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


class FrozenQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        raise Frozen(self.model._meta.verbose_name)

    def delete(self) -> Any:
        raise Frozen(self.model._meta.verbose_name)

    def bulk_update(self, *args: Any, **options: Any) -> int:
        raise Frozen(self.model._meta.verbose_name)

    def bulk_create(self, *args: Any, **options: Any) -> Any:
        raise Frozen(self.model._meta.verbose_name)


class FrozenModel(models.Model):
    """A row that is created and then only read. Its migration adds `frozen_in_database`.

    It joins the audit chain in the transaction that writes it, and holds the chain until that ends: what else a verb
    locks, it locks before, or two that wait for each other get an error.
    """

    AUDITED: Audited | None = Audited()

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise Frozen(self._meta.verbose_name)
        with transaction.atomic():
            super().save(*args, **options)
            if self.AUDITED:
                from . import audit  # its entries are frozen rows themselves

                audit.append(self)

    def delete(self, *args: Any, **options: Any) -> Any:
        raise Frozen(self._meta.verbose_name)


def frozen_in_database(table: str, *unique: tuple[str, ...], only: str = "") -> migrations.RunPython:
    """The migration step after which the database refuses to change or delete a row of the table.

    `unique` names the columns of its unique constraints: on SQLite a row could be replaced by way of them. `only` says
    in SQL which rows are frozen, such as "state = 'accepted'"; without it all are.
    """
    collides = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")" for columns in [("id",), *unique]
    )
    words = {
        "table": table,
        "collides": collides,
        "when": f"WHEN (OLD.{only})" if only else "",
        "where": f"AND {only}" if only else "",
    }

    def freeze(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute((POSTGRESQL_ROWS if only else POSTGRESQL).format(**words))
        else:
            schema_editor.execute(SQLITE.format(verb="update", **words))
            schema_editor.execute(SQLITE.format(verb="delete", **words))
            schema_editor.execute(SQLITE_REPLACE.format(**words))

    def thaw(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_frozen ON {table}")
            if only:
                schema_editor.execute(f"DROP TRIGGER {table}_whole ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuse()")
        else:
            for verb in ("update", "delete", "replace"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")

    return migrations.RunPython(freeze, thaw)
