"""Anything written once that is changed, taken out, put in or moved is found, whatever the database allowed."""

import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from countries.models import EngagementDecision, FocalPoint
from countries.workflow import appoint, change_engagement, end_term
from library import audit
from library.audit_check import faults
from library.dates import PartialDate
from library.models import AuditEntry
from priorities import workflow
from priorities.models import Comment, Decision, Evidence, ProgressUpdate
from priorities.models.evidence import evidence_storage
from priorities.thread_workflow import ask
from reports.checklist import all_yes
from reports.global_report.workflow import publish_global
from reports.models import Edition, GlobalEdition, Withdrawal, checksum_of
from reports.workflow import withdraw
from tests.countries.making import a, staff
from tests.library.tampering import another, set_to, without_triggers
from tests.priorities.reporting import WORDS
from tests.priorities.test_evidence import one
from tests.publishing import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    """A country that was engaged, appointed somebody who reported with a file, was asked, accepted and published; and
    a global report that was withdrawn.
    """
    officer = staff("countries.add_engagementdecision", "countries.add_focalpoint", "reports.publish_edition")
    reviewer = staff("priorities.review_progressupdate")
    country = a("countries.Country")
    made = [change_engagement(country=country, to="candidate", reason="A letter", by=officer)]
    action = a("priorities.PriorityAction", country=country)
    who = {"email": "her@example.org", "name": "Her", "institution": "Ministry", "start": dt.date(2019, 1, 1)}
    term = appoint(country=country, by=officer, **who)
    words = {**WORDS, "currency": "USD", "budget_secured": 12}
    update = workflow.save_draft(of=action, by=term.user, words=words)
    file = one(update, term.user)
    update = workflow.submit(update=update, by=term.user, version=update.version)
    made.append(ask(update=update, by=reviewer, text="How many?", language="en"))
    update = workflow.accept(update=update, by=reviewer)
    made += [update, file, *update.decisions.all(), end_term(term=term, last_day=dt.date(2300, 1, 1), by=officer)]
    edition = publish(country=country, as_of=PartialDate(2026), by=officer)
    report = publish_global(by=officer, checks=all_yes())
    made += [edition, report, withdraw(edition=report, reason="A mistake", by=officer)]
    yield SimpleNamespace(made=made, update=update, file=file, term=term, edition=edition)
    evidence_storage().delete(file.file.name)


def verified(**options):
    """What the command says when it finds nothing, and the lines of what it found when it does."""
    said = io.StringIO()
    try:
        call_command("verify_audit", stdout=said, stderr=said, **options)
    except CommandError as error:
        return [*said.getvalue().splitlines()[:-1], str(error)]
    return said.getvalue()


def column_by_column(model):
    chosen = audit.names_of(model) if model is not AuditEntry else None
    return [field.attname for field in model._meta.concrete_fields if not chosen or field.attname in chosen]


def unnoticed(row, names):
    """The columns of it that can be given another value, which the database would keep, without anybody finding it."""
    model, missed = type(row), []
    values = model._base_manager.values(*names).get(pk=row.pk)
    with without_triggers():
        for name in names:
            try:
                with transaction.atomic():
                    set_to(model, row.pk, **{name: another(model, name, values[name])})
                    if not list(faults()):
                        missed.append(name)
                    transaction.set_rollback(True)
            except DatabaseError:
                continue  # a constraint does not let it stand
    return missed


# Nothing is wrong


def test_a_portal_that_was_used_as_it_should_be_verifies(portal):
    number, seal = audit.head()
    assert verified() == f"{number} entries, head {seal}\n"
    assert {type(row) for row in portal.made} == set(audit.audited())


def test_more_terms_of_the_same_person_are_more_entries_of_which_the_last_counts(portal):
    entries = AuditEntry.objects.filter(what="countries.focalpoint", key=portal.term.pk)
    assert entries.count() == 2


def test_that_an_invitation_did_not_arrive_is_no_fault(portal):
    FocalPoint.objects.filter(pk=portal.term.pk).update(invited_at=None)
    assert list(faults()) == []


# Something is


KINDS = [
    EngagementDecision,
    Comment,
    ProgressUpdate,
    Evidence,
    Decision,
    FocalPoint,
    Edition,
    GlobalEdition,
    Withdrawal,
]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_any_changed_column_of_a_row_is_found(portal, model):
    row = next(row for row in portal.made if type(row) is model)
    names = column_by_column(model)
    assert len(names) > 5
    assert unnoticed(row, names) == []


@pytest.mark.parametrize("at", ["first", "last"])
def test_any_changed_column_of_an_entry_is_found(portal, at):
    entry = getattr(AuditEntry.objects.order_by("pk"), at)()
    assert unnoticed(entry, column_by_column(AuditEntry)) == []


def test_a_changed_row_is_named_and_nothing_that_stands_in_it(portal):
    with without_triggers():
        set_to(Decision, portal.update.decisions.first().pk, reason="Somebody's secret")
        *lines, end = verified()
    entry = AuditEntry.objects.get(what="priorities.decision", key=portal.update.decisions.first().pk)
    assert lines == [f"priorities.decision {entry.key}: is not as entry {entry.pk} names it"]
    assert end == "1 fault."


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_a_row_that_is_gone_is_found(portal, model):
    row = next(row for row in portal.made if type(row) is model)
    with without_triggers():
        model._base_manager.filter(pk=row.pk)._raw_delete("default")
        found = [fault for fault in faults() if fault.startswith(f"{model._meta.label_lower} {row.pk}: is gone")]
    assert len(found) == AuditEntry.objects.filter(what=model._meta.label_lower, key=row.pk).count() >= 1


