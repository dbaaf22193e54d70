"""Files that are made before somebody asks: which those are, that each is made once, and that none stays too long."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from countries.models import Country
from reports import in_advance, picture, rendering
from reports.global_report import rendering as global_rendering
from reports.models import Edition
from reports.pdf import PDFFailed
from reports.rendering import Rendering
from reports.turns import Busy, alone_with, one_of
from tests.access.visitors import visitor
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
LIST, BUTTON = "/en/desk/publish/", "/en/desk/publish/files/"


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A storage of its own, one language, and files that take no time."""
    settings.LANGUAGES = [("en", "English")]
    settings.STORAGES = settings.STORAGES | {
        "renderings": {"BACKEND": "reports.storage.WholeFileStorage", "OPTIONS": {"location": tmp_path}}
    }
    for module in (rendering, global_rendering):
        monkeypatch.setattr(module, "render_pdf", lambda html, **_about: b"%PDF-")
        monkeypatch.setattr(module, "pdf_html", lambda _report: "<h1>")
    monkeypatch.setattr(picture, "of_edition", lambda *_card: b"PNG")
    monkeypatch.setattr(global_rendering, "make_html", lambda *_edition: "<h1>")
    return tmp_path


def wanted(**options: Any) -> list[Rendering]:
    return [each for each in in_advance.everything(**options) if not each.label.startswith("global")]


def render(**options: Any) -> None:
    call_command("render_editions", jobs=1, **options)


