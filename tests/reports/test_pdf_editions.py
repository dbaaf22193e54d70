"""The PDFs of the nine e-reports: the same text as the page, by the standards, kept once, and an honest failure."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages
from django.test import Client
from django.utils import translation
from fontTools.ttLib import TTFont
from pytest_django import DjangoDbBlocker

from reports import rendering
from reports.data.statements import csv_of
from reports.models import Edition
from reports.page import SECTIONS
from tests.pdf import reading, verapdf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
VOID = {"br", "hr", "img", "input", "link", "meta", "col", "wbr"}


class SectionText(HTMLParser):
    """What a reader reads of each section of an e-report's page."""

    sections = frozenset(section.id for section in SECTIONS)

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
        if tag == "section" and identifier in self.sections:
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


@pytest.fixture(scope="module")
def texts(pdfs: dict[tuple[str, str], Path]) -> dict[tuple[str, str], str]:
    """Their texts, without white space."""
    return {key: "".join(reading.text(path.read_bytes()).split()) for key, path in pdfs.items()}


def test_every_pdf_keeps_every_rule_of_pdf_ua_1_and_pdf_a_3a(pdfs: dict[tuple[str, str], Path]) -> None:
    broken = {path.name: rules for path, rules in verapdf.validate(list(pdfs.values())).items() if any(rules.values())}
    assert len(pdfs) == 15
    assert broken == {}


def test_the_text_of_a_pdf_is_the_text_of_the_page(texts: dict[tuple[str, str], str]) -> None:
    for (slug, language), text in texts.items():
        page = sections_of(Client().get(f"/{language}/countries/{slug}/").content.decode())
        assert set(page) == {section.id for section in SECTIONS}
        missing = {name: section for name, section in page.items() if section not in text}
        assert missing == {}, (slug, language)


def test_a_pdf_is_made_once_and_then_kept() -> None:
    edition = Edition.objects.of("fiji").get()
    rendering.pdf_of(edition, "en").close()
    storage, name = storages["renderings"], rendering.pdf_rendering(edition, "en").name
    made = storage.get_modified_time(name)
    answer = Client().get("/en/countries/fiji/report.pdf")
    assert storage.get_modified_time(name) == made
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")


def test_the_checksum_in_the_text_is_that_of_the_data_inside(
    pdfs: dict[tuple[str, str], Path], texts: dict[tuple[str, str], str]
) -> None:
    for (slug, language), path in pdfs.items():
        edition = Edition.objects.of(slug).get()
        with pikepdf.open(path) as pdf:
            assert set(pdf.attachments) == {"edition.json", "edition.csv"}
            content = pdf.attachments["edition.json"].get_file().read_bytes()
            assert pdf.attachments["edition.csv"].get_file().read_bytes() == csv_of(edition, language)
        assert content.decode() == edition.content
        assert hashlib.sha256(content).hexdigest() in texts[slug, language], (slug, language)


def test_metadata_speak_the_language_of_the_pdf_and_name_its_edition(pdfs: dict[tuple[str, str], Path]) -> None:
    for (slug, language), path in pdfs.items():
        edition = Edition.objects.of(slug).get()
        with pikepdf.open(path) as pdf, translation.override(language):
            about = pdf.open_metadata()
            name = edition.snapshot["country"]["name"][language]
            assert about["dc:title"] == str(pdf.docinfo.Title) == rendering.page.title(of(edition, language))
            assert about["dc:title"].startswith(name)
            assert f'xml:lang="{language}">{name}' in str(about)
            assert about["dc:language"] == {str(pdf.Root.Lang)} == {language}
            assert about["dc:identifier"].endswith(f"/{language}/countries/{slug}/editions/1/")
            assert about["{urn:x-pathfinder:edition#}checksum"] == edition.checksum
            assert str(pdf.Root.ViewerPreferences.get("/Direction", "/L2R")) == (
                "/R2L" if language == "ar" else "/L2R"
            )


def of(edition: Edition, language: str) -> dict[str, Any]:
    return rendering.page.report(edition, language)


