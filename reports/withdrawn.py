"""What the addresses of a withdrawn edition say: when and why, and nothing that it said.

`raise Withdrawn(edition)` wherever one is asked for: middleware.py makes the answer of it, so that no view can forget.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from library.dates import PartialDate
from library.texts import Text, best, languages_of

from . import page
from .models import Edition, GlobalEdition

GONE = "withdrawn"


class Withdrawn(Exception):
    """Somebody asked for an edition that was withdrawn: answer 410 with the Notice of it."""

    def __init__(self, edition: Edition | GlobalEdition) -> None:
        super().__init__(str(edition.pk))
        self.edition = edition


@dataclass(frozen=True)
class Notice:
    """What is still said of it, in the active language. The country's name is the UN's: its own content is not read.

    `country` is None of the global report.
    """

    country: Text | None
    number: int
    published: PartialDate
    withdrawn: PartialDate
    reason: Text
    address: str

    @property
    def as_data(self) -> dict[str, Any]:
        """The same for programs, for the addresses of data."""
        return {
            "status": 410,
            "title": GONE,
            "country": self.country and str(self.country),
            "edition": self.number,
            "published": str(self.published),
            "withdrawn": str(self.withdrawn),
            "reason": {self.reason.language: str(self.reason)},
        }


def notice(edition: Edition | GlobalEdition) -> Notice:
    """Of an edition that was withdrawn: no query where its withdrawal and its country were read along."""
    withdrawal, reader = edition.withdrawal, get_language()
    return Notice(
        country=name_of(edition) if isinstance(edition, Edition) else None,
        number=edition.number,
        published=day_of(edition.published_at),
        withdrawn=day_of(withdrawal.withdrawn_at),
        reason=Text(withdrawal.reason, withdrawal.language, reader, [withdrawal.language]),
        address=edition.get_absolute_url(),
    )


def name_of(edition: Edition) -> Text | None:
    """What its country is called: as it says itself or, of one that is not to be read, by the UN's name of today."""
    if not edition.is_withdrawn:
        return page.country_of(edition, get_language())
    return best(languages_of(edition.country, "name"), get_language())


def ways_on(edition: Edition | GlobalEdition) -> dict[str, str]:
    """Where one can read on: what is `current`, "" if nothing can be read, and the list of `editions`."""
    if isinstance(edition, GlobalEdition):
        is_current = GlobalEdition.objects.readable().exists()
        at, editions = reverse("reports:global"), reverse("reports:global-edition-list")
    else:
        is_current = Edition.objects.of(edition.slug).readable().exists()
        at, editions = (reverse(f"reports:{name}", args=[edition.slug]) for name in ("country", "edition-list"))
    return {"current": at if is_current else "", "editions": editions}


def day_of(moment: Any) -> PartialDate:
    return PartialDate.of(timezone.localdate(moment))
