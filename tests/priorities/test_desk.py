"""The desk, through the door its people take: plain forms, no script."""

import datetime as dt
import re
from contextlib import contextmanager
from unittest import mock

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from priorities import workflow
from priorities.models import ProgressUpdate
from tests.countries.making import a, staff
from tests.priorities.reporting import WORDS, a_draft, accepted, cast, submitted

pytestmark = pytest.mark.django_db
SENT = {"implementation": "in_progress", "as_of": "2020-03", "narrative": "Ten inspectors were hired.", "version": "0"}


@pytest.fixture
def people():
    cast()
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@contextmanager
def time_machine(days: int):
    """That many days from now."""
    then = timezone.now() + dt.timedelta(days=days)
    with mock.patch("django.utils.timezone.now", return_value=then):
        yield


def address(of) -> str:
    return f"/en/desk/{of.country.slug}/{of.desk_name}/"


def test_from_an_empty_form_to_an_accepted_update(people):
    client, reviewer = signed_in(people.focal_point), signed_in(people.reviewer)
    assert "Nothing was reported yet." in client.get("/en/desk/").content.decode()
    client.post(address(people.action), SENT | {"save": "1"})
    client.post(address(people.action), SENT | {"version": "1", "submit": "1"})
    update = ProgressUpdate.objects.get()
    assert update.state == "submitted"
    queue = reviewer.get("/en/desk/review/").content.decode()
    assert f"/en/desk/review/{update.pk}/" in queue
    reviewer.post(f"/en/desk/review/{update.pk}/", {"verb": "return", "reason": "Hired by whom?"})
    assert "Hired by whom?" in client.get("/en/desk/").content.decode()
    page = client.get(address(people.action)).content.decode()
    assert "Hired by whom?" in page
    assert "Ten inspectors were hired." in page
    update.refresh_from_db()
    again = SENT | {"version": update.version, "narrative": "The ministry hired ten inspectors.", "submit": "1"}
    assert client.post(address(people.action), again, follow=True).status_code == 200
    shown = reviewer.get(f"/en/desk/review/{update.pk}/").content.decode()
    assert "The ministry hired ten inspectors." in shown.replace("<ins>", "").replace("</ins>", "")
    reviewer.post(f"/en/desk/review/{update.pk}/", {"verb": "accept"})
    people.action.refresh_from_db()
    assert people.action.implementation == "in_progress"
    assert "March 2020" in client.get("/en/desk/").content.decode()


