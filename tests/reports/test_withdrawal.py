"""An edition that was withdrawn keeps its addresses; they say why and when, and nothing else of it is anywhere."""

import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import OutgoingMail
from countries.models import Country
from library.texts import LANGUAGES
from reports import followers, index, jobs, rendering
from reports.data import files
from reports.models import Edition, Follower, GlobalEdition, SearchEntry, Told
from reports.page import report
from reports.publication import Publication
from reports.rendering import pdf_html

from . import test_public_evidence as evidence
from .second_edition import published
from .withdrawals import REASON, a_global_edition, edition, page, says, withdraw

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|src)="([^"]+)"')
# What the crawl leaves out: other countries alone, half of the languages, and PDFs, which are read as HTML.
ELSEWHERE = re.compile(r"/(static|admin|fr|es)/|/../countries/(?!nepal/).+|.*report\.pdf$")
ATOM = "{http://www.w3.org/2005/Atom}"
# Behind …/editions/<n>/
ADDRESSES = ["", "report.pdf", "changes/", "card.png", f"files/{'0' * 64}/"]
DATA = ["edition.json", "edition.csv", "edition.xlsx", "cite.txt", "cite.bib", "cite.ris", "cite.json"]


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


# The notice


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_a_withdrawn_edition_is_gone_and_says_when_and_why(
    client: Client, address: str, language: str
) -> None:
    withdraw()
    answer = client.get(f"/{language}/countries/nepal/editions/1/{address}")
    html = answer.content.decode()
    assert answer.status_code == 410
    assert "It named &lt;somebody&gt; who could be harmed." in html
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-cache"
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert f'href="/{language}/countries/nepal/editions/"' in html
    assert "NPL-04" not in html
    if language != "en":
        assert re.search(r'<div lang="en"\s+dir="ltr">', html)  # as it was written


@pytest.mark.parametrize("address", DATA)
def test_a_program_is_told_the_same_as_data(client: Client, address: str) -> None:
    assert client.get(f"/en/countries/nepal/editions/1/{address}").status_code == 200
    withdrawn_at = withdraw().withdrawn_at
    answer = client.get(f"/en/countries/nepal/editions/1/{address}")
    assert answer.status_code == 410
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer.json() == {
        "status": 410,
        "title": "withdrawn",
        "country": "Nepal",
        "edition": 1,
        "published": str(edition(1).published_at.date()),
        "withdrawn": str(withdrawn_at.date()),
        "reason": {"en": REASON},
        "current": "",
        "editions": "/en/countries/nepal/editions/",
    }


def test_the_notice_leads_to_the_edition_that_is_current(client: Client) -> None:
    published()
    withdraw(1)
    html = page("/en/countries/nepal/editions/1/")
    assert "Read the current edition" in html
    assert 'href="/en/countries/nepal/"' in html


def test_a_country_all_of_whose_editions_are_withdrawn_shows_the_notice_of_the_newest(client: Client) -> None:
    published()
    withdraw(1)
    withdraw(2, reason="A second mistake.")
    for address in ("", "report.pdf", "card.png"):
        answer = client.get(f"/en/countries/nepal/{address}")
        assert answer.status_code == 410
        assert "edition 2 was withdrawn" in answer.content.decode()
        assert "A second mistake." in answer.content.decode()
        assert "Read the current edition" not in answer.content.decode()


def test_a_country_shows_its_newest_readable_edition_and_that_a_newer_one_was_withdrawn(client: Client) -> None:
    published()
    html = page("/en/countries/nepal/editions/1/")
    assert "There is a newer one" in html
    assert "was withdrawn" not in html
    withdraw(2)
    for address in ("", "editions/1/"):
        html = page(f"/en/countries/nepal/{address}")
        assert "Edition 2 was withdrawn" in html
        assert "There is a newer one" not in html
    assert client.get("/en/countries/nepal/").context["report"]["edition"]["number"] == 1


def test_the_list_of_editions_says_which_was_withdrawn_and_why(django_assert_num_queries: Any) -> None:
    published()
    withdraw(1)
    with CaptureQueriesContext(connection) as before:
        html = page("/fr/countries/nepal/editions/")
    queries = len(before)
    assert "It named &lt;somebody&gt;" in html
    assert edition(1).checksum not in html
    assert edition(2).checksum in html
    withdraw(2)
    assert Client().get("/fr/countries/nepal/editions/").status_code == 200
    with django_assert_num_queries(queries):
        page("/fr/countries/nepal/editions/")


def test_an_unknown_edition_is_still_unknown(client: Client) -> None:
    withdraw()
    assert client.get("/en/countries/nepal/editions/2/").status_code == 404
    assert client.get("/en/countries/atlantis/").status_code == 404


