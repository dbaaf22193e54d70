"""docs/rights.md: it is what the code says, and each of its rows is true of somebody of every role."""

from collections.abc import Callable
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.http import Http404
from django.utils import timezone

import accounts.workflow as accounts
import countries.workflow as countries
from accounts.mail import hand_in, try_again
from accounts.models import OutgoingMail, User
from accounts.permissions import mail_or_404
from countries.models import Country
from library.dates import PartialDate
from pathfinder.rights import ROOMS, states_of
from priorities import thread_workflow, workflow
from priorities.evidence import workflow as evidence_workflow
from priorities.models import ProgressUpdate
from reports.checklist import of_the_seed
from reports.data.schema import TABLES
from reports.data.workflow import bring_in
from reports.global_report.workflow import publish_global
from reports.models import Edition
from reports.workflow import PublicationRefused, publish, withdraw
from tests.access.visitors import a_term, person
from tests.countries.making import a, staff
from tests.priorities.reporting import WORDS, speaks_for

pytestmark = pytest.mark.django_db
State = ProgressUpdate.State
FOCAL_POINTS, STAFF = {"focal point", "deputy"}, {"editor", "publisher", "administrator"}
# Whom the words of the table mean, of everybody below.
MEANT = {
    "the person themselves, unless they are staff": {"the person"},
    "administrator, of somebody else": {"administrator"},
    "reviewer or administrator": {"reviewer", "administrator"},
    "editor, publisher or administrator": STAFF,
    "publisher or administrator": {"publisher", "administrator"},
    "the portal itself, of what the seed brought": {"the portal"},
    "focal point or deputy of the country, while the term lasts": FOCAL_POINTS,
    "secretariat, on the country's behalf": STAFF,
    "reviewer": {"reviewer", "administrator"},
    "reviewer who neither wrote nor submitted it": {"reviewer", "administrator"},
}
EVERYBODY = [
    "focal point", "deputy", "focal point of another country", "former focal point",
    "editor", "publisher", "reviewer", "administrator", "the person", "the portal",
]  # fmt: skip


def nepal() -> Country:
    return Country.objects.get(slug="nepal")


def an_update(state: State) -> ProgressUpdate:
    """An update of Nepal in that state, by nobody who tries anything here."""
    by, action = speaks_for(nepal()), a("priorities.PriorityAction", country=nepal())
    update = workflow.save_draft(of=action, by=by, words=WORDS)
    if state != State.DRAFT:
        update = workflow.submit(update=update, by=by, version=update.version)
    reviewer = staff("priorities.review_progressupdate")
    if state == State.RETURNED:
        update = workflow.return_for_changes(update=update, by=reviewer, reason="Which year?")
    return workflow.accept(update=update, by=reviewer) if state == State.ACCEPTED else update


def of_update(verb: Callable[..., Any], **words: Any) -> Callable[[User, State], Any]:
    """Try a verb on an update in a state; what depends on the update is a function of it."""

    def attempt(by: User, state: State) -> Any:
        update = an_update(state)
        made = {name: word(update) if callable(word) else word for name, word in words.items()}
        return verb(update=update, by=by, **made)

    return attempt


def save_draft(by: User, state: State) -> Any:
    update = an_update(state)
    words = {**WORDS, "narrative": "Twelve were."}
    return workflow.save_draft(of=update.of, by=by, words=words, version=update.version)


def send_mail_again(by: User, state: OutgoingMail.State) -> Any:
    mail = hand_in(kind="x", to="nobody@example.org", subject="x", text="x")
    words = {"text": "", "to": "", "sent_at": timezone.now()} if state == OutgoingMail.State.SENT else {}
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, **words)
    try:
        return try_again(mail_or_404(by, mail.pk))
    except Http404 as hidden:
        raise PermissionDenied from hidden


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("table.csv", b"a,b\n")


def who_left(by: User) -> User:
    """The account something is done with: of whoever does it, where that is the person themselves."""
    return by if by.name == "the person" else a("accounts.User")


def with_a_second_factor(user: User) -> User:
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    return user


