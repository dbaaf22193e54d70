"""What focal points are told when one follows another: the same open work, seen from both sides.

Countries know nothing of what is reported for them. A higher room brings that: its apps.py appends to `tells`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mail import post
from library.dates import PartialDate

from .models import Country, FocalPoint


@dataclass(frozen=True)
class Item:
    """One open thing: what it is, the path of the page where it is written, and what is to be known of it."""

    what: str
    path: str
    note: str = ""

    @property
    def address(self) -> str:
        return settings.PORTAL_URL + self.path


@dataclass(frozen=True)
class Part:
    """Open things of one kind, under their heading."""

    heading: str
    items: list[Item]


# Each tells, in the active language, what of a country is open.
tells: list[Callable[[Country], list[Part]]] = []


def tell_both(predecessor: FocalPoint, successor: FocalPoint) -> None:
    """Write to both, in the country's working language: to one what is open and where, to the other thanks."""
    country = Country.objects.get(pk=successor.country_id)
    with translation.override(country.working_language):
        start = successor.start
        words = {
            "country": str(country),
            "predecessor": predecessor.user.name or predecessor.institution,
            "successor": successor.user.name or successor.institution,
            "date": PartialDate(start.year, start.month, start.day).in_words,
            "parts": [part for tell in tells for part in tell(country)],
            "address": settings.PORTAL_URL + reverse("priorities:desk"),
        }
        send(successor, _("What you take over for %(country)s") % words, "handover", words)
        send(predecessor, _("Thank you for your work for %(country)s") % words, "handover_thanks", words)


def send(to: FocalPoint, subject: str, template: str, words: dict[str, Any]) -> None:
    words = {**words, "name": to.user.name}
    post(kind=template, to=to.user.email, subject=subject, template=template, words=words, person=to.user)
