import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from library.dates import PartialDate
from priorities.models import Reminder
from tests.countries.making import RECORDS, a
from tests.library.refused import refused

pytestmark = pytest.mark.django_db

OF_A_COUNTRY = ["roadmap", "pillar", "priorityaction", "nextstep"]


def test_a_theme_has_its_name_and_place():
    theme = a("priorities.Theme")
    with refused("priorities_theme.slug"):
        a("priorities.Theme", slug=theme.slug)
    with refused("priorities_theme.order"):
        a("priorities.Theme", order=theme.order)


@pytest.mark.parametrize("name", OF_A_COUNTRY)
def test_what_belongs_to_a_country_has_a_place_of_its_own_there(name):
    label = next(model._meta.label for model in RECORDS if model._meta.label_lower == f"priorities.{name}")
    record = a(label, order=1)
    a(label, order=1)
    with refused(f"priorities_{name}_one_place_each"):
        a(label, order=1, country=record.country)


def test_a_reference_names_one_action_of_all_countries():
    taken = a("priorities.PriorityAction").reference
    with refused("priorities_priorityaction.reference"):
        a("priorities.PriorityAction", reference=taken)


@pytest.mark.parametrize("reference", ["NPL", "NPL-1", "NPL-1000", "NP-01", "npl-01", "NPL 01", "NPL-01a", "NPL-٠١"])
def test_a_reference_is_a_country_and_a_number(reference):
    with refused("priorities_priorityaction_reference"):
        a("priorities.PriorityAction", reference=reference)


def test_a_period_does_not_end_before_it_begins():
    start, end = PartialDate(2019, 3), PartialDate(2019, 2)
    a("priorities.PriorityAction", period_start=end, period_end=start)
    a("priorities.PriorityAction", period_start=start)
    a("priorities.PriorityAction", period_end=end)
    with refused("priorities_priorityaction_period_forward"):
        a("priorities.PriorityAction", period_start=start, period_end=end)


def test_a_period_may_end_within_the_year_it_began_in():
    a("priorities.PriorityAction", period_start=PartialDate(2019, 3), period_end=PartialDate(2019))


@pytest.mark.parametrize("field", ["budget_needed", "budget_secured"])
def test_money_has_a_currency(field):
    a("priorities.PriorityAction", currency="USD", **{field: Decimal("1000.50")})
    with refused("priorities_priorityaction_money_has_currency"):
        a("priorities.PriorityAction", currency="", **{field: Decimal(0)})


def test_what_is_not_reported_has_no_outlook():
    a("priorities.PriorityAction", implementation="in_progress", outlook="at_risk")
    with refused("priorities_priorityaction_no_outlook_unreported"):
        a("priorities.PriorityAction", implementation="not_reported", outlook="on_track")


def test_an_action_stands_under_a_pillar_of_its_own_country():
    ours = a("priorities.PriorityAction", themes=[a("priorities.Theme")])
    ours.pillar = a("priorities.Pillar", country=ours.country)
    ours.full_clean()
    ours.pillar = a("priorities.Pillar")
    with translation.override("en"), pytest.raises(ValidationError, match="belongs to another country") as caught:
        ours.full_clean()
    assert list(caught.value.message_dict) == ["pillar"]


def test_a_pillar_stands_in_a_roadmap_of_its_own_country():
    ours = a("priorities.Pillar", themes=[a("priorities.Theme")])
    ours.roadmap = a("priorities.Roadmap", country=ours.country)
    ours.full_clean()
    ours.roadmap = a("priorities.Roadmap")
    with translation.override("en"), pytest.raises(ValidationError, match="belongs to another country") as caught:
        ours.full_clean()
    assert list(caught.value.message_dict) == ["roadmap"]


def test_an_action_outlives_its_pillar_and_a_pillar_its_roadmap():
    action = a("priorities.PriorityAction")
    action.pillar = a("priorities.Pillar", country=action.country)
    action.pillar.roadmap = a("priorities.Roadmap", country=action.country)
    action.pillar.save()
    action.save()
    pillar, roadmap = action.pillar, action.pillar.roadmap
    roadmap.delete()
    pillar.refresh_from_db()
    assert pillar.roadmap is None
    pillar.delete()
    action.refresh_from_db()
    assert action.pillar is None


def test_nothing_is_said_of_an_action_that_nobody_reported_on():
    action = a("priorities.PriorityAction")
    assert (action.implementation, action.outlook, action.status_date) == ("not_reported", "", None)
    assert a("priorities.NextStep").horizon == ""


def test_a_reporting_cycle_opens_on_a_day_of_its_own_and_runs_forward():
    opens = a("priorities.ReportingCycle").opens
    with refused("priorities_reportingcycle.opens"):
        a("priorities.ReportingCycle", opens=opens)
    before = opens - dt.timedelta(days=1)
    with refused("priorities_reportingcycle_due_once_open"):
        a("priorities.ReportingCycle", opens=before, due=before - dt.timedelta(days=1))
    with refused("priorities_reportingcycle_closed_once_open"):
        a("priorities.ReportingCycle", opens=before, closed=before - dt.timedelta(days=1))
    with refused("priorities_reportingcycle_period_forward"):
        a("priorities.ReportingCycle", period_start=dt.date(2019, 2, 1), period_end=dt.date(2019, 1, 31))


def test_a_person_is_reminded_once_of_each_of_the_four_days():
    one = {"person": a("accounts.User"), "cycle": a("priorities.ReportingCycle"), "tried_at": timezone.now()}
    Reminder.objects.create(**one, offset=-7)
    Reminder.objects.create(**one, offset=7)
    with refused("priorities_reminder_once_each"):
        Reminder.objects.create(**one, offset=-7, attempts=2)
    with refused("priorities_reminder_offset"):
        Reminder.objects.create(**one, offset=-8)