@pytest.mark.parametrize("address", ["editions/", "feed.atom"])
def test_a_country_is_called_what_its_newest_readable_edition_calls_it(address: str) -> None:
    Country.objects.filter(slug="nepal").update(name_en="A new name")
    published()
    Country.objects.filter(slug="nepal").update(name_en="Still a draft")
    withdraw(1)
    shown = page(f"/en/countries/nepal/{address}")
    assert re.search("<(h1|title)>\\s*A new name: ", shown)


# What is not said any more


def crawl(start: str) -> Iterator[tuple[str, bytes]]:
    """Every page that links lead to from there, with its bytes; PDFs are read as the HTML they are made of."""
    client, ahead, seen = Client(), [start], set()
    while ahead:
        address = ahead.pop()
        if address in seen or ELSEWHERE.match(address):
            continue
        seen.add(address)
        answer = client.get(address)
        content = answer.getvalue()
        yield address, content
        for link in LINK.findall(content.decode(errors="replace")):
            target = urldefrag(urljoin(address, link.replace("&amp;", "&")))[0]
            if target.startswith("/"):
                ahead.append(target)


@pytest.mark.slow
def test_nothing_public_says_what_a_withdrawn_edition_alone_said() -> None:
    token = uuid.uuid4().hex
    says(f"before {token}")
    says("after")
    withdraw(2)
    seen = dict(crawl("/en/"))
    assert "/en/countries/nepal/editions/2/" in seen
    assert "/en/countries/nepal/editions/3/changes/" in seen
    assert {"/en/feed.atom", "/en/report/", "/data/actions.csv", "/en/countries/nepal/editions/3/edition.csv"} <= set(
        seen
    )
    seen["search"] = page(f"/en/search/?q={token}").replace(f'value="{token}"', "").encode()
    seen["sitemap"] = page("/sitemap.xml").encode()
    seen["since"] = page("/en/countries/nepal/editions/3/changes/?since=2").encode()
    seen["compared"] = page("/en/compare/?country=nepal&country=uganda").encode()
    assert edition(2).content.count(token) == 1
    found = [address for address, content in seen.items() if token.encode() in content]
    # Search says what was looked for.
    assert [address for address in found if not address.startswith("search")] == []
    for each in Edition.objects.readable():
        assert token not in pdf_html(report(each, "en"))
    assert not SearchEntry.objects.filter(folded__contains=token).exists()


def test_what_changed_skips_a_withdrawn_edition() -> None:
    says("meanwhile")
    third = says("finally")
    assert "meanwhile" in page("/en/countries/nepal/editions/3/changes/")
    withdraw(2)
    third = Edition.objects.get(pk=third.pk)
    assert third.previous == edition(1)
    html = page("/en/countries/nepal/editions/3/changes/?since=2")
    assert "compared with edition 1" in html
    assert "meanwhile" not in html


def test_search_finds_what_is_current_after_a_withdrawal(client: Client) -> None:
    says("quinquereme")
    assert client.get("/en/search/", {"q": "quinquereme"}).context["form"].items
    withdraw(2)
    assert not client.get("/en/search/", {"q": "quinquereme"}).context["form"].items
    assert client.get("/en/search/", {"q": "NPL-04"}).context["form"].items  # of edition 1 again
    withdraw(1)
    assert not SearchEntry.objects.filter(country="nepal").exists()
    index.rebuild()
    assert not SearchEntry.objects.filter(country="nepal").exists()


def test_lists_and_the_sitemap_leave_out_a_country_without_a_readable_edition(client: Client) -> None:
    withdraw()
    for address in ("", "countries/", "themes/child-labour/", "compare/", "library/good-practices/", "follow/"):
        assert "Nepal" not in re.sub(r"<footer.*", "", page(f"/en/{address}"), flags=re.S), address
    assert "nepal" not in page("/sitemap.xml")


def test_the_sitemap_keeps_a_country_without_its_withdrawn_edition() -> None:
    published()
    withdraw(2)
    text = page("/sitemap.xml")
    assert "/en/countries/nepal/editions/1/" in text
    assert "/en/countries/nepal/editions/2/" not in text


# Feeds


def entries(address: str) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(Client().get(address).content)  # noqa: S314 - our own
    return {entry.findtext(f"{ATOM}id"): entry for entry in root.iter(f"{ATOM}entry")}


