import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from library.dates import PartialDate
from library.frozen import Frozen
from priorities.models import Decision, PriorityAction, ProgressUpdate
from priorities.workflow import (
    Overtaken,
    WrongState,
    accept,
    confirm_all_unchanged,
    confirm_unchanged,
    return_for_changes,
    save_draft,
    submit,
)
from tests.countries.making import a
from tests.priorities.reporting import WORDS, a_draft, accepted, cast, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    cast()  # somebody else's country, with its own people
    return cast()


def states():
    return list(ProgressUpdate.objects.order_by("pk").values_list("state", flat=True))


# Drafts


def test_a_draft_may_be_incomplete_and_says_who_wrote_it(people):
    update = save_draft(of=people.action, by=people.focal_point, words={"narrative": "Half a"})
    assert (update.state, update.version, update.written_by) == ("draft", 1, people.focal_point)
    assert not Decision.objects.exists()


def test_a_draft_sent_twice_is_one(people):
    first, again = a_draft(people), a_draft(people)
    assert first == again
    assert ProgressUpdate.objects.count() == 1
    assert again.version == 1


def test_an_amount_of_money_sent_twice_is_the_same_amount(people):
    a_draft(people, currency="USD", budget_secured=Decimal("10"))
    assert a_draft(people, currency="USD", budget_secured=Decimal("10.0")).version == 1


def test_a_draft_that_somebody_else_saved_meanwhile_is_not_overwritten(people):
    seen = a_draft(people).version
    save_draft(of=people.action, by=people.deputy, words={"narrative": "The deputy's"}, version=seen)
    with pytest.raises(Overtaken) as overtaken:
        save_draft(of=people.action, by=people.focal_point, words={"narrative": "Mine"}, version=seen)
    assert overtaken.value.update.narrative == "The deputy's"
    assert ProgressUpdate.objects.get().narrative == "The deputy's"


def test_two_who_begin_at_once_do_not_make_two(people):
    a_draft(people)
    with pytest.raises(Overtaken):
        save_draft(of=people.action, by=people.deputy, words={"narrative": "Mine"}, version=None)
    assert ProgressUpdate.objects.count() == 1


def test_the_secretariat_may_report_on_a_countrys_behalf_and_it_stays_visible(people):
    update = submitted(people, by=people.reporter)
    assert update.written_by == update.submitted_by == people.reporter


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer", "publisher"])
def test_nobody_else_writes_for_a_country(people, who):
    with pytest.raises(PermissionDenied):
        a_draft(people, by=getattr(people, who))
    update = a_draft(people)
    with pytest.raises(PermissionDenied):
        submit(update=update, by=getattr(people, who), version=update.version)
    assert states() == ["draft"]


def test_a_term_that_has_not_begun_gives_no_right(people):
    people.focal_point.terms.update(start=dt.date(2999, 1, 1))
    with pytest.raises(PermissionDenied):
        a_draft(people)


def test_an_account_that_is_switched_off_gives_no_right(people):
    people.focal_point.is_active = False
    people.focal_point.save()
    with pytest.raises(PermissionDenied):
        a_draft(people)


def test_an_update_says_something(people):
    with pytest.raises(ValidationError, match="not reported"):
        a_draft(people, implementation="not_reported")


@pytest.mark.parametrize("money", [{"budget_secured": 5}, {"budget_secured": -5, "currency": "USD"}])
def test_money_has_a_currency_and_is_not_negative(people, money):
    with pytest.raises(ValidationError, match="currency"):
        a_draft(people, **money)


# Submitting


def test_a_submitted_update_keeps_who_when_and_what_was_said(people):
    update = submitted(people)
    assert (update.state, update.submitted_by) == ("submitted", people.focal_point)
    assert update.submitted_at
    decision = Decision.objects.get()
    assert (decision.update, decision.verb, decision.decided_by) == (update, "submit", people.focal_point)
    assert decision.content["narrative"] == WORDS["narrative"]


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"implementation": ""}, "implementation"),
        ({"as_of": None}, "as_of"),
        ({"as_of": PartialDate(2999)}, "as_of"),
        ({"narrative": " \n"}, "narrative"),
    ],
)
def test_what_is_incomplete_is_not_submitted(people, missing, field):
    update = a_draft(people, **missing)
    with pytest.raises(ValidationError) as refused:
        submit(update=update, by=people.focal_point, version=update.version)
    assert list(refused.value.message_dict) == [field]
    assert states() == ["draft"]


