"""The PDFs of the nine e-reports: the same text as the page, by the standards, kept once, and an honest failure."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from reports import rendering
from reports.models import Edition
from reports.page import SECTIONS
from reports.pdf import PDFFailed
from tests.pdf import reading, verapdf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
VOID = {"br", "hr", "img", "input", "link", "meta", "col", "wbr"}


class SectionText(HTMLParser):
    """What a reader reads of each section of an e-report's page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.section: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append(tag)
        identifier = dict(attributes).get("id")
        if tag == "section" and identifier in {section.id for section in SECTIONS}:
            self.section = (identifier, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.section and self.section[1] == len(self.open):
            self.section = None
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.section:
            self.found.setdefault(self.section[0], []).append(data)


def sections_of(html: str) -> dict[str, str]:
    parser = SectionText()
    parser.feed(html)
    return {name: "".join("".join(parts).split()) for name, parts in parser.found.items()}


@pytest.fixture(scope="module")
def pdfs(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """The PDF of every country in English, and of two in the other languages."""
    folder = tmp_path_factory.mktemp("pdfs")
    found = {}
    with django_db_blocker.unblock():
        for edition in Edition.objects.current():
            for language in ("en", "fr", "es", "ar") if edition.slug in ("nepal", "viet-nam") else ("en",):
                path = folder / f"{edition.slug}-{language}.pdf"
                with rendering.pdf_of(edition, language) as pdf:
                    path.write_bytes(pdf.read())
                found[edition.slug, language] = path
    return found


def test_every_pdf_keeps_every_rule_of_pdf_ua_1_and_pdf_a_3a(pdfs: dict[tuple[str, str], Path]) -> None:
    broken = {path.name: rules for path, rules in verapdf.validate(list(pdfs.values())).items() if any(rules.values())}
    assert len(pdfs) == 15
    assert broken == {}


def test_the_text_of_a_pdf_is_the_text_of_the_page(pdfs: dict[tuple[str, str], Path]) -> None:
    for (slug, language), path in pdfs.items():
        page = sections_of(Client().get(f"/{language}/countries/{slug}/").content.decode())
        text = "".join(reading.text(path.read_bytes()).split())
        assert set(page) == {section.id for section in SECTIONS}
        missing = {name: section for name, section in page.items() if section not in text}
        assert missing == {}, (slug, language)


def test_a_pdf_is_made_once_and_then_kept() -> None:
    edition = Edition.objects.of("fiji").get()
    rendering.pdf_of(edition, "en").close()
    storage, name = storages["renderings"], rendering.pdf_name(edition, "en")
    made = storage.get_modified_time(name)
    answer = Client().get("/en/countries/fiji/report.pdf")
    assert storage.get_modified_time(name) == made
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")


def test_two_renders_of_an_edition_are_the_same_to_the_byte() -> None:
    edition = Edition.objects.of("fiji").get()
    assert rendering.make_pdf(edition, "ar") == rendering.make_pdf(edition, "ar")


def test_a_failing_pdf_is_a_503_with_a_plain_page_and_nothing_is_kept(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.PDF_TIMEOUT_SECONDS = 0.01
    settings.STORAGES = settings.STORAGES | {
        "renderings": {"BACKEND": "reports.storage.WholeFileStorage", "OPTIONS": {"location": tmp_path}}
    }
    answer = client.get("/es/countries/nepal/report.pdf")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer["Content-Type"].startswith("text/html")
    assert re.search(r'<html[^>]* lang="es"', answer.content.decode())
    assert list(tmp_path.rglob("*.*")) == []
    settings.PDF_TIMEOUT_SECONDS = 60
    answer = client.get("/es/countries/nepal/report.pdf")
    assert answer.status_code == 200
    answer.close()


def test_the_command_renders_what_is_missing_and_no_more(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LANGUAGES = [("en", "English")]
    settings.STORAGES = settings.STORAGES | {
        "renderings": {"BACKEND": "reports.storage.WholeFileStorage", "OPTIONS": {"location": tmp_path}}
    }
    call_command("render_editions")
    assert capsys.readouterr().out.count("\n") == 9
    assert len(list(tmp_path.rglob("*.pdf"))) == 9
    call_command("render_editions")
    assert capsys.readouterr().out == ""


def test_the_kept_name_changes_with_what_pdfs_are_made_with(tmp_path: Path, settings: Any) -> None:
    edition = Edition.objects.of("nepal").get()
    before = rendering.pdf_name(edition, "en")
    assert edition.checksum in before
    settings.LAPTOP = True  # the fingerprint is taken anew
    settings.BASE_DIR = tmp_path
    assert rendering.pdf_name(edition, "en") != before


def test_many_who_ask_at_once_wait_for_one_another_and_not_for_ever(settings: Any) -> None:
    settings.PDF_TIMEOUT_SECONDS = 0.2
    with rendering.one_at_a_time(), pytest.raises(PDFFailed, match="other PDFs"), rendering.one_at_a_time():
        pass
    with rendering.one_at_a_time():
        pass
