"""Files of evidence: what is taken, what is refused and why, who may see them, and that nothing is left half done."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from library.frozen import Frozen
from priorities import workflow
from priorities.evidence import KINDS, checked, clean_name
from priorities.evidence_types import BEGINNINGS, what_is
from priorities.evidence_workflow import MOST_FILES, add_evidence, remove_evidence
from priorities.models import Evidence
from priorities.models.evidence import evidence_storage
from tests.priorities.hostile import HONEST, HOSTILE, pdf, with_gps
from tests.priorities.reporting import WORDS, a_draft, accepted, cast, submitted


@pytest.fixture
def people(db):
    cast()
    return cast()


def on_disk() -> set[str]:
    return set(evidence_storage().listdir(".")[1])


@pytest.fixture(autouse=True)
def emptied(settings):
    """No file of another test is there: rows are rolled back, files are not."""
    (settings.VAR_DIR / "evidence").mkdir(exist_ok=True)
    for name in on_disk():
        evidence_storage().delete(name)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(of) -> str:
    return f"/en/desk/{of.country.slug}/{of.desk_name}/files/"


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """As a program sends it that does not tidy names up, as browsers and SimpleUploadedFile do."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file


def status(answer: HttpResponse) -> int:
    """Also reads to the end, after which the file is let go."""
    b"".join(answer)
    return answer.status_code


def one(update, by, content: bytes = b"a,b\n", title: str = "A table", **more) -> Evidence:
    return add_evidence(update=update, by=by, upload=sent("table.csv", content), title=title, **more)


# What is taken


@pytest.mark.parametrize("name", HONEST)
def test_a_file_of_each_type_is_kept_and_sent_back_as_an_attachment(people, name):
    a_draft(people)
    client = signed_in(people.focal_point)
    words = {"upload": sent(name, HONEST[name]), "title": "What we saw"}
    assert client.post(address(people.action), words).headers["Location"] == address(people.action)
    kept = Evidence.objects.get()
    answer = client.get(f"/en/desk/files/{kept.pk}/")
    content = answer.getvalue()
    assert on_disk() == {kept.file.name}
    assert len(content) == kept.size
    assert answer.headers["Content-Type"] == kept.content_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert kept.content_type.startswith("image/") or content == HONEST[name]


def test_its_name_in_storage_tells_nothing_and_nobody_else_on_the_machine_reads_it(people):
    kept = one(a_draft(people), people.focal_point)
    stem = kept.file.name.removesuffix(".csv")
    assert len(bytes.fromhex(stem)) == 16
    assert Path(evidence_storage().path(kept.file.name)).stat().st_mode & 0o777 == 0o600
    assert Client().get(kept.file.url).status_code == 404


def test_a_photograph_forgets_where_it_was_taken_and_stays_the_right_way_up():
    before = with_gps()
    assert b"Kathmandu" in before
    assert b"A. Victim" in before
    content = checked(sent("photo.jpg", before)).content
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (30, 40)
        assert not picture.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & picture.info.keys()
    assert b"Kathmandu" not in content
    assert b"A. Victim" not in content


def test_a_picture_forgets_the_texts_and_whatever_was_hung_on_behind_it():
    texts, file = PngInfo(), io.BytesIO()
    texts.add_text("Author", "A. Victim")
    Image.new("RGB", (9, 9)).save(file, "PNG", pnginfo=texts)
    content = checked(sent("scan.png", file.getvalue() + b"<script>alert(1)</script>")).content
    assert b"Victim" not in content
    assert b"script" not in content


# What is refused


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(people, what):
    name, content, why = HOSTILE[what]
    a_draft(people)
    words = {"upload": sent(name, content), "title": "What we <saw>"}
    answer = signed_in(people.focal_point).post(address(people.action), words)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    assert 'href="#id_upload"' in html
    assert "What we &lt;saw&gt;" in html
    assert not Evidence.objects.exists()
    assert on_disk() == set()


