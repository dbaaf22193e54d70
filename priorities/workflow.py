"""How an update comes to count: draft → submitted → (returned → submitted)* → accepted. Nothing else changes one."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate

from .models import Decision, Implementation, NextStep, PriorityAction, ProgressUpdate
from .models.reporting import CONTENT
from .permissions import RULES, can_report, reports_for_it

State = ProgressUpdate.State


NOT_THEIRS = gettext_lazy("Only this country's focal points and the secretariat report for it.")
# Of one update in one language. What is longer is a document: it is kept as a draft, and not submitted.
MOST_LETTERS = 20_000


class Overtaken(Exception):
    """Somebody else saved this update since it was read. `update` is how it stands now; nothing was written."""

    def __init__(self, update: ProgressUpdate) -> None:
        super().__init__(_("Somebody else saved this meanwhile. Yours is not lost, and not saved yet."))
        self.update = update


class WrongState(Exception):
    """The update is not where this verb starts from. `update` is how it stands now."""

    def __init__(self, update: ProgressUpdate) -> None:
        super().__init__(_("This update is now in the state “%(state)s”.") % {"state": update.get_state_display()})
        self.update = update


@transaction.atomic
def save_draft(
    *,
    of: PriorityAction | NextStep,
    by: User,
    words: dict[str, Any],
    version: int | None = None,
    corrects: ProgressUpdate | None = None,
) -> ProgressUpdate:
    """Keep what a country is about to say of one action or next step; a draft may be incomplete.

    In this order: check the right; lock the action or step; find its open update or begin one; refuse what somebody
    overtook (`version` is the one that was read, None where there was none); save. Words that stand there already are
    saved once, however often they are sent. Raises PermissionDenied, Overtaken, WrongState or ValidationError.
    """
    if not can_report(by, of.country):
        raise PermissionDenied(NOT_THEIRS)
    if corrects and (corrects.of != of or corrects.state != State.ACCEPTED):
        raise ValidationError(_("A correction names an accepted update of the same action."))
    type(of).objects.select_for_update().get(pk=of.pk)
    update = open_update_of(of) or new_update(of, corrects)
    before = update.content
    for name in CONTENT:
        setattr(update, name, words.get(name, getattr(update, name)))
    update.full_clean(exclude=["written_by", "written_at"])
    if update.pk and update.content == before:
        return update
    if update.pk:
        standing = ProgressUpdate.objects.get(pk=update.pk)  # without the new words
        check_state(standing, "save_draft")
        if version != update.version:
            raise Overtaken(standing)
    elif version and (accepted_since := of.updates.order_by("-accepted_at").first()):
        raise WrongState(accepted_since)
    update.version += 1 if update.pk else 0
    update.written_by, update.written_at = by, timezone.now()
    update.save()
    return update


def open_update_of(of: PriorityAction | NextStep) -> ProgressUpdate | None:
    """The update of an action or next step that is still on its way. There is at most one."""
    return of.updates.open().first()


def new_update(of: PriorityAction | NextStep, corrects: ProgressUpdate | None = None) -> ProgressUpdate:
    """An update of that action or step, not saved yet."""
    field = "action" if isinstance(of, PriorityAction) else "next_step"
    return ProgressUpdate(**{"country": of.country, field: of, "corrects": corrects})


@transaction.atomic
def submit(*, update: ProgressUpdate, by: User, version: int) -> ProgressUpdate:
    """Hand an update to the secretariat.

    In this order: lock it; check right, state and version; refuse what is incomplete; submit; write the decision.
    Sent twice it is submitted once. Raises PermissionDenied, Overtaken, WrongState or ValidationError by field.
    """
    update = locked(update)
    check_right(update, "submit", by)
    if update.state == State.SUBMITTED and update.submitted_by == by:
        return update
    check_state(update, "submit")
    if version != update.version:
        raise Overtaken(update)
    check_complete(update)
    update.state, update.submitted_by, update.submitted_at = State.SUBMITTED, by, timezone.now()
    update.is_on_behalf = reports_for_it(by, update)
    return decided(update, Decision.Verb.SUBMIT, by)


@transaction.atomic
def return_for_changes(*, update: ProgressUpdate, by: User, reason: str) -> ProgressUpdate:
    """Send an update back to its country with what has to change.

    In this order: lock it; check right and state; refuse an empty reason; return it; write the decision. Raises
    PermissionDenied, WrongState or ValidationError.
    """
    update = locked(update)
    check_right(update, "return_for_changes", by)
    check_state(update, "return_for_changes")
    if not reason.strip():
        raise ValidationError({"reason": _("Say what has to change.")})
    update.state = State.RETURNED
    return decided(update, Decision.Verb.RETURN, by, reason.strip())


@transaction.atomic
def accept(*, update: ProgressUpdate, by: User) -> ProgressUpdate:
    """Let an update count: from now on it is never changed, and the record says what it says.

    In this order: lock it; check right and state; accept it; write the decision; carry its state into the record,
    unless an accepted update speaks of a later day. It is public with the next edition. Raises PermissionDenied or
    WrongState.
    """
    update = locked(update)
    check_right(update, "accept", by)
    check_state(update, "accept")
    update.state, update.accepted_at = State.ACCEPTED, timezone.now()
    decided(update, Decision.Verb.ACCEPT, by)
    if update.of.updates.accepted().first() == update:
        carry_into_record(update)
    return update


@transaction.atomic
def confirm_unchanged(*, of: PriorityAction | NextStep, by: User, on: dt.date) -> ProgressUpdate:
    """Say that what was accepted last is still correct, as of that day, and submit it.

    In this order: refuse where nothing was accepted yet or an open update says otherwise (ValidationError); save a
    draft with the state accepted last; submit it. Raises what those two raise. Said twice on one day, it is said once.
    """
    last = of.updates.accepted().first()
    if not last:
        raise ValidationError(_("Nothing was accepted yet that could still be correct."))
    today = PartialDate(on.year, on.month, on.day)
    standing = open_update_of(of)
    if standing and not (standing.is_unchanged and standing.as_of == today):
        raise ValidationError(_("There is an open update already: finish that one."))
    words = {name: getattr(last, name) for name in ("implementation", "outlook", "currency", "budget_secured")}
    words |= {"is_unchanged": True, "as_of": today}
    update = save_draft(of=of, by=by, words=words, version=standing.version if standing else None)
    return submit(update=update, by=by, version=update.version)


@transaction.atomic
def confirm_all_unchanged(*, country: Country, by: User, on: dt.date) -> list[ProgressUpdate]:
    """Say of all a country has reported on that it is still correct, and submit it.

    In this order: check the right; take each action, then each next step, of which something was accepted and nothing
    is on its way; confirm it. The rest is left as it is. Said twice, it is said once. Raises PermissionDenied.
    """
    if not can_report(by, country):
        raise PermissionDenied(NOT_THEIRS)
    things: list[PriorityAction | NextStep] = [*country.priority_actions.all(), *country.next_steps.all()]
    silent = [of for of in things if of.updates.accepted().exists() and not open_update_of(of)]
    return [confirm_unchanged(of=of, by=by, on=on) for of in silent]


def locked(update: ProgressUpdate) -> ProgressUpdate:
    """The update as it stands, which nobody else changes until we are done."""
    return ProgressUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)


def check_right(update: ProgressUpdate, verb: str, by: User) -> None:
    """Raise PermissionDenied unless that person may do this with the update, whatever its state."""
    if not RULES[verb].allows(by, update):
        raise PermissionDenied(_("You may not do this with this update."))


def check_state(update: ProgressUpdate, verb: str) -> None:
    """Raise WrongState unless the verb starts from where the update is."""
    if update.state not in RULES[verb].states:
        raise WrongState(update)


def check_complete(update: ProgressUpdate) -> None:
    """Raise ValidationError, by field, for what an update must say before the secretariat looks at it."""
    missing = {}
    if not update.implementation:
        missing["implementation"] = _("Say how far it is.")
    if not update.as_of:
        missing["as_of"] = _("Say when this was so: a year, a month or a day.")
    elif update.as_of.first_day > timezone.localdate():
        missing["as_of"] = _("This day is still to come.")
    if not (update.is_unchanged or update.narrative.strip()):
        missing["narrative"] = _("Say in a sentence or two what happened.")
    for name in ("narrative", "obstacles", "support_needed"):
        if len(getattr(update, name)) > MOST_LETTERS:
            missing[name] = _("It is saved, but too long to be submitted: at most %(most)d letters.") % {
                "most": MOST_LETTERS
            }
    if missing:
        raise ValidationError(missing)


def decided(update: ProgressUpdate, verb: Decision.Verb, by: User, reason: str = "") -> ProgressUpdate:
    """Save the new state, and who decided so on which words."""
    update.version += 1
    update.full_clean()
    update.save()
    Decision.objects.create(
        update=update, verb=verb, reason=reason, decided_by=by, decided_at=timezone.now(), content=update.content
    )
    return update


def carry_into_record(update: ProgressUpdate) -> None:
    """The action's or step's own state becomes that of its newest accepted update."""
    record = type(update.of).objects.select_for_update().get(pk=update.of.pk)
    record.implementation = Implementation(update.implementation)
    if isinstance(record, PriorityAction):
        record.outlook, record.status_date = update.outlook, update.as_of
        if update.budget_secured is not None:
            record.currency, record.budget_secured = update.currency, update.budget_secured
    record._change_reason = f"update {update.pk}"  # type: ignore[union-attr]  # what simple-history reads
    record.full_clean()
    record.save()
