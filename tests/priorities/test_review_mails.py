"""Who is told by mail what happened to an update, in which language, and what a mail never says."""

import datetime as dt
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone, translation

from accounts.models import OutgoingMail
from priorities import workflow
from priorities.models import ProgressUpdate
from priorities.thread_workflow import answer, ask
from tests.countries.making import a, staff
from tests.priorities.reporting import a_draft, accepted, cast, speaks_for, submitted

pytestmark = pytest.mark.django_db
SECRET = "Seven children at the brick kiln"


@pytest.fixture
def people():
    cast()  # somebody else's country, with its own people
    return cast()


@pytest.fixture
def told(people):
    """To whom mails of a kind are written since this was asked last, by role."""
    seen = set()

    def since(kind: str) -> list[str]:
        mails = OutgoingMail.objects.filter(kind=kind).exclude(pk__in=seen).select_related("person")
        seen.update(OutgoingMail.objects.values_list("pk", flat=True))
        names = {user: name for name, user in vars(people).items() if hasattr(user, "email")}
        return sorted(names.get(mail.person, "somebody else") for mail in mails)

    return since


def returned(people, reason: str = "Which year?") -> ProgressUpdate:
    return workflow.return_for_changes(update=submitted(people), by=people.reviewer, reason=reason)


# Who is told


def test_reviewers_are_told_what_was_submitted_and_nobody_else(people, told):
    submitted(people)
    readers = told("update_submitted")  # the seed has a reviewer, too
    assert set(readers) == {"reviewer", "somebody else"}
    assert readers.count("reviewer") == 1
    assert not OutgoingMail.objects.exclude(kind="update_submitted").exists()


def test_a_group_gives_the_right_an_administrator_has_it_without_mail_and_who_is_switched_off_has_neither(people):
    member = a("accounts.User", is_staff=True)
    member.groups.add(Group.objects.get(name="Reviewers"))
    nobody = [
        a("accounts.User", is_staff=True, is_superuser=True),
        staff("priorities.review_progressupdate", is_active=False),
        staff("priorities.review_progressupdate", is_staff=False),
    ]
    submitted(people)
    assert OutgoingMail.objects.filter(person=member).exists()
    assert not OutgoingMail.objects.filter(person__in=nobody).exists()


@pytest.mark.parametrize(
    ("kind", "act"),
    [
        ("update_returned", returned),
        ("update_accepted", accepted),
        ("update_asked", lambda people: ask(update=submitted(people), by=people.reviewer, text="Who?", language="en")),
    ],
)
def test_the_countrys_people_of_today_are_told_what_the_secretariat_does(people, told, kind, act):
    speaks_for(people.country, start=timezone.localdate() + dt.timedelta(days=1))
    act(people)
    assert told(kind) == ["deputy", "focal_point"]


def test_whoever_asked_is_told_the_answer(people, told):
    other = staff("priorities.review_progressupdate")
    update = submitted(people)
    ask(update=update, by=other, text="Who?", language="en")
    ask(update=update, by=people.reviewer, text="And when?", language="en")
    answer(update=update, by=people.focal_point, text="In March.", language="en")
    assert told("update_answered") == ["reviewer"]


def test_whoever_returned_is_told_what_the_country_writes(people, told):
    answer(update=returned(people), by=people.focal_point, text="Which of them?", language="en")
    assert told("update_answered") == ["reviewer"]


def test_where_nobody_asked_or_whoever_did_has_left_all_reviewers_are_told(people, told):
    other = staff("priorities.review_progressupdate")
    update = submitted(people)
    answer(update=update, by=people.focal_point, text="One thing more.", language="en")
    assert OutgoingMail.objects.filter(kind="update_answered", person=other).count() == 1
    ask(update=update, by=people.reviewer, text="Which?", language="en")
    people.reviewer.is_active = False
    people.reviewer.save()
    answer(update=update, by=people.focal_point, text="This.", language="en")
    assert OutgoingMail.objects.filter(kind="update_answered", person=other).count() == 2
    assert OutgoingMail.objects.filter(kind="update_answered", person=people.reviewer).count() == 1


def test_nobody_is_told_what_they_did_themselves(people):
    both = staff("priorities.review_progressupdate", "priorities.report_for_country")
    update = submitted(people, by=both)
    answer(update=update, by=both, text="They rang.", language="en")
    assert not OutgoingMail.objects.filter(person=both).exists()


