"""Whoever holds the audit chain waits for nothing else: otherwise two verbs could wait for each other for ever."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from countries.workflow import appoint, change_engagement, end_term, hand_over
from library.dates import PartialDate
from priorities import workflow
from priorities.models import ProgressUpdate
from tests.countries.making import a, staff
from tests.priorities.reporting import Cast, a_draft, accepted, cast, submitted
from tests.publishing import publish

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite whoever writes is alone"),
]
TODAY = timezone.localdate()


def officer() -> Any:
    return staff("countries.add_engagementdecision", "countries.add_focalpoint", "reports.publish_edition")


def a_decision(people: Cast) -> Callable[[], Any]:
    return partial(change_engagement, country=people.country, to="candidate", reason="A letter", by=officer())


def an_appointment(people: Cast) -> Callable[[], Any]:
    who = {"email": "her@example.org", "name": "Her", "institution": "Ministry", "start": TODAY}
    return partial(appoint, country=people.country, by=officer(), **who)


def a_handover(people: Cast) -> Callable[[], Any]:
    term = people.focal_point.terms.get()
    return partial(hand_over, term=term, email="him@example.org", name="Him", on=TODAY, by=officer())


def an_end(people: Cast) -> Callable[[], Any]:
    return partial(end_term, term=people.focal_point.terms.get(), last_day=TODAY, by=officer())


def a_submission(people: Cast) -> Callable[[], Any]:
    update = a_draft(people)
    return partial(workflow.submit, update=update, by=people.focal_point, version=update.version)


def a_return(people: Cast) -> Callable[[], Any]:
    return partial(workflow.return_for_changes, update=submitted(people), by=people.reviewer, reason="Say more.")


def an_acceptance(people: Cast) -> Callable[[], Any]:
    return partial(workflow.accept, update=submitted(people), by=people.reviewer)


def many_confirmations(people: Cast) -> Callable[[], Any]:
    accepted(people)
    other = a("priorities.PriorityAction", country=people.country)
    words = {"implementation": "completed", "as_of": PartialDate(2020), "narrative": "Done."}
    update = workflow.save_draft(of=other, by=people.focal_point, words=words)
    update = workflow.submit(update=update, by=people.focal_point, version=update.version)
    workflow.accept(update=update, by=people.reviewer)
    return partial(
        workflow.confirm_all_unchanged, country=people.country, by=people.focal_point, on=dt.date(2026, 1, 2)
    )


def a_publication(people: Cast) -> Callable[[], Any]:
    return partial(publish, country=people.country, as_of=PartialDate(2026), by=people.publisher)


@pytest.mark.parametrize(
    "verb",
    [
        a_decision, an_appointment, a_handover, an_end, a_submission, a_return, an_acceptance, many_confirmations,
        a_publication,
    ],
)  # fmt: skip
def test_a_verb_locks_what_it_needs_before_it_holds_the_chain(verb: Callable[[Cast], Callable[[], Any]]) -> None:
    do = verb(cast())
    newest = ProgressUpdate.objects.aggregate(newest=Max("pk"))["newest"] or 0
    with CaptureQueriesContext(connection) as queries:
        do()
    statements = [query["sql"] for query in queries]
    held = next(n for n, statement in enumerate(statements) if "pg_advisory_xact_lock" in statement)
    # Nobody else can wait for an update that the verb itself has just written.
    fresh = ProgressUpdate.objects.filter(pk__gt=newest).values_list("pk", flat=True)
    own = [f'_progressupdate"."id" = {pk} ' for pk in fresh]
    locks = [statement for statement in statements[held:] if "FOR UPDATE" in statement]
    locks = [statement for statement in locks if not any(new in statement for new in own)]
    assert set(locks) <= set(statements[:held])