def test_what_is_incomplete_is_saved_and_says_what_lacks(people):
    answer = signed_in(people.focal_point).post(
        address(people.action), {"narrative": "Half a", "version": "0", "submit": "1"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Say how far it is." in html
    assert 'href="#id_as_of"' in html
    assert ProgressUpdate.objects.get().narrative == "Half a"
    assert 'name="version" value="1"' in html


def test_a_form_sent_twice_submits_once(people):
    client = signed_in(people.focal_point)
    for _ in range(2):
        client.post(address(people.action), SENT | {"submit": "1"})
    assert ProgressUpdate.objects.count() == 1
    assert ProgressUpdate.objects.get().decisions.count() == 1


def test_whoever_was_overtaken_sees_both_texts_and_loses_none(people):
    update = a_draft(people)
    workflow.save_draft(of=people.action, by=people.deputy, words={"narrative": "The deputy's"}, version=1)
    client = signed_in(people.focal_point)
    answer = client.post(address(people.action), SENT | {"version": "1", "narrative": "Mine", "save": "1"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The deputy&#x27;s" in html
    assert "Mine" in html
    client.post(address(people.action), SENT | {"version": "2", "narrative": "Both", "save": "1"})
    update.refresh_from_db()
    assert update.narrative == "Both"


def test_a_text_of_two_hundred_pages_is_kept(people):
    long = "Ten inspectors were hired. " * 25_000
    signed_in(people.focal_point).post(address(people.action), SENT | {"narrative": long, "save": "1"})
    assert ProgressUpdate.objects.get().narrative == long.strip()


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer", "publisher"])
def test_a_country_that_is_not_theirs_does_not_exist_for_them(people, who):
    client = signed_in(getattr(people, who))
    for path in (address(people.action), address(people.step)):
        assert client.get(path).status_code == 404
        assert client.post(path, SENT | {"save": "1"}).status_code == 404
        assert client.post(f"{path}unchanged/").status_code == 404
    assert people.country.slug not in client.get("/en/desk/").content.decode()
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("who", ["focal_point", "deputy", "outsider", "former", "reporter", "publisher"])
def test_the_queue_exists_for_reviewers_only(people, who):
    update = submitted(people)
    client = signed_in(getattr(people, who))
    assert client.get("/en/desk/review/").status_code == 404
    assert client.get(f"/en/desk/review/{update.pk}/").status_code == 404
    assert client.post(f"/en/desk/review/{update.pk}/", {"verb": "accept"}).status_code == 404
    update.refresh_from_db()
    assert update.state == "submitted"


def test_a_draft_is_nobodys_but_its_countrys(people):
    update = a_draft(people, narrative="Not for the secretariat yet")
    assert signed_in(people.reviewer).get(f"/en/desk/review/{update.pk}/").status_code == 404
    assert "Not for" not in signed_in(people.reviewer).get("/en/desk/review/").content.decode()


@pytest.mark.parametrize("fields", [{"state": "accepted"}, {"country": "1"}, {"submitted_by": "1"}, {"corrects": "1"}])
def test_posting_fields_that_are_nobodys_to_set_sets_none(people, fields):
    signed_in(people.focal_point).post(address(people.action), SENT | fields | {"save": "1"})
    update = ProgressUpdate.objects.get()
    assert (update.state, update.country, update.submitted_by, update.corrects) == (
        "draft",
        people.country,
        None,
        None,
    )


def test_still_correct_is_one_click(people):
    accepted(people)
    client = signed_in(people.focal_point)
    assert "Still correct" in client.get("/en/desk/").content.decode()
    client.post(f"{address(people.action)}unchanged/")
    client.post(f"{address(people.action)}unchanged/")
    assert ProgressUpdate.objects.awaiting_review().get().is_unchanged


@pytest.mark.parametrize("path", ["x/npl-04/", "nepal/npl-99/", "nepal/step-99999999/", "nepal/%00/", "review/0/"])
def test_what_does_not_exist_is_a_404(people, path):
    assert signed_in(people.focal_point).get(f"/en/desk/{path}").status_code == 404


def test_nobody_comes_in_without_signing_in(people):
    for path in ("/en/desk/", address(people.action), "/en/desk/review/"):
        assert Client().get(path).headers["Location"].startswith("/en/account/login/?next=")


def test_the_number_of_queries_of_the_desk_does_not_grow(people, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(people.focal_point)
    accepted(people)
    client.get("/en/desk/")
    with CaptureQueriesContext(connection) as before:
        client.get("/en/desk/")
    for _ in range(3):
        people.action = a("priorities.PriorityAction", country=people.country)
        accepted(people, narrative=WORDS["narrative"])
    with django_assert_num_queries(len(before)):
        client.get("/en/desk/")


def test_still_correct_is_one_click_for_all_and_leaves_what_is_on_its_way(people):
    accepted(people)
    other = a("priorities.PriorityAction", country=people.country)
    cast_of_other = type(people)(**{**vars(people), "action": other})
    accepted(cast_of_other)
    a_draft(cast_of_other, narrative="Something new")
    client = signed_in(people.focal_point)
    for _ in range(2):
        assert client.post(f"/en/desk/{people.country.slug}/unchanged/").status_code == 302
    assert ProgressUpdate.objects.awaiting_review().get().action == people.action
    assert other.updates.open().get().narrative == "Something new"
    assert not people.step.updates.exists()


def test_another_countrys_rows_are_not_confirmed(people):
    accepted(people)
    assert signed_in(people.outsider).post(f"/en/desk/{people.country.slug}/unchanged/").status_code == 404
    assert not ProgressUpdate.objects.awaiting_review().exists()


def test_a_form_starts_from_what_was_accepted_last_and_in_the_pages_language(people):
    accepted(people, outlook="at_risk", currency="NPR", budget_secured=7)
    html = signed_in(people.focal_point).get(address(people.action).replace("/en/", "/ar/")).content.decode()
    assert '<option value="ar" selected>' in html
    assert re.search(r'value="at_risk"[^>]*checked', html)
    assert 'value="NPR"' in html


def test_a_version_of_nothing_begins_a_draft(people):
    signed_in(people.focal_point).post(address(people.action), SENT | {"version": "7", "save": "1"})
    assert ProgressUpdate.objects.get().state == "draft"


def test_a_text_keeps_the_language_it_was_written_in(people):
    submitted(people, language="ar", narrative="تم تعيين عشرة مفتشين.")
    update = ProgressUpdate.objects.get()
    html = signed_in(people.reviewer).get(f"/en/desk/review/{update.pk}/").content.decode()
    assert re.search(r'<p\s[^>]*lang="ar"\s+dir="rtl">[^ت]*تم تعيين', html)


def test_a_next_step_is_not_asked_what_its_record_has_no_place_for(people):
    html = signed_in(people.focal_point).get(address(people.step)).content.decode()
    assert 'name="narrative"' in html
    assert not re.search(r'name="(outlook|currency|budget_secured|corrects_last)"', html)


def test_what_was_submitted_in_another_tab_meanwhile_shows_both(people):
    update = submitted(people)
    client = signed_in(people.focal_point)
    answer = client.post(
        address(people.action), SENT | {"version": "1", "narrative": "From the other tab", "save": "1"}
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "From the other tab" in html
    assert WORDS["narrative"] in html
    update.refresh_from_db()
    assert (update.state, update.narrative) == ("submitted", WORDS["narrative"])


def test_what_was_accepted_meanwhile_is_not_begun_anew_unseen(people):
    accepted(people)
    client = signed_in(people.focal_point)
    answer = client.post(address(people.action), SENT | {"version": "1", "narrative": "Stale", "submit": "1"})
    assert answer.status_code == 409
    assert "Stale" in answer.content.decode()
    assert ProgressUpdate.objects.count() == 1
    again = re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]
    client.post(address(people.action), SENT | {"version": again, "narrative": "Stale", "submit": "1"})
    assert [update.state for update in ProgressUpdate.objects.order_by("pk")] == ["accepted", "submitted"]


def test_a_text_that_is_too_long_is_kept_and_says_why_it_was_not_submitted(people):
    long = "Ten inspectors were hired. " * 25_000
    answer = signed_in(people.focal_point).post(address(people.action), SENT | {"narrative": long, "submit": "1"})
    assert answer.status_code == 422
    assert "at most 20000 letters" in answer.content.decode()
    assert (ProgressUpdate.objects.get().state, ProgressUpdate.objects.get().narrative) == ("draft", long.strip())


def test_a_date_that_is_none_says_how_to_write_it_and_keeps_the_text(people):
    answer = signed_in(people.focal_point).post(address(people.action), SENT | {"as_of": "last spring", "save": "1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "2019, 2019-02 or 2019-02-14" in html
    assert "Ten inspectors were hired." in html
    assert "last spring" in html


def test_a_correction_says_what_it_corrects(people):
    wrong = accepted(people)
    client = signed_in(people.focal_point)
    client.post(address(people.action), SENT | {"narrative": "Nine.", "corrects_last": "on", "submit": "1"})
    update = ProgressUpdate.objects.awaiting_review().get()
    assert update.corrects == wrong
    html = signed_in(people.reviewer).get(f"/en/desk/review/{update.pk}/").content.decode()
    assert "This corrects what was accepted of March 2020." in html


def test_whoever_is_switched_off_is_out_at_once_and_nothing_is_written(people):
    client = signed_in(people.focal_point)
    User.objects.filter(pk=people.focal_point.pk).update(is_active=False)
    answer = client.post(address(people.action), SENT | {"save": "1"})
    assert answer.status_code == 302
    assert not ProgressUpdate.objects.exists()


def test_whoever_submitted_reads_why_they_cannot_accept(people):
    people.reviewer.user_permissions.add(Permission.objects.get(codename="report_for_country"))
    update = submitted(people, by=User.objects.get(pk=people.reviewer.pk))
    client = signed_in(people.reviewer)
    html = client.get(f"/en/desk/review/{update.pk}/").content.decode()
    assert "You wrote or submitted this yourself" in html
    assert 'value="accept"' not in html
    assert client.post(f"/en/desk/review/{update.pk}/", {"verb": "accept"}).status_code == 403


def test_a_return_without_a_reason_is_asked_for_one(people):
    update = submitted(people)
    answer = signed_in(people.reviewer).post(f"/en/desk/review/{update.pk}/", {"verb": "return", "reason": " "})
    assert answer.status_code == 422
    assert 'href="#id_reason"' in answer.content.decode()


def test_two_reviewers_who_decide_at_once_decide_once(people):
    update = submitted(people)
    workflow.accept(update=update, by=people.reviewer)
    other = staff("priorities.review_progressupdate")
    answer = signed_in(other).post(f"/en/desk/review/{update.pk}/", {"verb": "return", "reason": "Which year?"})
    assert answer.status_code == 409
    assert "accepted" in answer.content.decode()


def test_what_was_returned_and_hangs_is_listed_for_both_sides(people):
    update = workflow.return_for_changes(update=submitted(people), by=people.reviewer, reason="Which year?")
    queue = signed_in(people.reviewer)
    assert f"/en/desk/review/{update.pk}/" not in queue.get("/en/desk/review/").content.decode()
    with time_machine(days=15):
        assert f"/en/desk/review/{update.pk}/" in signed_in(people.reviewer).get("/en/desk/review/").content.decode()
        assert "more than 14 days" in signed_in(people.focal_point).get("/en/desk/").content.decode()


def test_what_a_country_writes_after_a_return_is_not_the_reviewers_yet(people):
    update = workflow.return_for_changes(update=submitted(people), by=people.reviewer, reason="Which year?")
    words = {"narrative": "Half a thought"}
    workflow.save_draft(of=people.action, by=people.focal_point, words=words, version=update.version)
    html = signed_in(people.reviewer).get(f"/en/desk/review/{update.pk}/").content.decode()
    assert "Half a thought" not in html
    assert "inspectors" in html
