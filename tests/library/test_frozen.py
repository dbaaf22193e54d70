import importlib
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from countries.models import EngagementDecision
from library.dates import PartialDate
from library.frozen import Frozen, FrozenModel, frozen_in_database
from reports.models import Edition, checksum_of
from tests.countries.making import a

pytestmark = pytest.mark.django_db

FROZEN = [model for model in apps.get_models() if issubclass(model, FrozenModel)]


def edition(**fields):
    country = a("countries.Country")
    content = f'{{"of":"{country.slug}"}}'
    return Edition.objects.create(
        **{
            "country": country, "slug": country.slug, "number": 1, "as_of": PartialDate(2019), "content": content,
            "checksum": checksum_of(content), "published_at": timezone.now(), "published_by": a("accounts.User"),
        }
        | fields
    )  # fmt: skip


@pytest.fixture(params=["edition", "decision"])
def kept(request):
    """A row that is written once, beside another."""
    if request.param == "edition":
        edition()
        return edition()
    a("countries.EngagementDecision")
    return a("countries.EngagementDecision")


@pytest.fixture
def text_of(kept):
    """A column of it that holds a text."""
    return "note" if isinstance(kept, Edition) else "reason"


@contextmanager
def refused_by_database(kept):
    """Whatever is tried inside, the database says no, and the row stands as it stood, beside the others."""
    model = type(kept)
    before = list(model.objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match=f"{model._meta.db_table} is frozen"), transaction.atomic():
        yield model._meta.db_table
    assert list(model.objects.order_by("pk").values()) == before


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_editions_and_decisions_are_written_once():
    assert {Edition, EngagementDecision} <= set(FROZEN)


def test_it_cannot_be_saved_again(kept, text_of):
    setattr(kept, text_of, "something else")
    with pytest.raises(Frozen):
        kept.save()
    with pytest.raises(Frozen):
        type(kept).objects.get(pk=kept.pk).save(update_fields=[text_of])
    assert getattr(type(kept).objects.get(pk=kept.pk), text_of) != "something else"


def test_it_cannot_be_saved_as_if_it_were_new(kept, text_of):
    values = {field.attname: getattr(kept, field.attname) for field in kept._meta.fields}
    with refused_by_database(kept):
        type(kept)(**values | {text_of: "something else"}).save()


def test_it_cannot_be_deleted(kept):
    with pytest.raises(Frozen):
        kept.delete()
    assert type(kept).objects.filter(pk=kept.pk).exists()


def test_its_queries_refuse_to_change_or_delete(kept, text_of):
    rows = type(kept).objects.filter(pk=kept.pk)
    for attempt in (
        lambda: rows.update(**{text_of: "something else"}),
        rows.delete,
        lambda: rows.bulk_update([kept], [text_of]),
        lambda: rows.update_or_create({text_of: "something else"}, pk=kept.pk),
    ):
        with pytest.raises(Frozen):
            attempt()
    assert getattr(rows.get(), text_of) == getattr(kept, text_of)


def test_what_goes_past_its_queries_is_refused_by_the_database(kept, text_of):
    rows = type(kept)._base_manager.filter(pk=kept.pk)
    with refused_by_database(kept):
        rows.update(**{text_of: "something else"})
    with refused_by_database(kept):
        rows._raw_delete(rows.db)


def test_sql_cannot_change_it(kept, text_of):
    with refused_by_database(kept) as table:
        sql(f"UPDATE {table} SET {text_of} = 'something else' WHERE id = %s", kept.pk)
    with refused_by_database(kept) as table:
        sql(f"UPDATE {table} SET {text_of} = {text_of}")


def test_sql_cannot_delete_it(kept):
    with refused_by_database(kept) as table:
        sql(f"DELETE FROM {table} WHERE id = %s", kept.pk)
    with refused_by_database(kept) as table:
        sql(f"DELETE FROM {table}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no INSERT OR REPLACE")
def test_sql_cannot_put_another_row_in_its_place(kept, text_of):
    columns = [field.column for field in kept._meta.fields]
    for verb in ("INSERT OR REPLACE INTO", "REPLACE INTO"):
        with refused_by_database(kept) as table:
            picked = ", ".join("'something else'" if name == text_of else name for name in columns)
            sql(f"{verb} {table} ({', '.join(columns)}) SELECT {picked} FROM {table} WHERE id = %s", kept.pk)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no INSERT OR REPLACE")
@pytest.mark.parametrize("shared", [("checksum",), ("country_id", "number"), ("slug", "number")])
def test_sql_cannot_put_another_row_in_an_editions_place_by_what_is_unique(shared):
    kept = edition()
    other = a("countries.Country")
    fresh = {"id": kept.pk + 1000, "country_id": other.pk, "slug": other.slug, "number": 9, "checksum": "f" * 64}
    columns = [field.column for field in Edition._meta.fields]
    picked = [name if name in shared or name not in fresh else f"'{fresh[name]}'" for name in columns]
    with refused_by_database(kept) as table:
        row = f"SELECT {', '.join(picked)} FROM {table} WHERE id = %s"
        sql(f"REPLACE INTO {table} ({', '.join(columns)}) {row}", kept.pk)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_sql_cannot_empty_the_table(kept):
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # as they are once the rows are committed
    with refused_by_database(kept) as table:
        sql(f"TRUNCATE {table} CASCADE")  # without it PostgreSQL itself refuses what others refer to
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
        sql("TRUNCATE countries_country CASCADE")
    assert type(kept).objects.filter(pk=kept.pk).exists()


def test_sql_cannot_change_it_on_conflict(kept, text_of):
    columns = [field.column for field in kept._meta.fields]
    with refused_by_database(kept) as table:
        sql(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM {table} WHERE id = %s "
            f"ON CONFLICT (id) DO UPDATE SET {text_of} = 'something else'",
            kept.pk,
        )


def test_more_can_be_added_to_it(kept):
    table = type(kept)
    count = table.objects.count()
    _more = edition() if table is Edition else a("countries.EngagementDecision")
    assert table.objects.count() == count + 1


def triggers(table):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' AND tgrelid = %s::regclass",
                [table],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_the_database_holds_the_triggers_of_every_frozen_model(model):
    # On SQLite a migration that remakes the table (AlterField) drops its triggers without a word: it has to add them.
    assert triggers(model._meta.db_table)


@pytest.mark.parametrize(
    ("module", "table"),
    [
        ("countries.migrations.0002_decisions_are_frozen", "countries_engagementdecision"),
        ("reports.migrations.0002_editions_are_frozen", "reports_edition"),
    ],
)
def test_the_migration_that_freezes_can_be_undone_and_done_again(module, table):
    (step,) = importlib.import_module(module).Migration.operations
    before = triggers(table)
    # Not schema_editor(): on SQLite it refuses inside a test's transaction. Nothing here needs what it checks.
    editor = connection.SchemaEditorClass(connection, atomic=False)
    editor.deferred_sql = []
    assert step.reversible
    step.reverse_code(apps, editor)
    assert triggers(table) == set()
    step.code(apps, editor)
    assert triggers(table) == before
    assert before


def test_a_table_without_other_unique_columns_can_be_frozen():
    step = frozen_in_database("countries_engagementdecision")
    assert step.reversible
