"""The PDF of the global report: the text of the page, by the standards, its data inside, its making told."""

import io
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from reports.global_report import rendering
from reports.global_report.page import SECTIONS
from reports.models import GlobalEdition
from tests.pdf import reading, verapdf

from .test_pdf_editions import SectionText

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LANGUAGES = ["en", "fr", "es", "ar"]


class GlobalSectionText(SectionText):
    sections = frozenset(section.id for section in SECTIONS)


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def pdfs(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    told: list[str],
) -> dict[str, Path]:
    """The PDF in every language."""
    folder, found = tmp_path_factory.mktemp("pdfs"), {}
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "tell", lambda name, line: told.append(line))
        edition = GlobalEdition.objects.get(number=1)
        for language in LANGUAGES:
            found[language] = folder / f"{language}.pdf"
            found[language].write_bytes(rendering.make_pdf(edition, language, "nowhere"))
    return found


def test_it_keeps_every_rule_of_pdf_ua_1_and_pdf_a_3a(pdfs: dict[str, Path]) -> None:
    broken = {path.name: rules for path, rules in verapdf.validate(list(pdfs.values())).items() if any(rules.values())}
    assert len(pdfs) == 4
    assert broken == {}


def test_its_text_is_the_text_of_the_page(pdfs: dict[str, Path]) -> None:
    for language, path in pdfs.items():
        parser = GlobalSectionText()
        parser.feed(Client().get(f"/{language}/report/").content.decode())
        page = {name: "".join("".join(parts).split()) for name, parts in parser.found.items()}
        text = "".join(reading.text(path.read_bytes()).split())
        assert set(page) == GlobalSectionText.sections
        assert {name: section for name, section in page.items() if section not in text} == {}, language


def test_its_content_is_inside_to_the_byte(pdfs: dict[str, Path]) -> None:
    edition = GlobalEdition.objects.get(number=1)
    for path in pdfs.values():
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            assert pdf.attachments["edition.json"].get_file().read_bytes() == edition.content.encode()


def test_what_weasyprint_is_at_is_told_while_it_is_made(pdfs: dict[str, Path], told: list[str]) -> None:
    assert told.count("") == len(pdfs)  # before the first word of each
    assert any(line.startswith("Step ") for line in told)


def test_a_reader_who_asks_for_it_of_few_countries_gets_it_and_no_word_of_its_making_stays() -> None:
    for address in ("/en/report.pdf", "/en/report/editions/1/report.pdf"):
        answer = Client().get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")
    edition = GlobalEdition.objects.get(number=1)
    assert rendering.told(rendering.pdf_rendering(edition, "en").name) is None
