"""Public pages in a real browser: accessible, narrow, light, by keyboard and without JavaScript."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.accessibility import findings, sticks_out
from tests.public_pages import MISSING, PAGES, WITH_A_FORM

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LANGUAGES = ["en", "fr", "es", "ar"]
EVERY_PAGE = {**PAGES, "unknown address": MISSING}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", EVERY_PAGE.values(), ids=EVERY_PAGE)
def test_axe_finds_nothing_and_nothing_sticks_out_sideways(page: Page, site: str, address: str, language: str) -> None:
    page.goto(f"{site}/{language}/{address}")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert findings(page) == []
        assert sticks_out(page) == []


@pytest.mark.parametrize("address", ["", "countries/nepal/", "countries/", "nothing/"])
def test_axe_finds_nothing_in_the_dark(browser: Browser, site: str, address: str) -> None:
    context = browser.new_context(color_scheme="dark", viewport=WIDE)
    page = context.new_page()
    page.goto(f"{site}/en/{address}")
    assert findings(page) == []
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_twice_the_size_fits(page: Page, site: str, language: str) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(f"{site}/{language}/countries/nepal/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sticks_out(page) == []


def test_a_reader_reaches_the_pdf_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/en/countries/nepal/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    for _press in range(10):
        page.keyboard.press("Tab")
        target = page.evaluate("document.activeElement.getAttribute('href')")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", target
        if target and target.endswith("report.pdf"):
            return
    pytest.fail("the PDF is more than ten tabs behind the skip link")


def test_a_reader_filters_countries_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/countries/")
    page.select_option("select[name=region]", "oceania")
    page.locator("form:has(select[name=region]) button").click()
    assert "region=oceania" in page.url
    assert page.locator("main").inner_text().count("Fiji") >= 1
    assert "Nepal" not in page.locator("main").inner_text()
    context.close()


def test_switching_language_keeps_the_page_and_its_filters(page: Page, site: str) -> None:
    page.goto(f"{site}/en/countries/?region=oceania")
    page.get_by_role("link", name="Français").first.click()
    assert page.url == f"{site}/fr/countries/?region=oceania"


@pytest.mark.parametrize(
    ("address", "most"),
    [("countries/nepal/", 45), ("countries/viet-nam/", 45), ("data/", 45), ("report/", 45), ("", 75)],
)
def test_the_first_view_is_light_and_asks_nobody_else(page: Page, site: str, address: str, most: int) -> None:
    """KB over the wire, as a server with gzip would send them."""
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(f"{site}/en/{address}", wait_until="networkidle")
    assert {request.url.split("/", 3)[2] for request in asked} == {site.split("/")[2]}
    kinds = [request.resource_type for request in asked]
    assert kinds.count("stylesheet") == 1
    assert "script" not in kinds
    assert "font" not in kinds
    assert sum(packed(request) for request in asked) <= most * 1024


def packed(request: Request) -> int:
    """The bytes of an answer as a server with gzip would send them, headers included."""
    response: Any = request.response()
    headers = sum(len(name) + len(value) + 4 for name, value in response.headers.items())
    return len(gzip.compress(response.body(), 6)) + headers


def test_no_page_leaves_a_cookie_or_a_complaint_of_the_browser(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    for name, address in PAGES.items():
        page.goto(f"{site}/en/{address}")
        assert bool(page.context.cookies()) == (name in WITH_A_FORM), name
        page.context.clear_cookies()
    assert said == []
    page.goto(f"{site}/en/{MISSING}")  # a 404 is a complaint in itself
    assert page.context.cookies() == []
