"""Who may do what with countries."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User

from .models import FocalPoint


def can_decide_engagement(user: User) -> bool:
    """Secretariat staff who may record decisions on engagement."""
    return user.is_active and user.is_staff and user.has_perm("countries.add_engagementdecision")


def can_appoint(user: User) -> bool:
    """Secretariat staff who may invite focal points and end their terms."""
    return user.is_active and user.is_staff and user.has_perm("countries.add_focalpoint")


def appoints_or_404(user: User) -> None:
    """Http404 for whoever may not appoint: who speaks for a country is nobody else's to see."""
    if not can_appoint(user):
        raise Http404


def term_or_404(user: User, pk: int) -> FocalPoint:
    """The term, for whoever may appoint; Http404 for everybody else, as if it did not exist."""
    appoints_or_404(user)
    return get_object_or_404(FocalPoint.objects.select_related("user", "country"), pk=pk)
