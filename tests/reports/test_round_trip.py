"""Export → empty database → import → export, by the commands: the same bytes in every file."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from reports.data import files, tables
from tests.reports.second_edition import much_changed

BY = "publisher@example.org"
ON_POSTGRESQL = connection.vendor == "postgresql"
EMPTY = f"empty_{os.getpid()}"

# How to reach a portal: what its processes find in their environment.
Portal = dict[str, str]


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Iterator[Callable[[Path], Portal]]:
    """Makes portals with an administrator and nothing else, on the engine that the suite runs on."""
    first = a_portal(tmp_path_factory.mktemp("empty"), EMPTY)
    made = [EMPTY]
    if ON_POSTGRESQL:
        on_server(f"CREATE DATABASE {EMPTY}")

    def another(folder: Path) -> Portal:
        portal = a_portal(folder, f"{EMPTY}_{len(made)}")
        if ON_POSTGRESQL:
            made.append(f"{EMPTY}_{len(made)}")
            on_server(f"CREATE DATABASE {made[-1]} TEMPLATE {EMPTY}")
        else:
            shutil.copytree(first["VAR_DIR"], portal["VAR_DIR"])
        return portal

    try:
        manage(first, "migrate", "-v0")
        password = {"DJANGO_SUPERUSER_PASSWORD": "x"}
        manage(first | password, "createsuperuser", "--no-input", "--email", BY, "-v0")
        yield another
    finally:
        for name in made if ON_POSTGRESQL else []:
            on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def a_portal(folder: Path, name: str) -> Portal:
    portal = {"LAPTOP": "1", "VAR_DIR": str(folder / "var")}
    at = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}" if ON_POSTGRESQL else ""
    return portal | {"DATABASE_URL": at or f"sqlite:///{portal['VAR_DIR']}/db.sqlite3"}


def on_server(statement: str) -> None:
    """Databases are made outside of transactions, and from another database than the one that is made."""
    own = connection.settings_dict
    at = {name: own[name.upper()] or None for name in ("user", "password", "host", "port")}
    server = psycopg2.connect(dbname="postgres", **at)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(statement)
    server.close()


def manage(portal: Portal, *command: str) -> str:
    """What a command of that portal prints, which is a process of its own."""
    Path(portal["VAR_DIR"]).mkdir(exist_ok=True)
    env = {**os.environ, **portal, "DJANGO_SETTINGS_MODULE": "pathfinder.settings"}
    line = [sys.executable, "manage.py", *command]
    done = subprocess.run(line, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("file", ["pathfinder-csv.zip", "pathfinder.json", "pathfinder.xlsx"])
def test_an_export_of_the_import_of_an_export_is_the_same_to_the_byte(empty, tmp_path, file):
    much_changed()  # of Nepal the second edition is exported, and the first is not
    export = written(tmp_path / "export", files.contents(tables.public()))
    portal = empty(tmp_path)
    manage(portal, "import_data", str(export / file), "--by", BY, "--write")
    manage(portal, "export_data", str(tmp_path / "again"))
    assert differences(export, tmp_path / "again") == []
    assert "There is nothing to do." in manage(portal, "import_data", str(export / file), "--by", BY, "--write")
    assert manage(portal, "verify_audit").splitlines()[-1].startswith("9 entries, head ")


def test_what_the_command_exports_is_what_everybody_can_download(client, tmp_path, db):
    call_command("export_data", str(tmp_path / "out"), stdout=io.StringIO())
    for path in (tmp_path / "out").iterdir():
        assert client.get(f"/data/{path.name}").getvalue() == path.read_bytes()


def written(folder: Path, contents: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder


def differences(before: Path, after: Path) -> list[str]:
    """The names of files that are in one of them alone, or have other bytes."""
    names = {path.name for folder in (before, after) for path in folder.iterdir()}
    assert len(names) == 2 * len(tables.TABLES) + 4
    return [name for name in sorted(names) if read(before / name) != read(after / name)]


def read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