def test_an_update_submitted_twice_is_submitted_once(people):
    update = a_draft(people)
    first = submit(update=update, by=people.focal_point, version=update.version)
    again = submit(update=update, by=people.focal_point, version=update.version)
    assert first == again
    assert Decision.objects.count() == 1


def test_what_somebody_changed_meanwhile_is_not_submitted_unseen(people):
    update = a_draft(people)
    save_draft(of=people.action, by=people.deputy, words={"narrative": "Other"}, version=update.version)
    with pytest.raises(Overtaken):
        submit(update=update, by=people.focal_point, version=update.version)
    assert states() == ["draft"]


def test_what_was_submitted_is_not_changed_while_it_waits(people):
    update = submitted(people)
    with pytest.raises(WrongState, match="submitted"):
        save_draft(of=people.action, by=people.focal_point, words={"narrative": "No"}, version=update.version)
    update.refresh_from_db()
    assert update.narrative == WORDS["narrative"]


# Returning


def test_a_return_has_a_reason_and_the_country_may_go_on(people):
    update = return_for_changes(update=submitted(people), by=people.reviewer, reason="Which year?")
    assert update.state == "returned"
    assert update.last_return.reason == "Which year?"
    update = save_draft(of=people.action, by=people.deputy, words={"narrative": "In 2020."}, version=update.version)
    assert update.state == "returned"
    assert submit(update=update, by=people.deputy, version=update.version).state == "submitted"


def test_a_return_without_a_reason_is_refused(people):
    update = submitted(people)
    with pytest.raises(ValidationError, match="what has to change"):
        return_for_changes(update=update, by=people.reviewer, reason=" \n")
    assert states() == ["submitted"]


@pytest.mark.parametrize("who", ["focal_point", "deputy", "outsider", "former", "reporter", "publisher"])
def test_only_reviewers_decide(people, who):
    update = submitted(people)
    with pytest.raises(PermissionDenied):
        accept(update=update, by=getattr(people, who))
    with pytest.raises(PermissionDenied):
        return_for_changes(update=update, by=getattr(people, who), reason="No")
    assert states() == ["submitted"]


# Accepting


def test_an_accepted_update_is_what_the_record_says(people):
    update = accepted(people, outlook="at_risk", currency="NPR", budget_secured=5_000)
    action = PriorityAction.objects.get(pk=people.action.pk)
    assert (action.implementation, action.outlook, action.status_date) == ("in_progress", "at_risk", update.as_of)
    assert (action.currency, action.budget_secured) == ("NPR", 5_000)
    assert action.history.first().history_change_reason == f"update {update.pk}"
    assert PriorityAction.objects.exclude(pk=action.pk).filter(implementation="in_progress").count() == 0


def test_an_update_of_a_next_step_is_what_the_step_says(people):
    update = save_draft(of=people.step, by=people.focal_point, words={**WORDS, "implementation": "completed"})
    accept(update=submit(update=update, by=people.focal_point, version=1), by=people.reviewer)
    people.step.refresh_from_db()
    assert people.step.implementation == "completed"


def test_an_older_state_accepted_later_does_not_take_the_newer_ones_place(people):
    accepted(people, implementation="completed", as_of=PartialDate(2021))
    accepted(people, implementation="in_progress", as_of=PartialDate(2020))
    people.action.refresh_from_db()
    assert (people.action.implementation, people.action.status_date) == ("completed", PartialDate(2021))


def test_whoever_wrote_or_submitted_cannot_accept(people):
    from django.contrib.auth.models import Permission

    people.reporter.user_permissions.add(Permission.objects.get(codename="review_progressupdate"))
    people.reporter = type(people.reporter).objects.get(pk=people.reporter.pk)
    update = submitted(people, by=people.reporter)
    with pytest.raises(PermissionDenied):
        accept(update=update, by=people.reporter)
    update = return_for_changes(update=update, by=people.reviewer, reason="Again")
    submit(update=update, by=people.focal_point, version=update.version)
    with pytest.raises(PermissionDenied):
        accept(update=update, by=people.reporter)
    assert accept(update=update, by=people.reviewer).state == "accepted"


@pytest.mark.parametrize("state", ["draft", "returned", "accepted"])
def test_only_what_waits_is_decided(people, state):
    update = a_draft(people)
    if state != "draft":
        update = submit(update=update, by=people.focal_point, version=update.version)
        update = (
            accept(update=update, by=people.reviewer)
            if state == "accepted"
            else return_for_changes(update=update, by=people.reviewer, reason="No")
        )
    with pytest.raises(WrongState):
        accept(update=update, by=people.reviewer)
    with pytest.raises(WrongState):
        return_for_changes(update=update, by=people.reviewer, reason="No")
    assert states() == [state]


