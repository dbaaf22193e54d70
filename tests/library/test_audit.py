"""The audit chain: what it names, and that it is the same text that is hashed on both engines."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from countries.models import Country, EngagementDecision
from countries.workflow import change_engagement
from library import audit
from library.audit_check import faults
from library.dates import PartialDate
from library.frozen import Frozen, FrozenModel
from library.models import AuditEntry
from priorities.models import Decision, ProgressUpdate
from tests.countries.making import a, staff
from tests.library.tampering import set_to, without_triggers
from tests.priorities.reporting import accepted, cast

pytestmark = pytest.mark.django_db


def entries(row):
    return AuditEntry.objects.filter(what=row._meta.label_lower, key=row.pk)


def decided():
    return change_engagement(
        country=a("countries.Country"), to="candidate", reason="A letter", by=staff("countries.add_engagementdecision")
    )


# What it names


def test_every_frozen_model_but_the_chain_itself_is_in_the_chain():
    frozen = {model for model in apps.get_models() if issubclass(model, FrozenModel)}
    assert frozen - {AuditEntry} <= set(audit.audited())
    assert AuditEntry not in audit.audited()
    assert ProgressUpdate in audit.audited()


def test_a_frozen_row_is_named_when_it_is_written_with_who_wrote_it():
    number, previous = audit.head()
    decision = decided()
    entry = entries(decision).get()
    assert (entry.pk, entry.previous, entry.by) == (number + 1, previous, decision.decided_by_id)
    assert audit.head() == (entry.pk, entry.chained)


def test_a_row_that_is_not_saved_after_all_is_not_named():
    before = audit.head()
    with transaction.atomic():
        decided()
        transaction.set_rollback(True)
    assert audit.head() == before


def test_frozen_rows_cannot_be_written_past_the_chain():
    decision = decided()
    row = EngagementDecision(country=decision.country, before="candidate", after="none", reason="x")
    with pytest.raises(Frozen):
        EngagementDecision.objects.bulk_create([row])


def test_an_accepted_update_is_named_and_a_draft_is_not():
    update = accepted(cast())
    entry = entries(update).get()
    assert set(entry.fields.split()) == {field.attname for field in ProgressUpdate._meta.concrete_fields}
    decisions = Decision.objects.filter(update=update, verb="accept")
    assert entry.by == decisions.get().decided_by_id


def test_the_chain_holds_numbers_of_people_and_never_their_names_or_addresses():
    decision = decided()
    person = decision.decided_by
    texts = [str(value) for row in AuditEntry.objects.values() for value in row.values()]
    assert str(person.pk) in texts
    assert not [text for text in texts if person.email in text or person.name in text]


def test_entries_are_counted_from_one():
    with pytest.raises(IntegrityError, match="library_auditentry_counted_from_1"), transaction.atomic():
        AuditEntry(pk=0, at=timezone.now(), what="x", key=1, previous="1", chained="2").save(force_insert=True)


def test_the_chain_does_not_depend_on_what_becomes_of_an_account():
    assert not [field for field in AuditEntry._meta.fields if field.is_relation]


# What is hashed


def test_the_same_row_has_the_same_digest_on_both_engines():
    update = accepted(cast(), currency="USD", budget_secured=Decimal("1200.5"))
    fixed = dt.datetime(2026, 11, 22, 18, 5, 7, 42, tzinfo=dt.UTC)
    names = ["as_of", "narrative", "budget_secured", "is_unchanged", "version", "state", "outlook", "accepted_at"]
    with without_triggers():
        set_to(ProgressUpdate, update.pk, accepted_at=fixed, narrative="Dix inspecteurs 🏭 “engagés”\n", version=3)
        values = ProgressUpdate.objects.values(*names).get(pk=update.pk)
    assert audit.digest_of(values) == "d3dce4fe1e4d5829e598da54160832be0b744b9e19f2b51c5790218b72e5a3ac"


def test_json_has_the_same_digest_on_both_engines():
    content = {"b": [1, 1.0, 2.5, 1e3, None, True, "é\u2028"], "a": {"z": {}, "y": []}, "ab": -0.0}
    made = a("countries.EngagementDecision")  # any row that a decision on an update may stand beside
    update = accepted(cast())
    decision = Decision.objects.create(
        update=update, verb="accept", decided_by=made.decided_by, decided_at=made.decided_at, content=content
    )
    read = Decision.objects.values("content").get(pk=decision.pk)
    assert audit.digest_of(read) == audit.digest_of({"content": content})


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.dates(), st.decimals(allow_nan=False, allow_infinity=False),
    st.datetimes(timezones=st.just(dt.UTC)), st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
)  # fmt: skip
ROWS = st.dictionaries(st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1), VALUES, max_size=6)


@given(ROWS, st.randoms())
def test_the_order_of_columns_does_not_matter(row, random):
    items = list(row.items())
    random.shuffle(items)
    assert audit.digest_of(dict(items)) == audit.digest_of(row)


@given(ROWS, st.data())
def test_another_value_has_another_digest(row, data):
    if row:
        name = data.draw(st.sampled_from(sorted(row)))
        other = data.draw(st.text().filter(lambda text: text != audit.as_plain(row[name])))
        assert audit.digest_of({**row, name: other}) != audit.digest_of(row)
    assert audit.digest_of({**row, "MORE": None}) != audit.digest_of(row)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**11), max_value=10**11))
def test_noughts_at_the_end_of_an_amount_do_not_matter(amount):
    assert audit.as_plain(amount) == audit.as_plain(amount.quantize(Decimal("0.0001")))
    assert Decimal(audit.as_plain(amount)) == amount


@given(st.datetimes(timezones=st.just(dt.UTC)).filter(lambda moment: 1900 < moment.year < 9999))
def test_a_moment_is_the_same_in_every_time_zone(moment):
    assert audit.as_plain(moment.astimezone(ZoneInfo("Asia/Kathmandu"))) == audit.as_plain(moment)


def test_a_kind_of_value_that_nobody_thought_of_is_not_guessed():
    with pytest.raises(TypeError):
        audit.as_plain(object())


# Columns that come and go


def named_without(row, *left_out):
    """As it was named before its table had those columns."""
    names = [name for name in audit.names_of(type(row)) if name not in left_out]
    values = type(row).objects.values(*names).get(pk=row.pk)
    says = {"what": row._meta.label_lower, "key": row.pk}
    audit.link(**says, fields=" ".join(names), digest=audit.digest_of(values))


def test_a_column_that_was_added_later_breaks_nothing():
    update = accepted(cast())
    named_without(update, "budget_secured", "obstacles", "is_on_behalf")
    assert not [fault for fault in faults() if fault.startswith("priorities.progressupdate")]


def test_what_is_put_into_a_column_that_was_added_later_is_found():
    update = accepted(cast(), obstacles="None")
    named_without(update, "obstacles")
    assert [fault for fault in faults() if fault.startswith("priorities.progressupdate")] == [
        f"priorities.progressupdate {update.pk}: holds more than entry {audit.head()[0]} names"
    ]


def test_a_column_that_was_taken_away_is_found():
    decision = decided()
    says = {"what": decision._meta.label_lower, "key": decision.pk, "digest": "0" * 64}
    entry = audit.link(**says, fields="id gone")
    found = f"countries.engagementdecision {decision.pk}: cannot be read as entry {entry.pk} names it"
    assert found in list(faults())


# What was there before the chain


def begun(back=False):
    return [(SimpleNamespace(app_label="library", name="0003_audit"), back)]


@pytest.fixture
def old_portal():
    """A portal that has editions and decisions, and no chain yet."""
    decided()
    with without_triggers():
        AuditEntry._base_manager.all()._raw_delete("default")
        yield


def test_what_was_frozen_before_there_was_a_chain_is_taken_into_it_once(old_portal):
    assert any("no entry names it" in fault for fault in faults())
    audit.adopt_what_was_there(plan=begun(), apps=apps)
    first = AuditEntry.objects.order_by("pk").first()
    assert (first.what, first.key) == ("library.adopted", AuditEntry.objects.count() - 1)
    assert not [fault for fault in faults() if not fault.startswith("countries.focalpoint")]
    before = audit.head()
    audit.adopt_what_was_there(plan=begun(), apps=apps)
    assert audit.head() == before


@pytest.mark.parametrize("plan", [[], begun(back=True)])
def test_later_migrations_take_nothing_into_it(old_portal, plan):
    audit.adopt_what_was_there(plan=plan, apps=apps)
    assert audit.head() == (0, audit.BEFORE_THE_FIRST)


def test_a_portal_in_the_middle_of_its_migrations_is_not_asked_for_what_it_does_not_have(old_portal):
    class Known:
        @staticmethod
        def get_model(label):
            if label == "reports.Edition":
                raise LookupError
            return apps.get_model(label)

    audit.adopt(Known)
    assert not AuditEntry.objects.filter(what="reports.edition").exists()
    assert AuditEntry.objects.filter(what="countries.engagementdecision").exists()


def test_a_chain_of_nothing_begins_with_nought(old_portal):
    assert audit.head() == (0, "0" * 64)
    assert Country.objects.exists()
