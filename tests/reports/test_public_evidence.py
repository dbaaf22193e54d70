"""Evidence that its country wants published becomes public with an edition, and no other file ever does."""

import hashlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from library.dates import PartialDate
from priorities import workflow
from priorities.evidence.workflow import add_evidence
from priorities.models import PriorityAction, ProgressUpdate
from reports.models import Edition
from reports.page import SECTIONS, report
from reports.publication import Publication
from reports.rendering import make_pdf, pdf_html
from reports.what_changed import Comparison
from tests.countries.making import staff
from tests.pdf import verapdf
from tests.priorities.reporting import WORDS, speaks_for
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
PUBLIC, PRIVATE = b"inspections,ten\n", b"names,Asha\n"
NOTE = "Totals by province, no names."


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


def update_with_files(nepal: Country, reference: str = "NPL-04", **words: Any) -> ProgressUpdate:
    """An update that was submitted, with one file that may be published and one that may not."""
    by = speaks_for(nepal)
    action = PriorityAction.objects.get(reference=reference)
    update = workflow.save_draft(of=action, by=by, words={**WORDS, **words})
    for content, words in (
        (PUBLIC, {"title": "Inspections by province", "is_public": True, "harm_note": NOTE}),
        (PRIVATE, {"title": "Case files", "harm_note": "Whom we visited."}),
    ):
        name = f"{words['title'].lower().replace(' ', '-')}.csv"
        add_evidence(update=update, by=by, upload=SimpleUploadedFile(name, content), **words)
    return workflow.submit(update=update, by=by, version=update.version)


def accept(update: ProgressUpdate) -> ProgressUpdate:
    return workflow.accept(update=update, by=staff("priorities.review_progressupdate"))


def address(content: bytes, number: int = 2, slug: str = "nepal") -> str:
    return f"/en/countries/{slug}/editions/{number}/files/{hashlib.sha256(content).hexdigest()}/"


def read(content: bytes, number: int = 2, **headers: str) -> Any:
    answer = Client().get(address(content, number), headers=headers)
    answer.body = answer.getvalue()  # read to the end, a file is let go
    return answer


def test_a_file_is_public_with_the_edition_that_lists_it_and_no_sooner(nepal: Country) -> None:
    update = update_with_files(nepal)
    publish_again(nepal)
    assert read(PUBLIC).status_code == 404  # not accepted
    accept(update)
    assert read(PUBLIC).status_code == 404  # not published
    edition = publish_again(nepal)
    answer = read(PUBLIC, 3)
    assert answer.status_code == 200
    assert answer.body == PUBLIC
    assert answer["Content-Disposition"] == 'attachment; filename="inspections-by-province.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    (file,) = edition.snapshot["actions"][3]["report"]["files"]
    assert file == {
        "title": {"en": "Inspections by province"},
        "name": "inspections-by-province.csv",
        "format": "CSV",
        "content_type": "text/csv; charset=utf-8",
        "size": len(PUBLIC),
        "sha256": hashlib.sha256(PUBLIC).hexdigest(),
    }
    assert [read(PUBLIC, number).status_code for number in (1, 2)] == [404, 404]


def test_a_private_file_and_every_note_stay_where_they_are(nepal: Country) -> None:
    accept(update_with_files(nepal))
    edition = publish_again(nepal)
    assert read(PRIVATE).status_code == 404
    pages = [edition.content, Client().get("/en/countries/nepal/").content.decode(), pdf_html(report(edition, "en"))]
    for page in pages:
        assert "Inspections by province" in page
        assert all(secret not in page for secret in ("Case files", "case-files", NOTE, "Whom we visited"))
        assert hashlib.sha256(PRIVATE).hexdigest() not in page


@pytest.mark.parametrize("wrong", ["0" * 64, "none", "A" * 300])
def test_no_other_address_has_a_file(nepal: Country, wrong: str) -> None:
    accept(update_with_files(nepal))
    publish_again(nepal)
    assert Client().get(f"/en/countries/nepal/editions/2/files/{wrong}/").status_code == 404
    assert Client().get(address(PUBLIC, slug="fiji", number=1)).status_code == 404
    assert Client().get(address(PUBLIC, slug="atlantis")).status_code == 404
    assert Client().post(address(PUBLIC)).status_code == 405


def test_a_file_that_a_reader_has_already_is_not_sent_again(nepal: Country) -> None:
    accept(update_with_files(nepal))
    publish_again(nepal)
    etag = read(PUBLIC)["ETag"]
    assert etag == f'"{hashlib.sha256(PUBLIC).hexdigest()}"'
    assert read(PUBLIC, if_none_match=etag).status_code == 304
    assert set(read(PUBLIC)["Cache-Control"].split(", ")) == {"no-cache", "public"}


def test_a_file_that_the_storage_lost_is_not_found(nepal: Country) -> None:
    update = accept(update_with_files(nepal))
    publish_again(nepal)
    for file in update.evidence.all():
        file.file.storage.delete(file.file.name)
    assert read(PUBLIC).status_code == 404


