"""Who may do what with countries."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Rights, Role, Rule

from .models import FocalPoint


def can_decide_engagement(user: User) -> bool:
    """Secretariat staff who may record decisions on engagement."""
    return user.is_active and user.is_staff and user.has_perm("countries.add_engagementdecision")


def can_appoint(user: User) -> bool:
    """Secretariat staff who may invite focal points and end their terms."""
    return user.is_active and user.is_staff and user.has_perm("countries.add_focalpoint")


EDITOR = Role(_("editor, publisher or administrator"), lambda user, of: can_decide_engagement(user))
APPOINTS = Role(_("reviewer or administrator"), lambda user, of: can_appoint(user))

RULES = {
    "change_engagement": Rule((), (EDITOR,)),
    "appoint": Rule((), (APPOINTS,)),
}
TERM_RULES = {
    "end_term": Rule((_("not over"),), (APPOINTS,)),
    "hand_over": Rule((_("not over"),), (APPOINTS,)),
    "invite_again": Rule((_("not over, and the person never signed in"),), (APPOINTS,)),
}
RIGHTS = [Rights(_("country"), RULES), Rights(_("term of a focal point"), TERM_RULES)]


def serves(user: User) -> str:
    """Why somebody who speaks for a country is not erased: a term that lasts or is still to begin."""
    if user.terms.not_over(timezone.localdate()).exists():
        return gettext("A term as focal point lasts. The secretariat has to end it or hand it over first.")
    return ""


def appoints_or_404(user: User) -> None:
    """Http404 for whoever may not appoint: who speaks for a country is nobody else's to see."""
    if not can_appoint(user):
        raise Http404


def term_or_404(user: User, pk: int) -> FocalPoint:
    """The term, for whoever may appoint; Http404 for everybody else, as if it did not exist."""
    appoints_or_404(user)
    return get_object_or_404(FocalPoint.objects.select_related("user", "country"), pk=pk)
