"""Two publishers at the same moment, as two processes of a portal of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

NAME = f"publish_at_once_{os.getpid()}"


@pytest.fixture
def portal(tmp_path: Path, db: None) -> Iterator[dict[str, str]]:
    """The environment of a portal with a database of its own on the engine under test: what it commits stays in it."""
    environment = {
        **os.environ,
        "LAPTOP": "1",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "pathfinder.settings",
    }
    if connection.vendor == "sqlite":
        yield environment | {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
        return
    server = psycopg2.connect(**connection.get_connection_params() | {"dbname": "postgres", "cursor_factory": None})
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME}")
        address, _mark, options = os.environ["DATABASE_URL"].partition("?")
        yield environment | {"DATABASE_URL": f"{address.rpartition('/')[0]}/{NAME}?{options}"}
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
    server.close()


def manage(portal: dict[str, str], *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=portal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
def test_two_who_publish_at_once_make_two_editions_one_after_the_other(portal: dict[str, str]) -> None:
    for words in (["migrate", "--verbosity", "0"], ["seed", "--demo"]):
        process = manage(portal, *words)
        said, _nothing = process.communicate(timeout=120)
        assert process.returncode == 0, said
    words = ["publish", "nepal", "--by", "publisher@example.org", "--as-of", "2026", "--checked"]
    publishers = [manage(portal, *words) for _publisher in range(3)]
    said = [process.communicate(timeout=120)[0] for process in publishers]
    assert [process.returncode for process in publishers] == [0, 0, 0], said
    assert sorted(line.split(",")[1] for line in said) == [" edition 2", " edition 3", " edition 4"]