# How often


def test_of_what_a_country_submits_and_has_accepted_the_first_of_a_day_is_told(people, told):
    elsewhere = cast()
    accepted(people)
    assert told("update_submitted").count("reviewer") == 1
    people.action = a("priorities.PriorityAction", country=people.country)
    accepted(people)
    assert told("update_submitted") == told("update_accepted") == []
    submitted(elsewhere)
    assert told("update_submitted").count("reviewer") == 1
    people.action = a("priorities.PriorityAction", country=people.country)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with mock.patch("django.utils.timezone.now", return_value=tomorrow):
        accepted(people)
    assert OutgoingMail.objects.filter(kind="update_submitted", person=people.reviewer).count() == 3
    assert OutgoingMail.objects.filter(kind="update_accepted", person=people.deputy).count() == 2


def test_still_correct_for_all_is_one_mail(people):
    for _ in range(3):
        people.action = a("priorities.PriorityAction", country=people.country)
        accepted(people)
    OutgoingMail.objects.all().delete()
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with mock.patch("django.utils.timezone.now", return_value=tomorrow):
        workflow.confirm_all_unchanged(country=people.country, by=people.focal_point, on=tomorrow.date())
    assert OutgoingMail.objects.filter(person=people.reviewer).count() == 1


def test_each_return_and_each_question_is_told(people, told):
    returned(people)
    people.action = a("priorities.PriorityAction", country=people.country)
    returned(people)
    assert told("update_returned") == ["deputy", "deputy", "focal_point", "focal_point"]


def test_what_is_sent_twice_is_told_once(people, told):
    update = submitted(people)
    for _ in range(2):
        ask(update=update, by=people.reviewer, text="Who?", language="en")
    assert told("update_asked") == ["deputy", "focal_point"]
    for _ in range(2):
        answer(update=update, by=people.focal_point, text="The ministry.", language="en")
    assert told("update_answered") == ["reviewer"]


def test_a_draft_is_nobodys_mail(people):
    a_draft(people)
    assert not OutgoingMail.objects.exists()


# What it says


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_mail_is_in_its_readers_language_and_leads_there(people, language, django_capture_on_commit_callbacks):
    people.country.working_language = language
    people.country.save()
    with translation.override("es"), django_capture_on_commit_callbacks(execute=True):
        update = returned(people)
        answer(update=update, by=people.focal_point, text="Which of them?", language="en")
    by_reader = {message.to[0]: message for message in mail.outbox}
    theirs, staffs = by_reader[people.deputy.email], by_reader[people.reviewer.email]
    where = f"/{language}/desk/{people.country.slug}/{people.action.desk_name}/"
    assert f"{settings.PORTAL_URL}{where}\n" in theirs.body
    html = theirs.alternatives[0].content
    assert f'href="{settings.PORTAL_URL}{where}"' in html
    assert f'<html lang="{language}"' in html
    assert people.action.reference in theirs.subject
    assert f"/en/desk/review/{update.pk}/" in staffs.body
    assert f"Dear {people.reviewer.name}," in staffs.body


def test_a_mail_says_nothing_that_somebody_wrote(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        update = submitted(people, narrative=SECRET, obstacles=SECRET)
        ask(update=update, by=people.reviewer, text=SECRET, language="en")
        answer(update=update, by=people.focal_point, text=SECRET, language="en")
        update = workflow.return_for_changes(update=update, by=people.reviewer, reason=SECRET)
        workflow.submit(update=update, by=people.focal_point, version=update.version)
        workflow.accept(update=update, by=people.reviewer)
    assert len({message.subject for message in mail.outbox}) == 5
    for message in mail.outbox:
        assert SECRET not in f"{message.subject}{message.body}{message.alternatives[0].content}"


def test_a_refused_verb_posts_nothing(people):
    update = submitted(people)
    OutgoingMail.objects.all().delete()
    with pytest.raises(workflow.WrongState):
        workflow.submit(update=workflow.accept(update=update, by=people.reviewer), by=people.focal_point, version=9)
    assert set(OutgoingMail.objects.values_list("kind", flat=True)) == {"update_accepted"}
