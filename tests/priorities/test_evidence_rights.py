"""Files of evidence: who adds, removes and sees them, and when; that they are frozen with their update."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library.frozen import Frozen
from priorities import workflow
from priorities.evidence.workflow import remove_evidence
from priorities.models import Evidence
from tests.priorities.filing import address, empty, on_disk, one, sent, signed_in, status
from tests.priorities.reporting import WORDS, a_draft, accepted, cast, submitted


@pytest.fixture
def people(db):
    cast()
    return cast()


@pytest.fixture(autouse=True)
def emptied():
    empty()


# Who, and when


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer", "publisher"])
def test_nobody_else_adds_removes_or_sees_that_there_is_something(people, who):
    update = a_draft(people)
    kept, user = one(update, people.focal_point), getattr(people, who)
    client = signed_in(user)
    for path in (address(people.action), f"{address(people.action)}{kept.pk}/remove/"):
        assert client.post(path, {"upload": sent("a.csv", b"1\n"), "title": "x"}).status_code == 404
    assert client.get(address(people.action)).status_code == 404
    assert client.get(f"/en/desk/files/{kept.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        one(update, user, b"2\n")
    with pytest.raises(PermissionDenied):
        remove_evidence(update=update, by=user, pk=kept.pk)
    assert on_disk() == {kept.file.name}


@pytest.mark.parametrize(
    ("who", "draft", "afterwards"),
    [
        ("focal_point", 200, 200),
        ("deputy", 200, 200),
        ("reporter", 200, 200),
        ("reviewer", 404, 200),
        ("outsider", 404, 404),
        ("former", 404, 404),
        ("publisher", 404, 404),
    ],
)
def test_a_file_is_seen_by_its_country_and_once_submitted_by_reviewers(people, who, draft, afterwards):
    update = a_draft(people)
    kept, client = one(update, people.focal_point), signed_in(getattr(people, who))
    assert status(client.get(f"/en/desk/files/{kept.pk}/")) == draft
    workflow.submit(update=update, by=people.focal_point, version=update.version)
    assert status(client.get(f"/en/desk/files/{kept.pk}/")) == afterwards
    assert status(client.head(f"/en/desk/files/{kept.pk}/")) == afterwards
    assert client.post(f"/en/desk/files/{kept.pk}/").status_code == 405


def test_nobody_sees_a_file_without_signing_in(people):
    kept = one(a_draft(people), people.focal_point)
    for path in (f"/en/desk/files/{kept.pk}/", address(people.action)):
        assert Client().get(path).headers["Location"].startswith("/en/account/login/")


def test_the_reviewer_finds_the_files_beside_the_text(people):
    update = a_draft(people)
    kept = one(update, people.focal_point, harm_note="Nobody is named.")
    workflow.submit(update=update, by=people.focal_point, version=update.version)
    html = signed_in(people.reviewer).get(f"/en/desk/review/{update.pk}/").content.decode()
    assert f"/en/desk/files/{kept.pk}/" in html
    assert "Nobody is named." in html
    assert "/remove/" not in html


@pytest.mark.parametrize("state", [submitted, accepted])
def test_files_come_and_go_only_while_the_country_writes(people, state):
    update = a_draft(people, **WORDS)
    kept = one(update, people.focal_point)
    update = state(people)
    client = signed_in(people.focal_point)
    for verb in (lambda: one(update, people.focal_point, b"2\n"),
                 lambda: remove_evidence(update=update, by=people.focal_point, pk=kept.pk)):  # fmt: skip
        with pytest.raises(workflow.WrongState):
            verb()
    client.post(f"{address(people.action)}{kept.pk}/remove/")
    answer = client.post(address(people.action), {"upload": sent("a.csv", b"2\n"), "title": "x"}, follow=True)
    assert answer.status_code == (422 if state is submitted else 200)
    assert list(Evidence.objects.all()) == [kept]
    assert on_disk() == {kept.file.name}


def test_a_returned_update_takes_files_again(people):
    update = workflow.return_for_changes(update=submitted(people), by=people.reviewer, reason="Where is it written?")
    one(update, people.focal_point)
    assert update.evidence.count() == 1


# Frozen with its update


@pytest.fixture
def frozen(people):
    update = a_draft(people, **WORDS)
    kept = one(update, people.focal_point)
    accepted(people)
    return kept


def test_the_model_refuses_to_touch_what_belongs_to_an_accepted_update(frozen):
    for refused in (frozen.save, frozen.delete):
        with pytest.raises(Frozen):
            refused()


def test_the_database_refuses_to_touch_it(frozen, people):
    other = cast()
    loose = one(a_draft(other), other.focal_point, b"other\n")
    rows = Evidence.objects
    for refused in (
        lambda: rows.filter(pk=frozen.pk).update(title="Another"),
        lambda: rows.filter(pk=frozen.pk).update(update=loose.update),
        lambda: rows.filter(pk=loose.pk).update(update=frozen.update),
        lambda: rows.filter(pk=frozen.pk)._raw_delete("default"),
        lambda: rows.bulk_create([Evidence(pk=None, **{**values_of(loose), "update_id": frozen.update_id})]),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            refused()
    if connection.vendor == "sqlite":
        columns = [field.column for field in Evidence._meta.fields]
        chosen = ", ".join(str(frozen.pk) if column == "id" else f'"{column}"' for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        replaced = f"INSERT OR REPLACE INTO priorities_evidence ({names}) SELECT {chosen} FROM priorities_evidence"
        with pytest.raises(DatabaseError, match="frozen"), connection.cursor() as cursor:
            cursor.execute(f"{replaced} WHERE id = {loose.pk}")
    loose.title = "Still to be changed"
    loose.save()


def values_of(evidence: Evidence) -> dict:
    return {field.attname: getattr(evidence, field.attname) for field in Evidence._meta.fields if field.name != "id"}


def test_the_number_of_queries_does_not_depend_on_the_number_of_files(people, django_assert_num_queries):
    update, client = a_draft(people), signed_in(people.focal_point)
    one(update, people.focal_point)
    client.get(address(people.action))
    with CaptureQueriesContext(connection) as before:
        client.get(address(people.action))
    for number in range(3):
        one(update, people.focal_point, f"{number}\n".encode())
    with django_assert_num_queries(len(before)):
        client.get(address(people.action))
