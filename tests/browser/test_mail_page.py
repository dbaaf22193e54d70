"""The secretariat's page of mail that has not left us: accessible, and no wider than the window, full and empty."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page

from accounts.models import OutgoingMail
from tests.accessibility import findings, sticks_out
from tests.countries.making import a, staff

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


def fill() -> None:
    """A mail of each state to somebody with a very long name and address, and a job that failed."""
    long = a("accounts.User", name="Maximilian-Alexander " * 5, email=f"{'a' * 60}@{'ministry.' * 12}example.org")
    now = timezone.now()
    for state in ("failed", "waiting"):
        row = {"state": state, "attempts": 5, "tried_at": now, "error": "SMTPRecipientsRefused" * 3}
        OutgoingMail.objects.create(kind="review", person=long, language="ar", subject="تقرير " * 20, **row)
    old = now - dt.timedelta(days=9)
    OutgoingMail.objects.create(kind="review", to="chen@example.org", subject="Old", state="failed", created_at=old)
    DBTaskResult.objects.create(
        status="FAILED", task_path="reports.jobs." + "make_everything_anew_" * 5, args_kwargs={"args": []},
        backend_name="default", run_after=now, finished_at=now, exception_class_path="reports.pdf." + "TooLong" * 9,
        traceback="",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_page_of_outgoing_mail_is_for_everybody(looked_at: Callable, language: str) -> None:
    client = Client()
    client.force_login(staff("accounts.view_outgoingmail"))
    path = f"/{language}/desk/mail/"
    wrong = {"empty": looked_at(client.get(path).content)}
    fill()
    waiting = OutgoingMail.objects.filter(state="waiting").get()
    client.post(f"{path}{waiting.pk}/again/")  # leaves a message
    wrong["full"] = looked_at(client.get(path).content)
    assert {name: defects for name, defects in wrong.items() if defects} == {}
