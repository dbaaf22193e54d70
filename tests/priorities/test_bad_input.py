"""What goes wrong at the desk: each time a message, the right status, and nothing that somebody wrote is lost."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.middleware import SINCE
from accounts.models import User
from priorities import workflow
from priorities.models import ProgressUpdate, ReportingCycle
from tests.countries.making import a
from tests.priorities.reporting import Cast, a_draft, cast, submitted

pytestmark = pytest.mark.django_db
TEXT = "Ten inspectors were hired in March.\nThree more follow in the autumn, says the ministry."
SENT = {"implementation": "in_progress", "as_of": "2020-03", "narrative": TEXT, "version": "0"}
OURS = {"origin": "http://testserver"}  # as a browser says of a form that stood in a page of ours
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def people():
    cast()  # somebody else's country, with its own people
    return cast()


def signed_in(user: User, **options) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def report_of(people: Cast) -> str:
    return f"/en/desk/{people.country.slug}/{people.action.desk_name}/"


def holds(html: str, text: str = TEXT) -> bool:
    return all(line in html for line in text.split("\n"))


# Whose it is


def test_who_reports_for_the_wrong_country_is_told_nothing_of_it_and_gets_the_text_back(people):
    answer = signed_in(people.outsider).post(report_of(people), SENT | {"save": "1"}, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "it is not yours to see" in html
    assert people.country.name not in html
    assert holds(html)
    assert not ProgressUpdate.objects.exists()


def test_whose_term_ended_while_they_wrote_gets_the_text_back_and_the_draft_stays_the_countrys(people):
    client = signed_in(people.focal_point)
    client.post(report_of(people), SENT | {"save": "1"})
    people.focal_point.terms.update(end=timezone.localdate() - dt.timedelta(days=1))
    more = SENT | {"version": "1", "narrative": f"{TEXT}\nAnd one more.", "submit": "1"}
    answer = client.post(report_of(people), more, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "a term for a country ends on its last day" in html
    assert "And one more." in html
    assert "You report for no country today." in client.get("/en/desk/").content.decode()
    assert ProgressUpdate.objects.get().state == "draft"
    assert holds(signed_in(people.deputy).get(report_of(people)).content.decode())


@pytest.mark.parametrize("how", ["idle for three hours", "in for twelve", "switched off"])
def test_who_was_signed_out_while_they_wrote_gets_the_text_back_and_a_way_in(people, how):
    client = signed_in(people.focal_point)
    if how == "idle for three hours":
        client.session.flush()
    elif how == "in for twelve":
        session = client.session
        session[SINCE] -= settings.SESSION_LONGEST + 1
        session.save()
    else:
        User.objects.filter(pk=people.focal_point.pk).update(is_active=False)
    answer = client.post(report_of(people), SENT | {"submit": "1"}, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "You are no longer signed in" in html
    assert holds(html)
    assert f'href="/en/account/login/?next={report_of(people)}"' in html
    assert not ProgressUpdate.objects.exists()


def test_a_form_that_stood_open_while_somebody_signed_in_says_so_and_gives_the_text_back(people):
    client = signed_in(people.focal_point, enforce_csrf_checks=True)
    answer = client.post(report_of(people), SENT | {"csrfmiddlewaretoken": "x" * 64}, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "This form has expired" in html
    assert holds(html)
    assert "x" * 64 not in html


@pytest.mark.parametrize("origin", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_no_other_site_speaks_in_our_name(people, origin):
    words = "Ring this number at once and give them your password, please."
    for client in (Client(), signed_in(people.outsider), signed_in(people.focal_point, enforce_csrf_checks=True)):
        answer = client.post(report_of(people), SENT | {"narrative": words}, headers=origin)
        assert answer.status_code in (302, 403, 404)
        assert words not in answer.content.decode()


def test_a_password_is_never_shown_again():
    word = "nine-lakes-and-a-bell-" * 3
    answer = Client(enforce_csrf_checks=True).post(
        "/en/account/login/", {"login": "a@b.org", "password": word}, headers=OURS
    )
    assert answer.status_code == 403
    assert word not in answer.content.decode()


# When


def test_a_closed_cycle_keeps_nobody_from_saying_what_is_new(people):
    today = timezone.localdate()
    ReportingCycle.objects.all().delete()
    closed = {"opens": today - dt.timedelta(days=90), "due": today - dt.timedelta(days=30), "name": "Report of old"}
    a("priorities.ReportingCycle", closed=today - dt.timedelta(days=1), **closed)
    client = signed_in(people.focal_point)
    assert "Report of old" not in client.get("/en/desk/").content.decode()
    answer = client.post(report_of(people), SENT | {"submit": "1"}, follow=True)
    assert "Submitted. The secretariat looks at it next." in answer.content.decode()
    assert ProgressUpdate.objects.get().state == "submitted"


# How much


@pytest.mark.parametrize("letter", ["a", "é", "م"])
def test_two_hundred_pages_are_kept_in_any_script(people, letter):
    """A browser sends "م" as %D9%85, so the same text is three times as long on its way."""
    pages = f"{letter * 8} " * 70_000
    body = urlencode(SENT | {"narrative": pages, "save": "1"})
    answer = signed_in(people.focal_point).post(report_of(people), body, content_type=FORM)
    assert answer.status_code == 302
    assert ProgressUpdate.objects.get().narrative == pages.strip()


def test_a_reason_of_two_hundred_pages_is_refused_and_still_there(people):
    update, reason = submitted(people), "Which year was this? " * 30_000
    answer = signed_in(people.reviewer).post(f"/en/desk/review/{update.pk}/", {"verb": "return", "reason": reason})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 20000 letters" in html
    assert html.count("Which year was this?") == 30_000
    assert ProgressUpdate.objects.get().state == "submitted"


def test_what_is_larger_than_any_request_is_said_before_it_is_read(people):
    body = urlencode({"narrative": "a" * (settings.EVIDENCE_MIB + 2) * 1024 * 1024})
    answer = signed_in(people.focal_point).post(report_of(people), body, content_type=FORM)
    assert answer.status_code == 413
    assert "too large to send" in answer.content.decode()


@pytest.mark.parametrize("field", ["narrative", "as_of", "version", "implementation", "currency", "budget_secured"])
@pytest.mark.parametrize("value", ["\x00", "9" * 400, "💥\u202e<script>", "=cmd()", "-1", "NaN"])
def test_no_value_of_a_field_breaks_the_form(people, field, value):
    answer = signed_in(people.focal_point).post(report_of(people), SENT | {field: value, "submit": "1"})
    assert answer.status_code in (302, 409, 422)
    kept = ProgressUpdate.objects.first()
    html = answer.content.decode()
    assert field == "narrative" or (kept.narrative.replace("\r\n", "\n") == TEXT if kept else holds(html))
    assert "<script>" not in html.split("<main", 1)[-1]


# At once


def test_two_tabs_that_submit_different_texts_lose_neither(people):
    client = signed_in(people.focal_point)
    version = a_draft(people).version
    first, second = (SENT | {"version": version, "narrative": f"{n} {TEXT}", "submit": "1"} for n in ("One.", "Two."))
    assert client.post(report_of(people), first).status_code == 302
    answer = client.post(report_of(people), second)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "“submitted”" in html
    assert "One. Ten inspectors" in html
    assert "Two. Ten inspectors" in html
    assert ProgressUpdate.objects.get().narrative.startswith("One.")


def test_a_reason_written_while_a_colleague_accepted_is_not_lost(people):
    update = submitted(people)
    workflow.accept(update=update, by=people.reviewer)
    answer = signed_in(people.reviewer).post(f"/en/desk/review/{update.pk}/", {"verb": "return", "reason": TEXT})
    assert answer.status_code == 409
    assert "“accepted”" in answer.content.decode()
    assert holds(answer.content.decode())


def test_a_returned_text_that_was_open_before_it_was_returned_is_kept(people):
    """The tab stood open since the draft; it was submitted and returned in another."""
    update = submitted(people)
    workflow.return_for_changes(update=update, by=people.reviewer, reason="Which year?")
    client = signed_in(people.focal_point)
    answer = client.post(report_of(people), SENT | {"version": "1", "narrative": f"Mine: {TEXT}", "submit": "1"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"Mine: {TEXT}".split("\n")[0] in html
    assert "Ten inspectors were hired." in html
    assert ProgressUpdate.objects.get().state == "returned"
