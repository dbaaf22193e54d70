"""What the secretariat asks about an update and its country answers: the verbs, and the doors people take."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import OutgoingMail, User
from library.frozen import Frozen
from priorities import workflow
from priorities.models import Comment, ProgressUpdate
from priorities.subjects import WorkshopOf
from priorities.thread_workflow import answer, ask
from priorities.workflow import MOST_LETTERS, WrongState
from tests.countries.making import a, staff
from tests.priorities.reporting import a_draft, accepted, cast, submitted

pytestmark = pytest.mark.django_db
VERBS = {"ask": ask, "answer": answer}


@pytest.fixture
def people():
    cast()  # somebody else's country, with its own people
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def returned(people) -> ProgressUpdate:
    return workflow.return_for_changes(update=submitted(people), by=people.reviewer, reason="Which year?")


def asked(people, update: ProgressUpdate | None = None, text: str = "Hired by whom?") -> Comment:
    return ask(update=update or submitted(people), by=people.reviewer, text=text, language="en")


def answered(people, update: ProgressUpdate, text: str = "By the ministry.") -> Comment:
    return answer(update=update, by=people.focal_point, text=text, language="en")


def report_of(people) -> str:
    return f"/en/desk/{people.country.slug}/{people.action.desk_name}/"


def door(people, verb: str, update: ProgressUpdate) -> str:
    return f"/en/desk/review/{update.pk}/comments/" if verb == "ask" else f"{report_of(people)}comments/{update.pk}/"


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


# The verbs


@pytest.mark.parametrize("state", [submitted, returned])
def test_a_question_and_an_answer_leave_the_update_as_it_is(people, state):
    update = state(people)
    before = ProgressUpdate.objects.values().get(pk=update.pk)
    question, reply = asked(people, update), answered(people, update)
    assert [(said.asks, said.written_by) for said in (question, reply)] == [
        (True, people.reviewer),
        (False, people.focal_point),
    ]
    assert ProgressUpdate.objects.values().get(pk=update.pk) == before


@pytest.mark.parametrize(("verb", "who"), [("ask", "reviewer"), ("answer", "focal_point")])
@pytest.mark.parametrize("state", [a_draft, accepted])
def test_there_is_no_talk_about_a_draft_or_about_what_was_accepted(people, verb, who, state):
    with pytest.raises(WrongState):
        VERBS[verb](update=state(people), by=getattr(people, who), text="Well?", language="en")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("who", ["focal_point", "deputy", "outsider", "former", "reporter", "publisher"])
def test_only_reviewers_ask(people, who):
    with pytest.raises(PermissionDenied):
        ask(update=submitted(people), by=getattr(people, who), text="Well?", language="en")


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer", "publisher"])
def test_only_who_reports_for_a_country_answers(people, who):
    update = submitted(people)
    with pytest.raises(PermissionDenied):
        answer(update=update, by=getattr(people, who), text="Well.", language="en")


def test_an_answer_on_the_countrys_behalf_says_so(people):
    update = submitted(people)
    assert answer(update=update, by=people.reporter, text="They said so.", language="en").is_on_behalf
    assert not answered(people, update).is_on_behalf


@pytest.mark.parametrize(("verb", "who"), [("ask", "reviewer"), ("answer", "focal_point")])
@pytest.mark.parametrize("text", ["", " \n\t ", "a" * (MOST_LETTERS + 1)])
def test_what_is_empty_or_too_long_is_refused_by_field(people, verb, who, text):
    with pytest.raises(ValidationError) as refused:
        VERBS[verb](update=submitted(people), by=getattr(people, who), text=text, language="en")
    assert list(refused.value.message_dict) == ["text"]
    assert not Comment.objects.exists()


def test_what_is_sent_twice_is_kept_once_and_a_second_question_is_a_second(people):
    update = submitted(people)
    assert asked(people, update) == asked(people, update, " Hired by whom?\n")
    answered(people, update)
    answered(people, update)
    asked(people, update)
    assert [said.asks for said in update.comments.all()] == [True, False, True]


def test_the_same_words_of_somebody_else_are_kept(people):
    update = submitted(people)
    answered(people, update)
    answer(update=update, by=people.deputy, text="By the ministry.", language="en")
    assert update.comments.count() == 2


def test_a_comment_is_never_changed_or_deleted(people):
    comment = asked(people)
    comment.text = "Never asked"
    for touch in (comment.save, comment.delete, Comment.objects.all().delete):
        with pytest.raises(Frozen):
            touch()
    for sql in ("UPDATE priorities_comment SET text = 'x'", "DELETE FROM priorities_comment"):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"text": ""}, "priorities_comment_says_something"),
        ({"asks": True, "is_on_behalf": True}, "priorities_comment_only_answers_are_on_behalf"),
    ],
)
def test_the_database_refuses_what_is_no_comment(people, wrong, constraint):
    said = {"update": submitted(people), "written_by": people.deputy, "language": "en", "text": "x", "asks": False}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Comment.objects.create(**said | {"written_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)} | wrong)


# Who owes whom


def test_a_question_waits_until_its_country_writes(people):
    update = submitted(people)
    assert update.question is None
    question = asked(people, update)
    assert update.question == question
    answered(people, update)
    assert update.question is None


def test_a_question_waits_until_the_update_comes_back(people):
    update = returned(people)
    asked(people, update)
    again = workflow.submit(update=update, by=people.focal_point, version=update.version)
    assert again.question is None


def test_a_question_on_what_was_accepted_waits_for_nobody(people):
    update = submitted(people)
    asked(people, update)
    workflow.accept(update=update, by=people.reviewer)
    assert ProgressUpdate.objects.get().question is None


def test_what_was_returned_awaits_a_word_of_the_secretariat_once_its_country_wrote(people):
    update = submitted(people)
    answered(people, update, "Before it came back.")
    workflow.return_for_changes(update=update, by=people.reviewer, reason="Which year?")
    assert not ProgressUpdate.objects.awaiting_a_word()
    answered(people, update, "Which of them do you mean?")
    assert ProgressUpdate.objects.awaiting_a_word().get() == update
    asked(people, update, "The last one: in which year?")
    assert not ProgressUpdate.objects.awaiting_a_word()


# Pages


def test_a_question_and_its_answer_are_seen_by_both_sides(people):
    update = submitted(people)
    reviewer, country = signed_in(people.reviewer), signed_in(people.focal_point)
    sent = reviewer.post(door(people, "ask", update), {"text": "Hired by whom?\n\nAnd when?", "language": "en"})
    assert sent["Location"] == f"/en/desk/review/{update.pk}/"
    assert "Asked, and waiting for an answer" in body(reviewer, "/en/desk/review/")
    desk = body(country, "/en/desk/")
    assert "The secretariat asks" in desk
    assert "<p>Hired by whom?</p>\n\n<p>And when?</p>" in desk
    assert "And when?" in body(country, report_of(people))
    sent = country.post(door(people, "answer", update), {"text": "Par le ministère.", "language": "fr"})
    assert sent["Location"] == report_of(people)
    assert "The secretariat asks" not in body(country, "/en/desk/")
    assert "The country has written to you" in body(reviewer, "/en/desk/review/")
    page = body(reviewer, f"/en/desk/review/{update.pk}/")
    assert re.search(r'lang="fr"\s+dir="ltr">\s*<p>Par le ministère.', page)
    assert page.index("And when?") < page.index("Par le ministère.")


def test_a_workshop_that_is_new_is_talked_about_like_anything_else(people):
    held = {"details": {"kind": "strategy", "start": "2019-05"}, "narrative": "Four priorities.", "language": "en"}
    update = workflow.save_draft(of=WorkshopOf(people.country), by=people.focal_point, words=held)
    update = workflow.submit(update=update, by=people.focal_point, version=update.version)
    reviewer, country = signed_in(people.reviewer), signed_in(people.focal_point)
    reviewer.post(door(people, "ask", update), {"text": "How many came?"})
    assert "How many came?" in body(country, "/en/desk/")
    there = f"/en/desk/{people.country.slug}/workshop-new/"
    assert country.post(f"{there}comments/{update.pk}/", {"text": "Eighty."})["Location"] == there
    assert "Eighty." in body(reviewer, f"/en/desk/review/{update.pk}/")
    assert OutgoingMail.objects.filter(kind="update_answered", person=people.reviewer).count() == 1


def test_the_country_reads_who_of_both_sides_spoke_and_no_name_of_the_secretariat(people):
    update = submitted(people)
    asked(people, update)
    answer(update=update, by=people.reporter, text="They rang us.", language="en")
    page = body(signed_in(people.focal_point), report_of(people))
    assert "The secretariat, on the country’s behalf" in page
    assert people.reviewer.name not in page
    assert people.reviewer.name in body(signed_in(people.reviewer), f"/en/desk/review/{update.pk}/")


@pytest.mark.parametrize("who", ["outsider", "former", "publisher"])
def test_a_thread_exists_for_the_countrys_people_and_reviewers_alone(people, who):
    update = submitted(people)
    asked(people, update, "Not for the neighbours")
    client = signed_in(getattr(people, who))
    for verb in VERBS:
        path = door(people, verb, update)
        assert [client.get(path).status_code, client.post(path, {"text": "x"}).status_code] == [404, 404]
    assert "Not for" not in body(client, "/en/desk/")
    assert update.comments.count() == 1


def test_the_door_of_one_update_does_not_open_another(people):
    update = submitted(people)
    elsewhere = f"/en/desk/{people.country.slug}/{people.step.desk_name}/comments/{update.pk}/"
    assert signed_in(people.focal_point).post(elsewhere, {"text": "x"}).status_code == 404


def test_a_reviewer_cannot_ask_about_a_draft_that_is_not_theirs_to_see(people):
    update = a_draft(people)
    assert signed_in(people.reviewer).post(door(people, "ask", update), {"text": "x"}).status_code == 404


@pytest.mark.parametrize(("verb", "who"), [("ask", "reviewer"), ("answer", "focal_point")])
def test_a_text_that_is_refused_is_still_in_the_form(people, verb, who):
    client, path = signed_in(getattr(people, who)), door(people, verb, submitted(people))
    empty = client.post(path, {"text": " "})
    assert empty.status_code == 422
    assert 'href="#comment_text"' in empty.content.decode()
    long = client.post(path, {"text": "a word " * MOST_LETTERS, "language": "en"})
    assert long.status_code == 422
    assert "at most 20000 letters" in long.content.decode()
    assert "a word a word" in long.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("verb", "who"), [("ask", "reviewer"), ("answer", "focal_point")])
def test_what_was_accepted_meanwhile_is_said_with_the_text_that_was_not_sent(people, verb, who):
    update = submitted(people)
    workflow.accept(update=update, by=people.reviewer)
    refused = signed_in(getattr(people, who)).post(door(people, verb, update), {"text": "Too late, alas"})
    assert refused.status_code == 409
    assert "“accepted”" in refused.content.decode()
    assert "Too late, alas" in refused.content.decode()


def test_posting_who_and_when_sets_neither(people):
    update = submitted(people)
    sent = {"text": "x", "asks": "1", "written_by": people.outsider.pk, "is_on_behalf": "1", "language": "xx"}
    assert signed_in(people.focal_point).post(door(people, "answer", update), sent).status_code == 422
    signed_in(people.focal_point).post(door(people, "answer", update), sent | {"language": ""})
    said = update.comments.get()
    assert (said.asks, said.written_by, said.is_on_behalf, said.language) == (False, people.focal_point, False, "en")


def test_what_people_write_is_text_and_nothing_else(people):
    update = submitted(people)
    asked(people, update, "<script>alert(1)</script> [x](javascript:1)")
    page = body(signed_in(people.focal_point), report_of(people))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_the_thread_of_what_was_accepted_last_is_kept_and_closed(people):
    update = submitted(people)
    asked(people, update, "Hired by whom?")
    workflow.accept(update=update, by=people.reviewer)
    page = body(signed_in(people.focal_point), report_of(people))
    assert "Hired by whom?" in page
    assert 'id="comment_text"' not in page


def test_what_was_returned_and_written_about_stands_in_the_queue(people):
    update = returned(people)
    answered(people, update, "Which year do you mean?")
    page = body(signed_in(people.reviewer), "/en/desk/review/")
    assert "Returned, and the country has written to you" in page
    assert f"/en/desk/review/{update.pk}/" in page


def test_the_number_of_queries_does_not_grow_with_what_was_said(people, django_assert_num_queries):
    update = submitted(people)
    asked(people, update)
    country, reviewer = signed_in(people.focal_point), signed_in(people.reviewer)
    clients = {"/en/desk/": country, report_of(people): country, "/en/desk/review/": reviewer}
    counts = {}
    for path, client in clients.items():
        client.get(path)
        with CaptureQueriesContext(connection) as before:
            client.get(path)
        counts[path] = len(before)
    for number in range(3):
        people.action = a("priorities.PriorityAction", country=people.country)
        one = submitted(people)
        asked(people, one)
        answered(people, update, f"Answer {number}")
        ask(update=update, by=staff("priorities.review_progressupdate"), text="And then?", language="en")
    for path, client in clients.items():
        with django_assert_num_queries(counts[path]):
            client.get(path)
