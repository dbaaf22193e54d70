"""How a country's engagement changes."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from library.dates import PartialDate

from .models import Country, EngagementDecision
from .permissions import can_decide_engagement


@transaction.atomic
def change_engagement(
    *, country: Country, to: str, reason: str, by: User, since: PartialDate | None = None
) -> EngagementDecision:
    """Record a decision on a country's engagement and carry it out.

    In this order: check the right; lock the country; refuse a decision that changes nothing, gives no reason or dates
    what is no Pathfinder country; write the new engagement (`since` is kept for Pathfinder countries alone); write the
    decision. Raises PermissionDenied or ValidationError.
    """
    if not can_decide_engagement(by):
        raise PermissionDenied(_("Recording a decision on engagement is a right of the secretariat."))
    country = Country.objects.select_for_update().get(pk=country.pk)
    before = country.engagement
    check_decision(country=country, to=to, reason=reason, since=since)
    country.engagement, country.pathfinder_since = to, since
    country.full_clean()
    country.save()
    return EngagementDecision.objects.create(country=country, before=before, after=to, reason=reason, decided_by=by)


def check_decision(*, country: Country, to: str, reason: str, since: PartialDate | None) -> None:
    """Raise ValidationError, by field of the decision, where it would change nothing or say too little."""
    if country.engagement == to:
        raise ValidationError({"after": _("This is what the engagement is already.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: what was decided, by whom and where it is written.")})
    if since and to != Country.Engagement.PATHFINDER:
        raise ValidationError({"since": _("Only a Pathfinder country has a date since when it is one.")})
