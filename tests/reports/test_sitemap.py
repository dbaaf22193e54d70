"""What search engines are told: every public page in every language, and where the list of them is."""

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Event
from library.models import PageText
from reports.models import Edition
from tests.access.matrix import EVERYBODY, MATRIX

from .test_views import LANGUAGES, grow

pytestmark = pytest.mark.django_db
HERE = settings.PORTAL_URL
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
# Pages for people alone: results of a search are no page of their own, and changes are told in the e-report.
NOT_LISTED = {"reports:search", "reports:edition-changes"}
# Nor are what comes after a form or a mail, and files.
NOT_LISTED |= {"reports:follow-sent", "reports:follow-confirm", "reports:follow-stop", "reports:edition-file"}


def listed(client: Client) -> dict[str, Any]:
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    assert root.tag == f"{SITEMAP}urlset"
    assert {child.tag for child in root} == {f"{SITEMAP}url"}
    found = {url.findtext(f"{SITEMAP}loc"): url for url in root}
    assert len(found) == len(root)
    return found


def test_each_address_is_absolute_and_names_itself_among_its_languages(client: Client) -> None:
    for address, url in listed(client).items():
        links = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
        assert address.startswith(f"{HERE}/")
        assert set(links) == {*LANGUAGES, "x-default"}
        assert address in links.values()
        assert links["x-default"] == links["en"]
        assert next(child.tag for child in url) == f"{SITEMAP}loc"


def test_every_listed_address_answers(client: Client) -> None:
    for address in listed(client):
        if "/fr/" in address or "/en/" in address:
            assert client.get(address.removeprefix(HERE)).status_code == 200, address


def listed_by_right(name: str) -> bool:
    """Whether an address that everybody may open is for readers: the ways in are not."""
    return name not in NOT_LISTED and not name.startswith(("account_", "mfa_"))


def test_every_public_page_is_listed(client: Client) -> None:
    found = set(listed(client))
    for name, rule in MATRIX.items():
        if rule.who == EVERYBODY and rule.path.startswith("/en/") and rule.path.split("?")[0].endswith("/"):
            assert (f"{HERE}{rule.path.split('?')[0]}" in found) == listed_by_right(name), name


def test_e_reports_say_when_they_were_published(client: Client) -> None:
    edition = Edition.objects.of("nepal").get()
    found = listed(client)
    for address in ("/en/countries/nepal/", "/ar/countries/nepal/editions/1/"):
        day = found[f"{HERE}{address}"].findtext(f"{SITEMAP}lastmod")
        assert dt.date.fromisoformat(day) == edition.published_at.date()
    assert found[f"{HERE}/en/about/"].find(f"{SITEMAP}lastmod") is None


def test_what_nobody_published_is_not_listed(client: Client) -> None:
    Event.objects.filter(slug="hlpf-2019").update(is_published=False)
    PageText.objects.filter(slug="about").update(is_published=False)
    text = client.get("/sitemap.xml").content.decode()
    assert "hlpf-2019" not in text
    assert "/about/" not in text
    assert "tunisia" not in text


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_num_queries: Any) -> None:
    with CaptureQueriesContext(connection) as before:
        first = len(listed(client))
    assert len(before) <= 5
    grow()
    with django_assert_num_queries(len(before)):
        assert len(listed(client)) > first


def test_robots_are_shown_the_list_and_kept_from_the_admin(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /admin/", f"Sitemap: {HERE}/sitemap.xml"]
