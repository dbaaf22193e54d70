"""Calendar files: what programs ask of one, which days stand in it, and what never does."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar, Event

from library.dates import PartialDate
from tests.countries.making import a

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def an_event(**fields: object) -> object:
    return a("events.Event", **{"start": PartialDate(2031, 5, 7), "is_published": True, **fields})


def read(client: Client, address: str = "/events.ics") -> dict[str, Event]:
    """The entries of a file by the slug in their UID."""
    calendar = Calendar.from_ical(client.get(address).content)
    return {str(entry["uid"]).split("@")[0]: entry for entry in calendar.walk("VEVENT")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_what_rfc_5545_asks_for(client: Client, language: str) -> None:
    words = "الاجتماع الإقليمي; a, b \\ c\r\nsecond line\rthird\x0b\x01 and so on " * 9
    an_event(name_en=words[:280], place_en=words[:190], description_en=words)
    for address in (f"/{language}/events/calendar.ics", "/events.ics"):
        answer = client.get(address, headers={"accept-language": language})
        lines = answer.content.split(b"\r\n")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="pathfinder-{language}.ics"'
        assert lines.pop() == b""
        assert max(len(line) for line in lines) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines))
        assert [line.decode() for line in lines]  # no letter is cut in two
        calendar = Calendar.from_ical(answer.content)
        assert {"VERSION", "PRODID"} <= set(calendar)
        for entry in calendar.walk("VEVENT"):
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL"} <= set(entry)
            assert not entry.errors


def test_text_comes_back_as_it_was_written(client: Client) -> None:
    an_event(slug="punctuation", name_en="A; b, c \\ d", description_en="One.\r\n\r\nTwo: “three”, four")
    entry = read(client)["punctuation"]
    assert entry["summary"] == "A; b, c \\ d"
    assert entry["description"] == "One.\n\nTwo: “three”, four"


@pytest.mark.parametrize(
    ("end", "after"),
    [
        (None, dt.date(2031, 5, 8)),
        (PartialDate(2031, 5, 7), dt.date(2031, 5, 8)),
        (PartialDate(2031, 12, 31), dt.date(2032, 1, 1)),
    ],
)
def test_an_event_lasts_all_day_until_the_day_after_its_last(client: Client, end: object, after: dt.date) -> None:
    an_event(slug="days", end=end)
    entry = read(client)["days"]
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (dt.date(2031, 5, 7), after)
    assert entry["dtstart"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    "vague", [{"start": "2031"}, {"start": "2031-05"}, {"end": "2031-06"}, {"start": "2031-05", "end": "2031-05-09"}]
)
def test_an_event_whose_days_are_not_known_is_given_none(client: Client, vague: dict[str, str]) -> None:
    an_event(slug="vague", **{field: PartialDate.parse(value) for field, value in vague.items()})
    an_event(slug="clear")
    found = read(client)
    assert "vague" not in found
    assert "clear" in found
    assert client.get("/en/events/vague/event.ics").status_code == 404
    page = client.get("/en/events/vague/").content.decode()
    assert "event.ics" not in page
    assert "its days are not known" in page


def test_the_list_says_how_many_events_the_file_leaves_out(client: Client) -> None:
    page = client.get("/en/events/").content.decode()
    assert 'href="/en/events/calendar.ics"' in page
    assert "5 events are not in it, because their days are not known." in page


def test_an_event_that_nobody_published_is_in_no_file(client: Client) -> None:
    an_event(slug="secret", is_published=False)
    an_event(slug="public")
    assert "secret" not in read(client)
    assert set(read(client, "/en/events/public/event.ics")) == {"public"}
    assert client.get("/en/events/secret/event.ics").status_code == 404


def test_the_same_events_give_the_same_bytes_until_one_is_saved(client: Client) -> None:
    event = an_event(slug="stable")
    event.history.update(history_date=dt.datetime(2030, 1, 2, 3, 4, 5, tzinfo=dt.UTC))
    first = client.get("/events.ics")
    assert read(client)["stable"]["dtstamp"].dt == dt.datetime(2030, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert client.get("/events.ics").content == first.content
    again = client.get("/events.ics", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    event.name_en = "Another name"
    event.save()
    assert client.get("/events.ics", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert read(client)["stable"]["dtstamp"].dt > dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def test_an_event_without_history_is_in_the_file_too(client: Client) -> None:
    an_event(slug="bare").history.all().delete()
    assert read(client)["bare"]["dtstamp"].dt == dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def test_an_entry_is_the_same_event_in_every_language_and_leads_to_the_page_in_its_own(client: Client) -> None:
    uids = set()
    for language in LANGUAGES:
        entry = read(client, f"/{language}/events/calendar.ics")["asian-regional-meeting-2019"]
        uids.add(str(entry["uid"]))
        assert entry["summary"].params["LANGUAGE"] == language
        assert entry["url"] == f"{settings.PORTAL_URL}/{language}/events/asian-regional-meeting-2019/"
        assert ("comment" in entry) == (language != "en")  # translated by the portal
    assert uids == {f"asian-regional-meeting-2019@{urlsplit(settings.PORTAL_URL).hostname}"}


def test_a_text_in_another_language_says_which(client: Client) -> None:
    an_event(slug="english", name_en="In English only")
    assert read(client, "/ar/events/english/event.ics")["english"]["summary"].params["LANGUAGE"] == "en"


def test_the_address_without_a_language_speaks_the_one_that_is_asked_for(client: Client) -> None:
    for asked, given in (("fr-CA,fr;q=0.9", "fr"), ("zh", "en"), ("", "en")):
        answer = client.get("/events.ics", headers={"accept-language": asked})
        assert answer.content == client.get(f"/{given}/events/calendar.ics").content
        assert "Accept-Language" in answer["Vary"]


def test_a_portal_without_events_has_an_empty_calendar(client: Client) -> None:
    from events.models import Event as Record

    Record.objects.update(is_published=False)
    assert read(client) == {}
    assert client.get("/events.ics").status_code == 200


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_num_queries: object) -> None:
    for number in range(3):
        an_event(slug=f"one-of-three-{number}")
    with django_assert_num_queries(1):
        assert len(read(client)) == 4