@given(st.binary(max_size=400), st.sampled_from([*BEGINNINGS, b""]), st.sampled_from([*KINDS, "jpeg", "exe", ""]))
def test_random_bytes_are_refused_or_are_what_they_say(rest, beginning, ending):
    """Whatever is sent: a ValidationError, or a file of that type; never another error."""
    try:
        file = checked(sent(f"file.{ending}", beginning + rest))
    except ValidationError:
        return
    assert what_is(file.content) == ("text" if file.kind == "csv" else file.kind)
    if file.kind == "csv":
        file.content.decode("utf-8")


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_is_safe_to_show_and_to_send(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= 120
    assert clean.isprintable()
    assert not set("/\\\x00\u202e\r\n") & set(clean)
    assert clean_name(clean) == clean


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\Rapport  final.PDF", "Rapport final.PDF"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("report.exe\x00.pdf", "report.exe.pdf"),
        ("one\r\ntwo.pdf", "onetwo.pdf"),
        (f"{'é' * 300}.docx", f"{'é' * 115}.docx"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("", "-"),
        ("..", "-"),
    ],
)
def test_a_name_is_cleaned(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize("name", ["../../x.csv", "a\u202eb.csv", f"{'x' * 300}.csv"])
def test_an_odd_name_does_no_harm_on_its_way_back(people, name):
    a_draft(people)
    client = signed_in(people.focal_point)
    client.post(address(people.action), {"upload": sent(name, b"a,b\n"), "title": "Odd"})
    kept = Evidence.objects.get()
    answer = client.get(f"/en/desk/files/{kept.pk}/")
    assert status(answer) == 200
    disposition = answer.headers["Content-Disposition"]
    assert kept.original_name.endswith(".csv")
    assert disposition.startswith("attachment; filename")
    assert "\n" not in disposition
    assert ".." not in disposition


def test_a_form_without_a_file_says_so(people):
    a_draft(people)
    answer = signed_in(people.focal_point).post(address(people.action), {"title": "Nothing"})
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_what_is_larger_than_any_file_is_answered_before_it_is_read(people, settings):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    length = str((settings.EVIDENCE_MIB + 2) * 1024 * 1024)
    answer = signed_in(people.focal_point).generic(
        "POST", address(people.action), **{"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    )
    assert answer.status_code == 413
    assert "A file may have 10 MB." in answer.content.decode()


def test_what_may_be_published_needs_a_note_on_whom_it_could_harm(people):
    a_draft(people)
    client = signed_in(people.focal_point)
    words = {"title": "A table", "is_public": "on"}
    answer = client.post(address(people.action), words | {"upload": sent("t.csv", b"a,b\n"), "harm_note": "  "})
    assert answer.status_code == 422
    assert "whom it could harm" in answer.content.decode()
    assert on_disk() == set()
    client.post(address(people.action), words | {"upload": sent("t.csv", b"a,b\n"), "harm_note": "No names."})
    assert Evidence.objects.get().is_public


# One at a time, and nothing half done


def test_the_same_file_sent_twice_is_kept_once(people):
    update = a_draft(people)
    assert one(update, people.focal_point) == one(update, people.deputy, title="Again")
    assert len(on_disk()) == 1
    assert Evidence.objects.get().title == "A table"


def test_a_row_that_cannot_be_written_leaves_no_file(people):
    with pytest.raises(ValidationError):
        one(a_draft(people), people.focal_point, title="x" * 201)
    assert on_disk() == set()


def test_there_is_a_most_of_files(people):
    update = a_draft(people)
    for number in range(MOST_FILES):
        one(update, people.focal_point, f"{number}\n".encode())
    with pytest.raises(ValidationError, match="which is the most"):
        one(update, people.focal_point, b"one more\n")
    assert len(on_disk()) == MOST_FILES


def test_removing_twice_removes_once_and_nobody_elses(people, django_capture_on_commit_callbacks):
    other = cast()
    theirs = one(a_draft(other), other.focal_point)
    mine = one(a_draft(people), people.focal_point)
    client = signed_in(people.focal_point)
    with django_capture_on_commit_callbacks(execute=True):
        for pk in (mine.pk, mine.pk, theirs.pk):
            assert client.post(f"{address(people.action)}{pk}/remove/").status_code == 302
    assert list(Evidence.objects.all()) == [theirs]
    assert on_disk() == {theirs.file.name}


def test_the_text_is_saved_on_the_way_to_the_files(people):
    client = signed_in(people.focal_point)
    form = address(people.action).removesuffix("files/")
    words = {"implementation": "in_progress", "narrative": "Ten inspectors", "version": "0", "files": "1"}
    assert client.post(form, words).headers["Location"] == address(people.action)
    one(people.action.updates.get(), people.focal_point)
    html = client.get(form).content.decode()
    assert "Ten inspectors" in html
    assert "table.csv" in html


def test_files_go_to_something_that_is_written_already(people):
    for method in ("get", "post"):
        answer = getattr(signed_in(people.focal_point), method)(address(people.action), follow=True)
        assert "Write and save first" in answer.content.decode()


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


def test_the_corpus_is_refused_by_its_content_and_passes_without_what_is_wrong_with_it():
    assert len(HOSTILE) >= 70
    assert checked(sent("report.pdf", pdf())).kind == "pdf"