@pytest.mark.parametrize("feed", ["feed.atom", "countries/nepal/feed.atom"])
def test_a_feed_keeps_the_entry_and_says_that_the_edition_was_withdrawn(feed: str) -> None:
    before = entries(f"/en/{feed}")
    withdrawal = withdraw()
    after = entries(f"/en/{feed}")
    assert after.keys() == before.keys()
    (tag,) = (tag for tag in after if tag.endswith(":nepal/1"))
    assert next(iter(after)) == tag  # the newest of what there is to tell
    assert after[tag].findtext(f"{ATOM}updated") == withdrawal.withdrawn_at.isoformat()
    assert after[tag].findtext(f"{ATOM}published") == before[tag].findtext(f"{ATOM}published")
    assert after[tag].findtext(f"{ATOM}title") == "Nepal, edition 1: withdrawn"
    assert "It named &lt;somebody&gt;" in after[tag].findtext(f"{ATOM}summary")
    assert "NPL-" not in after[tag].findtext(f"{ATOM}summary")


def test_the_feed_of_a_theme_says_nothing_of_it() -> None:
    assert any(tag.endswith(":nepal/1") for tag in entries("/en/themes/child-labour/feed.atom"))
    withdraw()
    assert not any(tag.endswith(":nepal/1") for tag in entries("/en/themes/child-labour/feed.atom"))


def test_a_feed_tells_no_change_since_a_withdrawn_edition() -> None:
    says("meanwhile")
    says("finally")
    assert "meanwhile" in page("/en/countries/nepal/feed.atom")
    withdraw(2)
    found = entries("/en/countries/nepal/feed.atom")
    (third,) = (entry for tag, entry in found.items() if tag.endswith(":nepal/3"))
    assert "meanwhile" not in third.findtext(f"{ATOM}summary")


# Mail


def test_mail_about_it_that_has_not_left_is_taken_back_and_nobody_is_told_any_more(nepal: Country) -> None:
    follower = Follower.objects.create(address="one@example.org", country=nepal, language="en")
    second = published()
    OutgoingMail.objects.all().delete()
    Told.objects.all().delete()
    assert followers.tell(second) == 1
    assert followers.tell(edition(1)) == 1
    withdraw(2)
    (left,) = OutgoingMail.objects.unsent()
    assert "/editions/1/" in left.text
    Told.objects.filter(follower=follower).delete()
    assert jobs.tell_followers.call(second.pk) == 0
    assert OutgoingMail.objects.unsent().count() == 1


# Files


def keep(*names: str) -> None:
    for name in names:
        storages["renderings"].save(name, ContentFile(b"%PDF-"))


def kept(edition: Edition | GlobalEdition) -> list[str]:
    try:
        return storages["renderings"].listdir(edition.checksum)[1]
    except FileNotFoundError:
        return []


@pytest.mark.usefixtures("commits")
def test_files_kept_of_it_go_and_with_them_those_that_say_what_changed_since() -> None:
    first, second, third = edition(1), says(uuid.uuid4().hex), says(uuid.uuid4().hex)
    names = [rendering.pdf_rendering(each, "en").name for each in (first, second, third)]
    keep(*names, rendering.pdf_rendering(second, "fr").name)
    withdraw(2)
    assert kept(second) == kept(third) == []
    assert names[0].split("/")[1] in kept(first)
    storages["renderings"].delete(names[0])
    assert rendering.pdf_rendering(edition(3), "en").name != names[2]
    assert jobs.render.call(second.pk) == []
    assert kept(second) == []


@pytest.mark.usefixtures("commits")
def test_files_kept_of_a_global_report_that_it_is_part_of_go_too() -> None:
    made, second = a_global_edition(), says(uuid.uuid4().hex)
    keep(f"{made.checksum}/en-x.pdf")
    withdraw(second.number)
    assert kept(made)
    withdraw(1)
    assert not kept(made)


def test_a_file_of_evidence_is_read_through_a_readable_edition_alone(nepal: Country) -> None:
    evidence.accept(evidence.update_with_files(nepal))
    for number in (2, 3):
        published()
        assert evidence.read(evidence.PUBLIC, number).status_code == 200
    withdraw(2)
    assert evidence.read(evidence.PUBLIC, 2).status_code == 410
    assert evidence.read(evidence.PUBLIC, 3).status_code == 200
    withdraw(3)
    assert evidence.read(evidence.PUBLIC, 3).status_code == 410
    assert Publication(nepal, "en").files  # it would become public again


@pytest.mark.usefixtures("commits")
def test_files_kept_of_all_data_that_was_public_go_too(client: Client) -> None:
    token = uuid.uuid4().hex
    says(token)
    assert token in client.get("/data/actions.csv").getvalue().decode()
    before = files.public_mark()
    withdraw(2)
    assert rendering.names_in(before) == []
    assert token not in client.get("/data/actions.csv").getvalue().decode()
    assert rendering.names_in(files.public_mark())
