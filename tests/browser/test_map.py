"""The world map on the home page: by keyboard, on a telephone, in forced colours, within its weight."""

import gzip

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.accessibility import findings, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = ["en", "fr", "es", "ar"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_is_light(page: Page, site: str, language: str) -> None:
    """In bytes as a server with gzip sends them: HTML 20 KB, everything 75 KB."""
    answers: list[Response] = []
    # Bodies are read afterwards: one that is asked for while the page loads may come too late.
    page.on("response", lambda answer: answers.append(answer))
    with page.expect_response("**/world.svg"):
        page.goto(f"{site}/{language}/", wait_until="networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
    assert any(address.endswith("world.svg") for address in sizes)
    assert sizes[f"{site}/{language}/"] <= 20 * 1024
    assert sum(sizes.values()) <= 75 * 1024


def test_the_picture_of_the_land_is_seen_under_our_policy(page: Page, site: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    with page.expect_response("**/world.svg") as answer:
        page.goto(f"{site}/en/")
    assert answer.value.headers["content-type"] == "image/svg+xml"
    assert refused == []


def test_each_country_is_reached_by_keyboard_with_a_focus_that_is_seen(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    page.get_by_role("link", name="Browse by theme").focus()
    reached = []
    for _country in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        style = page.evaluate(
            "(({outlineStyle: s, outlineWidth: w}) => [s, w])(getComputedStyle(document.activeElement))"
        )
        assert style == ["solid", "3px"]
    assert reached[0] == "/en/countries/albania/"
    assert len(set(reached)) == 9
    page.get_by_role("link", name="Fiji: prospective").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/en/countries/fiji/")


def test_a_country_is_large_enough_to_point_at(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    for target in page.locator(".map-target").all():
        box = target.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 800, 1280])
def test_with_its_table_open_the_map_fits_and_axe_finds_nothing(
    page: Page, site: str, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/{language}/")
    page.locator(".map-table summary").click()
    assert page.locator(".map-table table").is_visible()
    assert sticks_out(page) == []
    assert findings(page) == []


def test_on_a_telephone_every_country_is_a_dot_and_on_a_wide_screen_small_ones_are(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    assert page.locator(".map-world .map-dot:visible").count() == 2
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.locator(".map-world .map-dot:visible").count() == 9


def test_the_world_is_not_mirrored_and_its_legend_is(page: Page, site: str) -> None:
    def left_of(selector: str) -> float:
        return page.locator(selector).first.bounding_box()["x"]

    page.goto(f"{site}/en/")
    chile, fiji = (left_of(f"a[href$='/{slug}/'] .map-target") for slug in ("chile", "fiji"))
    legend = left_of(".map-legend")
    page.goto(f"{site}/ar/")
    assert left_of("a[href$='/chile/'] .map-target") == chile < fiji == left_of("a[href$='/fiji/'] .map-target")
    assert left_of(".map-legend") > legend


def test_no_engagement_is_told_by_colour_alone_in_forced_colours(browser: Browser, site: str) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/en/")
    fills = page.evaluate(
        "['nepal', 'fiji'].map(slug => getComputedStyle(document.querySelector("
        "`.map-world a[href$='/${slug}/'] .map-shape`)).fill)"
    )
    assert "url(" not in fills[0]
    assert "#map-prospective" in fills[1]
    context.close()


def test_on_paper_the_table_stands_open(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    page.emulate_media(media="print")
    assert page.locator(".map-table table").bounding_box()["height"] > 100
