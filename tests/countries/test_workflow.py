import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from countries.models import Country, EngagementDecision
from countries.workflow import change_engagement
from library.dates import PartialDate
from tests.countries.making import a, staff

pytestmark = pytest.mark.django_db

SINCE = PartialDate(2019, 2)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def country():
    a("countries.Country", engagement="candidate")
    return a("countries.Country", engagement="candidate")


@pytest.fixture
def officer():
    return staff("countries.add_engagementdecision")


def decide(country, by, **words):
    usual = {"to": "pathfinder", "reason": "Letter of 1 March"}
    return change_engagement(country=country, by=by, **usual | words)


def untouched(country):
    there = Country.objects.get(pk=country.pk)
    return (
        (there.engagement, there.pathfinder_since) == (country.engagement, country.pathfinder_since)
        and there.history.count() == 1
        and not there.engagement_decisions.exists()
    )


def test_a_decision_changes_the_engagement_and_says_who_when_and_why(country, officer):
    others = list(Country.objects.exclude(pk=country.pk).values())
    decision = decide(country, officer, since=SINCE)
    country.refresh_from_db()
    assert (country.engagement, country.pathfinder_since) == ("pathfinder", SINCE)
    assert country.history.count() == 2
    assert EngagementDecision.objects.get(country=country) == decision
    assert (decision.before, decision.after, decision.reason) == ("candidate", "pathfinder", "Letter of 1 March")
    assert decision.decided_by == officer
    assert decision.decided_at is not None
    assert str(decision) == f"{country}: Pathfinder country"
    assert list(Country.objects.exclude(pk=country.pk).values()) == others


def test_since_when_may_stay_unknown(country, officer):
    decide(country, officer)
    country.refresh_from_db()
    assert (country.engagement, country.pathfinder_since) == ("pathfinder", None)


def test_who_stops_being_a_pathfinder_has_no_longer_a_date(officer):
    country = a("countries.Country", engagement="pathfinder", pathfinder_since=SINCE)
    decide(country, officer, to="candidate")
    country.refresh_from_db()
    assert (country.engagement, country.pathfinder_since) == ("candidate", None)
    assert country.history.earliest().pathfinder_since == SINCE


def test_a_decision_starts_from_what_is_stored_and_not_from_what_somebody_holds(country, officer):
    held = Country.objects.get(pk=country.pk)
    decide(country, officer)
    decision = decide(held, officer, to="prospective", reason="Letter of 2 March")
    assert (decision.before, decision.after) == ("pathfinder", "prospective")
    assert [row.after for row in held.engagement_decisions.all()] == ["prospective", "pathfinder"]


def test_a_decision_changes_nothing_else_that_somebody_holds_unsaved(country, officer):
    country.name = "Another name"
    decide(country, officer)
    assert Country.objects.get(pk=country.pk).name != "Another name"


def nobody(**fields):
    return a("accounts.User", **fields)


OUTSIDERS = {
    "nobody in particular": nobody,
    "staff without the right": staff,
    "staff who may change countries": lambda: staff("countries.change_country", "countries.view_engagementdecision"),
    "somebody with the right who is no staff": lambda: staff("countries.add_engagementdecision", is_staff=False),
    "staff with the right whose account is off": lambda: staff("countries.add_engagementdecision", is_active=False),
    "an administrator whose account is off": lambda: nobody(is_staff=True, is_superuser=True, is_active=False),
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_decision_needs_the_right_to_decide(country, who):
    with pytest.raises(PermissionDenied, match="right of the secretariat"):
        decide(country, OUTSIDERS[who]())
    assert untouched(country)


def test_the_right_is_asked_before_anything_is_said_of_the_country(country):
    with pytest.raises(PermissionDenied):
        decide(country, nobody(), to="candidate", reason="")


def test_an_administrator_may_decide(country):
    assert decide(country, nobody(is_staff=True, is_superuser=True)).after == "pathfinder"


REFUSED = {
    "what it is already": ({"to": "candidate"}, "after", "already"),
    "without a reason": ({"reason": ""}, "reason", "Say why"),
    "with a reason of blanks": ({"reason": " \n\t"}, "reason", "Say why"),
    "a date for what is no Pathfinder": ({"to": "prospective", "since": SINCE}, "since", "Only a Pathfinder country"),
    "an engagement there is not": ({"to": "ally"}, "engagement", "not a valid choice"),
    "no engagement": ({"to": ""}, "engagement", "blank"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_decision_is_refused_and_nothing_is_written(country, officer, what):
    words, field, why = REFUSED[what]
    with pytest.raises(ValidationError) as caught:
        decide(country, officer, **words)
    assert list(caught.value.message_dict) == [field]
    assert why in caught.value.message_dict[field][0]
    assert untouched(country)


def test_a_country_whose_record_is_wrong_keeps_its_engagement(country, officer):
    Country.objects.filter(pk=country.pk).update(locator="")
    with pytest.raises(ValidationError, match="locator"):
        decide(country, officer)
    assert untouched(country)


def test_the_same_decision_sent_twice_is_recorded_once(country, officer):
    decide(country, officer)
    with pytest.raises(ValidationError, match="already"):
        decide(country, officer)
    assert country.engagement_decisions.count() == 1
