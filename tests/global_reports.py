"""Global reports for tests: the seed's countries, some with a further edition."""

import datetime as dt
import uuid

from accounts.models import User
from countries.models import Country
from reports import workflow
from reports.checklist import all_yes
from reports.global_report.workflow import publish_global
from reports.models import Edition, GlobalEdition
from tests.publishing import publish_again


def publisher() -> User:
    return User.objects.get(email="publisher@example.org")


def reworded(slug: str) -> str:
    """A word that nobody else has, put into the first priority action of that country; not yet published."""
    word = f"word{uuid.uuid4().hex}"
    action = Country.objects.get(slug=slug).priority_actions.order_by("order").first()
    action.wording_en = f"Say {word}"
    action.save()
    return word


def something_new(slug: str = "nepal") -> tuple[Edition, str]:
    """A further edition of a country, and a word that only it has."""
    word = reworded(slug)
    return publish_again(Country.objects.get(slug=slug)), word


def another(note: str = "", at: dt.datetime | None = None) -> GlobalEdition:
    """A further global report. There has to be something new."""
    return publish_global(by=publisher(), checks=all_yes(), note=note, at=at)


def withdraw(edition: Edition | GlobalEdition) -> None:
    workflow.withdraw(edition=edition, reason="It was a mistake.", by=publisher())
