"""Publishing the global report: by whom, what is shown before, once for what was seen, and never the same again."""

import re
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from library.frozen import Frozen
from library.models import LessonLearnt
from reports import checklist, jobs
from reports.global_report import publication, rendering
from reports.global_report.workflow import publish_global
from reports.models import Edition, GlobalEdition, checksum_of
from reports.pdf import PDFFailed
from reports.workflow import PublicationRefused, Unseen
from tests.countries.making import staff
from tests.global_reports import another, publisher, something_new, withdraw

pytestmark = pytest.mark.django_db
ADDRESS = "/en/desk/publish/global/"
ANSWERS = dict.fromkeys(checklist.STATEMENTS, "yes")


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(publisher())
    return client


@pytest.fixture
def kept_here(settings: Any, tmp_path: Any) -> Any:
    settings.STORAGES = settings.STORAGES | {
        "renderings": {"BACKEND": "reports.storage.WholeFileStorage", "OPTIONS": {"location": tmp_path}}
    }
    return storages["renderings"]


def a_form(client: Client, **words: str) -> dict[str, str]:
    """What a publisher sends who opened the page and answered yes to everything."""
    seen = re.search(r'name="seen"\s+value="([0-9a-f]{64})"', client.get(ADDRESS).content.decode())
    assert seen
    return {"seen": seen[1], "note": "", "remark": "", **ANSWERS, **words}


# The verb


def test_its_checksum_is_of_exactly_its_content_and_its_number_follows() -> None:
    something_new()
    edition = another(note="A note.")
    assert edition.number == 2
    assert checksum_of(edition.content) == edition.checksum
    assert edition.snapshot["edition"]["note"] == "A note."
    assert edition.is_intact


def test_whoever_may_not_publish_is_refused_and_nothing_is_written() -> None:
    something_new()
    for user in (
        staff(),
        User.objects.get(email="editor@example.org"),
        User.objects.get(email="reviewer@example.org"),
    ):
        with pytest.raises(PermissionDenied):
            publish_global(by=user, checks=checklist.all_yes())
    assert GlobalEdition.objects.count() == 1


def test_it_is_refused_where_nothing_is_new() -> None:
    with pytest.raises(PublicationRefused, match="Nothing is new since edition 1"):
        another()
    something_new()
    another()
    with pytest.raises(PublicationRefused, match="Nothing is new since edition 2"):
        another()


def test_a_text_that_belongs_to_no_country_is_something_new() -> None:
    lesson = LessonLearnt.objects.first()
    lesson.text_en = "What we learnt since."
    lesson.save()
    assert "What we learnt since." in another().content


def test_after_a_withdrawal_the_same_may_be_published_again_under_the_next_number() -> None:
    withdraw(GlobalEdition.objects.get(number=1))
    assert another().number == 2


def test_without_a_country_there_is_nothing_to_publish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Edition.objects, "current", Edition.objects.none, raising=False)
    with pytest.raises(PublicationRefused, match="No country has an e-report yet"):
        another()


def test_letters_that_no_pdf_has_are_refused() -> None:
    lesson = LessonLearnt.objects.first()
    lesson.text_en = "Well done 🎉"
    lesson.save()
    with pytest.raises(PublicationRefused, match="🎉"):
        another()
    something_new()
    lesson.text_en = "Well done"
    lesson.save()
    with pytest.raises(PublicationRefused, match="🎉"):
        another(note="🎉")


def test_what_was_not_seen_is_not_published() -> None:
    something_new()
    seen = publication.Publication("en").fingerprint
    something_new("chile")
    with pytest.raises(Unseen):
        publish_global(by=publisher(), checks=checklist.all_yes(), seen=seen)


def test_no_number_twice_and_none_below_one() -> None:
    row = {"content": "{}", "published_at": timezone.now(), "published_by": publisher()}
    with pytest.raises(IntegrityError), transaction.atomic():
        GlobalEdition(number=1, checksum="a" * 64, **row).save()
    with pytest.raises(IntegrityError, match="reports_globaledition_numbers_from_1"), transaction.atomic():
        GlobalEdition(number=0, checksum="b" * 64, **row).save()


