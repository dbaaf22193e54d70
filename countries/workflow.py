"""How a country's engagement changes, and who speaks for it."""

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.invitations import invite
from accounts.models import User
from library import audit
from library.dates import PartialDate

from . import handover
from .models import Country, EngagementDecision, FocalPoint
from .permissions import can_appoint, can_decide_engagement

INVITED_JUST_NOW = dt.timedelta(minutes=10)


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


@transaction.atomic
def appoint(
    *,
    country: Country,
    email: str,
    name: str,
    institution: str,
    start: dt.date,
    by: User,
    is_deputy: bool = False,
) -> FocalPoint:
    """Let a person speak for a country from a day on, and invite them.

    In this order: check the right; lock the country; find the account of that address or make one nobody can sign in
    with yet; begin the term; write the invitation in the country's working language. Sent twice it gives one term and
    one mail. Staff of the secretariat cannot be appointed, they would review what they report; nor can an account that
    is switched off, until an administrator switches it on. Raises PermissionDenied or ValidationError.
    """
    check_appoints(by)
    term, _is_new = begin_term(
        country=country, email=email, name=name, institution=institution, start=start, is_deputy=is_deputy, by=by
    )
    return term


@transaction.atomic
def end_term(*, term: FocalPoint, last_day: dt.date, by: User) -> FocalPoint:
    """Let a term end with that day. What the person wrote stays with the country.

    In this order: check the right; lock the country; refuse to change a term that is over; write its last day. Raises
    PermissionDenied or ValidationError.
    """
    check_appoints(by)
    term = locked(term)
    if term.end == last_day:
        return term
    if term.is_over:
        raise ValidationError(_("This term has ended already."))
    if last_day < term.start:
        raise ValidationError({"last_day": _("The term ends before it begins.")})
    term.end = last_day
    return saved(term, by)


@transaction.atomic
def hand_over(*, term: FocalPoint, email: str, name: str, on: dt.date, by: User, institution: str = "") -> FocalPoint:
    """Let a successor speak for the country from that day on: what is open is the country's, so it stays.

    In this order: check the right; lock the country; refuse to hand over to the same person or a second time; end the
    term the day before; begin the successor's, in the same role and, unless said otherwise, the same institution;
    write the invitation, and to both what was handed on. Sent twice it is done once. Raises PermissionDenied or
    ValidationError.
    """
    check_appoints(by)
    term = locked(term)
    check_successor(term, email, on)
    term = end_term(term=term, last_day=on - dt.timedelta(days=1), by=by)
    role = {"institution": institution or term.institution, "is_deputy": term.is_deputy}
    successor, is_new = begin_term(country=term.country, email=email, name=name, start=on, by=by, **role)
    if is_new:
        handover.tell_both(term, successor)
    return successor


@transaction.atomic
def invite_again(*, term: FocalPoint, by: User) -> FocalPoint:
    """Send the invitation once more to somebody who never came in.

    In this order: check the right; lock the country; refuse who has signed in or whose term is over; write it in the
    place of one that has not left us, unless that was in the last ten minutes. Raises PermissionDenied or
    ValidationError.
    """
    check_appoints(by)
    term = locked(term)
    if term.is_over or not term.user.is_active or term.user.last_login:
        raise ValidationError(_("Only somebody who never signed in is invited again, while the term lasts."))
    if term.invited_at is None or timezone.now() - term.invited_at > INVITED_JUST_NOW:
        term.invited_at = timezone.now()
        saved(term, by)
        send_invitation(term)
    return term


def check_appoints(by: User) -> None:
    """Raise PermissionDenied unless that person may say who speaks for a country."""
    if not can_appoint(by):
        raise PermissionDenied(_("Appointing focal points is a right of the secretariat."))


def locked(term: FocalPoint) -> FocalPoint:
    """The term as it stands. While its country is locked nobody else begins or ends one there."""
    Country.objects.select_for_update().get(pk=term.country_id)
    return FocalPoint.objects.select_related("user", "country").get(pk=term.pk)


def saved(term: FocalPoint, by: User) -> FocalPoint:
    """The term, once it is found right, saved and in the audit chain; both say by whom, in commands too."""
    term.full_clean()
    term._history_user = by  # type: ignore[attr-defined]  # what simple-history reads
    term.save()
    audit.append(term, by=by)
    return term


def begin_term(
    *, country: Country, email: str, name: str, start: dt.date, by: User, **role: Any
) -> tuple[FocalPoint, bool]:
    """The person's term as it was asked for, and whether it is new. A new one is followed by the invitation."""
    country = Country.objects.select_for_update().get(pk=country.pk)
    user = account_of(email.strip(), name.strip())
    standing = FocalPoint.objects.filter(user=user, country=country, start=start, end=None, **role).first()
    if standing:
        return standing, False
    term = FocalPoint(user=user, country=country, start=start, **role, appointed_by=by, invited_at=timezone.now())
    saved(term, by)
    send_invitation(term)
    return term, True


def account_of(email: str, name: str) -> User:
    """The account of somebody who may be appointed; a new one has no password, so nobody signs in with it yet."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        new = {"email": email.lower(), "name": name, "password": make_password(None)}
        User(**new).full_clean()
        # Somebody else may have made it meanwhile, for another country.
        user, _is_new = User.objects.get_or_create(email__iexact=email, defaults=new)
    if user.is_staff:
        raise ValidationError({"email": _("Staff of the secretariat do not speak for a country.")})
    if not user.is_active:
        raise ValidationError({"email": _("This account is switched off. An administrator can switch it on first.")})
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    return user


def check_successor(term: FocalPoint, email: str, on: dt.date) -> None:
    """Raise ValidationError where nobody, or somebody else, would take over."""
    if term.user.email.lower() == email.strip().lower():
        raise ValidationError({"email": _("This is the person who hands over.")})
    if on <= term.start:
        raise ValidationError({"on": _("The term that is handed over begins later or on the same day.")})
    others = term.country.focal_points.filter(start=on, is_deputy=term.is_deputy).exclude(pk=term.pk)
    if other := others.exclude(user__email__iexact=email.strip()).select_related("user").first():
        raise ValidationError({"email": _("%(name)s takes over on that day already.") % {"name": other.user}})


def send_invitation(term: FocalPoint) -> None:
    """Write it along with the term, in the country's working language; it leaves us once both are saved."""
    language = term.country.working_language
    with translation.override(language):
        country = str(term.country)
    invite(term.user, country, language)
