"""What every test stands on: its database, its folder, its browser. pyproject.toml forbids the network."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from pathfinder import demo
from pathfinder.seeding import seed
from pathfinder.static_site.export import export
from pathfinder.static_site.folder import Folder
from tests import chromium

# No test asserts seconds: `make bench` measures them.
hypothesis_settings.register_profile("without seconds", deadline=None)
hypothesis_settings.load_profile("without seconds")


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)  # tests/settings.py made it


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    """A request for /es/ leaves its thread in Spanish: each test begins in English, whichever ran before."""
    with translation.override("en"):
        yield


@pytest.fixture
def commits(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit, as a mail does, is done when the code under test ends its own outermost transaction.

    As in production, where the test's transaction, which is rolled back, is not around it.
    """
    here = connections["default"]
    on_commit, end_of_inner = here.on_commit, here.savepoint_commit

    def run() -> None:
        while here.run_on_commit and all(getattr(block, "_from_testcase", False) for block in here.atomic_blocks):
            _savepoints, func, robust = here.run_on_commit.pop(0)
            with suppress(Exception if robust else ()):
                func()

    def register(func: Callable[[], object], robust: bool = False) -> None:
        on_commit(func, robust)
        run()

    def release(sid: str) -> None:
        end_of_inner(sid)
        run()

    monkeypatch.setattr(here, "on_commit", register)
    monkeypatch.setattr(here, "savepoint_commit", release)


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database as `make serve` fills it, once for the run: every test meets all nine countries and their editions.

    What a test writes is rolled back. Tests that commit (transactional_db) would wipe it: use `site` or `db`.
    pytest-django's own fixture makes no database in a run of tests that ask for `site` alone.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        seed(settings.BASE_DIR / "fixtures")
        list(demo.set_up())
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a running portal over that database, for tests that only read."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def static_site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of the static site over that database, without PDFs, for tests that only read."""
    folder = tmp_path_factory.mktemp("static") / "site"
    with django_db_blocker.unblock(), Folder(folder) as files:
        list(export(files, with_pdfs=False))
    return folder


@pytest.fixture(scope="session")
def browser(site: str) -> Iterator[Browser]:
    """A headless Chromium.

    It asks for the server so as to be closed before it: a server that stops with visitors leaves their sockets open.
    """
    # playwright's event loop runs in the test's thread, and Django would take every query there for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = chromium.start(playwright)
        yield browser
        browser.close()
        # While that loop runs, this thread has a second connection of its own (asgiref's doing).
        connections.close_all()
