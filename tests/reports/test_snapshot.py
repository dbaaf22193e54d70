"""Records → plain data."""

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone
from model_bakery import baker

from accounts.models import User
from countries.models import Country, Milestone, MilestoneType
from library.models import Document
from priorities.models import PriorityAction, Theme
from reports import snapshot
from reports.workflow import canonical
from tests.priorities.reporting import speaks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Country:
    return Country.objects.get(slug="nepal")


def test_it_is_plain_json_and_the_same_each_time(country: Country) -> None:
    data = snapshot.of_country(country)
    assert json.loads(canonical(data)) == data
    assert canonical(snapshot.of_country(country)) == canonical(data)


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(
    country: Country, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_max_num_queries(40) as first:
        snapshot.of_country(Country.objects.get(slug="nepal"))
    theme, document = Theme.objects.first(), Document.objects.get()
    for number in range(10, 13):
        action = baker.make(
            PriorityAction, country=country, order=number, reference=f"NPL-{number}", source=document, locator="p. 1"
        )
        action.themes.add(theme)
        kind = baker.make(MilestoneType, order=number + 90)
        baker.make(Milestone, country=country, type=kind, state="done", source=document, locator="p. 1")
    with django_assert_num_queries(len(first)):
        snapshot.of_country(Country.objects.get(slug="nepal"))


def test_it_holds_nothing_of_another_country(country: Country) -> None:
    text = canonical(snapshot.of_country(country))
    assert "Madagascar" not in text
    assert "UGA-" not in text


def test_texts_stand_under_the_languages_they_exist_in(country: Country) -> None:
    action = country.priority_actions.get(reference="NPL-01")
    action.wording_fr, action.wording_es, action.wording_ar = "Texte", "", None
    action.save()
    (row,) = [row for row in snapshot.of_country(country)["actions"] if row["reference"] == "NPL-01"]
    assert set(row["wording"]) == {"en", "fr"}
    assert row["target"] == {}


def test_it_names_only_documents_that_it_cites(country: Country) -> None:
    baker.make(Document, slug="another", title="Another")
    assert set(snapshot.of_country(country)["sources"]) == {"global-progress-2019"}


def test_every_kind_of_milestone_is_there_once_in_its_order(country: Country) -> None:
    rows = snapshot.of_country(country)["milestones"]
    assert [row["slug"] for row in rows] == list(MilestoneType.objects.values_list("slug", flat=True))


def test_money_and_dates_keep_their_exact_text(country: Country) -> None:
    country.priority_actions.filter(reference="NPL-01").update(
        currency="NPR", budget_needed="1200000.50", period_start="2019-02", period_end="2019-12-31"
    )
    (row,) = [row for row in snapshot.of_country(country)["actions"] if row["reference"] == "NPL-01"]
    assert (row["budget_needed"], row["period_start"], row["period_end"]) == ("1200000.50", "2019-02", "2019-12-31")


def test_it_names_the_institution_of_todays_focal_point_and_of_nobody_else(country: Country) -> None:
    today, day = timezone.localdate(), dt.timedelta(days=1)
    country.focal_points.all().delete()
    speaks_for(Country.objects.get(slug="uganda"), institution="Elsewhere")
    speaks_for(country, institution="Deputies", is_deputy=True)
    speaks_for(country, institution="Before", end=today - day)
    speaks_for(country, institution="Later", start=today + day)
    User.objects.filter(pk=speaks_for(country, institution="Off").pk).update(is_active=False)
    assert snapshot.of_country(country)["focal_point_institution"] is None
    speaks_for(country, institution="Second", start=dt.date(2020, 1, 1))
    speaks_for(country, institution="Ministry of Labour", end=today)
    assert snapshot.of_country(country)["focal_point_institution"] == "Ministry of Labour"
