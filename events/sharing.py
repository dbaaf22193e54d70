"""An event as data in the words of schema.org: what is known of it and nothing else."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from library.sharing import as_script
from library.texts import best, languages_of

from .models import Event, Participation


def of(event: Event, participations: Iterable[Participation]) -> dict[str, Any]:
    """For the page of that event: `data` (components/sharing.html)."""
    return {"data": as_script(described(event, participations))}


def described(event: Event, participations: Iterable[Participation]) -> dict[str, Any]:
    """The event as https://schema.org/Event. A date is as exact as it is known: "2019-07" is one by ISO 8601."""
    place = best(languages_of(event, "place"), get_language())
    organisers = [row for row in participations if row.role == Participation.Role.ORGANISER]
    known = {
        "description": best(languages_of(event, "description"), get_language()),
        "endDate": str(event.end or ""),
        "location": place and {"@type": "Place", "name": place},
        "organizer": [
            {"@type": "Country" if row.country else "Organization", "name": row.who.name} for row in organisers
        ],
    }
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "url": settings.PORTAL_URL + event.get_absolute_url(),
        "name": event.name,
        "startDate": str(event.start),
        **{name: value for name, value in known.items() if value},
    }
