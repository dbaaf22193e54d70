"""Files of evidence: what is taken, what is refused and why, and that nothing is left half done."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from priorities.evidence.checking import KINDS, checked, clean_name
from priorities.evidence.types import BEGINNINGS, what_is
from priorities.evidence.workflow import MOST_FILES
from priorities.models import Evidence
from priorities.models.evidence import evidence_storage
from tests.priorities.filing import address, empty, on_disk, one, sent, signed_in, status
from tests.priorities.hostile import HONEST, HOSTILE, pdf, with_gps
from tests.priorities.reporting import a_draft, cast


@pytest.fixture
def people(db):
    cast()
    return cast()


@pytest.fixture(autouse=True)
def emptied():
    empty()


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


def test_the_corpus_is_refused_by_its_content_and_passes_without_what_is_wrong_with_it():
    assert len(HOSTILE) >= 70
    assert checked(sent("report.pdf", pdf())).kind == "pdf"