def test_it_is_frozen_like_every_edition() -> None:
    edition = GlobalEdition.objects.get(number=1)
    for change in (edition.save, edition.delete, GlobalEdition.objects.all().delete):
        with pytest.raises(Frozen):
            change()
    with pytest.raises(Frozen):
        GlobalEdition.objects.update(note="x")
    client = Client()
    client.force_login(User.objects.get(email="admin@example.org"))
    assert client.get("/admin/reports/globaledition/").status_code in (200, 302)
    for page in ("add/", f"{edition.pk}/delete/"):
        assert client.get(f"/admin/reports/globaledition/{page}").status_code in (302, 403)


def test_a_job_follows_after_commit_and_not_for_the_seed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    begun: list[int] = []
    monkeypatch.setattr(jobs, "follow_global", begun.append)
    something_new()
    with django_capture_on_commit_callbacks(execute=True):
        edition = another()
        assert not begun
    assert begun == [edition.pk]
    something_new()
    with django_capture_on_commit_callbacks(execute=True):
        publish_global(by=User.objects.portal(), checks=checklist.of_the_seed())
    assert begun == [edition.pk]


# The page


def test_nobody_else_finds_the_page() -> None:
    client = Client()
    client.force_login(User.objects.get(email="focal.nepal@example.org"))
    for tail in ("", "report/", "pdfs/", "1/withdraw/"):
        assert client.get(ADDRESS + tail).status_code == 404, tail


def test_it_shows_what_would_be_in_it_and_what_changed(client: Client) -> None:
    assert "Nothing is new since the current edition." in client.get(ADDRESS).content.decode()
    assert 'name="seen"' not in client.get(ADDRESS).content.decode()
    _edition, word = something_new()
    LessonLearnt.objects.filter(order=1).update(text_en="Another.")
    html = client.get(ADDRESS).content.decode()
    assert "Nepal: edition 2 instead of 1" in html
    assert "<li>Lessons learnt</li>" in html
    assert word in client.get(f"{ADDRESS}report/").content.decode()
    assert word not in Client().get("/en/report/").content.decode()


def test_a_country_whose_only_edition_was_withdrawn_leaves_it(client: Client) -> None:
    withdraw(Edition.objects.of("fiji").get())
    html = client.get(ADDRESS).content.decode()
    assert "Fiji is not in it any more" in html
    client.post(ADDRESS, a_form(client))
    assert "fiji" not in [row["slug"] for row in GlobalEdition.objects.newest().snapshot["countries"]]


def test_a_form_sent_twice_publishes_once(client: Client) -> None:
    something_new()
    form = a_form(client, note="For the meeting.")
    for _time in range(2):
        assert client.post(ADDRESS, form).status_code == 302
    assert GlobalEdition.objects.count() == 2
    edition = GlobalEdition.objects.newest()
    assert edition.note == "For the meeting."
    assert len(edition.checks["statements"]) == len(ANSWERS)


def test_what_changed_since_the_page_was_opened_is_shown_first(client: Client) -> None:
    something_new()
    form = a_form(client, note="Kept.")
    something_new("chile")
    answer = client.post(ADDRESS, form)
    assert answer.status_code == 409
    assert "Nothing was published" in answer.content.decode()
    assert "Kept." in answer.content.decode()
    assert GlobalEdition.objects.count() == 1


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(ANSWERS, "no"), {"seen": "x" * 65}])
def test_a_form_that_is_not_filled_in_is_422_or_409_and_publishes_nothing(
    client: Client, answers: dict[str, str]
) -> None:
    something_new()
    assert client.post(ADDRESS, answers).status_code in (409, 422)
    assert GlobalEdition.objects.count() == 1


def test_it_is_withdrawn_from_the_desk_with_a_reason_and_once(client: Client) -> None:
    address = f"{ADDRESS}1/withdraw/"
    assert client.post(address, {"reason": " ", "language": "en"}).status_code == 422
    for _time in range(2):
        assert client.post(address, {"reason": "A mistake.", "language": "en"}).status_code == 302
    edition = GlobalEdition.objects.get(number=1)
    assert edition.is_withdrawn
    assert edition.withdrawal.reason == "A mistake."


