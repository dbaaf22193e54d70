"""Good practices in the library: what current editions tell, and nothing of what is not yet published."""

import re
from typing import Any

import pytest
from django.test import Client

from countries.models import Country
from tests.countries.making import a
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
PAGE = "library/good-practices/"


def practice(slug: str, published: bool = True, **texts: str) -> None:
    country = Country.objects.get(slug=slug)
    a("countries.GoodPractice", country=country, locator="p. 7", **texts)
    if published:
        publish_again(country)


def page(client: Client, language: str = "en") -> str:
    return client.get(f"/{language}/{PAGE}").content.decode()


def test_without_any_the_page_says_so(client: Client) -> None:
    assert "No country reports a good practice yet." in page(client)


def test_each_practice_stands_under_its_country_with_its_source(client: Client) -> None:
    practice("uganda", title_en="Village committees", text_en="They see to it.")
    practice("chile", title_en="One register", text_en="For all.")
    html = page(client)
    assert re.findall(r'<section id="([a-z-]+)"', html) == ["chile", "uganda"]
    assert 'href="/en/countries/uganda/#practices"' in html
    assert html.index("One register") < html.index("Village committees")
    assert re.search(r'href="/en/countries/uganda/#source-\d+"', html)
    assert "“p. 7”" in html


def test_countries_stand_in_the_order_of_their_names_in_the_readers_language(client: Client) -> None:
    for slug in ("albania", "uganda"):
        practice(slug, title_en="Something")
    assert re.findall(r'<section id="([a-z-]+)"', page(client, "ar")) == ["albania", "uganda"]


def test_what_a_country_recorded_and_nobody_published_is_not_there(client: Client) -> None:
    practice("nepal", published=False, title_en="A draft")
    assert "A draft" not in page(client)


def test_only_the_current_edition_counts(client: Client) -> None:
    practice("nepal", title_en="Once reported")
    Country.objects.get(slug="nepal").good_practices.all().delete()
    publish_again(Country.objects.get(slug="nepal"))
    assert "Once reported" not in page(client)


def test_a_translated_practice_is_said_to_be_translated(client: Client) -> None:
    practice("nepal", title_en="Done", text_en="So", title_fr="Fait", text_fr="Ainsi")
    assert f'href="/en/{PAGE}" hreflang="en"' in page(client, "fr")
    assert 'class="translated"' not in page(client)


def test_it_needs_few_queries_however_much_there_is(client: Client, django_assert_max_num_queries: Any) -> None:
    for slug in ("chile", "nepal", "uganda"):
        practice(slug, title_en="Something")
    with django_assert_max_num_queries(3):
        page(client)
