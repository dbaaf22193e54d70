"""What the portal keeps about a person, as they are shown it and as they take it along.

Accounts know nothing of what people do here. A higher room brings that: its apps.py appends to `tells`, and where it
keeps names or addresses of its own, to `forgets`, which the verb erase() calls.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import User


@dataclass(frozen=True)
class Part:
    """What is kept of one kind: `name` for programs, heading and sentence for people, rows as plain data."""

    name: str
    heading: str
    about: str
    rows: list[dict[str, Any]]


# Each tells, in the active language, what its room keeps about a person.
tells: list[Callable[[User], list[Part]]] = []
# Each takes a person's address out of what its room keeps beside accounts.
forgets: list[Callable[[User], None]] = []


def parts_of(user: User) -> list[Part]:
    """All that is kept about a person, room by room. Never a secret: no password, no key, no code."""
    return [*account_parts(user), *(part for tell in tells for part in tell(user))]


def as_document(user: User) -> dict[str, Any]:
    """The same as plain data, to be taken along; dates as ISO 8601 has them."""
    head = {"portal": settings.PORTAL_URL, "made": timezone.now()}
    return {**head, **{part.name: part.rows for part in parts_of(user)}}


def account_parts(user: User) -> list[Part]:
    """What the portal keeps of everybody who signs in."""
    return [
        Part("account", _("Your account"), _("Who you are here and what you may do."), [account(user)]),
        Part(
            "second_factors",
            _("Your second factor"),
            _("Kinds and dates. Keys and codes are kept too and shown to nobody, so they are not in the file."),
            rows(Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"),
        ),
        Part(
            "sessions",
            _("Where you are signed in"),
            _("Each with the address and the browser it came from. One that has ended goes when you sign in next."),
            rows(UserSession.objects.filter(user=user), "created_at", "last_seen_at", "ip", "user_agent"),
        ),
        Part(
            "mails",
            _("Mail to you"),
            _("What kind of mail was sent, and when. The text is not kept once the mail is sent."),
            rows(user.mails.all(), "kind", "subject", "language", "state", "created_at", "sent_at"),
        ),
        Part(
            "admin_log",
            _("What you changed on the secretariat's screens"),
            _("When and which record. It stays: it is the portal's record of what was done."),
            rows(LogEntry.objects.filter(user=user), "action_time", "object_repr", "action_flag"),
        ),
        Part(
            "history",
            _("Records you changed"),
            _("How many changes of which kind of record have your name. It stays with the record."),
            history_of(user),
        ),
    ]


def history_of(user: User) -> list[dict[str, Any]]:
    """In how many rows of history a person stands, by kind of record."""
    histories = [model for model in apps.get_models() if hasattr(model, "history_user")]
    counts = {model.instance_type: model.objects.filter(history_user=user).count() for model in histories}
    return [{"record": of._meta.label_lower, "changes": count} for of, count in counts.items() if count]


def account(user: User) -> dict[str, Any]:
    """The account itself."""
    names = ("email", "name", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {
        **{name: getattr(user, name) for name in names},
        "groups": list(user.groups.values_list("name", flat=True)),
        "addresses": list(addresses),
    }


def rows(found: Any, *fields: str) -> list[dict[str, Any]]:
    """Those fields of what was found, the oldest first."""
    return list(found.order_by("pk").values(*fields))