# The PDFs


def test_it_shows_how_far_each_pdf_is_in_words(client: Client, kept_here: Any) -> None:
    edition = GlobalEdition.objects.get(number=1)
    names = {code: rendering.pdf_rendering(edition, code).name for code in ("en", "fr", "es", "ar")}
    kept_here.save(names["en"], ContentFile(b"%PDF-"))
    rendering.tell(names["fr"], "Step 5 - Creating layout - Page 12")
    rendering.tell(names["es"], "")
    rendering.pdf_rendering(edition, "ar").note("out of memory")
    html = client.get(f"{ADDRESS}pdfs/").content.decode()
    assert "made" in html
    assert "being made: laying out page 12" in html
    assert '<progress value="5" max="7"' in html
    assert "waits for its turn" in html
    assert "out of memory" in html
    assert 'http-equiv="refresh"' in html
    assert "<button" not in re.sub(r"<header.*?</header>", "", html, flags=re.DOTALL)


def test_the_page_refreshes_itself_only_while_something_is_made(client: Client, kept_here: Any) -> None:
    html = client.get(f"{ADDRESS}pdfs/").content.decode()
    assert 'http-equiv="refresh"' not in html
    assert html.count("not made yet") == 4


def test_whoever_fell_silent_is_not_taken_to_be_making_it(
    client: Client, kept_here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = rendering.pdf_rendering(GlobalEdition.objects.get(number=1), "en").name
    rendering.tell(name, "Step 6 - Creating PDF")
    assert rendering.told(name) == "Step 6 - Creating PDF"
    monkeypatch.setattr(rendering, "SILENCE", rendering.SILENCE * 0)
    assert rendering.told(name) is None
    kept_here.delete(f"{name}.progress")
    kept_here.save(f"{name}.progress", ContentFile(b"{half"))
    assert rendering.told(name) is None


def test_what_failed_is_told_and_made_again_when_asked(
    client: Client, kept_here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> bytes:
        raise PDFFailed("no paper")

    monkeypatch.setattr(rendering, "make_pdf", fail)
    assert jobs.render_global.call(GlobalEdition.objects.get(number=1).pk) == ["en", "fr", "es", "ar"]
    assert client.get(f"{ADDRESS}pdfs/").content.decode().count("no paper") == 4
    monkeypatch.setattr(rendering, "make_pdf", lambda *_args: uuid.uuid4().bytes)
    assert client.post(f"{ADDRESS}pdfs/").status_code == 302
    assert [pdf.state for pdf in publication.pdfs_of(GlobalEdition.objects.get(number=1))] == ["made"] * 4


def test_the_desk_enqueues_where_a_worker_does_the_jobs(client: Client, kept_here: Any, settings: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": settings.DATABASE_JOBS}}
    client.post(f"{ADDRESS}pdfs/")
    assert DBTaskResult.objects.filter(task_path="reports.jobs.render_global").count() == 1
    assert client.get(f"{ADDRESS}pdfs/").content.decode().count("waits for its turn") == 4


def test_without_a_worker_many_countries_are_left_to_the_command(
    client: Client, kept_here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "MOST_WHILE_WAITING", 1)
    html = client.post(f"{ADDRESS}pdfs/", follow=True).content.decode()
    assert "render_editions" in html
    assert html.count("not made yet") == 4


def test_of_a_withdrawn_report_no_pdf_is_made() -> None:
    edition = GlobalEdition.objects.get(number=1)
    withdraw(edition)
    assert jobs.render_global.call(edition.pk) == []


# The command


def test_the_command_publishes_and_refuses_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="Nothing is new"):
        call_command("publish_global", "--by", "publisher@example.org", "--checked")
    something_new()
    with pytest.raises(CommandError, match="right to publish"):
        call_command("publish_global", "--by", "editor@example.org", "--checked")
    with pytest.raises(CommandError):
        call_command("publish_global", "--by", "nobody@example.org", "--checked")
    call_command("publish_global", "--by", "publisher@example.org", "--checked", "--note", "By hand.")
    assert "Global report, edition 2" in capsys.readouterr().out