TODAY = timezone.localdate
TRIES: dict[str, Callable[[User, Any], Any]] = {
    "erase": lambda by, state: accounts.erase(user=who_left(by), by=by),
    "reset_second_factor": lambda by, state: accounts.reset_second_factor(
        user=with_a_second_factor(who_left(by)), by=by
    ),
    "try_again": send_mail_again,
    "change_engagement": lambda by, state: countries.change_engagement(
        country=nepal(), to="candidate", reason="A letter.", by=by
    ),
    "appoint": lambda by, state: countries.appoint(
        country=nepal(), email="new@example.org", name="New", institution="Ministry", start=TODAY(), by=by
    ),
    "end_term": lambda by, state: countries.end_term(term=a_term(), last_day=TODAY(), by=by),
    "hand_over": lambda by, state: countries.hand_over(
        term=a_term(), email="new@example.org", name="New", on=TODAY(), by=by
    ),
    "invite_again": lambda by, state: countries.invite_again(term=a_term(), by=by),
    "save_draft": save_draft,
    "submit": of_update(workflow.submit, version=lambda update: update.version),
    "add_evidence": of_update(evidence_workflow.add_evidence, upload=lambda update: a_file(), title="A table"),
    "remove_evidence": of_update(evidence_workflow.remove_evidence, pk=1),
    "return_for_changes": of_update(workflow.return_for_changes, reason="Which year?"),
    "accept": of_update(workflow.accept),
    "ask": of_update(thread_workflow.ask, text="Which year?", language="en"),
    "answer": of_update(thread_workflow.answer, text="Last year.", language="en"),
    "withdraw": lambda by, state: withdraw(edition=Edition.objects.of("nepal").get(), reason="A mistake.", by=by),
    "publish": lambda by, state: publish(country=nepal(), as_of=PartialDate(2020), by=by, checks=of_the_seed()),
    "publish_global": lambda by, state: publish_global(by=by, checks=of_the_seed()),
    "bring_in": lambda by, state: bring_in(rows={name: [] for name in TABLES}, by=by, write=False),
}
THINGS = [rights for room in ROOMS for rights in import_module(f"{room}.permissions").RIGHTS]
ROWS = [
    (rights, verb, state)
    for rights in THINGS
    for verb, rule in rights.rules.items()
    for state in states_of(rights)
    if state in (rule.states or [""])
]


def somebody(who: str) -> User:
    if who == "the portal":
        return User.objects.portal()
    return a("accounts.User", name=who) if who == "the person" else person(who)


def is_allowed(verb: str, by: User, state: Any) -> bool:
    """Whether the verb got as far as to look at more than who does it. Nothing of it stays."""
    sid = transaction.savepoint()
    try:
        TRIES[verb](by, state)
    except PermissionDenied:
        return False
    except (ValidationError, PublicationRefused):
        return True
    finally:
        transaction.savepoint_rollback(sid)
    return True


def test_docs_rights_is_what_the_code_says():
    printed = StringIO()
    call_command("rights", stdout=printed)
    assert (Path(settings.BASE_DIR) / "docs" / "rights.md").read_text(encoding="utf-8") == printed.getvalue()


def test_the_table_knows_every_verb_that_is_tried_here_and_no_other():
    assert set(TRIES) == {verb for rights in THINGS for verb in rights.rules}


@pytest.mark.parametrize(("rights", "verb", "state"), ROWS, ids=lambda part: str(getattr(part, "name", part)))
def test_those_whom_a_row_names_may_and_nobody_else(rights, verb, state):
    named = set().union(*(MEANT[str(role.name)] for role in rights.rules[verb].roles))
    assert {who for who in EVERYBODY if is_allowed(verb, somebody(who), state)} == named


@pytest.mark.parametrize("state", State)
def test_a_verb_that_a_row_does_not_name_does_nothing_in_that_state(state):
    rules = next(rights.rules for rights in THINGS if states_of(rights)[0] in State)
    other = [verb for verb, rule in rules.items() if state not in rule.states and verb not in ("save_draft", "submit")]
    for verb in other:
        by = (
            speaks_for(nepal())
            if "focal" in str(rules[verb].roles[0].name)
            else staff("priorities.review_progressupdate")
        )
        with pytest.raises(workflow.WrongState):
            TRIES[verb](by, state)
