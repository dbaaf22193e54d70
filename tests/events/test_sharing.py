"""What an event's page says of it to search engines: only what is known."""

import json
from typing import Any

import html5lib
import pytest
from django.conf import settings
from django.test import Client

from tests.countries.making import a

pytestmark = pytest.mark.django_db


def head(client: Client, address: str) -> Any:
    return html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False).find("head")


def data_of(client: Client, slug: str, language: str = "en") -> dict[str, Any]:
    return json.loads(head(client, f"/{language}/events/{slug}/").find("script[@type='application/ld+json']").text)


def described(client: Client, slug: str, language: str = "en") -> str:
    return head(client, f"/{language}/events/{slug}/").find("meta[@name='description']").get("content")


def test_an_event_describes_itself_as_data_in_the_readers_language(client: Client) -> None:
    data = data_of(client, "asian-regional-meeting-2019", "fr")
    assert data == {
        "@context": "https://schema.org",
        "@type": "Event",
        "url": f"{settings.PORTAL_URL}/fr/events/asian-regional-meeting-2019/",
        "name": "Réunion régionale asiatique sur A8.7 et P29",
        "startDate": "2019-11-20",
        "endDate": "2019-11-22",
        "location": {"@type": "Place", "name": "Katmandou, Népal"},
    }


def test_what_is_not_known_of_an_event_is_not_made_up(client: Client) -> None:
    data = data_of(client, "international-labour-conference-2019")
    assert data["startDate"] == "2019-06"
    assert not {"endDate", "location", "organizer", "eventStatus", "eventAttendanceMode"} & set(data)


def test_those_who_organise_an_event_are_named_countries_included(client: Client) -> None:
    named = {(row["@type"], row["name"]) for row in data_of(client, "child-labour-forum-2020")["organizer"]}
    assert ("Country", "Netherlands (Kingdom of the)") in named or ("Country", "Netherlands") in named
    assert ("Organization", "International Labour Organization") in named
    assert "organizer" not in data_of(client, "hlpf-2019")  # panellists alone


def test_the_words_of_an_event_cannot_end_the_script_they_stand_in(client: Client) -> None:
    a("events.Event", slug="hostile", name_en="</script><script>alert(1)</script>", is_published=True)
    page = client.get("/en/events/hostile/").content.decode()
    assert "<script>alert" not in page
    assert data_of(client, "hostile")["name"] == "</script><script>alert(1)</script>"


def test_the_description_of_an_event_names_its_date_and_its_place(client: Client) -> None:
    assert "July 2019, New York" in described(client, "hlpf-2019")
    assert "20 November 2019 to 22 November 2019, Kathmandu, Nepal" in described(client, "asian-regional-meeting-2019")
    assert "<" not in described(client, "hlpf-2019")
    assert "June 2019." in described(client, "international-labour-conference-2019")
