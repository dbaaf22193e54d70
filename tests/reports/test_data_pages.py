"""Open data through the door a program takes: the page that explains them, their files, the files of each edition."""

import csv
import hashlib
import io
import json
import uuid
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from countries.models import Country
from library.models import LessonLearnt, PageText
from reports.data import files
from reports.data.schema import TABLES
from reports.models import Edition, checksum_of
from reports.snapshot import canonical
from tests.publishing import publish_again

from .second_edition import change

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
AT = "countries/nepal/editions/1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "xlsx": XLSX, "zip": "application/zip"}


def table(answer: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


# The page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_table_every_field_and_every_file_with_its_rows(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/data/")
    html = answer.content.decode()
    for name, shape in TABLES.items():
        assert f'id="{name}"' in html
        assert f'href="/data/{name}.csv"' in html
        assert f'href="/data/{name}.json"' in html
        for field in shape.fields:
            assert f"<code>{field.name}</code>" in html
    for name in files.WHOLES:
        assert f'href="/data/{name}"' in html
    counted = {shown.table.name: shown.rows for _title, group in answer.context["groups"] for shown in group}
    assert counted["countries"] == Edition.objects.current().count()
    assert counted["actions"] == len(table(client.get("/data/actions.csv")))


def test_the_page_says_under_which_licence_how_to_cite_and_where_programs_find_more(client: Client) -> None:
    html = client.get("/fr/data/").content.decode()
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in html
    assert f"{settings.PORTAL_URL}/fr/data/</bdi>" in html
    for way in ("/fr/data/api/", "/fr/feed.atom", "/fr/events/calendar.ics"):
        assert f'href="{way}"' in html
    assert PageText.objects.get(slug="disclaimer").body_fr.split("\n")[0][:40] in html


def test_a_licence_that_is_not_known_is_shown_as_it_is_written(client: Client, settings: Any) -> None:
    settings.DATA_LICENCE = "Ours <b>alone</b>"
    html = client.get("/en/data/").content.decode()
    assert "Ours &lt;b&gt;alone&lt;/b&gt;" in html
    assert 'rel="license"' not in html
    assert "Ours <b>alone</b>" in client.get(f"/en/{AT}/edition.csv").getvalue().decode()


@pytest.mark.parametrize(("wanted", "language"), [("fr-CH, en;q=0.5", "fr"), ("ar", "ar"), ("xx", "en"), ("", "en")])
def test_the_short_address_leads_to_the_readers_language(client: Client, wanted: str, language: str) -> None:
    answer = client.get("/data/", headers={"accept-language": wanted})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/data/")
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("page", ["", "compare/", "library/", AT + "/"])
def test_the_open_data_are_a_click_away(client: Client, page: str) -> None:
    assert 'href="/en/data/"' in client.get(f"/en/{page}").content.decode()


# Files of all that is public


@pytest.mark.parametrize("name", sorted(files.NAMES))
def test_each_file_is_what_its_name_says(client: Client, name: str) -> None:
    answer = client.get(f"/data/{name}")
    content = answer.getvalue()
    assert answer.status_code == 200
    assert answer["Content-Type"] == TYPES[name.rpartition(".")[2]]
    assert f'filename="{name}"' in answer["Content-Disposition"]
    assert int(answer["Content-Length"]) == len(content) > 0
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Language"] == "en, fr, es, ar"
    match name.rpartition(".")[2]:
        case "json":
            assert json.loads(content)
        case "csv":
            assert content.decode("utf-8-sig").startswith(next(iter(TABLES[name[:-4]].fields)).columns[0])
        case "xlsx":
            assert set(TABLES) <= set(load_workbook(io.BytesIO(content), read_only=True).sheetnames)
        case "zip":
            inside = zipfile.ZipFile(io.BytesIO(content)).namelist()
            assert set(inside) == {"datapackage.json", *(f"{table}.csv" for table in TABLES)}


@pytest.mark.parametrize("address", ["/data/actions.csv", f"/fr/{AT}/edition.csv", f"/en/{AT}/cite.bib"])
def test_what_a_program_has_is_not_sent_again(client: Client, address: str) -> None:
    first = client.get(address)
    assert "public" in first["Cache-Control"]
    assert "max-age=300" in first["Cache-Control"]
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200
    assert client.head(address)["ETag"] == first["ETag"]


def test_a_new_edition_is_in_the_files_at_once(client: Client) -> None:
    old = client.get("/data/actions.csv")
    token = uuid.uuid4().hex
    nepal = Country.objects.get(slug="nepal")
    change(nepal.priority_actions.first(), wording_en=token)
    assert client.get("/data/actions.csv")["ETag"] == old["ETag"]  # nobody published it
    publish_again(nepal)
    new = client.get("/data/actions.csv", headers={"if-none-match": old["ETag"]})
    assert new.status_code == 200
    assert token in new.getvalue().decode()
    assert token in client.get("/data/pathfinder.json").getvalue().decode()


def test_a_row_that_is_saved_or_switched_off_changes_the_files_at_once(client: Client) -> None:
    token = uuid.uuid4().hex
    lesson = LessonLearnt.objects.published().first()
    change(lesson, text_en=token)
    assert token in client.get("/data/lessons.csv").getvalue().decode()
    LessonLearnt.objects.filter(pk=lesson.pk).update(is_published=False)  # behind the back of its model
    assert token not in client.get("/data/lessons.csv").getvalue().decode()
    assert f"{LessonLearnt.objects.published().count()} rows" in client.get("/en/data/").content.decode()


def test_files_that_are_kept_cost_three_queries_at_most(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/en/data/")
    for address in ["/data/actions.csv", "/data/pathfinder.xlsx", "/en/data/", f"/en/{AT}/edition.xlsx"]:
        client.get(address)
        with django_assert_max_num_queries(3):
            assert client.get(address).status_code == 200


def test_what_is_kept_is_made_once(client: Client) -> None:
    client.get("/data/actions.csv")
    storage, name = storages["renderings"], f"{files.public_mark()}/actions.csv"
    storage.delete(name)
    storage.save(name, io.BytesIO(b"kept"))
    assert client.get("/data/actions.csv").getvalue() == b"kept"
    storage.delete(name)
    storage.delete(f"{files.public_mark()}/{files.INDEX}")


@pytest.mark.parametrize(
    "name",
    ["nothing.csv", "actions.xlsx", "index.json", "actions", ".csv", "..%2factions.csv", "a" * 5000, "ACTIONS.csv"],
)
def test_a_file_that_is_not_there_is_not_found(client: Client, name: str) -> None:
    answer = client.get(f"/data/{name}")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


# Files of an edition


def test_the_json_of_an_edition_is_what_its_checksum_is_of_in_every_language(client: Client) -> None:
    edition = Edition.objects.of("nepal").get()
    for language in LANGUAGES:
        answer = client.get(f"/{language}/{AT}/edition.json")
        assert hashlib.sha256(answer.content).hexdigest() == edition.checksum
        assert answer["ETag"] == f'"{edition.checksum}"'
        assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ["nepal", "viet-nam", "fiji"])
def test_the_csv_of_an_edition_has_every_statement_in_the_readers_language(
    client: Client, slug: str, language: str
) -> None:
    edition = Edition.objects.of(slug).get()
    answer = client.get(f"/{language}/countries/{slug}/editions/1/edition.csv")
    rows = [list(row.values()) for row in table(answer)]
    assert answer["Content-Disposition"] == f'attachment; filename="pathfinder-{slug}-1-{language}.csv"'
    by_reference = {row[1]: row for row in rows}
    for action in edition.snapshot["actions"]:
        assert by_reference[action["reference"]][2] == action["wording"][language]
        assert by_reference[action["reference"]][3] == language
    assert {milestone["slug"] for milestone in edition.snapshot["milestones"]} <= set(by_reference)
    said = "\n".join(row[2] for row in rows)
    for part in ("next_steps", "coordination_steps"):
        assert all(step["wording"][language] in said for step in edition.snapshot[part])
    for text in (edition.checksum, f"/{language}/data/", edition.snapshot["disclaimer"][language]):
        assert text in said


def test_the_csv_says_which_text_is_in_another_language_and_calculates_nothing(client: Client) -> None:
    nepal = Country.objects.get(slug="nepal")
    first, second = nepal.priority_actions.all()[:2]
    change(first, wording_ar="")
    change(second, wording_ar='=HYPERLINK("http://example.org")', lead_ar="x")
    edition = publish_again(nepal)
    rows = [
        list(row.values()) for row in table(client.get(f"/ar/countries/nepal/editions/{edition.number}/edition.csv"))
    ]
    found = {row[1]: row for row in rows}
    assert found[first.reference][2:4] == [first.wording_en, "en"]
    assert found[second.reference][2:4] == ['\'=HYPERLINK("http://example.org")', "ar"]


def test_the_workbook_of_an_edition_tells_about_itself_in_the_readers_language(client: Client) -> None:
    for language, licence in (("en", "Licence"), ("fr", "Licence"), ("es", "Licencia")):
        answer = client.get(f"/{language}/{AT}/edition.xlsx")
        book = load_workbook(io.BytesIO(answer.getvalue()))
        about = [cell.value for row in book.worksheets[0] for cell in row]
        assert answer["Content-Type"] == XLSX
        assert "Creative Commons Attribution 4.0 International" in about
        assert licence in about
        assert Edition.objects.of("nepal").get().checksum in about
        assert book["actions"].max_row == 1 + Country.objects.get(slug="nepal").priority_actions.count()


def test_an_edition_that_the_tables_cannot_tell_takes_no_other_along(client: Client, caplog: Any) -> None:
    last = Edition.objects.get(slug="nepal")
    content = canonical({**last.snapshot, "edition": {**last.snapshot["edition"], "number": 2}, "new": "unheard of"})
    facts = {"country": last.country, "slug": "nepal", "as_of": "2026", "published_by": last.published_by}
    now = {"published_at": timezone.now(), "checksum": checksum_of(content)}
    Edition.objects.create(number=2, content=content, **facts, **now)
    countries = {row["country"] for row in table(client.get("/data/countries.csv"))}
    assert "nepal" not in countries
    assert "uganda" in countries
    assert "nepal 2" in caplog.text
    assert client.get("/en/data/").status_code == 200
    at = "/en/countries/nepal/editions/2"
    assert client.get(f"{at}/edition.json").getvalue().decode() == content
    assert client.get(f"{at}/edition.xlsx").status_code == 404
    assert client.get("/api/v1/countries/uganda/").status_code == 200
    for missing in ("countries/nepal", "editions/nepal/2"):
        assert client.get(f"/api/v1/{missing}/").status_code == 404


def test_an_old_edition_keeps_its_files_and_its_page_says_that_there_is_a_newer_one(client: Client) -> None:
    old = client.get(f"/en/{AT}/edition.csv").getvalue()
    nepal = Country.objects.get(slug="nepal")
    change(nepal.priority_actions.first(), wording_en="Another")
    publish_again(nepal)
    assert client.get(f"/en/{AT}/edition.csv").getvalue() == old
    for page in (f"/en/{AT}/", f"/en/{AT}/changes/"):
        html = client.get(page).content.decode()
        assert "This is edition 1. There is a newer one" in html
    assert "There is a newer one" not in client.get("/en/countries/nepal/editions/2/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_list_link_everything_an_edition_is_to_be_had_as(client: Client, language: str) -> None:
    kinds = [
        "report.pdf",
        "edition.json",
        "edition.csv",
        "edition.xlsx",
        "cite.txt",
        "cite.bib",
        "cite.ris",
        "cite.json",
    ]
    page = client.get(f"/{language}/{AT}/").content.decode()
    for html in (page, client.get(f"/{language}/countries/nepal/editions/").content.decode()):
        for kind in kinds:
            assert f'href="/{language}/{AT}/{kind}"' in html
    head = page[: page.index("</head>")]
    for kind in kinds[:4]:
        assert f'href="/{language}/{AT}/{kind}"' in head


@pytest.mark.parametrize(
    "path", ["nepal/editions/1/edition.pdf", "nepal/editions/2/edition.json", "x/editions/1/edition.csv"]
)
def test_data_of_what_was_never_published_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/en/countries/{path}").status_code == 404