def test_an_accepted_update_is_never_changed(people):
    update = accepted(people)
    update.narrative = "Another"
    with pytest.raises(Frozen):
        update.save()
    with pytest.raises(Frozen):
        ProgressUpdate.objects.get().save()
    with pytest.raises(Frozen):
        ProgressUpdate.objects.get().delete()
    for attempt in (
        "UPDATE priorities_progressupdate SET narrative = 'x'",
        "DELETE FROM priorities_progressupdate",
    ):
        with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)
    assert ProgressUpdate.objects.get().narrative == WORDS["narrative"]


def test_the_next_update_is_a_new_one(people):
    first = accepted(people)
    second = a_draft(people, narrative="More")
    assert second.pk != first.pk
    assert states() == ["accepted", "draft"]


def test_a_correction_names_the_accepted_update_it_corrects(people):
    wrong = accepted(people)
    right = save_draft(of=people.action, by=people.focal_point, words=WORDS | {"narrative": "Nine."}, corrects=wrong)
    assert right.corrects == wrong
    assert wrong.corrected_by == right


def test_what_was_not_accepted_or_is_of_something_else_is_not_corrected(people):
    draft = a_draft(people)
    with pytest.raises(ValidationError, match="accepted update"):
        save_draft(of=people.action, by=people.focal_point, words=WORDS, corrects=draft)
    with pytest.raises(ValidationError, match="same action"):
        save_draft(of=people.step, by=people.focal_point, words=WORDS, corrects=draft)


# Still correct


def test_still_correct_is_submitted_at_once_and_repeats_the_state(people):
    accepted(people, outlook="on_track")
    update = confirm_unchanged(of=people.action, by=people.focal_point, on=dt.date(2021, 5, 4))
    assert (update.state, update.is_unchanged, update.as_of) == ("submitted", True, PartialDate(2021, 5, 4))
    assert (update.implementation, update.outlook) == ("in_progress", "on_track")
    assert confirm_unchanged(of=people.action, by=people.focal_point, on=dt.date(2021, 5, 4)) == update


def test_what_was_never_accepted_cannot_be_still_correct(people):
    with pytest.raises(ValidationError, match="Nothing was accepted"):
        confirm_unchanged(of=people.action, by=people.focal_point, on=dt.date(2021, 5, 4))


def test_an_open_update_is_not_talked_over(people):
    accepted(people)
    a_draft(people, narrative="Something new")
    with pytest.raises(ValidationError, match="open update"):
        confirm_unchanged(of=people.action, by=people.focal_point, on=dt.date(2021, 5, 4))
    assert states() == ["accepted", "draft"]


def test_all_that_was_accepted_is_still_correct_at_once_and_said_once(people):
    accepted(people, outlook="on_track")
    update = save_draft(of=people.step, by=people.focal_point, words=WORDS)
    accept(update=submit(update=update, by=people.focal_point, version=1), by=people.reviewer)
    never = a("priorities.PriorityAction", country=people.country)
    on = dt.date(2021, 5, 4)
    confirmed = confirm_all_unchanged(country=people.country, by=people.focal_point, on=on)
    assert [update.of for update in confirmed] == [people.action, people.step]
    assert all(update.is_unchanged and update.state == "submitted" for update in confirmed)
    assert confirm_all_unchanged(country=people.country, by=people.focal_point, on=on) == []
    assert not never.updates.exists()


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer"])
def test_nobody_else_says_of_all_that_it_is_still_correct(people, who):
    accepted(people)
    with pytest.raises(PermissionDenied):
        confirm_all_unchanged(country=people.country, by=getattr(people, who), on=dt.date(2021, 5, 4))
    assert states() == ["accepted"]


def test_what_was_corrected_counts_no_longer_once_the_correction_is_accepted(people):
    wrong = accepted(people, as_of=PartialDate(2021), implementation="completed")
    right = save_draft(of=people.action, by=people.focal_point, words=WORDS, corrects=wrong)
    assert people.action.updates.accepted().get() == wrong
    accept(update=submit(update=right, by=people.focal_point, version=1), by=people.reviewer)
    assert people.action.updates.accepted().get() == right
    people.action.refresh_from_db()
    assert people.action.implementation == "in_progress"
