from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import translation

from countries.models import Country
from library.dates import PartialDate
from tests.countries.making import RECORDS, a
from tests.library.refused import refused

pytestmark = pytest.mark.django_db

OF_A_COUNTRY = ["coordinationbody", "coordinationstep", "goodpractice"]


def test_a_country_has_the_two_letters_of_iso_3166():
    for code in ("n", "np", "N1", "NÉ"):
        with refused("countries_country_alpha2"):
            a("countries.Country", alpha2=code)


def test_a_country_has_the_three_letters_of_iso_3166():
    for code in ("NP", "npl", "NP1"):
        with refused("countries_country_alpha3"):
            a("countries.Country", alpha3=code)


def test_a_country_has_the_three_digits_of_m49():
    for code in ("24", "05A", "٠٢٤"):
        with refused("countries_country_m49"):
            a("countries.Country", m49=code)


@pytest.mark.parametrize("column", ["slug", "alpha2", "alpha3", "m49"])
def test_a_code_names_one_country(column):
    taken = getattr(a("countries.Country"), column)
    with refused(f"countries_country.{column}"):
        a("countries.Country", **{column: taken})


@pytest.mark.parametrize("engagement", ["none", "prospective", "candidate"])
def test_only_a_pathfinder_has_a_date_since_when_it_is_one(engagement):
    a("countries.Country", engagement="pathfinder", pathfinder_since=PartialDate(2019, 2))
    a("countries.Country", engagement="pathfinder", pathfinder_since=None)
    with refused("countries_country_since_only_for_pathfinders"):
        a("countries.Country", engagement=engagement, pathfinder_since=PartialDate(2019, 2))


def test_countries_that_only_took_part_in_an_event_have_no_report():
    ours = {word: a("countries.Country", engagement=word) for word in Country.Engagement.values}
    found = set(Country.objects.with_report())
    assert ours["none"] not in found
    assert {ours["prospective"], ours["candidate"], ours["pathfinder"]} <= found


def test_a_kind_of_milestone_has_its_name_and_place():
    kind = a("countries.MilestoneType")
    with refused("countries_milestonetype.slug"):
        a("countries.MilestoneType", slug=kind.slug)
    with refused("countries_milestonetype.order"):
        a("countries.MilestoneType", order=kind.order)


def test_a_milestone_is_recorded_once_for_each_country():
    milestone = a("countries.Milestone", state="ahead")
    a("countries.Milestone", type=milestone.type)
    a("countries.Milestone", country=milestone.country)
    with refused("countries_milestone_once_each"):
        a("countries.Milestone", country=milestone.country, type=milestone.type, state="done")


def test_a_milestone_that_is_there_already_is_refused_with_a_sentence():
    there = a("countries.Milestone")
    again = there._meta.model(
        country=there.country, type=there.type, state="done", source=there.source, locator="Slide 2"
    )
    with translation.override("en"), pytest.raises(ValidationError, match="already has this milestone"):
        again.full_clean()


@pytest.mark.parametrize("name", OF_A_COUNTRY)
def test_what_belongs_to_a_country_has_a_place_of_its_own_there(name):
    label = next(model._meta.label for model in RECORDS if model._meta.label_lower == f"countries.{name}")
    record = a(label, order=1)
    a(label, order=1)
    with refused(f"countries_{name}_one_place_each"):
        a(label, order=1, country=record.country)


def test_a_decision_on_engagement_changes_something():
    with refused("countries_engagementdecision_changes"):
        a("countries.EngagementDecision", before="candidate", after="candidate")


def test_a_decision_on_engagement_has_a_reason():
    with refused("countries_engagementdecision_has_reason"):
        a("countries.EngagementDecision", reason="")


def test_a_country_with_a_decision_and_who_decided_cannot_be_deleted():
    decision = a("countries.EngagementDecision")
    for kept in (decision.country, decision.decided_by):
        with pytest.raises(ProtectedError):
            kept.delete()


def test_every_constraint_of_every_record_has_a_test_that_names_it():
    words = " ".join(path.read_text() for path in Path(__file__).parent.parent.glob("*/test_*.py"))
    ours = [model for model in apps.get_models() if model in RECORDS or model._meta.app_label == "accounts"]
    missing = [
        constraint.name
        for model in ours
        for constraint in model._meta.constraints
        # The second is how a test for several models writes it.
        if constraint.name not in words
        and constraint.name.replace(f"_{model._meta.model_name}_", "_{name}_") not in words
    ]
    assert missing == []
