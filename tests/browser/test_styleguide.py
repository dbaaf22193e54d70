"""The style guide in a real browser: every component at once, accessible and narrow, also where no page has it yet."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import findings, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SIZES = [{"width": 1280, "height": 900}, {"width": 320, "height": 640}]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_axe_finds_nothing_and_nothing_sticks_out_sideways(page: Page, site: str, language: str) -> None:
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto(f"{site}/{language}/styleguide/")
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert findings(page) == []
        assert sticks_out(page) == []


@pytest.mark.parametrize("colours", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_axe_finds_nothing_in_other_colours(browser: Browser, site: str, colours: dict[str, Any]) -> None:
    context = browser.new_context(**colours)
    page = context.new_page()
    page.goto(f"{site}/en/styleguide/")
    assert findings(page) == []
    context.close()


@pytest.mark.parametrize(
    ("colours", "tone"),
    [
        ({"color_scheme": "light"}, "rgb(149, 59, 54)"),
        ({"color_scheme": "dark"}, "rgb(207, 111, 79)"),
        ({"forced_colors": "active"}, "rgb(0, 0, 0)"),
    ],
    ids=str,
)
def test_an_icon_takes_the_colour_of_the_mode(browser: Browser, site: str, colours: dict[str, Any], tone: str) -> None:
    context = browser.new_context(**colours)
    page = context.new_page()
    page.goto(f"{site}/en/styleguide/")
    icon = page.locator(".tag.look-child-labour").first.evaluate(
        "tag => { const style = getComputedStyle(tag, '::before'); return [style.backgroundColor, style.maskImage] }"
    )
    assert icon[0] == tone
    assert icon[1].startswith('url("data:image/svg+xml,')
    context.close()