def test_a_row_that_was_put_in_is_found(portal):
    values = Edition.objects.values().get(pk=portal.edition.pk)
    forged = {**values, "id": values["id"] + 1000, "number": 2, "content": "{}", "checksum": checksum_of("{}")}
    with transaction.atomic():
        models.QuerySet.bulk_create(Edition._base_manager.all(), [Edition(**forged)])
        assert list(faults()) == [f"reports.edition {forged['id']}: no entry names it"]
        transaction.set_rollback(True)


def test_an_accepted_update_that_is_made_a_draft_again_is_found(portal):
    with without_triggers():
        set_to(ProgressUpdate, portal.update.pk, state="draft", accepted_at=None)
        assert [fault for fault in faults() if f"progressupdate {portal.update.pk}: is not as" in fault]


def test_entries_in_another_order_are_found(portal):
    first, second = AuditEntry.objects.order_by("-pk")[:2]
    with without_triggers():
        for pk, number in [(first.pk, 10**9), (second.pk, first.pk), (10**9, second.pk)]:
            set_to(AuditEntry, pk, id=number)
        assert f"entry {second.pk}: is not as it was sealed" in list(faults())


def test_an_entry_that_was_taken_out_is_found(portal):
    middle = AuditEntry.objects.order_by("-pk")[2]
    with without_triggers():
        AuditEntry._base_manager.filter(pk=middle.pk)._raw_delete("default")
        found = list(faults())
    number = middle.pk
    assert f"entry {number + 1}: does not follow entry {number - 1}, entries between them are missing" in found


def test_an_entry_that_was_sealed_anew_no_longer_fits_the_next(portal):
    middle = AuditEntry.objects.order_by("-pk")[2]
    with without_triggers():
        middle.by = 4711
        chained = audit.seal({name: getattr(middle, name) for name in audit.SEALED})
        set_to(AuditEntry, middle.pk, by=4711, chained=chained)
        assert list(faults()) == [f"entry {middle.pk + 1}: does not follow entry {middle.pk} as it stands"]


def test_what_is_cut_off_at_the_end_is_found_with_the_head_that_was_written_down(portal):
    number, seal = audit.head()
    assert verified(head=seal.upper()) == verified()
    with without_triggers():
        Withdrawal._base_manager.filter(pk=portal.made[-1].pk)._raw_delete("default")
        AuditEntry._base_manager.filter(pk=number)._raw_delete("default")
        assert verified().startswith(f"{number - 1} entries")
        *lines, _end = verified(head=seal)
        assert lines == [f"head {seal}: no entry has this seal, so the chain was cut or written anew"]


def test_a_head_of_an_earlier_day_is_still_there(portal):
    _number, seal = audit.head()
    audit.note("accounts.erased", 1)
    assert seal not in verified(head=seal)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no value of another type")
@pytest.mark.parametrize("junk", ["'x'", "x'ff'", "CAST(x'ff' AS TEXT)"])
def test_what_cannot_even_be_read_is_found(portal, junk):
    rows = [(Decision, "content"), (Decision, "decided_at"), (ProgressUpdate, "as_of"), (AuditEntry, "at")]
    for model, column in rows:
        pk = model._base_manager.order_by("-pk").values_list("pk", flat=True)[0]
        with without_triggers(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = {junk} WHERE id = {pk}")
            assert list(faults())


def test_an_edition_that_was_changed_before_the_chain_knew_it_is_found(portal):
    with without_triggers():
        set_to(Edition, portal.edition.pk, content="{}")
        audit.append(Edition.objects.get(pk=portal.edition.pk))
        *lines, _end = verified()
    assert lines == [f"reports.edition {portal.edition.pk}: its content is not what its checksum was taken of"]


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_a_file_that_is_no_longer_the_one_that_was_accepted_is_found(portal, what):
    name = portal.file.file.name
    evidence_storage().delete(name)
    if what == "changed":
        evidence_storage().save(name, io.BytesIO(b"a,c\n"))
    *lines, _end = verified()
    assert lines == [f"priorities.evidence {portal.file.pk}: its file is gone or not the one that was accepted"]


# How it is looked for


def test_the_queries_do_not_grow_with_the_rows(portal, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as before:
        list(faults())
    for _more in range(3):
        a("countries.EngagementDecision")
    with django_assert_num_queries(len(before)):
        list(faults())


def test_long_work_tells_how_far_it_is(portal, monkeypatch):
    monkeypatch.setattr("pathfinder.management.commands.verify_audit.SECONDS_BETWEEN_LINES", 0)
    assert "…" in verified()


def test_what_no_entry_names_is_taken_in_only_when_somebody_says_so(portal):
    with without_triggers():
        AuditEntry._base_manager.filter(pk=audit.head()[0])._raw_delete("default")
        assert len(verified()) == 2
        assert verified(adopt=True).startswith("1 rows named")
        assert AuditEntry.objects.filter(what="library.adopted", key=1).exists()
        assert verified().count("\n") == 1
