"""What is written on the console holds no name, address, token or draft."""

import logging
import sys

import pytest
from django.db import DatabaseError, transaction
from django.test import Client, RequestFactory

from countries.models import EngagementDecision
from pathfinder.logs import DiscreetFormatter
from tests.countries.making import a

SECRET = "a-token-of-somebody@example.org"


@pytest.fixture
def said(caplog):
    def say() -> str:
        return "\n".join(DiscreetFormatter().format(record) for record in caplog.records)

    caplog.set_level(logging.INFO, logger="django")
    return say


@pytest.mark.parametrize("debug", ["0", "1"])
def test_the_console_of_production_is_discreet_and_that_of_a_developer_is_not(debug):
    from tests.pathfinder.test_settings import python

    ask = "from django.conf import settings; print(settings.LOGGING['handlers']['console'].get('formatter'))"
    ran = python("-c", ask, DEBUG=debug, SECRET_KEY="s" * 60)
    assert ran.stdout.strip() == ("None" if debug == "1" else "discreet")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/en/follow/confirm/{}/", "/en/follow/{}/", "/{}"])
def test_an_address_that_is_refused_is_not_written_out(client: Client, said, address):
    assert client.get(address.format(SECRET)).status_code >= 400
    assert client.post(address.format(SECRET)).status_code >= 400
    assert SECRET not in said()


@pytest.mark.django_db
def test_an_address_is_named_by_its_pattern(client: Client, said):
    assert client.post("/en/countries/nepal/").status_code == 405
    assert "/en/countries/<slug:slug>/" in said()


@pytest.mark.django_db
def test_a_failing_page_says_where_and_not_with_what(said):
    request = RequestFactory().get(f"/en/{SECRET}/")
    try:
        raise KeyError(SECRET) from ValueError(SECRET)
    except KeyError:
        logging.getLogger("django.request").error(
            "%s: %s", "Internal Server Error", request.path, exc_info=sys.exc_info(), extra={"request": request}
        )
    assert SECRET not in said()
    assert "test_a_failing_page_says_where_and_not_with_what" in said()
    assert said().endswith("KeyError\nValueError")


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_quoted(said):
    decision = a("countries.EngagementDecision")
    row = EngagementDecision(country=decision.country, decided_by=decision.decided_by, before="none", after="none")
    row.reason = SECRET
    try:
        with transaction.atomic():
            row.save()
    except DatabaseError:
        logging.getLogger("django.request").exception("It failed")
    assert "IntegrityError" in said()
    assert SECRET not in said()


def test_an_error_without_a_place_is_said_as_well(said):
    logging.getLogger("django").error("It failed", exc_info=(ValueError, ValueError(SECRET), None))
    assert said() == "It failed\nValueError"