def test_the_outline_leads_to_each_section(pdfs: dict[tuple[str, str], Path]) -> None:
    for (slug, language), path in pdfs.items():
        with pikepdf.open(path) as pdf, pdf.open_outline() as outline, translation.override(language):
            [country] = outline.root
            assert country.title == Edition.objects.of(slug).get().snapshot["country"]["name"][language]
            assert [str(section.title) for section in SECTIONS] == [item.title for item in country.children][1:]
            pages = [page.objgen for page in pdf.pages]
            numbers = [pages.index(item.destination[0].objgen) for item in country.children]
            assert numbers == sorted(numbers), (slug, language)
            assert numbers[-1] > 1


def test_every_link_leads_somewhere(pdfs: dict[tuple[str, str], Path]) -> None:
    for (slug, language), path in pdfs.items():
        with pikepdf.open(path) as pdf:
            names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
            links = [link for page in pdf.pages for link in page.get("/Annots", []) if link.Subtype == "/Link"]
            inner = {str(link.Dest) for link in links if "/Dest" in link}
            outer = {str(link.A.URI) for link in links if "/A" in link}
        assert {section.id for section in SECTIONS} <= inner <= names, (slug, language)
        assert outer
        assert all(address.startswith(("http://", "https://")) for address in outer)


def test_two_renders_of_an_edition_are_the_same_to_the_byte() -> None:
    edition = Edition.objects.of("fiji").get()
    assert rendering.make_pdf(edition, "ar") == rendering.make_pdf(edition, "ar")


def test_another_machine_makes_the_same_bytes(tmp_path: Path) -> None:
    """Other folders, time zone, language, hashes, umask; fonts of the same names but with other letters at home."""
    clone, home = tmp_path / "another clöne", tmp_path / "home"
    # A copy writes the files in another order, with other times.
    leave_out = shutil.ignore_patterns(".*", "var", "node_modules", "__pycache__", "benchmarks", "docs", "fixtures")
    shutil.copytree(django_settings.BASE_DIR, clone, ignore=leave_out)
    (home / ".fonts").mkdir(parents=True)
    with TTFont(clone / "reports" / "fonts" / "Amiri_400Regular.ttf") as font:
        for name in font["name"].names:
            if name.nameID == 1:
                name.string = "Noto Sans"
        font.save(home / ".fonts" / "decoy.ttf")
    (home / ".config" / "fontconfig").mkdir(parents=True)
    (home / ".config" / "fontconfig" / "fonts.conf").write_text(
        '<fontconfig><dir prefix="cwd">~/.fonts</dir><match><edit name="family" mode="assign_replace">'
        "<string>Noto Sans</string></edit></match></fontconfig>"
    )
    here = {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "1", "VAR_DIR": str(tmp_path / "var")}
    there = {
        "TZ": "America/St_Johns", "LANG": "ar_EG.UTF-8", "LANGUAGE": "ar", "PANGO_LANGUAGE": "ar:tr",
        "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "1234567890", "VAR_DIR": str(tmp_path / "ünother var"),
        "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "XDG_CACHE_HOME": str(home / "cache"),
    }  # fmt: skip
    edition = Edition.objects.of("viet-nam").get()
    fields = ("slug", "number", "content", "checksum")
    row = {field: getattr(edition, field) for field in fields} | {"published_at": edition.published_at.isoformat()}
    job = json.dumps({"edition": row, "languages": ["ar"]}).encode()

    def made(tree: Path, environment: dict[str, str], umask: int) -> bytes:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH")}
        command = [sys.executable, str(tree / "tests" / "pdf" / "elsewhere.py")]
        environment = kept | {"LAPTOP": "1", "DATABASE_URL": "sqlite://:memory:"} | environment
        return subprocess.check_output(command, input=job, env=environment, cwd=tmp_path, umask=umask)

    one = made(Path(django_settings.BASE_DIR), here, 0o022)
    assert one.startswith(b"ar ")
    assert made(clone, there, 0o077) == one


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


def test_the_kept_name_changes_with_what_pdfs_are_made_with(tmp_path: Path, settings: Any) -> None:
    edition = Edition.objects.of("nepal").get()
    before = rendering.pdf_rendering(edition, "en").name
    assert edition.checksum in before
    settings.LAPTOP = True  # the fingerprint is taken anew
    settings.BASE_DIR = tmp_path
    assert rendering.pdf_rendering(edition, "en").name != before
    settings.DATA_LICENCE = "Another"
    assert rendering.pdf_rendering(edition, "en").name != before
