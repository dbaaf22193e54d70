"""A country's report in a cycle: the secretariat's questions, the country's answers."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from countries.models import Country
from priorities import workflow
from priorities.cycle_workflow import take_over_questions
from priorities.cycles import standings
from priorities.desk import compared
from priorities.models import ProgressUpdate, Question, ReportingCycle
from priorities.subjects import ReportOf
from tests.countries.making import a, staff
from tests.library.forms_as_sent import Form
from tests.priorities.reporting import Cast, cast
from tests.priorities.test_desk import address, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def a_question(cycle: ReportingCycle, text: str, **fields) -> Question:
    place = cycle.questions.count() + 1
    return Question.objects.create(cycle=cycle, order=place, text_en=text, **fields)


@pytest.fixture
def cycle() -> ReportingCycle:
    ReportingCycle.objects.all().delete()
    dates = {"opens": TODAY - days(30), "due": TODAY + days(30), "closed": None}
    return a("priorities.ReportingCycle", name="Report of the year", **dates)


@pytest.fixture
def laws(cycle) -> Question:
    return a_question(cycle, "Which laws changed?", help_text_en="Name them in full.")


@pytest.fixture
def data(cycle) -> Question:
    return a_question(cycle, "Which data are new?", is_required=False)


@pytest.fixture
def people(laws, data) -> Cast:
    cast()
    return cast()


@pytest.fixture
def report(people, cycle) -> ReportOf:
    return ReportOf(people.country, cycle)


def answered(people: Cast, of: ReportOf, **answers: str) -> ProgressUpdate:
    standing = workflow.open_update_of(of)
    version = standing.version if standing else None
    return workflow.save_draft(of=of, by=people.focal_point, words={"details": answers}, version=version)


def submitted(people: Cast, of: ReportOf, **answers: str) -> ProgressUpdate:
    update = answered(people, of, **answers)
    return workflow.submit(update=update, by=people.focal_point, version=update.version)


def accepted(people: Cast, of: ReportOf, **answers: str) -> ProgressUpdate:
    return workflow.accept(update=submitted(people, of, **answers), by=people.reviewer)


def test_from_the_questions_to_an_accepted_report(people, report, laws, data):
    client, reviewer = signed_in(people.focal_point), signed_in(people.reviewer)
    assert address(report) in client.get("/en/desk/").content.decode()
    html = client.get(address(report)).content.decode()
    assert "Which laws changed?" in html
    assert "Name them in full." in html
    assert "Only the secretariat reads the answer." in html
    assert 'name="narrative"' not in html
    client.post(address(report), {laws.key: "The labour code.", "version": "0", "submit": "1"})
    update = ProgressUpdate.objects.awaiting_review().get()
    shown = reviewer.get(f"/en/desk/review/{update.pk}/").content.decode()
    assert "Which laws changed?" in shown
    assert "labour code" in shown.replace("<ins>", "").replace("</ins>", "")
    reviewer.post(f"/en/desk/review/{update.pk}/", {"verb": "accept"})
    update.refresh_from_db()
    assert (update.state, update.details) == ("accepted", {laws.key: "The labour code."})
    assert "The labour code." in client.get(address(report)).content.decode()


def test_what_must_be_answered_is_asked_for_by_its_field_and_the_rest_is_kept(people, report, laws, data):
    answer = signed_in(people.focal_point).post(
        address(report), {data.key: "A survey.", "version": "0", "submit": "1"}
    )
    assert answer.status_code == 422
    assert f'href="#id_{laws.key}"' in answer.content.decode()
    update = ProgressUpdate.objects.get()
    assert (update.state, update.details) == ("draft", {data.key: "A survey."})


def test_a_report_starts_from_the_last_one_where_the_question_is_the_same(people, report, laws, data, cycle):
    accepted(people, report, **{laws.key: "The labour code.", data.key: "A survey."})
    theirs = a("priorities.PriorityAction", country=people.outsider.terms.get().country).country
    cycle.closed = TODAY - days(1)
    cycle.save()
    data.is_asked = False
    data.save()
    new = a("priorities.ReportingCycle", opens=TODAY, due=TODAY + days(60), closed=None)
    take_over_questions(cycle=new, by=staff("priorities.add_question"))
    a_question(new, "What comes next?")
    html = signed_in(people.focal_point).get(address(ReportOf(people.country, new))).content.decode()
    assert "The labour code." in html
    assert "What comes next?" in html
    assert "Which data are new?" not in html.split("<form")[-1]
    assert "The labour code." not in signed_in(people.outsider).get(address(ReportOf(theirs, new))).content.decode()
    update = submitted(
        people, ReportOf(people.country, new), **{laws.key: "The labour code of 2026.", new.questions.last().key: "x"}
    )
    (changed,) = [difference for difference in compared(update) if difference.label == "Which laws changed?"]
    assert [piece.text.strip() for piece in changed.pieces if piece.kind == "added"] == ["of 2026"]


def test_a_closed_cycle_takes_no_report_and_what_was_written_is_kept(people, report, laws, cycle):
    answered(people, report, **{laws.key: "Half an answer."})
    cycle.closed = TODAY - days(1)
    cycle.save()
    client = signed_in(people.focal_point)
    answer = client.post(address(report), {laws.key: "The labour code.", "version": "1", "submit": "1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“Report of the year” is closed" in html
    assert "The labour code." in html
    update = ProgressUpdate.objects.get()
    assert (update.state, update.details) == ("draft", {laws.key: "The labour code."})
    assert address(report) in client.get("/en/desk/").content.decode()


def test_a_report_that_came_back_is_answered_even_if_the_cycle_is_over(people, report, laws, cycle):
    update = submitted(people, report, **{laws.key: "The labour code."})
    workflow.return_for_changes(update=update, by=people.reviewer, reason="Which article?")
    cycle.closed = TODAY - days(1)
    cycle.save()
    assert submitted(people, report, **{laws.key: "Article 12."}).state == "submitted"


def test_the_next_cycle_ends_the_one_before(people, report, laws):
    a("priorities.ReportingCycle", opens=TODAY, due=TODAY + days(60))
    with pytest.raises(ValidationError, match="is closed"):
        submitted(people, report, **{laws.key: "The labour code."})


def test_a_cycle_that_has_not_opened_does_not_exist_yet(people):
    coming = a("priorities.ReportingCycle", opens=TODAY + days(1), due=TODAY + days(60))
    assert signed_in(people.focal_point).get(address(ReportOf(people.country, coming))).status_code == 404


def test_a_cycle_without_questions_expects_no_report(people, report, cycle):
    Question.objects.update(is_asked=False)
    assert address(report) not in signed_in(people.focal_point).get("/en/desk/").content.decode()


def test_a_report_is_expected_where_the_cycle_asks_and_counts_once_it_is_submitted(people, report, laws):
    def standing():
        return next(found for found in standings(Country.objects.all(), TODAY) if found.country == people.country)

    before = standing()
    assert (before.expected, before.reported) == (3, 0)
    update = submitted(people, report, **{laws.key: "The labour code."})
    assert (standing().expected, standing().reported) == (3, 1)
    workflow.accept(update=update, by=people.reviewer)
    assert standing().accepted == 1


def test_an_answer_to_a_question_of_another_cycle_is_not_kept(people, report, laws):
    other = a_question(a("priorities.ReportingCycle", opens=TODAY - days(400), due=TODAY - days(300)), "Old?")
    assert answered(people, report, **{laws.key: "Yes.", other.key: "No.", "state": "done"}).details == {
        laws.key: "Yes."
    }


def test_an_answer_that_is_too_long_is_kept_and_not_submitted(people, report, laws):
    answer = signed_in(people.focal_point).post(
        address(report), {laws.key: "long " * 5000, "version": "0", "submit": "1"}
    )
    assert answer.status_code == 422
    assert "at most 20000 letters" in answer.content.decode()
    assert len(ProgressUpdate.objects.get().details[laws.key]) > 20_000


def test_one_report_of_a_country_is_open_in_a_cycle(people, report):
    for country in (people.country, people.outsider.terms.get().country):
        update = ReportOf(country, report.cycle).new_update()
        update.written_by, update.written_at = people.focal_point, timezone.now()
        update.save()
    update.pk, update._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        update.save()


def test_an_accepted_report_is_frozen(people, report, laws):
    accepted(people, report, **{laws.key: "The labour code."})
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE priorities_progressupdate SET details = '{}'")


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer", "publisher"])
def test_another_countrys_report_does_not_exist(people, report, laws, who):
    client = signed_in(getattr(people, who))
    assert client.get(address(report)).status_code == 404
    assert client.post(address(report), {laws.key: "Mine", "save": "1"}).status_code == 404
    with pytest.raises(PermissionDenied):
        workflow.save_draft(of=report, by=getattr(people, who), words={})
    assert not ProgressUpdate.objects.exists()


# Questions


def test_a_new_cycle_takes_over_the_questions_that_are_still_asked(people, laws, data):
    data.is_asked = False
    data.save()
    editor = staff(
        "priorities.add_reportingcycle",
        "priorities.change_reportingcycle",
        "priorities.add_question",
        "priorities.change_question",
    )
    client = Client()
    client.force_login(editor)
    page = client.get("/admin/priorities/reportingcycle/add/")
    new = Form(page, "reportingcycle_form").values | {
        "name_en": "Next",
        "period_start": TODAY,
        "period_end": TODAY,
        "opens": TODAY + days(90),
        "due": TODAY + days(99),
    }
    answer = client.post("/admin/priorities/reportingcycle/add/", new)
    assert answer.status_code == 302, answer.context["errors"]
    cycle = ReportingCycle.objects.get(name_en="Next")
    (question,) = cycle.questions.all()
    assert (question.key, question.text_en, question.help_text_en) == (laws.key, laws.text_en, laws.help_text_en)
    assert take_over_questions(cycle=cycle, by=editor) == []
    assert laws.cycle.questions.count() == 2


def test_a_question_is_taken_over_by_whoever_may_write_questions_only(people, cycle):
    with pytest.raises(PermissionDenied):
        take_over_questions(cycle=cycle, by=people.reviewer)


def test_a_cycle_with_reports_in_it_is_not_deleted(people, report, laws):
    answered(people, report, **{laws.key: "Yes."})
    with pytest.raises(IntegrityError):
        report.cycle.delete()


def test_what_was_answered_for_the_secretariat_alone_is_never_made_public(people, report, laws, data):
    answered(people, report, **{laws.key: "Yes."})
    laws.is_public = data.is_public = True
    data.full_clean()
    with pytest.raises(ValidationError, match="only the secretariat reads"):
        laws.full_clean()
