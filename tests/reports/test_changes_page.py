"""What changed, as readers find it: on a page of its own, in the e-report and in its PDF."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from countries.models import FocalPoint
from reports import rendering
from reports.what_changed import Group
from tests.pdf import reading, verapdf

from .second_edition import much_changed, published
from .test_pdf_editions import sections_of
from .test_views import LANGUAGES, words

pytestmark = pytest.mark.django_db
SECOND = "countries/nepal/editions/2/"


def page(client: Client, address: str, language: str = "en") -> str:
    """The HTML, however its template breaks lines."""
    answer = client.get(f"/{language}/{address}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def main(html: str) -> str:
    return words(re.search(r"<main.*</main>", html, flags=re.DOTALL)[0])


def test_the_page_tells_every_kind_of_change(client: Client) -> None:
    much_changed()
    html = page(client, f"{SECOND}changes/")
    text = main(html)
    for said in (
        "Edition 2 , as of March 2020, compared with edition 1, as of late 2019.",
        "Added: NPL-10 Train &lt;200&gt; labour inspectors",
        "Removed: NPL-09 Establish and strengthen labour committees",
        "State: changed from Not reported to In progress",
        "Outlook: On track (not given before)",
        "State as of: February 2020 (not given before)",
        "End: changed from 2019 to June 2021",
        "Budget needed: NPR 1,200,000 (not given before)",
        "Themes: added Agriculture; removed Human trafficking, Migration",
        "State: changed from Ahead to Done",
        "Participants: 40 (not given before)",
        "Added: Mayors meet",
        "1 entry has another place in the order.",
        "The translations of 2 texts changed: French, Spanish.",
    ):
        assert said in text, said
    assert f'href="/en/{SECOND}#npl-10"' in html
    assert 'href="/en/countries/nepal/editions/1/#npl-09"' in html


def test_a_changed_wording_is_marked_word_by_word_and_not_by_colour_alone(client: Client) -> None:
    much_changed()
    html = page(client, f"{SECOND}changes/")
    assert re.search(
        r'lang="en" dir="ltr">Achieve <del><span class="visually-hidden">removed: </span>10</del>'
        r'<ins><span class="visually-hidden">added: </span>12</ins> child labour free municipalities by <del>',
        html,
    )
    css = (settings.STATIC_SOURCE / "css" / "pathfinder.css").read_text()
    assert re.search(r"(?<![\w-])del\{[^}]*text-decoration:line-through", css)
    assert re.search(r"(?<![\w-])ins\{[^}]*text-decoration:underline", css)


def test_a_detail_that_is_counted_is_escaped_once() -> None:
    group = Group("", "Other details", others={"<future> & co"})
    html = render_to_string("components/changes.html", {"group": group})
    assert "Other details changed: &lt;future&gt; &amp; co." in html


def test_readers_of_a_translation_see_its_words_and_others_that_it_changed(client: Client) -> None:
    much_changed()
    french, english = page(client, f"{SECOND}changes/", "fr"), page(client, f"{SECOND}changes/")
    assert re.search(r'class="change-text" lang="fr" dir="ltr">.*?<ins>', french)
    assert "Harmoniser" not in english
    assert re.search(r'class="change-text" lang="en" dir="ltr">', page(client, f"{SECOND}changes/", "ar"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_edition_says_that_it_is_the_first(client: Client, language: str) -> None:
    html = page(client, "countries/nepal/editions/1/changes/", language)
    assert "<ins>" not in html
    if language == "en":
        assert "This is the first edition." in main(html)
        assert "This is the first edition." in words(page(client, "countries/nepal/"))


def test_editions_with_the_same_content_say_so(client: Client) -> None:
    FocalPoint.objects.all().delete()  # the demo's, who came after the first edition
    published()
    assert "Nothing but the number and the dates of the edition changed." in main(page(client, f"{SECOND}changes/"))


def test_an_edition_can_be_compared_with_any_before_it(client: Client) -> None:
    much_changed()
    published(year=2021)
    third = "countries/nepal/editions/3/changes/"
    assert "NPL-10" not in main(page(client, third))
    html = page(client, f"{third}?since=1")
    assert "compared with edition 1, as of late 2019" in main(html)
    assert "Added: NPL-10" in main(html)
    assert 'href="?since=2"' in html
    assert re.search(rf'rel="canonical"\s+href="{settings.PORTAL_URL}/en/{third}"', html)


@pytest.mark.parametrize("since", ["2", "3", "0", "-1", "1.0", "x" * 5000, "<b>", "\x00", "9" * 400, "😀"])
def test_an_unknown_edition_to_compare_with_is_named_and_the_last_one_taken(client: Client, since: str) -> None:
    much_changed()
    answer = client.get(f"/en/{SECOND}changes/", {"since": since})
    text = main(answer.content.decode())
    assert answer.status_code == 200
    assert re.search("There is no edition “.*” before edition 2 to compare with.", text)
    assert "compared with edition 1" in text
    assert "<b>" not in answer.content.decode()


def test_an_unknown_edition_of_a_first_one_is_named_too(client: Client) -> None:
    text = main(page(client, "countries/nepal/editions/1/changes/?since=7"))
    assert "There is no edition “7” before edition 1" in text
    assert "This is the first edition." in text


def test_what_changed_in_an_edition_that_does_not_exist_is_unknown(client: Client) -> None:
    for address in ("nepal/editions/2", "nepal/editions/0", "atlantis/editions/1", "tunisia/editions/1"):
        assert client.get(f"/en/countries/{address}/changes/").status_code == 404


def test_the_list_of_editions_leads_to_the_changes_of_each_but_the_first(client: Client) -> None:
    much_changed()
    html = page(client, "countries/nepal/editions/")
    assert f'href="/en/{SECOND}changes/"' in html
    assert "editions/1/changes/" not in html


@pytest.mark.parametrize("address", ["countries/nepal/", SECOND, f"{SECOND}changes/", f"{SECOND}changes/?since=1"])
def test_pages_of_a_later_edition_need_three_queries(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    much_changed()
    with django_assert_max_num_queries(3):
        client.get(f"/fr/{address}")


def test_lists_of_e_reports_do_not_ask_for_the_editions_before(
    client: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10) as before:
        client.get("/en/compare/?country=nepal&country=uganda")
    much_changed()
    with django_assert_num_queries(len(before)):
        client.get("/en/compare/?country=nepal&country=uganda")


@pytest.mark.slow
def test_the_pdf_of_a_later_edition_tells_what_changed_as_its_page_does(client: Client, tmp_path: Path) -> None:
    edition = much_changed()
    paths = []
    for language in ("en", "ar"):
        pdf = rendering.make_pdf(edition, language)
        paths.append(tmp_path / f"{language}.pdf")
        paths[-1].write_bytes(pdf)
        sections = sections_of(page(client, SECOND, language))
        text = "".join(reading.text(pdf).split())
        assert {name for name, section in sections.items() if section not in text} == set()
        assert "NPL-10" in sections["changes"]
    assert [rules for each in verapdf.validate(paths).values() for rules in each.values() if rules] == []
