"""The static site in a browser, opened as from a USB stick: no server, no address but those of files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page

from reports import find, terms
from tests.accessibility import findings, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = ["en", "fr", "es", "ar"]

QUERIES = {
    "en": ["labour", "LABOUR laws", "NPL-04", '"child labour"', '"labour child"', "child’s", "a", "zzzz", "2019", "*"],
    "fr": ["d'enfants", "travail forcé", "TRAVAIL FORCE", "État", "« travail des enfants »", "œuvre", "l’École"],
    "es": ["niños", "ninos", "trabajo infantil", "año 2019", "Vietnam"],
    "ar": ["عمل الأطفال", "اطفال", "الأَطْفَال", "نيبال", "٢٠١٩", "والعمل", "«عمل الأطفال»", "خطة", "الخطط", "ال"],
}


@pytest.fixture
def stick(page: Page) -> Iterator[Page]:
    """A window whose page may say nothing on the console, fail nowhere and ask for files alone."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or faults.append(asked.url))
    yield page
    assert faults == []


def found(page: Page) -> list[str]:
    return page.locator("#results .found-title a").all_inner_texts()


@pytest.mark.parametrize("width", [320, 1280])
def test_from_the_first_page_to_a_country_and_by_search_to_another(stick: Page, static_site: Path, width: int) -> None:
    stick.set_viewport_size({"width": width, "height": 800})
    stick.goto((static_site / "index.html").as_uri())
    assert sticks_out(stick) == []
    stick.get_by_role("link", name="English").click()
    stick.get_by_role("link", name="Read the e-reports").click()
    stick.get_by_role("link", name="Nepal").first.click()
    assert stick.url == (static_site / "en/countries/nepal/index.html").as_uri()
    assert stick.get_by_role("heading", level=1).inner_text() == "Nepal"
    assert sticks_out(stick) == []
    stick.get_by_role("searchbox").fill("uganda")
    stick.keyboard.press("Enter")
    stick.wait_for_url("**/en/search/index.html?q=uganda")
    assert stick.get_by_role("searchbox").input_value() == "uganda"
    assert stick.get_by_role("status").inner_text().startswith("Results: ")
    assert found(stick)[0] == "Uganda"
    stick.get_by_role("link", name="Uganda", exact=True).first.click()
    assert stick.get_by_role("heading", level=1).inner_text() == "Uganda"
    stick.get_by_role("link", name="العربية").click()
    assert stick.url == (static_site / "ar/countries/uganda/index.html").as_uri()


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_finds_what_the_portal_finds(stick: Page, static_site: Path, language: str) -> None:
    stick.goto((static_site / language / "search/index.html").as_uri())
    for query in QUERIES[language]:
        stick.get_by_role("searchbox").fill(query)
        stick.get_by_role("searchbox").press("Enter")
        hits = find.hits(terms.query(query), language)
        shown = found(stick)
        # PostgreSQL finds stems as well.
        assert len(shown) == min(len(hits), 100) or connection.vendor == "postgresql", query
        assert stick.get_by_role("status").inner_text() != "", query


def test_an_excerpt_marks_what_was_found_and_nothing_in_it_is_markup(stick: Page, static_site: Path) -> None:
    stick.goto((static_site / "en/search/index.html").as_uri())
    stick.get_by_role("searchbox").fill("CHILD labour")
    stick.get_by_role("button", name="Search").click()
    marked = {text.lower() for text in stick.locator("#results mark").all_inner_texts()}
    assert {"child", "labour"} <= marked
    stick.get_by_role("searchbox").fill("<img src=x>")
    stick.get_by_role("button", name="Search").click()
    assert stick.locator("main img").count() == 0
    assert stick.url.endswith("/en/search/index.html")


def test_the_list_comes_back_when_nothing_is_asked(stick: Page, static_site: Path) -> None:
    stick.goto((static_site / "ar/search/index.html").as_uri())
    everything = stick.locator("#everything")
    assert everything.is_visible()
    stick.get_by_role("searchbox").fill("نيبال")
    stick.get_by_role("searchbox").press("Enter")
    assert not everything.is_visible()
    assert len(found(stick)) > 1
    stick.get_by_role("searchbox").fill("")
    stick.get_by_role("searchbox").press("Enter")
    assert everything.is_visible()
    assert found(stick) == []


# axe reads style sheets in a way that a page on a stick may not, and says so on the console.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_search_of_any_language(
    page: Page, static_site: Path, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((static_site / language / "search/index.html").as_uri())
    for query in ("", "2019", "zzzz"):
        page.get_by_role("searchbox").fill(query)
        page.get_by_role("searchbox").press("Enter")
        assert findings(page) == [], query
        assert sticks_out(page) == [], query


def test_without_scripts_everything_is_in_a_list(browser: Browser, static_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((static_site / "en/search/index.html").as_uri())
    assert page.locator("#everything").is_visible()
    assert page.get_by_role("searchbox").count() == 0
    page.locator("#everything").get_by_role("link", name="Nepal", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Nepal"
    context.close()


@pytest.mark.parametrize(
    "path", ["index.html", "en/index.html", "fr/countries/nepal/index.html", "ar/countries/index.html"]
)
def test_axe_finds_nothing_in_the_first_page_and_where_forms_were_taken_out(
    page: Page, static_site: Path, path: str
) -> None:
    page.goto((static_site / path).as_uri())
    assert findings(page) == []
    assert sticks_out(page) == []
