"""Who may do what with editions."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Rights, Role, Rule
from countries.models import Country

from .models import Edition


def can_publish(user: User) -> bool:
    """Publishers, and the portal itself when it publishes the seed."""
    return user.is_portal or (user.is_active and user.has_perm("reports.publish_edition"))


def can_withdraw(user: User) -> bool:
    """Publishers. What the seed brought is theirs to withdraw, too."""
    return can_publish(user) and not user.is_portal


def can_bring_in(user: User) -> bool:
    """Publishers: what was published elsewhere becomes public here. All of it they could also write in the admin."""
    return can_publish(user) and not user.is_portal


def published_by_or_404(user: User, slug: str) -> Country:
    """The country, for whoever may publish it; Http404 for everybody else, as if there were no such page."""
    if not can_publish(user):
        raise Http404
    return get_object_or_404(Country, slug=slug)


def withdrawn_by_or_404(user: User, slug: str, number: int) -> Edition:
    """An edition, for whoever may withdraw it; Http404 for everybody else."""
    if not can_withdraw(user):
        raise Http404
    editions = Edition.objects.of(slug).select_related("country", "withdrawal")
    return get_object_or_404(editions, number=number)


PUBLISHER = Role(_("publisher or administrator"), lambda user, of: can_withdraw(user))
PORTAL = Role(_("the portal itself, of what the seed brought"), lambda user, of: user.is_portal)

RULES = {
    "publish": Rule((), (PUBLISHER, PORTAL)),
    "withdraw": Rule((), (PUBLISHER,)),
    "bring_in": Rule((), (PUBLISHER,)),
}
GLOBAL_RULES = {"publish_global": Rule((), (PUBLISHER, PORTAL))}
RIGHTS = [Rights(_("edition"), RULES), Rights(_("global report"), GLOBAL_RULES)]
