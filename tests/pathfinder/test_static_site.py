"""The static site: every page, nothing that needs a server, nothing that is not public, and written once."""

import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import resolve

from accounts.models import User
from countries.models import Country
from events.models import Event
from pathfinder.static_site.asking import Portal
from pathfinder.static_site.export import NotRendered, Progress, export
from pathfinder.static_site.folder import JOURNAL, SUMS, Folder
from pathfinder.static_site.names import NEEDS_A_SERVER
from priorities import workflow as reporting
from priorities.evidence.workflow import add_evidence
from priorities.models import Theme
from reports import sitemaps
from reports.models import Edition
from reports.workflow import withdraw
from tests.access.matrix import EVERYBODY, MATRIX
from tests.countries.making import staff
from tests.priorities.reporting import WORDS, speaks_for
from tests.reports.second_edition import published
from tests.reports.test_secrecy import plant
from tests.static_files import crawl, files, page, sums

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_english(settings: object) -> None:
    """A portal that speaks English alone is written four times as fast."""
    settings.LANGUAGES = [("en", "English")]


def exported(folder: Path, **options: bool) -> Progress:
    with Folder(folder) as kept:
        return list(export(kept, **{"with_pdfs": False, **options}))[-1]


def written_at(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in files(folder)}


# What is in it


def test_every_link_leads_to_a_file_in_the_folder_and_to_a_place_in_it(static_site: Path) -> None:
    reached = {file for file, _read in crawl(static_site)}
    pages = {name for name in files(static_site) if name.endswith(".html")}
    assert {"fr/countries/nepal/index.html", "ar/search/index.html", "es/library/index.html"} <= reached
    assert reached == pages


def test_every_file_stands_in_the_list_of_checksums_with_its_own(static_site: Path) -> None:
    assert sums(static_site) == files(static_site)


def test_every_page_of_the_sitemap_but_those_that_need_a_server_is_there(static_site: Path) -> None:
    addresses = [
        address.removeprefix(settings.PORTAL_URL)
        for page in sitemaps.pages()
        for address in page["languages"].values()
    ]
    lacking = [address for address in addresses if not (static_site / f"{address[1:]}index.html").is_file()]
    assert {address[3:] for address in lacking} == {"/follow/", "/data/api/"}


def test_what_anybody_may_read_is_there_in_every_kind(static_site: Path) -> None:
    """A new kind of public address is carried along, or is named here."""
    left_out = {
        "root", "robots", "sitemap", "calendar", "feed",  # leads to a language, or is for search engines
        "reports:country-picture", "reports:edition-picture",  # shown with a link to the portal on the web
        "reports:country-pdf", "reports:edition-pdf",  # left out here
        "reports:edition-changes",  # that of a first edition, to which nothing leads
        "reports:search",  # has its own
    }  # fmt: skip
    for name, rule in MATRIX.items():
        path = rule.path.partition("?")[0]
        is_read = rule.who == EVERYBODY and rule.status == 200 and rule.sent is None and "{" not in path
        if not is_read or name in left_out or NEEDS_A_SERVER & {*path.split("/")} or name.startswith("account"):
            continue
        file = static_site / f"{path[1:]}index.html" if path.endswith("/") else static_site / path[1:]
        assert file.is_file() or path.endswith(".pdf"), name


def test_names_are_such_as_every_file_system_takes(static_site: Path) -> None:
    names = files(static_site)
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if re.search(r'[<>:"\\|?*\x00-\x1f]|[. ](/|$)', name)]
    assert max(len(name) for name in names) < 200
    assert not [path for path in static_site.rglob("*") if path.is_symlink()]


def test_no_page_asks_for_what_needs_a_server(static_site: Path) -> None:
    for name in files(static_site):
        if not name.endswith(".html"):
            continue
        text = (static_site / name).read_text()
        assert "csrf" not in text, name
        assert 'method="post"' not in text, name
        for tag, given in page(static_site / name).tags:
            assert tag != "form" or given.get("role") == "search", name
            assert tag != "script" or "src" in given, name
            assert not {"style", "onclick", "onsubmit"} & set(given), name
            if tag in {"link", "meta"}:
                assert settings.PORTAL_URL not in (given.get("href") or given.get("content") or ""), name