def test_page_and_pdf_link_to_it_with_its_type_and_size(nepal: Country) -> None:
    accept(update_with_files(nepal))
    edition = publish_again(nepal)
    link = f'<a href="{address(PUBLIC)}">Inspections by province</a> (CSV, 16\xa0bytes)'
    for html in (Client().get("/en/countries/nepal/").content.decode(), pdf_html(report(edition, "en"))):
        assert link in html
    assert "/fr/countries/nepal/editions/2/files/" in Client().get("/fr/countries/nepal/").content.decode()


def test_a_title_in_another_language_says_so(nepal: Country) -> None:
    accept(update_with_files(nepal, language="fr"))
    publish_again(nepal)
    assert '<span lang="fr" dir="ltr">Inspections by province</span>' in (
        Client().get("/en/countries/nepal/").content.decode()
    )


def test_readers_are_told_that_a_file_was_added(nepal: Country) -> None:
    accept(update_with_files(nepal))
    (group,) = [group for group in Comparison(publish_again(nepal), "en", SECTIONS).groups if group.id == "actions"]
    details = [detail.after for entry in group.entries for detail in entry.details]
    assert "Ten inspectors were hired. (March 2020, Evidence: Inspections by province)" in details


def test_later_words_take_the_files_of_earlier_ones_out_of_the_next_edition(nepal: Country) -> None:
    accept(update_with_files(nepal))
    publish_again(nepal)
    by, action = speaks_for(nepal), PriorityAction.objects.get(reference="NPL-04")
    words = {**WORDS, "as_of": PartialDate(2021), "narrative": "Twenty inspectors."}
    update = workflow.save_draft(of=action, by=by, words=words)
    accept(workflow.submit(update=update, by=by, version=update.version))
    assert publish_again(nepal).snapshot["actions"][3]["report"]["files"] == []
    assert read(PUBLIC, 2).status_code == 200  # an edition keeps what it lists
    assert read(PUBLIC, 3).status_code == 404


def test_an_edition_from_before_there_were_files_is_read_as_ever(nepal: Country) -> None:
    accept(update_with_files(nepal))
    edition = publish_again(nepal)
    for row in edition.snapshot["actions"]:
        if row["report"]:
            del row["report"]["files"]
    assert "Ten inspectors" in pdf_html(report(edition, "en"))
    assert Comparison(publish_again(nepal), "en", SECTIONS, since=edition).groups


# The publisher


@pytest.fixture
def publisher() -> Client:
    client = Client()
    client.force_login(staff("reports.publish_edition"))
    return client


def test_the_publisher_is_shown_each_new_file_with_its_note_and_can_open_it(nepal: Country, publisher: Client) -> None:
    accept(update_with_files(nepal))
    html = publisher.get("/en/desk/nepal/publish/").content.decode()
    files = {file.title: file for file in ProgressUpdate.objects.get(country=nepal).evidence.all()}
    assert "Files that become public" in html
    assert NOTE in html
    assert f'href="/en/desk/files/{files["Inspections by province"].pk}/"' in html
    assert "Case files" not in html
    for title, status in (("Inspections by province", 200), ("Case files", 404)):
        answer = publisher.get(f"/en/desk/files/{files[title].pk}/")
        assert answer.status_code == status
        answer.getvalue()
    publish_again(nepal)
    assert Publication(nepal, "en").files == []


def test_a_publisher_sees_no_file_of_what_was_not_accepted(nepal: Country, publisher: Client) -> None:
    update = update_with_files(nepal)
    assert all(publisher.get(f"/en/desk/files/{file.pk}/").status_code == 404 for file in update.evidence.all())


def test_before_it_is_public_nothing_links_to_a_file_of_the_public(nepal: Country, publisher: Client) -> None:
    accept(update_with_files(nepal))
    html = publisher.get("/en/desk/nepal/publish/report/").content.decode()
    assert "Inspections by province" in html
    assert "/files/" not in html


def test_a_file_changes_what_was_seen(nepal: Country, publisher: Client) -> None:
    before = Publication(nepal, "en").fingerprint
    accept(update_with_files(nepal))
    assert Publication(nepal, "en").fingerprint != before


def test_the_number_of_queries_does_not_grow_with_files(nepal: Country, django_assert_num_queries: Any) -> None:
    from reports.snapshot import of_country

    accept(update_with_files(nepal))
    of_country(nepal)
    with CaptureQueriesContext(connection) as one:
        of_country(nepal)
    for reference in ("NPL-05", "NPL-06"):
        accept(update_with_files(nepal, reference))
    with django_assert_num_queries(len(one)):
        of_country(nepal)
    assert Edition.objects.of("nepal").count() == 1


@pytest.mark.slow
def test_a_pdf_with_files_in_it_keeps_every_rule_and_leads_to_them(nepal: Country, tmp_path: Path) -> None:
    accept(update_with_files(nepal))
    accept(update_with_files(nepal, "NPL-05", language="ar"))
    path = tmp_path / "nepal.pdf"
    path.write_bytes(make_pdf(publish_again(nepal), "en"))
    assert not any(verapdf.validate([path])[path].values())
    with pikepdf.open(path) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        links = [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]
    assert links.count(f"{settings.PORTAL_URL}{address(PUBLIC)}") >= 2
