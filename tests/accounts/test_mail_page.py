"""The secretariat's page of mail that has not left us: what it shows, what it never shows, and the one button."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import OutgoingMail
from tests.accounts.people import a_person
from tests.countries.making import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
PAGE = "/en/desk/mail/"
EARLIER = dt.timedelta(minutes=16)


@pytest.fixture
def reviewer():
    client = Client()
    client.force_login(staff("accounts.view_outgoingmail"))
    return client


@pytest.fixture
def amina():
    return a_person(name="Amina")


def unsent(person, state="failed", **more):
    usual = {"kind": "invitation", "language": "fr", "subject": "Rapporter pour le Népal", "text": "A secret link"}
    past = {"attempts": 5, "error": "SMTPRecipientsRefused", "tried_at": timezone.now() - EARLIER}
    later = {"next_try_at": timezone.now() + EARLIER}
    return OutgoingMail.objects.create(person=person, state=state, **usual | past | later | more)


def page(client, path=PAGE):
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_mail_that_was_given_up_is_shown_with_whom_what_when_and_why_and_never_with_its_text(reviewer, amina):
    unsent(amina, html="<p>A secret link</p>")
    unsent(None, to="chen@example.org", state="waiting", attempts=1, subject="Follow")
    given_up, waiting = page(reviewer).split('<h2 id="waiting">')
    assert '<span lang="fr" dir="auto">Rapporter pour le Népal</span>' in given_up
    for said in ("Amina", "amina@example.org", "5 attempts, the last one on", "SMTPRecipientsRefused"):
        assert said in given_up
    for said in ("chen@example.org", "1 attempt, the last one on", "Next attempt on"):
        assert said in waiting
    assert "secret link" not in given_up + waiting
    assert "Something has waited" not in given_up


def test_a_page_without_anything_says_so(reviewer, amina):
    unsent(amina, state="sent", sent_at=timezone.now(), text="")
    assert "All mail has left us, and no job has failed." in page(reviewer)
    assert "amina" not in page(reviewer)


@pytest.mark.parametrize("state", ["failed", "waiting"])
def test_a_mail_is_tried_again_by_a_button_that_may_be_pressed_twice(reviewer, amina, state):
    boris = unsent(a_person("boris@example.org"))
    again = f"{PAGE}{unsent(amina, state=state).pk}/again/"
    assert f'action="{again}"' in page(reviewer)
    for said in ("The mail is tried again now.", "Nothing to do"):
        assert said in " ".join(reviewer.post(again, follow=True).content.decode().split())
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]
    boris.refresh_from_db()
    assert boris.state == "failed"


def test_what_is_refused_again_waits_for_a_whole_round_of_attempts(reviewer, amina, settings):
    settings.EMAIL_BACKEND = "tests.countries.failing.EmailBackend"
    refused = unsent(amina)
    assert reviewer.post(f"{PAGE}{refused.pk}/again/")["Location"] == PAGE
    refused.refresh_from_db()
    assert (refused.state, refused.attempts) == ("waiting", 1)


def test_a_mail_that_may_be_on_its_way_is_not_sent_a_second_time(reviewer, amina):
    on_its_way = unsent(amina, state="waiting", tried_at=timezone.now())
    reviewer.post(f"{PAGE}{on_its_way.pk}/again/")
    assert mail.outbox == []


def test_a_mail_whose_links_have_expired_is_not_sent_any_more(reviewer, amina):
    old = unsent(amina, created_at=timezone.now() - dt.timedelta(days=8))
    assert "It is too old to be sent" in page(reviewer)
    assert f"{PAGE}{old.pk}/again/" not in page(reviewer)
    reviewer.post(f"{PAGE}{old.pk}/again/")
    assert mail.outbox == []


def test_a_worker_that_does_not_run_is_noticed(reviewer, amina):
    unsent(amina, state="waiting", attempts=0, tried_at=None, error="", next_try_at=timezone.now() - EARLIER)
    assert "Something has waited for more than a quarter of an hour." in page(reviewer)


def test_a_job_that_failed_is_shown_without_its_words(reviewer):
    failed = DBTaskResult.objects.create(
        status="FAILED", task_path="accounts.jobs.send_mail", args_kwargs={"args": [7], "kwargs": {}},
        backend_name="default", run_after=timezone.now(), finished_at=timezone.now(),
        exception_class_path="builtins.ValueError", traceback="ValueError: amina@example.org",
    )  # fmt: skip
    html = page(reviewer)
    for said in ("accounts.jobs.send_mail", "builtins.ValueError", str(failed.pk)):
        assert said in html
    assert "amina@" not in html


def test_the_desk_leads_those_there_who_may_see_it(reviewer, amina):
    unsent(amina)
    assert f'href="{PAGE}"' in page(reviewer, "/en/desk/")
    assert "1 has not left us" in page(reviewer, "/en/desk/")
    somebody = Client()
    somebody.force_login(staff("countries.add_focalpoint"))
    assert f'href="{PAGE}"' not in page(somebody, "/en/desk/")
    assert somebody.get(PAGE).status_code == 404


def test_the_number_of_queries_does_not_depend_on_how_much_waits(reviewer, amina):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            page(reviewer)
        return len(asked)

    page(reviewer)
    unsent(amina)
    one = queries()
    for n in range(2):
        unsent(a_person(f"another-{n}@example.net"))
    assert queries() == one
