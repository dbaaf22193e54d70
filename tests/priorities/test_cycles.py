"""How far a country is with the reporting cycle: computed from what it sent, the same for everybody who asks."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from countries.models import Country
from priorities.cycles import Standing, State, standings
from priorities.models import PriorityAction, ProgressUpdate, ReportingCycle
from priorities.workflow import confirm_unchanged, return_for_changes, save_draft, submit
from tests.countries.making import a
from tests.priorities.reporting import WORDS, a_draft, accepted, cast, submitted

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


@pytest.fixture
def people():
    ReportingCycle.objects.all().delete()
    cast()
    found = cast()
    found.step.implementation = "completed"  # over, so that the action is all that is expected
    found.step.save()
    return found


def a_cycle(due: dt.date, **fields) -> ReportingCycle:
    return a("priorities.ReportingCycle", **{"opens": min(TODAY, due) - days(60), "due": due, **fields})


def standing(people, today: dt.date = TODAY) -> Standing:
    return next(found for found in standings(Country.objects.all(), today) if found.country == people.country)


@pytest.mark.parametrize(
    ("due_in", "state", "words"),
    [
        (31, "not_yet_due", "due in 31 days"),
        (30, "due", "due in 30 days"),
        (1, "due", "due in 1 day"),
        (0, "due", "due today"),
        (-1, "overdue", "overdue by 1 day"),
        (-400, "overdue", "overdue by 400 days"),
    ],
)
def test_a_country_that_sent_nothing_is_not_yet_due_due_or_overdue(people, due_in, state, words):
    a_cycle(TODAY + days(due_in))
    assert standing(people).state == state
    assert standing(people).due_in_words == words
    assert standing(people).is_late == (state == "overdue")


def test_a_draft_is_no_report(people):
    a_cycle(TODAY)
    a_draft(people)
    assert standing(people).state == "due"


def test_what_was_submitted_waits_for_the_secretariat_however_late_it_is(people):
    a_cycle(TODAY - days(3))
    submitted(people)
    assert (standing(people).state, standing(people).is_late) == ("submitted", False)


def test_what_came_back_waits_for_the_country_and_may_be_late(people):
    a_cycle(TODAY - days(3))
    return_for_changes(update=submitted(people), by=people.reviewer, reason="Which year?")
    assert (standing(people).state, standing(people).is_late) == ("returned", True)


def test_what_was_accepted_since_the_cycle_opened_is_reported(people):
    accepted(people)
    a_cycle(TODAY, opens=TODAY)
    assert standing(people).state == "accepted"


def test_what_was_accepted_before_the_cycle_opened_is_not(people):
    accepted(people)
    a_cycle(TODAY + days(5), opens=TODAY + days(1))
    assert standing(people, TODAY + days(1)).state == "due"


def test_still_correct_is_a_report(people):
    accepted(people)
    a_cycle(TODAY + days(5), opens=TODAY + days(1))
    confirm_unchanged(of=people.action, by=people.focal_point, on=TODAY)
    assert standing(people, TODAY + days(1)).state == "submitted"


def test_each_action_and_next_step_is_to_be_reported(people):
    a_cycle(TODAY)
    other = a("priorities.PriorityAction", country=people.country)
    step = a("priorities.NextStep", country=people.country)
    accepted(people)
    found = standing(people)
    assert (found.state, found.reported, found.expected) == ("due", 1, 3)
    for of in (other, step):
        submit(update=save_draft(of=of, by=people.focal_point, words=WORDS), by=people.focal_point, version=1)
    found = standing(people)
    assert (found.state, found.accepted, found.waiting) == ("submitted", 1, 2)


def test_an_action_completed_in_this_cycle_is_reported_and_not_forgotten(people):
    a_cycle(TODAY)
    accepted(people, implementation="completed")
    assert (standing(people).state, standing(people).expected) == ("accepted", 1)


def test_a_new_update_on_its_way_counts_before_the_accepted_one(people):
    a_cycle(TODAY)
    accepted(people)
    submitted(people, narrative="More")
    assert standing(people).state == "submitted"


def test_a_country_with_nothing_to_report_on_is_not_waited_for(people):
    a_cycle(TODAY)
    PriorityAction.objects.filter(pk=people.action.pk).update(implementation="discontinued")
    assert people.country not in [found.country for found in standings(Country.objects.all(), TODAY)]


def test_the_late_ones_come_first(people):
    a_cycle(TODAY - days(1))
    submitted(people)
    states = [found.state for found in standings(Country.objects.all(), TODAY)]
    assert states == sorted(states, key=list(State).index)
    assert states[0] == "overdue"
    assert states[-1] == "submitted"


def test_one_cycle_runs_at_most():
    ReportingCycle.objects.all().delete()
    first = a("priorities.ReportingCycle", opens=dt.date(2020, 1, 1), due=dt.date(2020, 3, 1))
    second = a(
        "priorities.ReportingCycle", opens=dt.date(2021, 1, 1), due=dt.date(2021, 3, 1), closed=dt.date(2021, 6, 30)
    )
    current = ReportingCycle.objects.current
    assert current(dt.date(2019, 12, 31)) is None
    assert current(dt.date(2020, 1, 1)) == current(dt.date(2020, 12, 31)) == first
    assert current(dt.date(2021, 1, 1)) == current(dt.date(2021, 6, 30)) == second
    assert current(dt.date(2021, 7, 1)) is None
    assert standings(Country.objects.all(), dt.date(2021, 7, 1)) == []


def test_the_queries_do_not_grow_with_the_countries(people):
    a_cycle(TODAY)
    with CaptureQueriesContext(connection) as one:
        standings(Country.objects.filter(pk=people.country.pk), TODAY)
    with CaptureQueriesContext(connection) as all_of_them:
        standings(Country.objects.all(), TODAY)
    assert len(one) == len(all_of_them) == 6


# The pages


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_desk_says_when_the_report_is_due_and_how_far_it_is(people):
    a_cycle(TODAY - days(3), name="Report of the year")
    page = signed_in(people.focal_point).get("/en/desk/").content.decode()
    assert "Report of the year" in page
    assert "overdue by 3 days" in page
    assert "reported so far: 0 of 1" in page
    with translation.override("fr"):
        assert standing(people).due_in_words == translation.ngettext(
            "overdue by %(days)d day", "overdue by %(days)d days", 3
        ) % {"days": 3}


def test_the_desk_says_nothing_of_a_cycle_where_none_runs(people):
    page = signed_in(people.focal_point).get("/en/desk/").content.decode()
    assert "reported so far" not in page


def test_reviewers_see_each_country_and_how_far_it_is(people):
    a_cycle(TODAY - days(3), name="Report of the year")
    page = signed_in(people.reviewer).get("/en/desk/cycles/").content.decode()
    assert "Report of the year" in page
    row = page.split(str(people.country))[1].split("</tr>")[0]
    assert "Overdue by 3 days" in row
    assert "0 of 1" in row
    assert "No focal point" not in row
    people.focal_point.terms.update(end=TODAY - days(1))
    people.deputy.terms.update(end=TODAY - days(1))
    page = signed_in(people.reviewer).get("/en/desk/cycles/").content.decode()
    assert "No focal point" in page.split(str(people.country))[1].split("</tr>")[0]


def test_the_page_of_the_cycle_says_that_none_runs(people):
    assert "No reporting cycle runs today." in signed_in(people.reviewer).get("/en/desk/cycles/").content.decode()


@pytest.mark.parametrize("who", ["focal_point", "deputy", "outsider", "former", "reporter", "publisher"])
def test_the_page_of_the_cycle_exists_for_reviewers_only(people, who):
    a_cycle(TODAY)
    assert signed_in(getattr(people, who)).get("/en/desk/cycles/").status_code == 404


def test_a_cycle_runs_out_and_every_update_stays(people):
    a_cycle(TODAY, closed=TODAY)
    update = submitted(people)
    assert standings(Country.objects.all(), TODAY + days(1)) == []
    assert ProgressUpdate.objects.get() == update
