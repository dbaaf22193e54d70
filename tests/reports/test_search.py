"""Searching, through the door a reader takes. Holds on both engines; what only PostgreSQL finds says so."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_bakery import baker

from events.models import Event
from library.models import Document
from reports import find
from reports.models import SearchEntry
from reports.terms import query

pytestmark = pytest.mark.django_db
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def found(client: Client, typed: str, language: str = "en", **filters: str) -> list[str]:
    """The addresses of all that is found, in order, without the language."""
    form = client.get(f"/{language}/search/", {"q": typed, **filters}).context["form"]
    entries = SearchEntry.objects.in_bulk()
    return [entries[hit.pk].address.removeprefix(f"/{language}/") for hit in form.passing]


def make_events(count: int, **texts: Any) -> None:
    for number in range(count):
        baker.make(
            Event,
            slug=f"made-{number}",
            start=f"2031-01-{number % 28 + 1:02}",
            scope="global",
            is_published=True,
            source=Document.objects.first(),
            **{"name_en": "Quinquennial congress", **texts},
        )


@pytest.mark.parametrize(("language", "typed"), [("ar", "nepal"), ("es", "népal"), ("en", "نيبال"), ("fr", "NEPAL")])
def test_a_country_is_found_by_its_name_in_any_language(client: Client, language: str, typed: str) -> None:
    assert found(client, typed, language)[0] == "countries/nepal/"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("NPL-04", "countries/nepal/#npl-04"),
        ("municipalit", "countries/nepal/#npl-04"),
        ("free municipalities nepal", "countries/nepal/#npl-04"),
        ('"child labour free municipalities"', "countries/nepal/#npl-04"),
        ("forced labour", "themes/forced-labour/"),
        ("labour forum", "events/child-labour-forum-2020/"),
        ("privacy", "privacy/"),
        ("MOLESS secretariat", "countries/nepal/#coordination"),
    ],
)
def test_what_is_looked_for_comes_first(client: Client, typed: str, first: str) -> None:
    assert found(client, typed)[0] == first


def test_words_between_quotation_marks_stand_in_that_order(client: Client) -> None:
    assert "countries/nepal/#npl-04" in found(client, "free labour child")
    assert "countries/nepal/#npl-04" not in found(client, '"free labour child"')
    assert not found(client, '"municipalit"')


def test_every_word_must_be_there(client: Client) -> None:
    assert not found(client, "nepal quinquennial")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no stems")
@pytest.mark.parametrize(
    ("language", "typed", "other"),
    [
        ("en", "municipality", "municipalities"),
        ("fr", "municipalité", "municipalités"),
        ("es", "municipio", "municipios"),
        ("ar", "بلدية", "بلديات"),
    ],
)
def test_postgresql_finds_a_word_in_its_other_forms(client: Client, language: str, typed: str, other: str) -> None:
    assert "countries/nepal/#npl-04" in found(client, other, language)
    assert "countries/nepal/#npl-04" in found(client, typed, language)


def test_every_language_of_the_index_has_its_stems() -> None:
    languages = set(SearchEntry.objects.values_list("language", flat=True).distinct())
    assert languages == set(find.CONFIGURATIONS)


def test_hits_in_the_title_come_first_then_kinds_then_the_order_of_the_portal(client: Client) -> None:
    make_events(2)
    baker.make(
        Event,
        slug="mentions",
        name_en="Another",
        description_en="After the quinquennial congress",
        start="2032",
        scope="global",
        is_published=True,
        source=Document.objects.first(),
    )
    baker.make(Document, slug="paper", title_en="Quinquennial congress: paper", is_published=True, language="en")
    assert found(client, "quinquennial congress") == [
        "events/made-1/",  # the later one first, as on the page of events
        "events/made-0/",
        "library/#document-paper",
        "events/mentions/",
    ]


def test_hits_are_marked_and_what_is_around_them_is_escaped(client: Client) -> None:
    make_events(1, description_en='Said <script>alert("x")</script> of municipalities & more')
    html = client.get("/en/search/", {"q": "municipalities said"}).content.decode()
    assert "<mark>Said</mark> &lt;script&gt;" in html
    assert "of <mark>municipalities</mark> &amp; more" in html


def test_text_in_another_language_than_the_page_says_so(client: Client) -> None:
    make_events(1, description_en="In English alone")
    html = client.get("/ar/search/", {"q": "quinquennial"}).content.decode()
    marked = "<mark>Quinquennial</mark> congress"
    assert f'<span lang="en" dir="ltr">{marked}</span>' in html
    assert '<span lang="en" dir="ltr">In English alone</span> <small class="untranslated">' in html


def test_a_page_of_translations_says_once_that_they_are_the_portals(client: Client) -> None:
    assert client.get("/fr/search/?q=municipalités").content.decode().count('class="translated"') == 1
    assert 'class="translated"' not in client.get("/en/search/?q=municipalities").content.decode()


def test_filters_narrow_what_was_found_and_count(client: Client) -> None:
    everything = found(client, "labour")
    nepal = found(client, "labour", country="nepal", kind="action")
    assert nepal
    assert set(nepal) < set(everything)
    assert all(address.startswith("countries/nepal/#npl-") for address in nepal)
    assert all("/#" in address for address in found(client, "labour", theme="forced-labour", region="africa"))
    html = client.get("/en/search/?q=labour").content.decode()
    assert f"Nepal ({len(found(client, 'labour', country='nepal'))})" in html


def test_an_unknown_filter_says_so_and_shows_all(client: Client) -> None:
    answer = client.get("/en/search/?q=labour&kind=atlantis&country=%00&theme=&region=%F0%9F%98%80")
    assert "atlantis" in answer.content.decode()
    assert len(answer.context["form"].passing) == len(found(client, "labour"))


def test_filters_that_leave_nothing_offer_all(client: Client) -> None:
    html = client.get("/en/search/?q=labour&kind=event&country=nepal").content.decode()
    assert "Nothing that was found matches all of these filters" in html
    assert 'href="?q=labour"' in html


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("99", 2), ("-1", 1), ("0", 1), ("x", 1), ("9" * 5000, 1), ("2.0", 1)]
)
def test_any_page_number_gets_the_nearest_page(client: Client, asked: str, number: int) -> None:
    make_events(25)
    answer = client.get("/en/search/", {"q": "quinquennial", "page": asked})
    assert answer.context["part"].number == number
    assert len(answer.context["results"]) == (20 if number == 1 else 5)
    assert f"Page {number} of 2" in answer.content.decode()


def test_pages_keep_the_query_and_its_filters(client: Client) -> None:
    make_events(25)
    html = client.get("/en/search/", {"q": "quinquennial congress", "kind": "event"}).content.decode()
    assert 'href="?q=quinquennial+congress&amp;kind=event&amp;page=2"' in html


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "municipalties", "municipalities"),
        ("en", "forcd labuor", "forced labour"),
        ("fr", "travial", "travail"),
        ("fr", "educatoin", "éducation"),
        ("es", "trabjao", "trabajo"),
        ("ar", "الاطقال", "الأطفال"),
    ],
)
def test_a_typo_gets_a_suggestion_that_finds_something(client: Client, language: str, typed: str, meant: str) -> None:
    answer = client.get(f"/{language}/search/", {"q": typed})
    assert not answer.context["form"].items
    assert answer.context["suggestion"] == meant
    assert found(client, meant, language)


@pytest.mark.parametrize("typed", ["zzzzzz", "nepal quinquennial", "a b c d e f g", "labour", "x" * 200])
def test_no_suggestion_where_none_would_help(client: Client, typed: str) -> None:
    assert client.get("/en/search/", {"q": typed}).context["suggestion"] == ""


def test_a_query_of_nothing_and_one_too_short_say_what_to_do(client: Client) -> None:
    assert "between quotation marks" in client.get("/en/search/").content.decode()
    for typed in ("a", "%", "😀", "\u200f"):
        answer = client.get("/en/search/", {"q": typed})
        assert not answer.context["form"].items
    assert "at least two letters" in client.get("/en/search/?q=%25").content.decode()


STRANGE = ["", "%", "_", "a" * 10_000, "😀" * 300, "\x00", "'\";--", "<b>", "   ", "ا", "\\", "a & b | !c:*", "("]
STRANGE += [
    "nepal\x00labour",
    "\u200fنيبال\u202e",
    '"',
    '""',
    "“”",
    "' '",
    "NULL",
    "١",
    "½",
    "-" * 300,
    "a-" * 100,
    "ﷺ" * 200,
]


@pytest.mark.parametrize("typed", STRANGE)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_any_search_gets_a_page(client: Client, typed: str, language: str) -> None:
    answer = client.get(f"/{language}/search/", {"q": typed, "page": typed, "country": typed})
    assert answer.status_code == 200
    assert "\x00" not in answer.content.decode()


@pytest.mark.parametrize(
    "parameters", ["q=%ED%A0%80", "q=%FF", "q=labour&q=nepal", "q[]=1", "=", "&&", "q=%", "q=labour&page=&page=2"]
)
def test_any_address_gets_a_page(client: Client, parameters: str) -> None:
    assert client.get(f"/en/search/?{parameters}").status_code == 200


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=ANY)
def test_whatever_is_typed_gets_a_page_that_shows_it_escaped(client: Client, typed: str) -> None:
    html = client.get("/en/search/", {"q": typed}).content.decode()
    field = re.search(r'<input id="q"[^>]*>', html)
    assert field
    assert field[0].count('"') % 2 == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text("ab'\"&|!:*()<>-\\%_ ا😀", max_size=40))
def test_no_sign_is_an_operator(db: None, typed: str) -> None:
    found = list(find.matching(query(typed).terms, "en"))
    assert len(found) <= SearchEntry.objects.filter(language="en").count()


@pytest.mark.parametrize(
    "path", ["q=quinquennial", "q=zzzz", "q=", "q=quinquennial&kind=event&page=2", "q=quinqennial"]
)
def test_a_search_needs_at_most_three_queries_whatever_it_finds(client: Client, path: str) -> None:
    counts = []
    for more in (1, 30):
        Event.objects.filter(slug__startswith="made-").delete()
        make_events(more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/fr/search/?{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3
