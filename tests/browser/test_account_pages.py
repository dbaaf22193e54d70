"""The pages of sign-in and of one's own account, in a real browser: accessible, narrow, in the reader's language."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page

from tests.accessibility import findings, sticks_out
from tests.accounts.people import a_person, set_up_totp, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OUTSIDE = [
    "login/", "inactive/", "password/reset/", "password/reset/done/", "password/reset/key/1-x/",
    "password/reset/key/done/",
]  # fmt: skip
BEFORE = [
    "logout/", "reauthenticate/", "password/change/", "sessions/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/",
    "2fa/webauthn/add/", "data/", "data/erase/",
]  # fmt: skip
AFTER = ["2fa/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "2fa/reauthenticate/"]
# Words of allauth's English that no page in another language may still say.
ENGLISH = re.compile(r"Sign In|Password Reset|Two-Factor|Authenticator|Recovery|Security Key|Change Password|Please")


def hold(page: Page, site: str, client: Client, language: str, paths: list[str]) -> None:
    """What holds for each of these pages. The running portal only reads, so the browser is given what we were sent."""
    for path in paths:
        html = client.get(f"/{language}/account/{path}").content.decode()
        page.goto(f"{site}/robots.txt")
        page.set_content(html)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert findings(page) == [], path
            assert sticks_out(page) == [], path
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == language
        assert language == "en" or not ENGLISH.search(page.locator("main").inner_text()), path


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_axe_finds_nothing_in_the_pages_of_an_account(page: Page, site: str, language: str) -> None:
    cache.clear()
    client = Client()
    hold(page, site, client, language, OUTSIDE)
    sign_in(client, a_person().email)
    hold(page, site, client, language, BEFORE)
    set_up_totp(client)
    hold(page, site, client, language, AFTER)
