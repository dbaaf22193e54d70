"""Who may do what with editions."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Rights, Role, Rule
from countries.models import Country


def can_publish(user: User) -> bool:
    """Publishers, and the portal itself when it publishes the seed."""
    return user.is_portal or (user.is_active and user.has_perm("reports.publish_edition"))


def published_by_or_404(user: User, slug: str) -> Country:
    """The country, for whoever may publish it; Http404 for everybody else, as if there were no such page."""
    if not can_publish(user):
        raise Http404
    return get_object_or_404(Country, slug=slug)


PUBLISHER = Role(_("publisher or administrator"), lambda user, of: can_publish(user) and not user.is_portal)
PORTAL = Role(_("the portal itself, of what the seed brought"), lambda user, of: user.is_portal)

RULES = {"publish": Rule((), (PUBLISHER, PORTAL))}
RIGHTS = [Rights(_("edition"), RULES)]
