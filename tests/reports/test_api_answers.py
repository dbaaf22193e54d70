"""How the API answers, whatever is asked: headers, caches, methods, and what it takes no harm from."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from events.models import Participation

from .asking import LISTS, got
from .second_edition import much_changed

pytestmark = pytest.mark.django_db


# How it answers


@pytest.mark.parametrize("address", LISTS)
def test_queries_are_few_and_do_not_grow_with_what_is_shown(address: str) -> None:
    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            got(address + query)
        return len(queries)

    got(address)  # what this process keeps is kept now
    assert asked("?page_size=1") == asked("?page_size=3&language=ar") <= 3


def test_a_new_edition_costs_one_query_more_and_once() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            got("/api/v1/actions/?country=nepal&theme=agriculture&region=asia")
        return len(queries)

    usual = min(asked(), asked())
    much_changed()
    assert (asked(), asked()) == (usual + 1, usual)
    assert usual + 1 <= 3


def test_whoever_has_it_already_gets_304_until_it_changes() -> None:
    address = "/api/v1/actions/?country=nepal"
    tag = Client().get(address)["ETag"]
    again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    much_changed()
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_change_of_the_library_changes_the_tag() -> None:
    tag = Client().get("/api/v1/events/")["ETag"]
    Participation.objects.filter(event__slug="hlpf-2019").first().delete()
    assert Client().get("/api/v1/events/")["ETag"] != tag


def test_an_answer_may_be_kept_for_a_minute_and_a_refusal_never() -> None:
    assert Client().get("/api/v1/actions/")["Cache-Control"] == "public, max-age=60"
    assert Client().get("/api/v1/actions/?page=900")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/api/v1/actions/", "/api/v1/actions/NPL-04/", "/api/v1/", "/api/v1/openapi.json"]
)
def test_every_answer_names_licence_documentation_and_disclaimer(address: str) -> None:
    links = Client().get(address)["Link"]
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in links
    assert f'<{settings.PORTAL_URL}/en/data/api/#disclaimer>; rel="terms-of-service"' in links
    assert 'rel="service-doc"' in links


@pytest.mark.parametrize("address", ["/api/v1/actions/", "/api/v1/nothing/", "/api/v1/actions/?page=900", "/api/x"])
def test_pages_of_any_origin_may_read_every_answer(address: str) -> None:
    assert Client().get(address)["Access-Control-Allow-Origin"] == "*"


def test_a_browser_that_asks_first_is_told_what_may_be_done() -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    answer = Client().options("/api/v1/actions/", headers=asked)
    assert answer.status_code == 204
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Headers"] == "If-None-Match"


def test_the_answer_is_the_same_for_whoever_has_signed_in() -> None:
    client = Client()
    client.force_login(User.objects.get(email="focal.nepal@example.org"))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v1/actions/?country=nepal", headers={"Authorization": "Bearer x"})
    assert not answer.cookies
    assert not [query for query in queries if "session" in query["sql"] or "accounts_user" in query["sql"]]
    assert answer.content == Client().get("/api/v1/actions/?country=nepal").content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize(
    "address", ["/api/v1/actions/", "/api/v1/actions/NPL-04/", "/api/v1/openapi.json", "/api/v1/"]
)
def test_nothing_is_written_and_what_may_be_done_is_named(address: str, method: str) -> None:
    answer = getattr(Client(), method)(address)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["title"] == "Method Not Allowed"


@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v2/", "/api/v1/actions/%00/", "/api/v1/actions/../x/"])
def test_an_address_that_leads_nowhere_says_so_in_json(address: str) -> None:
    assert got(address, 404)["title"] == "Not Found"


def test_the_address_of_an_api_leads_to_its_documentation() -> None:
    assert Client().get("/api/")["Location"] == "/en/data/api/"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("application/*", 200),
        ("text/html", 406),
        ("application/xml", 406),
    ],
)
def test_json_is_all_that_can_be_had(accept: str, status: int) -> None:
    got("/api/v1/actions/NPL-04/", status, Accept=accept)


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    accept=st.text(st.characters(codec="latin-1", exclude_characters="\r\n")),
    tag=st.text(st.characters(codec="latin-1", exclude_characters="\r\n")),
)
def test_any_header_gets_json_or_is_refused(db: None, accept: str, tag: str) -> None:
    headers = {"Accept": accept, "Accept-Language": accept, "If-None-Match": tag, "Range": tag}
    answer = Client().get("/api/v1/themes/", headers=headers)
    assert answer.status_code in (200, 304, 406)


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(["country", "since", "page", "language", "from", "x"]), st.text()))
def test_any_query_is_answered_or_refused(db: None, query: dict[str, str]) -> None:
    answer = Client().get("/api/v1/actions/", query)
    assert answer.status_code in (200, 400, 404)
    assert answer.json()
