"""The cast of reporting: two countries, who reports for them, who reviews."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from countries.models import Country, FocalPoint
from library.dates import PartialDate
from priorities import workflow
from priorities.models import NextStep, PriorityAction, ProgressUpdate
from tests.countries.making import a, staff

WORDS = {"implementation": "in_progress", "as_of": PartialDate(2020, 3), "narrative": "Ten inspectors were hired."}


@dataclass
class Cast:
    country: Country
    action: PriorityAction
    step: NextStep
    focal_point: User
    deputy: User
    outsider: User  # focal point of another country
    former: User
    reviewer: User
    reporter: User  # of the secretariat, on a country's behalf
    publisher: User


def cast() -> Cast:
    country, other = a("countries.Country"), a("countries.Country")
    a("priorities.PriorityAction", country=other)
    return Cast(
        country=country,
        action=a("priorities.PriorityAction", country=country),
        step=a("priorities.NextStep", country=country),
        focal_point=speaks_for(country),
        deputy=speaks_for(country, is_deputy=True),
        outsider=speaks_for(other),
        former=speaks_for(country, end=timezone.localdate() - dt.timedelta(days=1)),
        reviewer=staff("priorities.review_progressupdate"),
        reporter=staff("priorities.report_for_country"),
        publisher=staff("reports.publish_edition"),
    )


def speaks_for(country: Country, **fields: Any) -> User:
    """A new person with a term for that country."""
    user = a("accounts.User")
    usual = {"start": dt.date(2019, 1, 1), "institution": "Ministry of Labour", "appointed_by": staff()}
    FocalPoint.objects.create(user=user, country=country, **usual | fields)
    return user


def a_draft(cast: Cast, by: User | None = None, **words: Any) -> ProgressUpdate:
    return workflow.save_draft(of=cast.action, by=by or cast.focal_point, words={**WORDS, **words})


def submitted(cast: Cast, by: User | None = None, **words: Any) -> ProgressUpdate:
    update = a_draft(cast, by, **words)
    return workflow.submit(update=update, by=by or cast.focal_point, version=update.version)


def accepted(cast: Cast, **words: Any) -> ProgressUpdate:
    return workflow.accept(update=submitted(cast, **words), by=cast.reviewer)
