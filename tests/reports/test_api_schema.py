"""What the API says of itself: openapi.json and the page that explains it."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from library.texts import LANGUAGES
from pathfinder.wsgi import application
from reports import workflow
from reports.api import openapi
from reports.api.resources import RESOURCES
from reports.data.schema import TABLES
from reports.models import Edition

pytestmark = pytest.mark.django_db
OPENAPI = "/api/v1/openapi.json"
# Programs are made with these names: none of them may ever go.
OPERATIONS = {
    "/api/v1/": "index",
    "/api/v1/editions/": "list_editions",
    "/api/v1/editions/{country}/{edition}/": "get_editions",
    "/api/v1/countries/": "list_countries",
    "/api/v1/countries/{country}/": "get_countries",
    "/api/v1/actions/": "list_actions",
    "/api/v1/actions/{reference}/": "get_actions",
    "/api/v1/next-steps/": "list_next_steps",
    "/api/v1/next-steps/{country}/{order}/": "get_next_steps",
    "/api/v1/milestones/": "list_milestones",
    "/api/v1/milestones/{country}/{slug}/": "get_milestones",
    "/api/v1/workshops/": "list_workshops",
    "/api/v1/workshops/{country}/{position}/": "get_workshops",
    "/api/v1/events/": "list_events",
    "/api/v1/events/{slug}/": "get_events",
    "/api/v1/themes/": "list_themes",
    "/api/v1/themes/{slug}/": "get_themes",
    "/api/v1/library/documents/": "list_library_documents",
    "/api/v1/library/documents/{slug}/": "get_library_documents",
    "/api/v1/library/toolkit/": "list_library_toolkit",
    "/api/v1/library/toolkit/{slug}/": "get_library_toolkit",
    "/api/v1/library/lessons/": "list_library_lessons",
    "/api/v1/library/lessons/{slug}/": "get_library_lessons",
    "/api/v1/library/networks/": "list_library_networks",
    "/api/v1/library/networks/{slug}/": "get_library_networks",
}


def described() -> dict[str, Any]:
    return Client().get(OPENAPI).json()


def test_operations_keep_their_addresses_and_names() -> None:
    paths = described()["paths"]
    assert {path: operations["get"]["operationId"] for path, operations in paths.items()} == OPERATIONS
    assert all(set(operations) == {"get"} for operations in paths.values())


def test_nothing_of_it_is_guessed(django_assert_num_queries: Any) -> None:
    with GENERATOR_STATS.silence(), django_assert_num_queries(0):  # it is made where there is no database yet
        SchemaGenerator().get_schema(public=True)
    assert not GENERATOR_STATS


def test_it_says_which_version_under_which_terms_and_where() -> None:
    api = described()
    assert api["openapi"] == "3.1.0"
    assert api["info"]["version"] == "1"
    assert api["info"]["license"]["url"].startswith("https://creativecommons.org/")
    assert api["info"]["description"]
    assert "contact" not in api["info"]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
def test_every_field_of_the_tables_is_described_and_there(resource: Any) -> None:
    (name,) = {
        operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for path, operation in described()["paths"].items()
        if operation["get"]["operationId"] == f"get_{resource.id.replace('-', '_')}"
    }
    row = described()["components"]["schemas"][name]
    for field in TABLES[resource.table.name].fields:
        assert row["properties"][field.name]["description"]
        assert field.name in row["required"]


def test_the_words_of_filters_are_those_that_the_data_have() -> None:
    def countries() -> list[str]:
        parameters = described()["paths"]["/api/v1/actions/"]["get"]["parameters"]
        (country,) = (one for one in parameters if one["name"] == "country")
        return country["schema"]["items"]["enum"]

    assert "nepal" in countries()
    assert "tunisia" not in countries()
    by = User.objects.get(email="publisher@example.org")
    workflow.withdraw(edition=Edition.objects.get(slug="nepal"), reason="It was wrong.", by=by)
    assert "nepal" not in countries()
    assert "uganda" in countries()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_explains_every_resource_and_parameter_in_the_readers_language(language: str) -> None:
    page = Client().get(f"/{language}/data/api/").content.decode()
    for path, operations in described()["paths"].items():
        assert f'<code dir="ltr">{path}</code>' in page
        for parameter in operations["get"].get("parameters", []):
            assert parameter["in"] == "path" or f"<code>{parameter['name']}</code>" in page


def test_the_page_tells_what_can_be_asked_and_that_can_be_asked(client: Client) -> None:
    for shown in client.get("/en/data/api/").context["resources"]:
        assert client.get(shown.example).status_code == 200


# Schemathesis: whatever the description allows is answered as it says, whatever it does not is refused. Tests are made
# of the description before there is a database, so of the words that only the data know it has some.

API = schemathesis.openapi.from_dict(openapi.described("en", ("nepal", "uganda"), ("child-labour", "migration")))
API.app = application


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request by WSGI closes old connections around it. That of the test stays, as with Django’s own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@API.parametrize()
@hypothesis_settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_schemathesis_finds_no_fault(case: Any) -> None:
    case.call_and_validate()
