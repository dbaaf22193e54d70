"""What countries' records keep of a person: for whom they speak, and what they decided."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own_data import Part, rows

from .models import EngagementDecision, FocalPoint


def kept_of(user: User) -> list[Part]:
    """Their terms, the terms they began for others, their decisions on engagement."""
    terms = ("country__slug", "is_deputy", "institution", "start", "end", "invited_at")
    return [
        Part(
            "terms",
            _("For which countries you speak"),
            _("From when to when. It stays with the country; the public sees the institution, never you."),
            rows(user.terms.all(), *terms),
        ),
        Part(
            "appointments",
            _("Whom you appointed"),
            _("For which country and from when. It stays with the country."),
            rows(FocalPoint.objects.filter(appointed_by=user), "country__slug", "is_deputy", "start"),
        ),
        Part(
            "engagement_decisions",
            _("Decisions on engagement that you recorded"),
            _("They stay: they are the country's."),
            rows(EngagementDecision.objects.filter(decided_by=user), "country__slug", "after", "decided_at"),
        ),
    ]
