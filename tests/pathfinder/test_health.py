import json
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

READY = {"database": True, "migrations": True, "storage": True}


def ready(client):
    answer = client.get("/readyz")
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def renderings(settings, tmp_path):
    """The storage for rendered files, in a folder that a test may break."""
    folder = tmp_path / "renderings"
    options = {**settings.STORAGES["renderings"], "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "renderings": options}
    return folder


def test_the_process_lives_without_asking_the_database(client):
    # No mark: a query would fail.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_fresh_portal_is_ready_and_leaves_no_file_behind(client, renderings):
    assert ready(client) == (200, READY)
    assert ready(client) == (200, READY)
    assert not [path for path in renderings.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_portal_whose_migrations_are_missing_is_not_ready(client, renderings):
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("reports")
    MigrationRecorder(connection).record_unapplied(*newest)
    assert ready(client) == (503, {**READY, "migrations": False})


@pytest.mark.django_db
def test_a_portal_whose_storage_is_not_reachable_is_not_ready(client, renderings):
    Path(renderings).write_text("a file where the folder should be")
    assert ready(client) == (503, {**READY, "storage": False})


@pytest.mark.django_db
def test_a_portal_without_its_database_is_not_ready(client, renderings):
    def away(execute, sql, params, many, context):
        raise OperationalError("the connection is gone")

    with connection.execute_wrapper(away):
        status, checks = ready(client)
        assert client.get("/healthz").status_code == 200
    assert (status, checks["database"]) == (503, False)


@pytest.mark.django_db
def test_asking_whether_it_is_ready_writes_nothing(client, renderings):
    with CaptureQueriesContext(connection) as queries:
        ready(client)
    assert not [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert storages["renderings"].listdir("") == ([], [])
