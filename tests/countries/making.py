"""Records for tests: valid in themselves, beside those of the seed and never among them."""

import datetime as dt
from collections.abc import Callable
from itertools import count
from string import ascii_uppercase
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.utils import translation
from model_bakery import baker

from accounts.models import User
from library.dates import PartialDate

numbers = count(1)

# Kept free by ISO 3166 for its users, so the seed has none of them; without XA and XX, which tests write out.
CODES = [f"X{letter}" for letter in ascii_uppercase if letter not in "AX"]
CODES += [f"Q{letter}" for letter in ascii_uppercase if letter >= "M"]


def a(label: str, **fields: Any) -> Any:
    """A saved record of that model, such as a("countries.Milestone", state="ahead")."""
    n = next(numbers)
    values = {name: value() if callable(value) else value for name, value in {**BARE[label](n), **fields}.items()}
    # `title` is `title_en` whatever language the last request of another test was in.
    with translation.override("en"):
        return baker.make(label, **values)


def another(label: str) -> Callable[[], Any]:
    return lambda: a(label)


def cited() -> dict[str, Any]:
    return {"source": another("library.Document"), "locator": "Slide 1"}


def of_country(n: int) -> dict[str, Any]:
    return {**cited(), "country": another("countries.Country"), "order": place(n)}


def one_theme() -> list[Any]:
    return [a("priorities.Theme")]


def place(n: int) -> int:
    return 1000 + n % 30000


def codes(n: int) -> dict[str, str]:
    code = CODES[n % len(CODES)]
    return {"alpha2": code, "alpha3": code + code[1], "m49": str(900 + n % len(CODES))}


BARE: dict[str, Callable[[int], dict[str, Any]]] = {
    "accounts.User": lambda n: {"email": f"somebody-{n}@example.org", "name": f"Somebody {n}"},
    "library.Document": lambda n: {"slug": f"document-{n}", "title": f"Document {n}", "language": "en"},
    "library.ToolkitItem": lambda n: {
        **cited(), "slug": f"item-{n}", "edition": 1, "order": place(n), "title": f"Item {n}", "state": "available",
    },
    "library.LessonLearnt": lambda n: {**cited(), "slug": f"lesson-{n}", "order": place(n), "text": f"Lesson {n}"},
    "library.Initiative": lambda n: {**cited(), "slug": f"network-{n}", "name": f"Network {n}"},
    "library.InitiativePoint": lambda n: {
        **cited(), "initiative": another("library.Initiative"), "kind": "work", "order": place(n),
        "text": f"Point {n}",
    },
    "library.PageText": lambda n: {"slug": f"page-{n}", "title": f"Page {n}", "body": f"Text {n}"},
    "countries.Country": lambda n: {
        **cited(), **codes(n), "slug": f"country-{n}", "name": f"Country {n}", "region": "asia",
        "working_language": "en", "engagement": "prospective",
    },
    "countries.EngagementDecision": lambda n: {
        "country": another("countries.Country"), "before": "none", "after": "prospective", "reason": f"Letter {n}",
        "decided_by": another("accounts.User"),
    },
    "countries.MilestoneType": lambda n: {"slug": f"kind-{n}", "name": f"Kind {n}", "order": place(n)},
    "countries.Milestone": lambda n: {
        **cited(), "country": another("countries.Country"), "type": another("countries.MilestoneType"),
        "state": "done",
    },
    "countries.CoordinationBody": lambda n: {**of_country(n), "name": f"Committee {n}"},
    "countries.CoordinationStep": lambda n: {**of_country(n), "wording": f"Step {n}"},
    "countries.GoodPractice": lambda n: {**of_country(n), "title": f"Practice {n}", "text": f"What was done {n}"},
    "priorities.Theme": lambda n: {"slug": f"theme-{n}", "name": f"Theme {n}", "kind": "core", "order": place(n)},
    "priorities.Roadmap": lambda n: {**of_country(n), "title": f"Roadmap {n}"},
    "priorities.Pillar": lambda n: {**of_country(n), "name": f"Pillar {n}", "themes": one_theme},
    "priorities.PriorityAction": lambda n: {
        **of_country(n), "reference": f"X{CODES[n // 900 % len(CODES)]}-{100 + n % 900}", "wording": f"Action {n}",
        "themes": one_theme, "implementation": "not_reported",
    },
    "priorities.NextStep": lambda n: {**of_country(n), "wording": f"Next step {n}"},
    "priorities.ReportingCycle": lambda n: {
        "name": f"Report {n}", "period_start": dt.date(2019, 1, 1), "period_end": dt.date(2019, 12, 31),
        "opens": dt.date(2100, 1, 1) + dt.timedelta(days=n), "due": dt.date(2300, 1, 1),
    },
    "events.Organisation": lambda n: {"slug": f"body-{n}", "name": f"Body {n}"},
    "events.Event": lambda n: {
        **cited(), "slug": f"event-{n}", "name": f"Event {n}", "scope": "global", "start": PartialDate(2019),
    },
    "events.Participation": lambda n: {
        **cited(), "event": another("events.Event"), "country": another("countries.Country"), "role": "speaker",
    },
    "events.Workshop": lambda n: {**cited(), "country": another("countries.Country"), "kind": "strategy"},
}  # fmt: skip

RECORDS = [model for model in apps.get_models() if model._meta.label in BARE and model is not User]


def staff(*permissions: str, **fields: Any) -> User:
    """Somebody of the secretariat with those rights ("countries.change_country") and no other."""
    user = a("accounts.User", **{"is_staff": True, **fields})
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user
