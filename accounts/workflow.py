"""What is done with an account besides signing in: it is let go, or its second factor is taken off."""

import re
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .mail import post
from .models import OutgoingMail, User
from .own_data import forgets
from .permissions import RULES, tie_of

NOWHERE = "erased.invalid"  # nobody gets mail there (RFC 2606)
LEFT_OUT = "…"
# Who keep a record of what was done with whose account and by whom: ("accounts.erased", the account, who did it).
witnesses: list[Callable[[str, User, User], Any]] = []


@transaction.atomic
def erase(*, user: User, by: User) -> User:
    """Take a person's name and address out of the portal. What they wrote and decided stays, by nobody's name.

    In this order: lock the account; check the right; leave alone whoever is erased already; refuse while something
    ties them (a term that lasts); have each room forget them; end their sessions; take off second factor, addresses,
    rights and mail; take their name out of the log; empty the account; have it witnessed. Raises PermissionDenied or
    ValidationError.
    """
    user = locked(user)
    if user.erased_at and by == user.erased_by:
        return user
    check_right(user, "erase", by)
    if reason := tie_of(user):
        raise ValidationError(reason)
    for forget in forgets:
        forget(user)
    end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    OutgoingMail.objects.filter(Q(person=user) | Q(to__iexact=user.email)).delete()
    user.groups.clear()
    user.user_permissions.clear()
    leave_out(user, LogEntry.objects.all(), "object_repr", "change_message")
    leave_out(user, OutgoingMail.objects.unsent(), "subject", "text", "html")
    user.name, user.email, user.password = "", f"{user.pk}@{NOWHERE}", make_password(None)
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.erased_at, user.erased_by = None, timezone.now(), by
    user.save()
    witnessed("accounts.erased", user, by)
    return user


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> User:
    """Take off the second factor of somebody who lost it; they set up a new one when they sign in next.

    In this order: lock the account; check the right; refuse where there is none; take it off, with its recovery codes;
    end all sessions; write to the person; have it witnessed. Raises PermissionDenied or ValidationError.
    """
    user = locked(user)
    check_right(user, "reset_second_factor", by)
    found = Authenticator.objects.filter(user=user)
    if not found.exists():
        raise ValidationError(_("This account has no second factor."))
    found.delete()
    end_sessions(user)
    post(
        kind="second-factor-reset",
        to=user.email,
        subject=_("Your second factor was taken off"),
        template="second_factor_reset",
        words={"name": user.name},
        person=user,
    )
    witnessed("accounts.second_factor_reset", user, by)
    return user


def locked(user: User) -> User:
    """The account as it stands, which nobody else changes until we are done."""
    return User.objects.select_for_update().get(pk=user.pk)


def check_right(user: User, verb: str, by: User) -> None:
    """Raise PermissionDenied unless that person may do this with the account."""
    if user.erased_at or not RULES[verb].allows(by, user):
        raise PermissionDenied(_("You may not do this with this account."))


def end_sessions(user: User, **only: Any) -> int:
    """Sign a person out, at once and everywhere, or only from the sessions that are named (`pk=`); from how many."""
    sessions = UserSession.objects.filter(user=user, **only)
    for session in sessions:
        session.end()
    return len(sessions)


def leave_out(user: User, found: QuerySet[Any], *fields: str) -> None:
    """Take a person's name and address out of texts that were made of them."""
    words = [word for word in (user.email, user.name) if word]
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)
    naming = Q(*(Q(**{f"{field}__icontains": word}) for field in fields for word in words), _connector=Q.OR)
    for row in found.filter(naming):
        texts = {field: pattern.sub(LEFT_OUT, getattr(row, field)) for field in fields}
        type(row)._base_manager.filter(pk=row.pk).update(**texts)


def witnessed(what: str, user: User, by: User) -> None:
    """Tell whoever keeps a record of such things."""
    for witness in witnesses:
        witness(what, user, by)
