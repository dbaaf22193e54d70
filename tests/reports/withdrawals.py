"""An edition of Nepal, withdrawn; and one that says a word which nothing else says."""

from typing import Any

from django.test import Client

from accounts.models import User
from countries.models import Country
from reports import workflow
from reports.models import Edition, GlobalEdition, Withdrawal

from .second_edition import published

REASON = "It named <somebody> who could be harmed."


def edition(number: int, slug: str = "nepal") -> Edition:
    return Edition.objects.of(slug).get(number=number)


def withdraw(number: int = 1, slug: str = "nepal", **words: Any) -> Withdrawal:
    by = User.objects.get(email="publisher@example.org")
    return workflow.withdraw(edition=edition(number, slug), **{"reason": REASON, "by": by, **words})


def says(word: str) -> Edition:
    """The next edition of Nepal, whose records say that word where nothing else does."""
    action = Country.objects.get(slug="nepal").priority_actions.get(reference="NPL-04")
    action.wording_en = word
    action.save()
    return published()


def page(address: str) -> str:
    return Client().get(address).content.decode()


def a_global_edition() -> GlobalEdition:
    """The one that the seed published: made of edition 1 of every country, and not yet withdrawn."""
    return GlobalEdition.objects.get()
