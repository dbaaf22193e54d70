import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import translation

from library.dates import PartialDate
from tests.countries.making import a
from tests.library.refused import refused

pytestmark = pytest.mark.django_db


def test_a_workshop_is_recorded_once_for_each_country_kind_and_beginning():
    workshop = a("events.Workshop", kind="strategy", start=PartialDate(2019, 3))
    a("events.Workshop", kind="strategy", start=PartialDate(2019, 3))
    a("events.Workshop", kind="consultation", start=PartialDate(2019, 3), country=workshop.country)
    a("events.Workshop", kind="strategy", start=PartialDate(2019), country=workshop.country)
    with refused("events_workshop_once_each"):
        a("events.Workshop", kind="strategy", start=PartialDate(2019, 3), country=workshop.country)


def test_a_workshop_does_not_end_before_it_begins():
    with refused("events_workshop_forward"):
        a("events.Workshop", start=PartialDate(2019, 3, 2), end=PartialDate(2019, 3, 1))


def test_an_event_does_not_end_before_it_begins():
    with refused("events_event_forward"):
        a("events.Event", start=PartialDate(2020), end=PartialDate(2019))


@pytest.mark.parametrize("label", ["events.Event", "events.Organisation"])
def test_a_slug_names_one_record(label):
    taken = a(label).slug
    with refused(f"{label.replace('.', '_').lower()}.slug"):
        a(label, slug=taken)


def test_a_country_or_an_organisation_takes_part_and_not_both():
    country, organisation = a("countries.Country"), a("events.Organisation")
    a("events.Participation", country=country, organisation=None)
    a("events.Participation", country=None, organisation=organisation)
    with refused("events_participation_country_or_organisation"):
        a("events.Participation", country=country, organisation=organisation)
    with refused("events_participation_country_or_organisation"):
        a("events.Participation", country=None, organisation=None)


def test_who_names_both_or_neither_is_told_so():
    both = a("events.Participation")
    both.organisation = a("events.Organisation")
    with translation.override("en"), pytest.raises(ValidationError, match="a country or an organisation, not both"):
        both.full_clean()


def test_a_country_takes_part_once_in_a_role():
    there = a("events.Participation", role="speaker")
    a("events.Participation", event=there.event, role="speaker")
    a("events.Participation", event=there.event, country=there.country, role="host")
    with refused("events_participation_country_once_each"):
        a("events.Participation", event=there.event, country=there.country, role="speaker")


def test_an_organisation_takes_part_once_in_a_role():
    there = a("events.Participation", country=None, organisation=a("events.Organisation"), role="speaker")
    a("events.Participation", event=there.event, country=None, organisation=a("events.Organisation"), role="speaker")
    with refused("events_participation_organisation_once_each"):
        a("events.Participation", event=there.event, country=None, organisation=there.organisation, role="speaker")


def test_who_took_part_cannot_be_deleted_and_goes_with_the_event():
    country = a("events.Participation")
    organisation = a("events.Participation", country=None, organisation=a("events.Organisation"), event=country.event)
    for who in (country.who, organisation.who):
        with pytest.raises(ProtectedError):
            who.delete()
    country.event.delete()
    assert not type(country).objects.filter(pk__in=[country.pk, organisation.pk]).exists()


def test_participations_are_listed_by_role_countries_first_then_by_name():
    event = a("events.Event")
    for name, role in (("Zambia", "participant"), ("Angola", "participant"), ("Chad", "organiser")):
        a("events.Participation", event=event, country=a("countries.Country", name=name), role=role)
    body = a("events.Organisation", name="An agency", acronym="AA")
    a("events.Participation", event=event, country=None, organisation=body, role="participant")
    a("events.Participation")
    rows = sorted(event.participations.all(), key=lambda row: row.in_order)
    assert [str(row.who) for row in rows] == ["Chad", "Angola", "Zambia", "An agency (AA)"]
