"""Atom feeds: what RFC 4287 and the usual validators ask of one, and which editions stand in it."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from countries.models import Country
from library.dates import PartialDate
from priorities.models import PriorityAction, Theme
from reports import feeds
from reports.models import Edition
from tests.countries.making import staff
from tests.publishing import publish, publish_again

from .second_edition import change, much_changed

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
HERE = settings.PORTAL_URL
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["feed.atom", "countries/nepal/feed.atom", "themes/child-labour/feed.atom"]
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def read(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def entries(client: Client, address: str = "/en/feed.atom") -> dict[str, ElementTree.Element]:
    """By their titles, in the order of the feed."""
    return {entry.findtext(f"{ATOM}title"): entry for entry in read(client, address).findall(f"{ATOM}entry")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_has_what_rfc_4287_asks_for(client: Client, feed: str, language: str) -> None:
    much_changed()
    root = read(client, f"/{language}/{feed}")
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == root.findtext(f"{ATOM}id") == f"{HERE}/{language}/{feed}"
    assert client.get(links["alternate"].removeprefix(HERE)).status_code == 200
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    found = root.findall(f"{ATOM}entry")
    assert found
    for part in (root, *found):
        for once in ("id", "title", "updated"):  # RFC 4287, 4.1.1 and 4.1.2
            assert len(part.findall(f"{ATOM}{once}")) == 1
            assert part.findtext(f"{ATOM}{once}").strip()
        assert RFC_3339.fullmatch(part.findtext(f"{ATOM}updated"))
    assert root.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") for entry in found)
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(ids)) == len(ids)


def test_an_entry_leads_to_its_edition_and_is_known_by_it_in_every_language(client: Client) -> None:
    edition, ids = much_changed(), set()
    for language in LANGUAGES:
        newest = read(client, f"/{language}/countries/nepal/feed.atom").find(f"{ATOM}entry")
        ids.add(newest.findtext(f"{ATOM}id"))
        at = f"{HERE}/{language}/countries/nepal/editions/2/"
        assert [(link.get("rel"), link.get("href")) for link in newest.findall(f"{ATOM}link")] == [("alternate", at)]
        assert dt.datetime.fromisoformat(newest.findtext(f"{ATOM}published")) == edition.published_at
    assert ids == {f"tag:{urlsplit(HERE).hostname},{edition.published_at:%Y-%m-%d}:nepal/2"}


def test_the_summary_tells_the_note_and_what_changed_without_a_link_that_leads_nowhere(client: Client) -> None:
    nepal = Country.objects.get(slug="nepal")
    change(nepal.priority_actions.get(reference="NPL-04"), implementation="in_progress")
    nepal.priority_actions.get(reference="NPL-09").delete()
    note = "After <the> review & more\x0b"
    publish(country=nepal, as_of=PartialDate(2026), note=note, by=staff("reports.publish_edition"))
    found = entries(client, "/en/countries/nepal/feed.atom")
    summary = found["Nepal, edition 2"].find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    words = " ".join(re.sub(r"<[^>]+>", " ", summary.text).split())
    assert "After &lt;the&gt; review &amp; more" in words
    assert "State: changed from Not reported to In progress" in words
    assert "Removed: NPL-09" in words
    assert "href" not in summary.text
    assert "This is the first edition." in found["Nepal, edition 1"].findtext(f"{ATOM}summary")


def test_the_newest_edition_comes_first_and_old_ones_fall_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 3)
    for slug, days in (("uganda", 1), ("nepal", 3), ("fiji", 2)):
        publish_again(Country.objects.get(slug=slug), at=timezone.now() + dt.timedelta(days=days))
    assert list(entries(client)) == ["Nepal, edition 2", "Fiji, edition 2", "Uganda, edition 2"]


def test_a_country_has_its_own_editions_in_its_feed_and_no_other(client: Client) -> None:
    publish_again(Country.objects.get(slug="nepal"))
    publish_again(Country.objects.get(slug="uganda"))
    assert list(entries(client, "/en/countries/nepal/feed.atom")) == ["Nepal, edition 2", "Nepal, edition 1"]


def test_a_theme_has_the_editions_with_an_action_on_it(client: Client) -> None:
    with_it = {
        edition.slug
        for edition in Edition.objects.all()
        if any("supply-chains" in action["themes"] for action in edition.snapshot["actions"])
    }
    found = {
        entry.findtext(f"{ATOM}id").split(":")[-1]
        for entry in entries(client, "/en/themes/supply-chains/feed.atom").values()
    }
    assert found == {f"{slug}/1" for slug in with_it}
    assert with_it < set(Edition.objects.values_list("slug", flat=True))


def test_a_feed_without_an_entry_is_whole_and_always_the_same(client: Client) -> None:
    Theme.objects.create(slug="nobody", name_en="Nobody", order=99, is_published=True)
    root = read(client, "/en/themes/nobody/feed.atom")
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "address", ["/en/countries/tunisia/feed.atom", "/en/countries/atlantis/feed.atom", "/en/themes/secret/feed.atom"]
)
def test_the_feed_of_what_nobody_published_is_unknown(client: Client, address: str) -> None:
    Theme.objects.create(slug="secret", name_en="Secret", order=99, is_published=False)
    assert client.get(address).status_code == 404


def test_what_was_not_published_is_in_no_feed(client: Client) -> None:
    PriorityAction.objects.update(wording_en="Unpublished wording")
    for feed in FEEDS:
        assert b"Unpublished" not in client.get(f"/en/{feed}").content


def test_the_address_without_a_language_speaks_the_one_that_is_asked_for(client: Client) -> None:
    for asked, given in (("fr-CA,fr;q=0.9", "fr"), ("zh", "en"), ("%%%", "en"), ("", "en")):
        answer = client.get("/feed.atom", headers={"accept-language": asked})
        assert answer.content == client.get(f"/{given}/feed.atom").content
        assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("feed", FEEDS)
def test_what_a_reader_has_already_is_not_sent_again(client: Client, feed: str) -> None:
    first = client.get(f"/en/{feed}")
    again = client.get(f"/en/{feed}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "public" in first["Cache-Control"]
    publish_again(Country.objects.get(slug="nepal"))
    assert client.get(f"/en/{feed}", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("feed", FEEDS)
def test_the_number_of_queries_does_not_grow(client: Client, feed: str, django_assert_num_queries: Any) -> None:
    publish_again(Country.objects.get(slug="nepal"))
    with CaptureQueriesContext(connection) as before:
        first = len(entries(client, f"/en/{feed}"))
    assert len(before) <= 4
    for _time in range(2):
        publish_again(Country.objects.get(slug="nepal"))
    with django_assert_num_queries(len(before)):
        assert len(entries(client, f"/en/{feed}")) == first + 2


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("", "feed.atom"),
        ("countries/nepal/", "countries/nepal/feed.atom"),
        ("countries/nepal/editions/1/", "countries/nepal/feed.atom"),
        ("themes/child-labour/", "themes/child-labour/feed.atom"),
        ("follow/", "feed.atom"),
    ],
)
def test_a_page_names_its_feed_by_the_title_it_has(client: Client, page: str, feed: str) -> None:
    html = client.get(f"/fr/{page}").content.decode()
    link = re.search(r'<link rel="alternate"\s+type="application/atom\+xml"\s+title="([^"]+)"\s+href="([^"]+)"', html)
    assert link[2] == f"/fr/{feed}"
    title = read(client, link[2]).findtext(f"{ATOM}title")
    assert link[1].replace("&#x27;", "'") == title