def test_the_command_makes_what_is_missing_and_no_more(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    render()
    *lines, last = capsys.readouterr().out.splitlines()
    assert {"nepal 1 en pdf", "nepal 1 en png", "global 1 en pdf"} < set(lines)
    assert last == f"{len(lines)} files: {len(lines)} made, 0 kept before, 0 failed"
    assert (len(list(kept.rglob("*.pdf"))), len(list(kept.rglob("*.png")))) == (9 + 1, 9)
    render()
    assert capsys.readouterr().out == f"{len(lines)} files: 0 made, {len(lines)} kept before, 0 failed\n"


def test_a_failure_is_named_and_ends_the_command_with_an_error_and_the_rest_is_made(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(html: str, **about: Any) -> bytes:
        if "/nepal/" in about["base_url"]:
            raise PDFFailed("no paper")
        return b"%PDF-"

    monkeypatch.setattr(rendering, "render_pdf", fail)
    with pytest.raises(CommandError, match="1 of "):
        render()
    said = capsys.readouterr()
    assert said.err == "nepal 1 en pdf: no paper\n"
    assert in_advance.states(wanted()) == in_advance.States(made=17, failed=1, missing=0)
    assert len(list(kept.rglob("*.pdf.failed"))) == 1
    monkeypatch.setattr(rendering, "render_pdf", lambda html, **_about: b"%PDF-")
    render()
    assert in_advance.states(wanted()) == in_advance.States(made=18, failed=0, missing=0)
    assert list(kept.rglob("*.failed")) == []


def test_what_was_interrupted_goes_on_where_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    missing = in_advance.missing(in_advance.everything())
    begun = in_advance.keep_all(missing, jobs=1)
    done = [next(begun), next(begun)]
    begun.close()
    assert [error for _label, error in done] == ["", ""]
    render()
    labels = capsys.readouterr().out.splitlines()[:-1]
    assert {label for label, _error in done}.isdisjoint(labels)
    assert len(labels) == len(missing) - 2


def test_old_editions_are_made_on_request() -> None:
    before = {each.name for each in wanted()}
    edition = publish_again(Country.objects.get(slug="nepal"))
    now = {each.name for each in wanted()}
    assert {name[:64] for name in now - before} == {edition.checksum}
    render(all_editions=True)
    old = Edition.objects.of(edition.slug).get(number=1)
    assert [each.state for each in rendering.renderings_of(old)] == ["made", "made"]
    assert {each.name for each in wanted(all_editions=True)} == before | now


def test_pruning_deletes_what_nobody_is_given_any_more_and_nothing_else(kept: Path) -> None:
    render()
    there = {path for path in kept.rglob("*.*") if path.is_file()}
    checksum = Edition.objects.of("nepal").get().checksum
    old = [
        kept / checksum / name for name in ("en-000000000000.pdf", "en-000000000000.pdf.failed", "xx-0123456789ab.png")
    ]
    old.append(kept / ("0" * 64) / "en-0123456789ab.pdf")
    unfinished = kept / checksum / "en-0123456789ab.pdf.1.part"
    others = [kept / "data" / "mark" / "pathfinder.json", kept / "notes.txt", kept / checksum / "notes.txt"]
    being_written = kept / checksum / "en-0123456789ab.pdf.2.part"
    for path in [*old, unfinished, *others, being_written]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    os.utime(unfinished, (1, 1))
    render(prune=True)
    assert {path for path in kept.rglob("*.*") if path.is_file()} == {*there, *others, being_written}


def test_editions_that_are_not_current_keep_their_files_when_pruned() -> None:
    render()
    publish_again(Country.objects.get(slug="nepal"))
    assert in_advance.superseded() == []


def test_names_are_found_without_reading_the_editions(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        names = {each.name for each in wanted()}
    assert names == {each.name for edition in Edition.objects.current() for each in rendering.renderings_of(edition)}


def test_several_are_made_at_once_and_each_once() -> None:
    running, most, made = 0, 0, []
    lock = threading.Lock()

    def make(name: str) -> bytes:
        nonlocal running, most
        with lock:
            running, most = running + 1, max(most, running + 1)
        time.sleep(0.05)
        with lock:
            running -= 1
            made.append(name)
        return b"x"

    def files() -> Iterator[Rendering]:
        for number in range(8):
            name = f"{number}.pdf"
            yield Rendering(name, name, lambda name=name: make(name))

    assert dict(in_advance.keep_all([*files(), *files()], jobs=3)) == {f"{number}.pdf": "" for number in range(8)}
    assert sorted(made) == [f"{number}.pdf" for number in range(8)]
    assert most in (2, 3)


def test_many_who_ask_at_once_wait_for_one_another_and_not_for_ever() -> None:
    with one_of(2, patience=0), one_of(2, patience=0):
        with pytest.raises(Busy), one_of(2, patience=0.1):
            pass
        with one_of(3, patience=0):
            pass
    with one_of(1, patience=0), alone_with("a", patience=0), pytest.raises(Busy), alone_with("a", patience=0.1):
        pass
    with alone_with("a", patience=0):
        pass


def test_a_reader_who_waits_too_long_for_a_turn_is_told_so(settings: Any) -> None:
    settings.PDF_TIMEOUT_SECONDS = 0.1
    edition = Edition.objects.of("fiji").get()
    with one_of(1, patience=0), pytest.raises(PDFFailed, match="other PDFs"):
        rendering.pdf_of(edition, "en")
    settings.PDF_AT_ONCE = 2
    with one_of(1, patience=0):
        rendering.pdf_of(edition, "en").close()


def test_the_list_says_how_much_is_made_and_the_button_makes_the_rest() -> None:
    client = visitor("publisher")
    assert "0 of 20 files for readers are made." in client.get(LIST).content.decode()
    answer = client.post(BUTTON, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    html = answer.content.decode()
    assert "20 of 20 files for readers are made." in html
    assert "What is missing is being made." in html
    assert BUTTON not in html


def test_the_button_leaves_the_work_to_the_workers_where_there_are_some(settings: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": settings.DATABASE_JOBS}}
    for each in rendering.renderings_of(Edition.objects.of("nepal").get()):
        each.keep()
    visitor("publisher").post(BUTTON)
    jobs = DBTaskResult.objects.filter(task_path="reports.jobs.render")
    assert jobs.count() == 8
    assert set(jobs.values_list("priority", flat=True)) == {-50}


@pytest.mark.parametrize("who", ["reviewer", "focal point", "anonymous"])
def test_only_publishers_press_the_button(who: str, kept: Path) -> None:
    assert visitor(who).post(BUTTON).status_code in (302, 404)
    assert list(kept.iterdir()) == []