def test_other_languages_of_a_page_are_one_link_away(static_site: Path) -> None:
    links = page(static_site / "en/countries/nepal/index.html").links
    assert {f"../../../{code}/countries/nepal/index.html" for code in ("fr", "es", "ar")} <= set(links)


def test_the_first_page_leads_to_each_language_under_its_own_name(static_site: Path) -> None:
    text = (static_site / "index.html").read_text()
    for code, name in settings.LANGUAGES:
        assert f'<a href="{code}/index.html" hreflang="{code}">{name}</a>' in text


def test_files_for_programs_are_those_of_the_portal(static_site: Path, client: Client) -> None:
    for path in ("en/feed.atom", "ar/countries/nepal/feed.atom", "fr/events/calendar.ics"):
        assert (static_site / path).read_bytes() == client.get(f"/{path}").getvalue()


def test_a_page_says_what_that_of_the_portal_says(static_site: Path, client: Client) -> None:
    def said(html: str) -> str:
        inside = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
        inside = re.sub(r'<a class="on-band"\s+href="/en/follow/[^>]*>.*?</a>', "", inside)
        return " ".join(re.sub(r"<[^>]*>", " ", inside).split())

    for path in ("en/countries/nepal/", "en/library/", "en/themes/"):
        assert said((static_site / path / "index.html").read_text()) == said(client.get(f"/{path}").content.decode())


@pytest.mark.usefixtures("in_english")
def test_a_file_of_evidence_is_there_once_under_its_checksum(tmp_path: Path) -> None:
    nepal = Country.objects.get(slug="nepal")
    by = speaks_for(nepal)
    update = reporting.save_draft(of=nepal.priority_actions.first(), by=by, words=WORDS)
    public = SimpleUploadedFile("Inspections 2020.csv", b"open,to,all\n")
    add_evidence(update=update, by=by, upload=public, title="Inspections", is_public=True, harm_note="none")
    update = reporting.submit(update=update, by=by, version=update.version)
    reporting.accept(update=update, by=staff("priorities.review_progressupdate"))
    published()
    published(year=2021)
    exported(tmp_path)
    assert [path.read_bytes() for path in (tmp_path / "files").iterdir()] == [b"open,to,all\n"]
    links = page(tmp_path / "en/countries/nepal/index.html").links
    assert any(re.fullmatch(r"\.\./\.\./\.\./files/[0-9a-f]{64}\.csv", link) for link in links)
    assert list(crawl(tmp_path))


@pytest.mark.slow
@pytest.mark.usefixtures("in_english")
def test_pdfs_are_there_and_linked(tmp_path: Path) -> None:
    exported(tmp_path, with_pdfs=True)
    assert list(crawl(tmp_path))
    pdf = tmp_path / "en/countries/nepal/editions/1/report.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "editions/1/report.pdf" in page(tmp_path / "en/countries/nepal/index.html").links


# What is not


def test_nothing_is_in_it_that_nobody_published(tmp_path: Path, settings: object) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    token = plant()
    exported(tmp_path)
    assert list(crawl(tmp_path))
    assert not [path for path in tmp_path.rglob("*") if token in str(path)]
    assert not [name for name in files(tmp_path) if token.encode() in (tmp_path / name).read_bytes()]


def test_a_visitor_cannot_ask_for_the_page_of_the_static_site(client: Client) -> None:
    headers = {"is-static": "1", "urlconf": "pathfinder.static_site.urls"}
    for answer in (client.get("/en/", headers=headers), client.get("/en/?is_static=1", is_static="1")):
        assert "/en/desk/" in answer.content.decode()
    assert client.get("/en/search/index.js").status_code == 404


def test_after_asking_for_a_page_addresses_are_those_of_the_portal_again() -> None:
    Portal().ask("/fr/")
    assert resolve("/en/search/").view_name == "reports:search"


@pytest.mark.usefixtures("in_english")
def test_a_link_to_what_is_not_there_is_left_out_and_its_words_stay(tmp_path: Path) -> None:
    Theme.objects.filter(slug="child-labour").update(is_published=False)
    exported(tmp_path)
    assert list(crawl(tmp_path))
    assert not (tmp_path / "en/themes/child-labour").exists()
    assert "Child labour" in (tmp_path / "en/countries/nepal/index.html").read_text()


