"""Public pages when there is too much, nothing at all, or an error: accessible, and no wider than the window.

The running portal reads the seed alone. So these pages are made by the test, over the records it wrote, and handed to
the browser in the portal's name, which serves their style.
"""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from playwright.sync_api import Page

from accounts.models import User
from library.frozen import frozen_in_database
from library.models import Publishable
from reports.models import Edition
from reports.workflow import withdraw
from tests import long_texts, public_pages
from tests.access.visitors import visitor
from tests.accessibility import findings, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# One language of each direction: what differs between the others are words, and test_public_pages.py reads those.
LANGUAGES = ["en", "ar"]


@pytest.fixture
def looked_at(page: Page, site: str) -> Callable[[bytes], list[str]]:
    """Show this page at 1280 and at 320 px, and return what is wrong with it."""

    def look(html: bytes) -> list[str]:
        page.unroute_all()
        page.route("**/state/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(f"{site}/state/")
        wrong = []
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"at {width} px: {defect}" for defect in [*sticks_out(page), *findings(page)]]
        return wrong

    return look


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_too_long_breaks_no_page(client: Client, looked_at: Callable, language: str) -> None:
    wrong = {}
    for name, address in long_texts.make().items():
        answer = client.get(f"/{language}/{address}")
        assert answer.status_code == 200
        wrong[name] = looked_at(answer.content)
    assert {name: defects for name, defects in wrong.items() if defects} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_edition_has_whole_pages(looked_at: Callable, language: str) -> None:
    publisher = visitor("publisher")
    form = publisher.post(f"/{language}/desk/nepal/editions/1/withdraw/", {"reason": " "})
    assert form.status_code == 422
    wrong = {"form": looked_at(form.content)}
    reason = f"{long_texts.WORD}\n\n{long_texts.ARABIC}"
    by = User.objects.get(email="publisher@example.org")
    withdraw(edition=Edition.objects.of("nepal").get(), reason=reason, language="fr", by=by)
    for address, status in {
        "countries/nepal/": 410,
        "countries/nepal/editions/": 200,
        "desk/nepal/publish/": 200,
    }.items():
        answer = publisher.get(f"/{language}/{address}")
        assert answer.status_code == status
        wrong[address] = looked_at(answer.content)
    assert {name: defects for name, defects in wrong.items() if defects} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_portal_without_an_edition_has_whole_pages(client: Client, looked_at: Callable, language: str) -> None:
    take_everything_away()
    wrong = {}
    for name in public_pages.WITHOUT_RECORDS:
        answer = client.get(f"/{language}/{public_pages.PAGES[name]}")
        assert answer.status_code == 200
        assert "nepal" not in answer.content.decode().casefold()
        wrong[name] = looked_at(answer.content)
    assert {name: defects for name, defects in wrong.items() if defects} == {}


def take_everything_away() -> None:
    """No edition, and nothing that is switched to published. The test's transaction brings it all back."""
    for table in ("reports_edition", "reports_globaledition"):
        frozen_in_database(table).reverse_code(apps, Editor())
        Editor().execute(f"DELETE FROM {table}")
    for model in apps.get_models():
        if issubclass(model, Publishable):
            model.objects.update(is_published=False)


class Editor:
    """What the migration asks of a schema editor. SQLite's own would not work inside a transaction."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_an_error_has_a_whole_page(looked_at: Callable, status: int) -> None:
    for language in LANGUAGES:
        assert looked_at(public_pages.error_page(status, language)) == []
