"""Who speaks for which country, as the secretariat sees it: what lacks first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.invitations import INVITATION
from accounts.models import OutgoingMail

from .models import Country, FocalPoint

SOON = dt.timedelta(days=60)


@dataclass(frozen=True)
class CountryPeople:
    """A country and its terms that are not over: those of focal points first, then those of deputies."""

    country: Country
    terms: list[FocalPoint]
    today: dt.date

    @property
    def lacks_focal_point(self) -> bool:
        """Whether nobody but deputies speaks for it today, though it reports."""
        return self.country.engagement != Country.Engagement.NONE and not any(
            term.start <= self.today and term.user.is_active and not term.is_deputy for term in self.terms
        )

    @property
    def next(self) -> FocalPoint | None:
        """The focal point who is appointed for a day to come."""
        ahead = [term for term in self.terms if term.start > self.today and not term.is_deputy]
        return min(ahead, key=lambda term: term.start, default=None)


@dataclass(frozen=True)
class People:
    countries: list[CountryPeople]
    today: dt.date
    uninvited: set[int]  # people whose invitation has not left us, by primary key

    @property
    def terms(self) -> list[FocalPoint]:
        return [term for country in self.countries for term in country.terms]

    @property
    def without(self) -> list[CountryPeople]:
        """The countries for which nobody speaks today."""
        return [country for country in self.countries if country.lacks_focal_point]

    @property
    def never_came(self) -> list[FocalPoint]:
        """Those who never signed in, though they may."""
        return [term for term in self.terms if term.user.last_login is None and term.user.is_active]

    @property
    def ending(self) -> list[FocalPoint]:
        """The terms that end within sixty days, the next to end first."""
        found = [term for term in self.terms if term.end and term.end <= self.today + SOON]
        return sorted(found, key=lambda term: (term.end, term.pk))


def people(today: dt.date) -> People:
    """Every country that reports or has a focal point, with its terms that are not over. Three queries."""
    terms = FocalPoint.objects.not_over(today).select_related("user").order_by("is_deputy", "start", "pk")
    countries = Country.objects.filter(~Q(engagement=Country.Engagement.NONE) | Q(pk__in=terms.values("country")))
    found = countries.prefetch_related(Prefetch("focal_points", terms, to_attr="terms"))
    unsent = OutgoingMail.objects.unsent().filter(kind=INVITATION).values_list("person", flat=True)
    return People([CountryPeople(country, country.terms, today) for country in found], today, set(unsent))
