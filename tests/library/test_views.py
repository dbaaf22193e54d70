"""The library's page: what it says of a document, what it leaves unsaid, and where one finds it."""

import re

import pytest
from django.test import Client

from library.models import Document
from tests.countries.making import a

pytestmark = pytest.mark.django_db


def item(client: Client, name: str, language: str = "en") -> str:
    """What a reader reads in the list item of that id."""
    html = client.get(f"/{language}/library/").content.decode()
    found = re.search(rf'<li id="{name}".*?</li>', html, re.DOTALL)
    assert found, name
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.mark.parametrize(("language", "size"), [("en", "1.5 MB"), ("fr", "1,5 Mio"), ("es", "1,5 MB"), ("ar", "1,5")])
def test_a_document_says_its_language_format_size_and_licence(client: Client, language: str, size: str) -> None:
    a("library.Document", slug="note", format="PDF", size=1_572_864, licence="CC BY 4.0", is_published=True)
    text = item(client, "document-note", language)
    assert size in text.replace("\xa0", " ")
    assert "PDF" in text
    assert "CC BY 4.0" in text


def test_what_is_not_known_of_a_document_is_said_to_be_unknown(client: Client) -> None:
    text = item(client, "document-global-progress-2019")
    for fact in ("Format", "Size", "Licence"):
        assert f"{fact} Not stated" in text
    assert "0 bytes" not in text


def test_each_edition_of_the_toolkit_has_an_address_that_the_contents_name(client: Client) -> None:
    html = client.get("/en/library/").content.decode()
    for number in (1, 2):
        assert f'href="#toolkit-{number}"' in html
        assert f'id="toolkit-{number}"' in html


def test_every_way_on_the_page_leads_somewhere_on_it(client: Client) -> None:
    html = client.get("/en/library/").content.decode()
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'\sid="([^"]+)"', html))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_part_of_the_toolkit_offers_its_document_once_that_is_published(client: Client) -> None:
    file = {"url": "https://example.org/n", "language": "fr", "format": "PDF", "size": 2048}
    document = a("library.Document", title="The note itself", **file)
    a("library.ToolkitItem", slug="part", document=document, is_published=True)
    assert "The note itself" not in item(client, "toolkititem-part")
    Document.objects.filter(pk=document.pk).update(is_published=True)
    assert "The note itself French · PDF · 2.0 KB" in item(client, "toolkititem-part").replace("\xa0", " ")


def test_a_source_that_is_not_in_the_library_is_named_without_a_link(client: Client) -> None:
    source = a("library.Document", slug="minutes", title="Minutes")
    a("library.LessonLearnt", slug="lesson", source=source, locator="p. 3", is_published=True)
    assert "Source: Minutes, “p. 3”" in item(client, "lessonlearnt-lesson")
    assert "#document-minutes" not in client.get("/en/library/").content.decode()


def test_good_practices_are_one_link_away(client: Client) -> None:
    assert 'href="/es/library/good-practices/"' in client.get("/es/library/").content.decode()
