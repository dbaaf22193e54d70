"""The secretariat's pages of focal points: accessible, and no wider than the window, as they are and with errors.

Made by the test over what it wrote, and handed to the browser in the portal's name, as in test_states.py.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from tests.accessibility import findings, sticks_out
from tests.countries.making import a, staff
from tests.priorities.reporting import speaks_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def looked_at(page: Page, site: str) -> Callable[[bytes], list[str]]:
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


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(staff("countries.add_focalpoint"))
    return client


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_of_focal_points_are_for_everybody(client: Client, looked_at: Callable, language: str) -> None:
    country, today = a("countries.Country", name="Country " + "of a very long name " * 5), timezone.localdate()
    long = a(
        "accounts.User", name="Maximilian-Alexander " * 5, email=f"{'a' * 60}@{'ministry-of-labour.' * 6}example.org"
    )
    speaks_for(a("countries.Country"), start=today + dt.timedelta(days=9))
    term = speaks_for(
        country, institution="Ministry of Labour, Employment and Social Security " * 4, end=today
    ).terms.get()
    type(term).objects.filter(pk=term.pk).update(user=long)
    start = f"/{language}/desk/people/"
    client.post(f"{start}{term.pk}/invite/")  # leaves a message
    wrong = {"list": looked_at(client.get(start).content)}
    for path in ("appoint/", f"{term.pk}/end/", f"{term.pk}/hand-over/"):
        wrong[path] = looked_at(client.get(f"{start}{path}").content)
        refused = client.post(f"{start}{path}", {"email": "nobody"})
        assert refused.status_code == 422
        wrong[f"{path} refused"] = looked_at(refused.content)
    assert {name: defects for name, defects in wrong.items() if defects} == {}
