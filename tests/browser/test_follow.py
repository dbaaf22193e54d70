"""To follow a country and to stop, in a browser: each page accessible at 1280 and at 320 px."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.signing import dumps
from playwright.sync_api import Browser

from reports import followers
from reports.models import Edition, Follower
from tests.accessibility import findings, sticks_out

from .desk import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def is_whole(window: Window) -> Window:
    for size in (WIDE, NARROW):
        window.page.set_viewport_size(size)
        assert findings(window.page) == []
        assert sticks_out(window.page) == []
    return window


def link_in_last_mail() -> str:
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", mail.outbox[-1].body)[-1]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_reader_follows_a_country_is_told_and_stops(
    browser: Browser, site: str, language: str, django_capture_on_commit_callbacks
) -> None:
    context = browser.new_context(viewport=WIDE)
    window = Window(context.new_page(), site)
    window.open(f"/{language}/countries/nepal/").press("a[href*='follow/?country=nepal']")
    assert window.page.locator("select").input_value() == "nepal"
    is_whole(window).page.fill("input[type=email]", "amina@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        is_whole(window.press("form.form button"))
    is_whole(window.open(link_in_last_mail())).press("form.form button")
    assert Follower.objects.get().language == language
    is_whole(window)
    with django_capture_on_commit_callbacks(execute=True):
        assert followers.tell(Edition.objects.of("nepal").get()) == 1
    is_whole(window.open(link_in_last_mail())).press("form.form button")
    assert not Follower.objects.exists()
    is_whole(window)
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_refused_has_a_whole_page(browser: Browser, site: str, language: str) -> None:
    context = browser.new_context(viewport=WIDE)
    window = Window(context.new_page(), site, checks_csrf=False)
    assert is_whole(window.open(f"/{language}/follow/", {"address": "nobody", "country": "x"})).status == 422
    assert is_whole(window.open(f"/{language}/follow/confirm/x/")).status == 410
    for _time in range(5):
        window.open(f"/{language}/follow/", {"address": "amina@example.org"})
    assert is_whole(window).status == 429
    long = dumps([f"{'a' * 60}@{'b' * 60}.example.org", "", language], salt=followers.CONFIRM)
    assert is_whole(window.open(f"/{language}/follow/confirm/{long}/")).status == 200
    context.close()
