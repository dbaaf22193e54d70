"""Countries beside each other: what the matrix counts, what stands in which cell, and any address whatever."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from library.texts import folded
from reports import cards, compare, page
from reports.models import Edition
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db


def shown(client: Client, *slugs: str) -> Any:
    return client.get("/en/compare/", {"country": slugs})


def names(answer: Any) -> list[str]:
    return [report["country"]["slug"] for report in answer.context["reports"]]


def side_by_side(*slugs: str) -> dict[str, compare.Part]:
    reports = [page.report(Edition.objects.of(slug).current().get(), "en") for slug in slugs]
    return {part.id: part for part in compare.side_by_side(reports)}


def cells(part: compare.Part, label: str) -> list[Any]:
    (found,) = [[cell for _report, cell in cells] for row, cells in part.rows if str(row.label) == label]
    return found


def republished(slug: str) -> Edition:
    country = Country.objects.get(slug=slug)
    publish_again(country)
    return Edition.objects.of(slug).current().get()


# The matrix


def test_the_matrix_counts_the_actions_of_each_country_on_each_theme() -> None:
    matrix = compare.matrix(compare.in_order(cards.of(Edition.objects.current(), "en")))
    counted = {card.slug: {theme["slug"]: count for theme, count in row} for card, row in matrix["rows"]}
    themes = [theme["slug"] for theme in matrix["themes"]]
    assert len(counted) == 9
    for slug, row in counted.items():
        actions = Edition.objects.of(slug).get().snapshot["actions"]
        expected = {theme: sum(theme in action["themes"] for action in actions) for theme in themes}
        assert row == (expected if actions else {})
    assert counted["nepal"]["child-labour"] == 6
    assert counted["fiji"] == {}


def test_countries_stand_in_the_order_of_their_names_whichever_language() -> None:
    for language in ("en", "fr", "ar"):
        ordered = [str(card.name) for card in compare.in_order(cards.of(Edition.objects.current(), language))]
        assert len(ordered) == 9
        assert ordered == sorted(ordered, key=folded)


def test_an_empty_cell_is_a_word_to_hear_and_a_number_leads_to_the_actions(client: Client) -> None:
    html = client.get("/en/compare/").content.decode()
    assert '<span class="visually-hidden">none</span>' in html
    assert 'href="/en/themes/child-labour/#nepal"' in html
    assert 'href="/en/countries/nepal/#actions"' in html
    assert 'id="nepal"' in client.get("/en/themes/child-labour/").content.decode()


def test_a_country_without_any_action_is_silent_in_the_matrix(client: Client) -> None:
    html = client.get("/en/compare/").content.decode()
    row = re.search(r"Fiji</a></th>(.*?)</tr>", html, re.DOTALL)
    assert row
    assert "No priority action is reported yet" in row[1]
    assert "–" not in row[1]


# Side by side


def test_each_section_has_one_cell_for_each_country_in_each_row() -> None:
    parts = side_by_side("fiji", "nepal", "uganda")
    assert list(parts) == [
        "engagement", "pathway", "actions", "next-steps", "coordination", "workshops", "unknown",
    ]  # fmt: skip
    for part in parts.values():
        assert part.rows
        assert {len(row) for _label, row in part.rows} == {3}


def test_milestones_stand_state_by_state() -> None:
    pathway = side_by_side("fiji", "nepal")["pathway"]
    assert len(pathway.rows) == 14
    assert [cell["state"].code for cell in cells(pathway, "Focal point nominated")] == ["done", "not_reported"]


def test_a_milestone_that_an_older_edition_does_not_ask_about_is_not_called_silent(client: Client) -> None:
    from countries.models import MilestoneType

    MilestoneType.objects.create(slug="new-kind", name="A new kind", order=999)
    republished("nepal")
    assert [bool(cell) for cell in cells(side_by_side("fiji", "nepal")["pathway"], "A new kind")] == [False, True]
    assert "Not asked in this edition" in shown(client, "fiji", "nepal").content.decode()


def test_an_action_stands_under_each_of_its_themes() -> None:
    parts = side_by_side("fiji", "nepal", "uganda")
    fiji, nepal, uganda = cells(parts["actions"], "Migration")
    assert fiji is None
    assert [row["reference"] for row in nepal["actions"]] == ["NPL-02", "NPL-05"]
    assert uganda["actions"] == []
    forced = cells(parts["actions"], "Forced labour")[1]
    assert "NPL-02" in [row["reference"] for row in forced["actions"]]


def test_what_none_of_them_reported_is_one_silent_row(client: Client) -> None:
    parts = side_by_side("chile", "nepal")
    assert [[cell for _report, cell in row] for _label, row in parts["next-steps"].rows] == [[None, None]]


def test_next_steps_stand_by_their_horizon_and_those_without_come_last() -> None:
    rows = side_by_side("fiji", "madagascar", "mauritania", "nigeria")["next-steps"].rows
    every = [step for _row, row in rows for _report, cell in row for step in cell or []]
    slugs = ("fiji", "madagascar", "mauritania", "nigeria")
    assert len(every) == sum(len(Edition.objects.of(slug).get().snapshot["next_steps"]) for slug in slugs)


def test_only_current_editions_are_read(client: Client) -> None:
    action = Country.objects.get(slug="nepal").priority_actions.get(reference="NPL-01")
    action.wording_en = "A wording of tomorrow"
    action.save()
    assert "A wording of tomorrow" not in shown(client, "nepal", "uganda").content.decode()
    republished("nepal")
    html = shown(client, "nepal", "uganda").content.decode()
    assert "A wording of tomorrow" in html
    assert "/countries/nepal/editions/2/" in html
    assert "/countries/nepal/editions/1/" not in html


# The address


def test_the_address_names_the_countries_and_they_stand_in_the_order_of_names(client: Client) -> None:
    answer = shown(client, "uganda", "nepal")
    html = answer.content.decode()
    assert names(answer) == ["nepal", "uganda"]
    assert len(re.findall(r"<input[^>]*checked", html)) == 2
    assert answer.context["form"].notices == []


def test_nothing_chosen_shows_the_matrix_and_no_notice(client: Client) -> None:
    answer = client.get("/en/compare/")
    assert names(answer) == []
    assert answer.context["form"].notices == []
    assert "Side by side" not in answer.content.decode()


def test_a_country_without_an_edition_or_unknown_is_named_and_ignored(client: Client) -> None:
    answer = shown(client, "tunisia", "nepal", "<script>", "uganda")
    assert names(answer) == ["nepal", "uganda"]
    notices = answer.context["form"].notices
    assert len(notices) == 2
    assert "tunisia" in notices[0]
    assert "<script>" not in answer.content.decode()


def test_fewer_than_two_says_so_and_shows_the_one(client: Client) -> None:
    answer = shown(client, "nepal", "nepal")
    assert names(answer) == ["nepal"]
    assert answer.context["form"].notices == ["Choose at least two countries to compare them."]


def test_more_than_four_says_so_and_shows_the_first_four(client: Client) -> None:
    answer = shown(client, "viet-nam", "uganda", "nepal", "fiji", "albania", "uganda")
    assert names(answer) == ["fiji", "nepal", "uganda", "viet-nam"]
    assert len(answer.context["form"].notices) == 1
    assert "first four" in answer.context["form"].notices[0]


@pytest.mark.parametrize(
    "query",
    [
        "country=" + "a" * 10_000,
        "country=%00nepal",
        "country=%F0%9F%98%80&country=%FF%FE",
        "country=&country=%20",
        "country[]=nepal&other=1",
        "&".join(f"country=c{number}" for number in range(500)),
        "country=nepal&" * 300 + "country=uganda",
        "country=%E2%80%AE%D8%A7",
        "%",
    ],
)
def test_any_query_gets_a_page(client: Client, query: str) -> None:
    answer = client.get(f"/en/compare/?{query}")
    assert answer.status_code == 200
    assert len(answer.context["form"].notices) <= 5
    assert "\x00" not in answer.content.decode()
    assert "a" * 81 not in re.sub(r'href="[^"]*"', "", answer.content.decode())


def test_the_number_of_queries_does_not_depend_on_how_many_are_compared(client: Client) -> None:
    def asked(*slugs: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            shown(client, *slugs)
        return len(queries)

    asked("nepal")
    assert asked() == asked("nepal", "uganda") == asked("nepal", "uganda", "chile", "fiji") <= 3


def test_the_page_carries_the_disclaimer_and_is_linked_from_the_list_of_countries(client: Client) -> None:
    assert 'class="disclaimer' in client.get("/en/compare/").content.decode()
    assert client.get("/en/countries/").content.decode().count('href="/en/compare/"') == 2


def test_without_any_edition_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.models import EditionQuerySet

    monkeypatch.setattr(EditionQuerySet, "current", EditionQuerySet.none)
    html = shown(client, "nepal").content.decode()
    assert "No e-report is published yet." in html
    assert "<table" not in html
