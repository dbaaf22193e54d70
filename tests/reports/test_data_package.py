"""The data dictionary: datapackage.json for programs, the first sheet of a workbook for people."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import override_settings
from openpyxl import load_workbook

from countries.models import Country
from reports.data import package, tables, workbook
from reports.data.schema import TABLES, Type
from reports.data.tables import Rows
from reports.models import Edition
from tests.publishing import publish_again


@pytest.fixture
def public(db: None) -> Rows:
    return tables.public()


def described(rows: Rows) -> dict[str, Any]:
    return json.loads(package.describe(rows))


def about(rows: Rows, language: str) -> Any:
    return load_workbook(io.BytesIO(workbook.write(rows, language))).worksheets[0]


def said_in(sheet: Any) -> str:
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def test_the_package_describes_the_files_that_lie_beside_it(public: Rows) -> None:
    with zipfile.ZipFile(io.BytesIO(package.zip_of(public))) as archive:
        resources = json.loads(archive.read("datapackage.json"))["resources"]
        files = {name: archive.read(name) for name in archive.namelist() if name != "datapackage.json"}
    assert [resource["path"] for resource in resources] == list(files) == [f"{name}.csv" for name in TABLES]
    for resource in resources:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode("utf-8-sig").partition("\r\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_the_package_says_type_words_and_what_must_be_there(public: Rows) -> None:
    resources = {resource["name"]: resource["schema"] for resource in described(public)["resources"]}
    fields = {field["name"]: field for field in resources["actions"]["fields"]}
    assert fields["reference"]["constraints"] == {"required": True}
    assert fields["budget_needed"]["type"] == "number"
    assert fields["position"]["type"] == "integer"
    assert "in_progress" in fields["implementation"]["constraints"]["enum"]
    assert fields["period_end"]["constraints"]["pattern"].startswith("[0-9]{4}")
    assert fields["wording_ar"]["title"] == "Official wording (العربيّة)"
    assert resources["actions"]["primaryKey"] == ["country", "edition", "position"]
    to_edition, _to_source = resources["actions"]["foreignKeys"]
    assert to_edition["reference"] == {"resource": "countries", "fields": ["country", "edition"]}


def test_the_package_has_licence_version_and_date(public: Rows) -> None:
    with override_settings(DATA_LICENCE="CC0-1.0"):
        found = described(public)
    assert found["licenses"][0]["name"] == "CC0-1.0"
    assert found["created"] == f"{max(row['published'] for row in public['countries'])}T00:00:00Z"
    public["lessons"][0]["text"] = {"en": "Another"}
    assert described(public)["version"] != found["version"]


def test_the_package_says_the_disclaimer_on_designations_and_boundaries(public: Rows) -> None:
    disclaimer = Edition.objects.get(slug="nepal").snapshot["disclaimer"]["en"]
    assert disclaimer in described(public)["description"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_first_sheet_says_all_that_is_needed_to_reuse_it(public: Rows, language: str) -> None:
    sheet = about(public, language)
    said = said_in(sheet)
    for edition in Edition.objects.current():
        assert f"/{language}/countries/{edition.slug}/editions/{edition.number}/" in said
        assert edition.checksum in said
    assert "https://creativecommons.org/licenses/by/4.0/" in said
    assert public["countries"][0]["disclaimer"][language] in said
    for table in TABLES.values():
        for field in table.fields:
            assert ", ".join(field.columns) in said
    assert sheet.sheet_view.rightToLeft is (language == "ar")


def test_a_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers(public: Rows) -> None:
    book = load_workbook(io.BytesIO(workbook.write(public)))
    assert book.sheetnames == ["About these data", *TABLES]
    actions = book["actions"]
    assert actions.freeze_panes == "A2"
    header = [cell.value for cell in actions[1]]
    assert header == TABLES["actions"].header
    row = dict(zip(header, actions[2], strict=True))
    assert row["edition"].value == 1
    assert all(cell.data_type == "s" for cell in row.values() if isinstance(cell.value, str))
    numbers = [field.name for field in TABLES["actions"].fields if field.type == Type.INTEGER]
    assert all(row[name].data_type == "n" for name in numbers)


def test_the_workbook_of_one_edition_names_that_one_alone(db: None) -> None:
    nepal = Country.objects.get(slug="nepal")
    first, second = nepal.editions.get(), publish_again(nepal)
    said = said_in(about(tables.of_editions([first]), "en"))
    assert first.checksum in said
    assert second.checksum not in said


def test_a_workbook_and_a_package_without_any_edition_can_be_made(db: None) -> None:
    library = tables.of_library()
    assert workbook.read(workbook.write(library)) == library
    assert "created" not in described(library)
