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
from library import audit
from library.dates import PartialDate

from . import review_mails
from .models import Decision, ProgressUpdate
from .models.reporting import CONTENT
from .permissions import RULES, can_report, reports_for_it
from .subjects import MOST_LETTERS, of_update, subject_of

State = ProgressUpdate.State


NOT_THEIRS = gettext_lazy("Only this country's focal points and the secretariat report for it.")


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
    of: Any,
    by: User,
    words: dict[str, Any],
    version: int | None = None,
    corrects: ProgressUpdate | None = None,
) -> ProgressUpdate:
    """Keep what a country is about to say of one thing that it reports on (subjects/); a draft may be incomplete.

    In this order: check the right; lock the thing; find its open update or begin one; refuse what somebody overtook
    (`version` is the one that was read, None where there was none); save. Words that stand there already are saved
    once, however often they are sent. Raises PermissionDenied, Overtaken, WrongState or ValidationError.
    """
    subject = subject_of(of)
    if not can_report(by, of.country):
        raise PermissionDenied(NOT_THEIRS)
    if corrects and (corrects.of != of or corrects.state != State.ACCEPTED):
        raise ValidationError(_("A correction names an accepted update of the same action."))
    subject.lock()
    update = open_update_of(of) or subject.new_update(corrects)
    before = update.content
    for name in CONTENT:
        setattr(update, name, words.get(name, getattr(update, name)))
    update.details = subject.own(update.details)
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


def open_update_of(of: Any) -> ProgressUpdate | None:
    """The update of one thing that is still on its way. There is at most one."""
    return of.updates.open().first()


def new_update(of: Any) -> ProgressUpdate:
    """An update of one thing, not saved yet."""
    return subject_of(of).new_update()


@transaction.atomic
def submit(*, update: ProgressUpdate, by: User, version: int) -> ProgressUpdate:
    """Hand an update to the secretariat.

    In this order: lock it; check right, state and version; refuse what is incomplete; submit; write the decision
    and the mail. Sent twice it is submitted once. Raises PermissionDenied, Overtaken, WrongState or ValidationError by
    field.
    """
    update = locked(update)
    check_right(update, "submit", by)
    if update.state == State.SUBMITTED and update.submitted_by == by:
        return update
    check_state(update, "submit")
    if version != update.version:
        raise Overtaken(update)
    of_update(update).check_complete(update)
    update.state, update.submitted_by, update.submitted_at = State.SUBMITTED, by, timezone.now()
    update.is_on_behalf = reports_for_it(by, update)
    return decided(update, Decision.Verb.SUBMIT, by)


@transaction.atomic
def return_for_changes(*, update: ProgressUpdate, by: User, reason: str) -> ProgressUpdate:
    """Send an update back to its country with what has to change.

    In this order: lock it; check right and state; refuse a reason that is empty or too long; return it; write the
    decision and the mail. Raises PermissionDenied, WrongState or ValidationError.
    """
    update = locked(update)
    check_right(update, "return_for_changes", by)
    check_state(update, "return_for_changes")
    if not reason.strip():
        raise ValidationError({"reason": _("Say what has to change.")})
    check_length("reason", reason)
    update.state = State.RETURNED
    return decided(update, Decision.Verb.RETURN, by, reason.strip())


@transaction.atomic
def accept(*, update: ProgressUpdate, by: User) -> ProgressUpdate:
    """Let an update count: from now on it is never changed, and the record says what it says.

    In this order: lock what it is of, and it; check right and state; make the record of what has none yet; accept it;
    write the decision and the mail; name the update and its files in the audit chain; carry what it says into the
    record, unless an accepted update speaks of a later day. It is public with the next edition. Raises
    PermissionDenied, WrongState, or ValidationError for what the record does not take.
    """
    of_update(update).lock()  # before the audit chain is held, as everybody does
    update = locked(update)
    check_right(update, "accept", by)
    check_state(update, "accept")
    subject = of_update(update)
    update.state, update.accepted_at = State.ACCEPTED, timezone.now()
    subject.begin_record(update)
    decided(update, Decision.Verb.ACCEPT, by)
    for row in (update, *update.evidence.all()):
        audit.append(row, by=by)
    if subject.updates.accepted().first() == update:
        subject.carry_into_record(update)
    return update


@transaction.atomic
def confirm_unchanged(*, of: Any, by: User, on: dt.date) -> ProgressUpdate:
    """Say that what was accepted last is still correct, as of that day, and submit it.

    In this order: refuse where nothing was accepted yet or an open update says otherwise (ValidationError); save a
    draft with the state accepted last; submit it. Raises what those two raise. Said twice on one day, it is said once.
    """
    last = of.updates.accepted().first()
    if not last or not subject_of(of).can_be_confirmed:
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
    is on its way; lock them; confirm them. The rest is left as it is. Said twice, it is said once. Raises
    PermissionDenied.
    """
    if not can_report(by, country):
        raise PermissionDenied(NOT_THEIRS)
    things: list[Any] = [*country.priority_actions.all(), *country.next_steps.all()]
    silent = [of for of in things if of.updates.accepted().exists() and not open_update_of(of)]
    for of in silent:
        subject_of(of).lock()  # all, before the first decision holds the audit chain
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


def check_length(name: str, text: str) -> None:
    """Raise ValidationError, by field, where somebody sends a text that is longer than any we keep."""
    if len(text) > MOST_LETTERS:
        raise ValidationError(
            {name: _("This is too long: at most %(most)d letters. It is not sent yet.") % {"most": MOST_LETTERS}}
        )


def decided(update: ProgressUpdate, verb: Decision.Verb, by: User, reason: str = "") -> ProgressUpdate:
    """Save the new state, and who decided so on which words; mail tells those for whom it is."""
    update.version += 1
    update.full_clean()
    update.save()
    decision = Decision.objects.create(
        update=update, verb=verb, reason=reason, decided_by=by, decided_at=timezone.now(), content=update.content
    )
    review_mails.decided(decision)
    return update
