"""Who may do what with what countries report. docs/rights.md is made from this file."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Rights, Role, Rule
from countries.models import Country, FocalPoint

from . import subjects
from .models import Evidence, ProgressUpdate

State = ProgressUpdate.State


def can_report(user: User, country: Country) -> bool:
    """The country's focal points and deputies while their term lasts, and staff who report on a country's behalf."""
    return countries_reported_by(user).filter(pk=country.pk).exists()


def can_report_for_any(user: User) -> bool:
    """Secretariat staff who may report on a country's behalf. Who did so stays visible."""
    return user.is_active and user.is_staff and user.has_perm("priorities.report_for_country")


def can_review(user: User) -> bool:
    """Secretariat staff who may accept and return updates. Publishing is another right (reports/permissions.py)."""
    return user.is_active and user.is_staff and user.has_perm("priorities.review_progressupdate")


def reviewers() -> QuerySet[User]:
    """Those to whom the right to review was given: whom mail tells. Administrators have it without being told."""
    given = ModelBackend().with_perm("priorities.review_progressupdate", include_superusers=False)
    return given.filter(is_staff=True)


def countries_reported_by(user: User) -> QuerySet[Country]:
    """The countries a person may report for today."""
    if not user.is_active:
        return Country.objects.none()
    if can_report_for_any(user):
        return Country.objects.with_report()
    terms = FocalPoint.objects.serving(timezone.localdate()).filter(user=user)
    return Country.objects.filter(pk__in=terms.values("country"))


def speaks_for(user: User, update: ProgressUpdate) -> bool:
    """The country's focal points and deputies, while their term lasts."""
    return not can_report_for_any(user) and can_report(user, update.country)


def reports_for_it(user: User, update: ProgressUpdate) -> bool:
    """Secretariat staff who report on the country's behalf."""
    return can_report_for_any(user) and can_report(user, update.country)


def reviews(user: User, update: ProgressUpdate) -> bool:
    """Reviewers, their own updates too: returning lets nothing count."""
    return can_review(user)


def reviews_as_another(user: User, update: ProgressUpdate) -> bool:
    """Reviewers, but not of what they wrote or submitted themselves: four eyes see every update."""
    return can_review(user) and user.pk not in (update.written_by_id, update.submitted_by_id)


FOCAL_POINT = Role(_("focal point or deputy of the country, while the term lasts"), speaks_for)
REPORTER = Role(_("secretariat, on the country's behalf"), reports_for_it)
REVIEWER = Role(_("reviewer"), reviews)
OTHER_REVIEWER = Role(_("reviewer who neither wrote nor submitted it"), reviews_as_another)


RULES = {
    "save_draft": Rule(frozenset({State.DRAFT, State.RETURNED}), (FOCAL_POINT, REPORTER)),
    "add_evidence": Rule(frozenset({State.DRAFT, State.RETURNED}), (FOCAL_POINT, REPORTER)),
    "remove_evidence": Rule(frozenset({State.DRAFT, State.RETURNED}), (FOCAL_POINT, REPORTER)),
    "submit": Rule(frozenset({State.DRAFT, State.RETURNED}), (FOCAL_POINT, REPORTER)),
    "return_for_changes": Rule(frozenset({State.SUBMITTED}), (REVIEWER,)),
    "accept": Rule(frozenset({State.SUBMITTED}), (OTHER_REVIEWER,)),
    "ask": Rule(frozenset({State.SUBMITTED, State.RETURNED}), (REVIEWER,)),
    "answer": Rule(frozenset({State.SUBMITTED, State.RETURNED}), (FOCAL_POINT, REPORTER)),
}
RIGHTS = [Rights(_("progress update"), RULES)]


def may(user: User, verb: str, update: ProgressUpdate) -> bool:
    """Whether that person may do that to the update in the state it is in: what a page offers as a button."""
    rule = RULES[verb]
    return update.state in rule.states and rule.allows(user, update)


def reported_or_404(user: User, country: str, name: str) -> Any:
    """What goes by that name (subjects/) in a country the person reports for; Http404 for all else."""
    of = subjects.named(get_object_or_404(countries_reported_by(user), slug=country), name)
    if of is None:
        raise Http404
    return of


def read_by_or_404(user: User, slug: str) -> Country:
    """The country of which a person reads what was reported: theirs, and for reviewers every one; Http404 else."""
    seen = Country.objects.with_report() if can_review(user) else countries_reported_by(user)
    return get_object_or_404(seen, slug=slug)


def reviewed_or_404(user: User, pk: int) -> ProgressUpdate:
    """The update, for whoever may review it; Http404 for everybody else, as if it did not exist."""
    if not can_review(user):
        raise Http404
    updates = ProgressUpdate.objects.exclude(state=State.DRAFT)
    return get_object_or_404(updates.with_subjects().select_related("submitted_by"), pk=pk)


def evidence_or_404(user: User, pk: int) -> Evidence:
    """The file, for its country's people and, once the update was submitted, for reviewers; Http404 for all others.

    Whoever publishes sees what may be published once the update was accepted: they answer for it.
    """
    seen = Q(update__country__in=countries_reported_by(user))
    if can_review(user):
        seen |= ~Q(update__state=State.DRAFT)
    if user.is_active and user.has_perm("reports.publish_edition"):
        seen |= Q(update__state=State.ACCEPTED, is_public=True)
    return get_object_or_404(Evidence.objects.filter(seen), pk=pk)
