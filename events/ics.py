"""Events as calendar files, RFC 5545. Only an event whose days are known has a place in a calendar.

One that is known by its month or year alone would have to be given days that nobody announced; so the file leaves
it out, and the pages say so.
"""

import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Component
from icalendar import Event as Entry

from library.originals import languages_translated
from library.texts import Text, best, languages_of

from .models import Event

# Control characters, which RFC 5545 forbids in a text; the end of a line is written as an escape.
FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def of(events: Iterable[Event]) -> bytes:
    """The events, in the active language, as a file. Each was read with_last_change().

    The same events give the same bytes: nothing in it is of the moment at which it was asked for.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Alliance 8.7//Pathfinder//EN")
    calendar.add("version", "2.0")
    title = _("Events of Alliance 8.7")
    write(calendar, "name", Text(title, get_language(), get_language()))  # RFC 7986
    calendar.add("x-wr-calname", title)  # older than that, and what most programs read
    for event in events:
        if event.has_days:
            calendar.add_component(entry(event))
    return calendar.to_ical()


def entry(event: Event) -> Entry:
    """One event: all day long, from its first day to its last. It leaves whoever attends free for other things."""
    texts = {field: best(languages_of(event, field), get_language()) for field in ("name", "place", "description")}
    found = Entry()
    found.add("uid", f"{event.slug}@{urlsplit(settings.PORTAL_URL).hostname}")
    found.add("dtstamp", event.last_change)
    found.add("dtstart", event.start.first_day)
    found.add("dtend", (event.end or event.start).last_day + dt.timedelta(days=1))  # the first day after it
    write(found, "summary", texts["name"])
    write(found, "location", texts["place"])
    write(found, "description", texts["description"])
    if languages_translated((text, event.source.language) for text in texts.values()):
        note = _("Translated by the portal; not official.")
        write(found, "comment", Text(note, get_language(), get_language()))
    found.add("url", settings.PORTAL_URL + event.get_absolute_url())
    found.add("transp", "TRANSPARENT")
    return found


def write(component: Component, name: str, text: Text | None) -> None:
    """That property, marked with the language of its text; nothing where there is no text."""
    if text:
        plain = FORBIDDEN.sub(" ", re.sub(r"\r\n?", "\n", text)).strip()
        component.add(name, plain, parameters={"LANGUAGE": text.language})
