"""Who may do what with accounts; and the shape in which each room writes its rules, from which docs/rights.md is made.

What is no verb is no rule: who may read an address stands in tests/access/matrix.py.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import OutgoingMail, User


@dataclass(frozen=True)
class Role:
    """In what capacity somebody acts on a thing. Its name is text to be translated."""

    name: Any
    holds: Callable[[User, Any], bool]


@dataclass(frozen=True)
class Rule:
    """From which states of a thing a verb of workflow.py starts, and who may do it. No states: it has none."""

    states: Collection[Any]
    roles: tuple[Role, ...]

    def allows(self, user: User, of: Any) -> bool:
        """Whether that person may, whatever the state."""
        return any(role.holds(user, of) for role in self.roles)


@dataclass(frozen=True)
class Rights:
    """The rules of one kind of thing, by verb."""

    name: Any
    rules: Mapping[str, Rule]


# Why somebody may not erase themselves yet, in a sentence. Higher rooms know of terms: their apps.py appends to it.
ties: list[Callable[[User], str]] = []


def can_keep_accounts(user: User) -> bool:
    """Administrators: they make, switch off and erase the accounts of others."""
    return user.is_active and user.is_staff and user.has_perm("accounts.change_user")


def tie_of(user: User) -> str:
    """Why this person cannot be erased while things are as they are, in a sentence; empty where nothing holds them."""
    return next((reason for tie in ties if (reason := tie(user))), "")


def hindrance(user: User) -> str:
    """Why this person cannot erase themselves now, and whom to ask; empty where they can."""
    if user.is_staff:
        return gettext("You belong to the secretariat: ask an administrator to erase your data.")
    return tie_of(user)


def is_themselves(user: User, account: User) -> bool:
    """The person, for what is theirs alone to do. Staff ask an administrator: what they decide needs a name."""
    return user == account and user.is_active and not user.is_staff


def keeps_it(user: User, account: User) -> bool:
    """Administrators, of other people's accounts. The portal's own is nobody's."""
    return can_keep_accounts(user) and user != account and not account.is_portal


THEMSELVES = Role(_("the person themselves, unless they are staff"), is_themselves)
ADMINISTRATOR = Role(_("administrator, of somebody else"), keeps_it)

RULES = {
    "erase": Rule((_("nothing is open for it"),), (THEMSELVES, ADMINISTRATOR)),
    "reset_second_factor": Rule((_("it has a second factor"),), (ADMINISTRATOR,)),
}


def can_see_mail(user: User) -> bool:
    """Secretariat staff who see which mail has not left us, and have it tried again: reviewers and administrators."""
    return user.is_active and user.is_staff and user.has_perm("accounts.view_outgoingmail")


def sees_mail_or_404(user: User) -> None:
    """Http404 for whoever may not see it: it says who is written to."""
    if not can_see_mail(user):
        raise Http404


def mail_or_404(user: User, pk: int) -> OutgoingMail:
    """The mail, for whoever may see it; Http404 for everybody else, as if it did not exist."""
    sees_mail_or_404(user)
    return get_object_or_404(OutgoingMail, pk=pk)


SEES_MAIL = Role(_("reviewer or administrator"), lambda user, of: can_see_mail(user))
MAIL_RULES = {"try_again": Rule((OutgoingMail.State.WAITING, OutgoingMail.State.FAILED), (SEES_MAIL,))}
RIGHTS = [Rights(_("account"), RULES), Rights(_("mail"), MAIL_RULES)]