@pytest.mark.usefixtures("in_english")
def test_a_withdrawn_edition_is_there_as_a_notice_and_as_nothing_else(tmp_path: Path) -> None:
    published()
    exported(tmp_path)
    at = tmp_path / "en/countries/nepal/editions/1"
    assert (at / "edition.json").is_file()
    by = User.objects.get(email="publisher@example.org")
    withdraw(edition=Edition.objects.of("nepal").get(number=1), reason="It named somebody.", by=by)
    exported(tmp_path)
    assert list(crawl(tmp_path))
    assert [path.name for path in at.iterdir()] == ["index.html"]
    text = (at / "index.html").read_text()
    assert "It named somebody." in text
    assert "NPL-04" not in text


# Written once


@pytest.mark.usefixtures("in_english")
def test_a_change_writes_what_it_touches_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    exported(tmp_path)
    before = written_at(tmp_path)
    telling = {name for name in before if b"hlpf-20" in (tmp_path / name).read_bytes()}
    (tmp_path / "en/notes-of-the-reader.txt").write_text("mine")
    event = Event.objects.get(slug="hlpf-2019")
    event.is_published = False
    event.save()
    event = Event.objects.get(slug="hlpf-2020")
    event.description_en = "Announced anew."
    event.save()
    last = exported(tmp_path)
    after = written_at(tmp_path)
    changed = {name for name in after if after[name] != before.get(name)} - {"en/notes-of-the-reader.txt"}
    assert "en/events/hlpf-2020/index.html" in changed
    assert not [name for name in changed - telling if not re.match(r"en/(events|search|data)/|data/", name)]
    assert len(changed) < len(before) / 2
    assert set(before) - set(after) >= {"en/events/hlpf-2019/index.html"}
    assert not (tmp_path / "en/events/hlpf-2019").exists()
    assert last.changed == len(changed)
    assert (tmp_path / "en/notes-of-the-reader.txt").read_text() == "mine"
    assert "en/notes-of-the-reader.txt" not in sums(tmp_path)


@pytest.mark.usefixtures("in_english")
def test_what_was_interrupted_goes_on_and_another_run_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    out = tmp_path / "new" / "folder"
    with Folder(out) as folder:
        run = export(folder, with_pdfs=False)
        for _step in range(20):
            kept = next(run).done
    before = written_at(out)
    assert before.pop(JOURNAL)
    assert SUMS not in {path.name for path in out.iterdir()}
    for _run in range(2):
        call_command("export_site", out, without_pdfs=True)
        assert {name: written_at(out)[name] for name in before} == before
        assert sums(out) == files(out)
        before = written_at(out)
    count = len(before)
    said = capsys.readouterr().out
    assert said == f"{count} files, {count - kept} written, 0 removed\n{count} files, 0 written, 0 removed\n"


@pytest.mark.usefixtures("in_english")
def test_an_error_names_the_address_and_what_was_written_stays(tmp_path: Path, settings: object) -> None:
    settings.PDF_MEMORY_MIB = 1
    published()  # an edition whose PDF is not kept yet
    with pytest.raises(NotRendered, match=r"^/en/countries/[a-z-]+/editions/\d/report.pdf answers 503$"):
        exported(tmp_path, with_pdfs=True)
    settings.PDF_MEMORY_MIB = 2048
    assert exported(tmp_path).done
    assert sums(tmp_path) == files(tmp_path)


def test_the_command_ends_with_an_error_that_names_the_address(tmp_path: Path, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    with pytest.raises(CommandError, match=r"^/[a-z/-]* answers 400$"):
        call_command("export_site", tmp_path, without_pdfs=True)


# The command


def test_the_command_refuses_a_folder_of_somebody_else(tmp_path: Path) -> None:
    mine = tmp_path / f"{uuid.uuid4()}.txt"
    mine.write_text("mine")
    with pytest.raises(CommandError, match="not written by an export"):
        call_command("export_site", tmp_path)
    assert list(tmp_path.iterdir()) == [mine]
