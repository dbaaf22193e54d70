"""Lists narrowed by the address: what passes, what each value would leave, what an unknown value does."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from countries.models import Country
from library.dates import PartialDate
from reports.facets import Facet, FacetForm
from tests.publishing import publish_again

ITEMS = [
    {"colour": "red", "sizes": ["small", "large"]},
    {"colour": "red", "sizes": ["small"]},
    {"colour": "blue", "sizes": ["large"]},
    {"colour": "blue", "sizes": []},
]


class Things(FacetForm):
    facets = [
        Facet("colour", "Colour", lambda item: [(item["colour"], item["colour"].title())]),
        Facet("size", "Size", lambda item: [(size, size.title()) for size in item["sizes"]]),
    ]


def things(query: str) -> Things:
    return Things(QueryDict(query), items=ITEMS)


def labels(form: FacetForm, name: str) -> list[str]:
    return [str(label) for _code, label in form.fields[name].choices]


def test_without_a_choice_everything_passes_in_its_order() -> None:
    assert things("").passing == ITEMS
    assert things("colour=&size=").passing == ITEMS


def test_choices_add_up() -> None:
    assert things("colour=red").passing == ITEMS[:2]
    assert things("colour=red&size=large").passing == ITEMS[:1]


def test_each_value_counts_what_it_leaves_under_the_other_choices() -> None:
    form = things("size=large")
    assert labels(form, "colour") == ["All", "Blue (1)", "Red (1)"]
    assert labels(form, "size") == ["All", "Large (2)", "Small (2)"]


def test_a_value_that_would_leave_nothing_is_offered_with_zero() -> None:
    assert labels(things("colour=blue"), "size") == ["All", "Large (1)", "Small (0)"]


def test_an_unknown_value_is_named_and_filters_nothing() -> None:
    form = things("colour=green&size=small")
    assert form.passing == ITEMS[:2]
    assert len(form.notices) == 1
    assert "“green” under Colour" in form.notices[0]


@given(colour=st.text(), size=st.text())
def test_no_address_breaks_a_list(colour: str, size: str) -> None:
    asked = QueryDict(mutable=True)
    asked.update({"colour": colour, "size": size})
    form = Things(asked, items=ITEMS)
    assert all(item in ITEMS for item in form.passing)
    assert all(len(notice) < 200 for notice in form.notices)
    assert form.as_div()


@given(st.sampled_from(["", "red", "blue"]), st.sampled_from(["", "small", "large"]))
def test_the_count_beside_a_value_is_what_choosing_it_shows(colour: str, size: str) -> None:
    form = things(f"colour={colour}&size={size}")
    for code, label in list(form.fields["colour"].choices)[1:]:
        left = things(f"colour={code}&size={size}").passing
        assert str(label).endswith(f"({len(left)})")


pytestmark = pytest.mark.django_db


def test_the_country_list_filters_by_the_year_of_the_last_edition(client: Client) -> None:
    year = PartialDate.parse(str(client.get("/en/countries/").context["cards"][0].published)).year
    answer = client.get(f"/en/countries/?edition={year}")
    assert len(answer.context["cards"]) == 9
    assert f"{year} (9)" in answer.content.decode()
    assert "There is no “1999”" in client.get("/en/countries/?edition=1999").content.decode()


def actions(client: Client, query: str, language: str = "en") -> list[str]:
    form = client.get(f"/{language}/themes/supply-chains/?{query}").context["form"]
    return [row.action["reference"] for row in form.passing]


def test_the_actions_of_a_theme_are_filtered(client: Client) -> None:
    everything = actions(client, "")
    vietnamese = actions(client, "country=viet-nam")
    assert vietnamese
    assert vietnamese == [reference for reference in everything if reference.startswith("VNM")]
    assert actions(client, "region=africa") == [ref for ref in everything if not ref.startswith("VNM")]
    assert actions(client, "country=viet-nam&region=africa") == []
    assert actions(client, "state=not_reported") == everything
    assert set(actions(client, "also=child-labour")) < set(everything)


def test_a_filtered_theme_without_an_action_says_so_and_leads_back(client: Client) -> None:
    html = client.get("/en/themes/supply-chains/?country=viet-nam&region=africa").content.decode()
    assert "No priority action matches all of these." in html
    assert 'href="/en/themes/supply-chains/"' in html


@pytest.mark.parametrize("by", ["country", "state", "region"])
def test_the_actions_of_a_theme_are_grouped_and_none_is_lost(client: Client, by: str) -> None:
    form = client.get(f"/en/themes/supply-chains/?group={by}").context["form"]
    shown = [row.action["reference"] for group in form.groups for row in group.rows]
    assert sorted(shown) == sorted(actions(client, ""))
    assert len({group.word.code for group in form.groups}) == len(form.groups)


def test_grouped_by_state_each_action_names_its_country(client: Client) -> None:
    html = client.get("/en/themes/supply-chains/?group=state&country=nigeria").content.decode()
    assert 'id="not_reported"' in html
    assert re.search(r'<p>\s*<a href="/en/countries/nigeria/">Nigeria</a>', html)


def test_a_theme_shows_the_state_an_edition_has(client: Client) -> None:
    nigeria = Country.objects.get(slug="nigeria")
    nigeria.priority_actions.filter(themes__slug="supply-chains").update(implementation="in_progress")
    before: Any = actions(client, "state=in_progress")
    publish_again(nigeria)
    assert before != actions(client, "state=in_progress")
    assert all(reference.startswith("NGA") for reference in actions(client, "state=in_progress"))


@pytest.mark.parametrize(
    "query", ["group=luck", "region=%00", "country=" + "a" * 10_000, "also=😀", "state=1&state=2"]
)
def test_any_address_of_a_theme_gets_a_page_that_shows_all(client: Client, query: str) -> None:
    assert actions(client, query) == actions(client, "")
    assert client.get(f"/ar/themes/supply-chains/?{query}").status_code == 200
