"""What a reader does on public pages, by keyboard alone, with the focus always in sight."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until that has the focus. On the way each stop shows that it is one."""
    for _press in range(most):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not within {most} tabs")


@pytest.mark.parametrize("address", ["en/", "ar/countries/nepal/", "fr/search/?q=travail", "es/nothing/"])
def test_the_first_stop_leads_past_the_header(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/{address}")
    tab_to(page, "a[href='#main']", most=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_reader_searches_and_opens_what_was_found(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    tab_to(page, "header input[type=search]")
    page.keyboard.type("municipalities")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=municipalities*")
    tab_to(page, "main a[href*='/en/countries/nepal/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/countries/nepal/*")


def test_a_reader_filters_countries(page: Page, site: str) -> None:
    page.goto(f"{site}/en/countries/")
    tab_to(page, "select[name=region]")
    page.keyboard.type("Oce")
    tab_to(page, "form:has(select[name=region]) button")
    page.keyboard.press("Enter")
    page.wait_for_url("**region=oceania*")
    tab_to(page, "main a[href='/en/countries/fiji/']")


def test_a_reader_chooses_countries_to_compare(page: Page, site: str) -> None:
    page.goto(f"{site}/en/compare/")
    for slug in ("nepal", "uganda"):
        tab_to(page, f"input[value={slug}]")
        page.keyboard.press("Space")
    tab_to(page, "form:has(input[value=nepal]) button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/?country=nepal&country=uganda")


@pytest.mark.parametrize("address", ["countries/nepal/", "compare/?country=nepal&country=uganda", "search/?q=labour"])
def test_switching_language_keeps_the_page(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/en/{address}")
    tab_to(page, "a[hreflang=ar]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/**")
    assert page.url == f"{site}/ar/{address}"
    assert page.evaluate("document.documentElement.dir") == "rtl"
