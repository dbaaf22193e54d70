"""The global report: its page, which reads editions and copies alone, and what becomes of what is withdrawn."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Event, Participation
from library.models import Initiative, LessonLearnt, PageText, ToolkitItem
from priorities.models import Theme
from reports.global_report import page, rendering
from reports.global_report.countries import MOST_ACTIONS, MOST_LETTERS, shortened
from reports.models import Edition, GlobalEdition, checksum_of
from tests.countries.making import a
from tests.global_reports import another, reworded, something_new, withdraw

from .test_views import LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> GlobalEdition:
    return GlobalEdition.objects.get(number=1)


def html(address: str = "/en/report/") -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# What is frozen


def test_it_is_made_of_the_current_edition_of_each_country(first: GlobalEdition) -> None:
    found = {row["slug"]: (row["number"], row["checksum"]) for row in first.snapshot["countries"]}
    assert found == {each.slug: (each.number, each.checksum) for each in Edition.objects.current()}
    assert len(found) == 9


def test_it_has_copies_of_all_that_is_published_and_belongs_to_no_country(first: GlobalEdition) -> None:
    for part, model in (
        ("themes", Theme),
        ("events", Event),
        ("lessons", LessonLearnt),
        ("networks", Initiative),
        ("toolkit", ToolkitItem),
    ):
        assert len(first.snapshot[part]) == model.objects.published().count() > 0, part
    participants = sum(len(event["participants"]) for event in first.snapshot["events"])
    assert participants == Participation.objects.count()


def test_what_is_not_published_is_not_in_it() -> None:
    for model in (Event, LessonLearnt, Initiative, ToolkitItem, Theme):
        model.objects.filter(pk=model.objects.first().pk).update(is_published=False)
    content = another().content
    assert Event.objects.filter(is_published=False).get().slug not in content
    assert LessonLearnt.objects.filter(is_published=False).get().text_en not in content
    assert ToolkitItem.objects.filter(is_published=False).get().title_en not in json.loads(content)["toolkit"]


def test_its_data_is_exactly_its_content_in_every_language(first: GlobalEdition) -> None:
    answers = [Client().get(f"/{code}/report/editions/1/edition.json") for code in LANGUAGES]
    assert {answer.content.decode() for answer in answers} == {first.content}
    assert {checksum_of(answer.content.decode()) for answer in answers} == {first.checksum}
    assert {answer["Content-Type"] for answer in answers} == {"application/json"}


# What the page says


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_on_the_page_and_in_the_pdf(first: GlobalEdition, language: str) -> None:
    shown, printed = html(f"/{language}/report/"), rendering.pdf_html(page.report(first, language))
    for section in page.SECTIONS:
        assert f'<section id="{section.id}"' in shown
        assert f'<section id="{section.id}"' in printed


def test_each_country_stands_in_it_with_its_words_its_edition_and_its_checksum() -> None:
    shown = html()
    for edition in Edition.objects.current():
        assert f'id="country-{edition.slug}"' in shown
        assert f'href="/en/countries/{edition.slug}/editions/{edition.number}/"' in shown
        assert edition.checksum in shown
    assert "Achieve 10 child labour free municipalities by 2020" in shown
    assert "Ensure the functioning of the national coordination committee" in shown
    assert "Secretariat for Alliance 8.7 established at MOLESS" in shown


def test_silence_is_shown_as_silence_and_counted_apart(first: GlobalEdition) -> None:
    report = page.report(first, "en")
    assert report["figures"]["reported"] == 0
    assert report["figures"]["not_reported"] == report["figures"]["actions"] > 0
    assert [row["word"].code for row in report["tally"]] == ["not_reported"]
    for row in report["milestones"]:
        assert sum(row["counts"]) == 9


def test_figures_by_region_and_by_engagement_agree(first: GlobalEdition) -> None:
    report = page.report(first, "en")
    assert sum(row["count"] for row in report["regions"]) == 9
    assert [row["count"] for row in report["engagements"]] == [
        sum(column) for column in zip(*(row["counts"] for row in report["regions"]), strict=True)
    ]


def test_a_theme_tells_which_countries_have_how_many_actions_on_it(first: GlobalEdition) -> None:
    rows = {row["slug"]: row for row in page.report(first, "en")["themes"]}
    actions = [
        (edition.slug, action) for edition in Edition.objects.current() for action in edition.snapshot["actions"]
    ]
    for slug, row in rows.items():
        of_theme = [country for country, action in actions if slug in action["themes"]]
        assert row["actions"] == len(of_theme)
        assert {country.slug for country, _count in row["having"]} == set(of_theme)


def test_an_event_is_held_or_ahead_as_of_the_report_and_not_of_the_reader() -> None:
    old = another_after(Event.objects.first(), at=dt.datetime(2019, 11, 1, tzinfo=dt.UTC))
    report = page.report(old, "en")
    assert {"asian-regional-meeting-2019"} <= {row["slug"] for row in report["ahead"]}
    assert {"hlpf-2019"} <= {row["slug"] for row in report["held"]}
    now = page.report(GlobalEdition.objects.get(number=1), "en")
    assert now["ahead"] == []


def another_after(event: Event, at: dt.datetime) -> GlobalEdition:
    event.description_en = "Another description."
    event.save()
    return another(at=at)


def test_it_says_that_it_translates_and_where_the_original_is() -> None:
    assert 'href="/en/report/editions/1/"' in html("/fr/report/")
    assert "Traduction du portail" in html("/fr/report/") or "non officielle" in html("/fr/report/")


def test_a_long_wording_ends_after_a_word_and_many_actions_are_cut_and_counted() -> None:
    from reports.texts import localise

    long = localise({"en": "word " * 200}, "en")
    assert len(shortened(long)) <= MOST_LETTERS + 2
    assert shortened(long).endswith("word …")
    short = localise({"en": "Short."}, "en")
    assert shortened(short) is short
    assert MOST_ACTIONS >= 11  # as many as a country of the source has


# Editions alone


def test_a_record_that_changes_changes_nothing_in_it(first: GlobalEdition) -> None:
    before = page.report(first, "en")
    word = reworded("nepal")
    LessonLearnt.objects.update(text_en=word)
    PageText.objects.update(body_en=word)
    Theme.objects.update(name_en=word)
    after = rendering.make_html(first, "en")
    assert word not in after
    assert page.report(first, "en")["figures"] == before["figures"]


def test_an_older_edition_keeps_the_older_editions_of_its_countries(first: GlobalEdition) -> None:
    edition, word = something_new()
    assert word not in html()
    second = another(note="With Nepal’s second edition.")
    assert edition.checksum in second.content
    assert word in html()
    assert "With Nepal’s second edition." in html()
    assert word not in html("/en/report/editions/1/")
    assert "There is a newer one" in html("/en/report/editions/1/")
    assert "There is a newer one" not in html("/en/report/editions/2/")


def test_the_page_needs_three_queries_at_most_once_it_is_kept() -> None:
    for address in ("/en/report/", "/en/report/editions/1/"):
        html(address)
        with CaptureQueriesContext(connection) as queries:
            html(address)
        assert len(queries) <= 3


def test_to_make_it_takes_as_many_queries_for_one_country_as_for_nine(first: GlobalEdition) -> None:
    with CaptureQueriesContext(connection) as of_nine:
        page.report(first, "en")
    assert len(of_nine) == 1


def test_an_unknown_edition_is_404_and_so_is_an_unknown_form_of_citation() -> None:
    for address in ("report/editions/7/", "report/editions/7/report.pdf", "report/editions/7/edition.json",
                    "report/editions/1/cite.exe", "report/editions/0/"):  # fmt: skip
        assert Client().get(f"/en/{address}").status_code == 404, address


@pytest.mark.parametrize("kind", ["txt", "bib", "ris", "json"])
def test_it_can_be_cited(first: GlobalEdition, kind: str) -> None:
    answer = Client().get(f"/en/report/editions/1/cite.{kind}")
    assert answer.status_code == 200
    assert "/en/report/editions/1/" in answer.content.decode()


def test_before_there_is_one_the_page_says_so_and_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.global_report import views

    monkeypatch.setattr(views, "newest_or_gone", lambda: None)
    assert "No global report is published yet." in html()
    assert Client().get("/en/report.pdf").status_code == 404


# Withdrawn


def test_of_a_withdrawn_edition_of_a_country_nothing_is_shown_but_that_it_was(first: GlobalEdition) -> None:
    edition, word = something_new()
    another()
    assert word in html()
    before = rendering.name_of(GlobalEdition.objects.get(number=2), "en", "pdf")
    withdraw(edition)
    shown = html()
    assert word not in shown
    assert 'id="country-nepal"' not in shown
    assert "Edition 2 was part of this report." in shown
    assert edition.checksum in shown  # the content names it, and that is what it is made of
    report = page.report(GlobalEdition.objects.get(number=2), "en")
    assert report["figures"]["countries"] == 8
    assert word not in rendering.pdf_html(report)
    assert rendering.name_of(GlobalEdition.objects.get(number=2), "en", "pdf") != before
    assert rendering.name_of(first, "en", "pdf") == rendering.name_of(first, "en", "pdf")


def test_a_withdrawn_global_report_says_so_at_each_of_its_addresses_and_the_one_before_is_current() -> None:
    something_new()
    second = another()
    withdraw(second)
    for tail in ("", "report.pdf", "edition.json", "cite.txt"):
        assert Client().get(f"/en/report/editions/2/{tail}").status_code == 410, tail
    assert "edition 1" in html().lower()
    assert "It was a mistake." in html("/en/report/editions/")


def test_where_all_are_withdrawn_the_current_addresses_say_so(first: GlobalEdition) -> None:
    withdraw(first)
    assert Client().get("/en/report/").status_code == 410
    assert Client().get("/en/report.pdf").status_code == 410


# The PDF, when it is not there


def test_a_pdf_over_many_countries_is_asked_for_and_not_made_in_the_request(
    first: GlobalEdition, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": settings.DATABASE_JOBS}}
    monkeypatch.setattr(rendering, "MOST_WHILE_WAITING", 3)
    something_new()
    another()
    for _time in range(2):
        answer = Client().get("/fr/report.pdf")
        assert answer.status_code == 503
        assert answer["Retry-After"]
    assert DBTaskResult.objects.filter(task_path="reports.jobs.render_global").count() == 1


def test_a_failing_pdf_is_a_503_with_a_plain_page_and_nothing_is_kept(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "renderings": {"BACKEND": "reports.storage.WholeFileStorage", "OPTIONS": {"location": tmp_path}}
    }
    settings.GLOBAL_PDF_TIMEOUT_SECONDS = 0.01
    answer = Client().get("/en/report.pdf")
    assert answer.status_code == 503
    assert "The PDF cannot be made at the moment" in answer.content.decode()
    assert [path for path in tmp_path.rglob("*.*") if path.is_file()] == []
    assert storages["renderings"].listdir("")[1] == []


def test_the_page_is_there_even_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any, **_words: Any) -> bool:
        raise OSError("No space left on device")

    monkeypatch.setattr(rendering.Rendering, "keep", full)
    assert 'id="country-nepal"' in html()


def test_an_event_without_participants_and_an_empty_library_do_not_break_it() -> None:
    for model in (LessonLearnt, Initiative, ToolkitItem, Theme, PageText):
        model.objects.update(is_published=False)
    a("events.Event", name_en="A lone event", start="2030", is_published=True)
    another()
    shown = html()
    assert "A lone event" in shown
    assert "No lesson is published yet." in shown
    assert "No theme is published yet." in shown
