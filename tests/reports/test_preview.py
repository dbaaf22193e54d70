"""The e-report as it would become: for whoever reports or reviews, and kept nowhere."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from countries.models import MilestoneType
from library.dates import PartialDate
from library.models import Document
from priorities import workflow
from priorities.models import PriorityAction, Question, ReportingCycle
from priorities.subjects import MilestoneOf, ReportOf, WorkshopOf
from reports.models import Edition
from tests.countries.making import a
from tests.priorities.reporting import WORDS, Cast, a_draft, accepted, cast, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    cast()
    return cast()


def preview(people: Cast, who: str) -> str:
    client = Client()
    client.force_login(getattr(people, who))
    answer = client.get(f"/en/desk/{people.country.slug}/preview/")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.parametrize("who", ["focal_point", "deputy", "reporter"])
def test_it_lays_what_is_on_its_way_over_the_records_and_keeps_nothing(people, who):
    before = Edition.objects.count()
    a_draft(people, outlook="at_risk")
    html = preview(people, who)
    assert "This is a preview." in html
    assert "Reported by the country, as of March 2020" in html
    assert "state-at_risk" in html
    assert Edition.objects.count() == before
    assert PriorityAction.objects.get(pk=people.action.pk).implementation == "not_reported"


@pytest.mark.parametrize("who", ["outsider", "former", "publisher"])
def test_it_exists_for_nobody_else(people, who):
    a_draft(people)
    assert preview(people, who) == "404"
    assert Client().get(f"/en/desk/{people.country.slug}/preview/").status_code == 302


def test_a_reviewer_sees_what_was_submitted_and_no_draft(people):
    update = a_draft(people)
    assert WORDS["narrative"] not in preview(people, "reviewer")
    update = workflow.submit(update=update, by=people.focal_point, version=update.version)
    assert WORDS["narrative"] in preview(people, "reviewer")
    workflow.return_for_changes(update=update, by=people.reviewer, reason="By whom?")
    assert WORDS["narrative"] not in preview(people, "reviewer")


def test_an_update_of_an_earlier_day_takes_no_later_ones_place(people):
    accepted(people, as_of=PartialDate(2021), narrative="The later one")
    a_draft(people, as_of=PartialDate(2020), narrative="The earlier one")
    html = preview(people, "focal_point")
    assert "The later one" in html
    assert "The earlier one" not in html


def test_half_a_draft_breaks_nothing(people):
    workflow.save_draft(of=people.action, by=people.focal_point, words={"narrative": "Half a"})
    workflow.save_draft(of=people.step, by=people.focal_point, words={"implementation": "completed"})
    assert "state-completed" in preview(people, "focal_point")


def test_the_number_of_queries_does_not_grow(people, django_assert_num_queries):
    accepted(people)
    submitted(people, narrative="Twenty were hired.")
    preview(people, "focal_point")
    with CaptureQueriesContext(connection) as before:
        preview(people, "focal_point")
    for _ in range(3):
        people.action = a("priorities.PriorityAction", country=people.country)
        accepted(people)
        a_draft(people, narrative="More")
    with django_assert_num_queries(len(before)):
        preview(people, "focal_point")


def test_it_lays_proposed_milestones_workshops_and_public_answers_over_the_records(people):
    cycle = ReportingCycle.objects.current(timezone.localdate())
    question = Question.objects.create(cycle=cycle, order=9, text_en="Which data are new?", is_public=True)
    kind = MilestoneType.objects.get(slug="roadmap-adopted")
    there = a("events.Workshop", country=people.country, start=PartialDate(2018), place_en="Old Town")
    for of, details in (
        (MilestoneOf(people.country, kind), {"state": "under_way", "date": "2021-02"}),
        (WorkshopOf(people.country), {"kind": "other", "start": "2021-03", "place": "Pokhara"}),
        (WorkshopOf(people.country, there), {"kind": "strategy", "start": "2018", "place": "New Town"}),
        (ReportOf(people.country, cycle), {question.key: "The labour code."}),
        (MilestoneOf(people.country, MilestoneType.objects.first()), {"date": "2021"}),  # half a draft
    ):
        workflow.save_draft(of=of, by=people.focal_point, words={"details": details, "language": "en"})
    html = preview(people, "focal_point")
    for words in ("February 2021", "Pokhara", "New Town", "The labour code.", "Reported by the country through this"):
        assert words in html
    assert "Old Town" not in html
    assert "Pokhara" not in preview(people, "reviewer")
    assert not people.country.milestones.exists()
    assert not Document.objects.filter(slug__startswith="country-reports").exists()
