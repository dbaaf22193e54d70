"""What was tampered with is refused, with table, row and column; and nothing of it is written."""

import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from events.models import Event
from reports.data import json_file, receiving, workbook
from tests.reports.exports import (
    an_edition,
    as_json,
    as_workbook,
    bring_in,
    csv_of,
    editions,
    in_csv,
    in_json,
    refusal,
    rows_here,
    saved,
    whole_zip,
    zipped,
)

pytestmark = pytest.mark.django_db

# How cells of an export are changed: table, row, column, what it then says, and what is said of it.
CHANGED = [
    ("actions", 7, "wording_fr", "Autre chose", "not what was exported"),
    ("actions", 7, "wording_en", "=1+1", "not what was exported"),
    ("actions", 2, "implementation", "finished", "finished is not one of: not_reported"),
    ("actions", 2, "implementation", "completed", "not what was exported"),
    ("actions", 2, "themes", "child-labour;", "semicolon"),
    ("actions", 2, "pillar", "one", "whole number"),
    ("actions", 2, "position", "-1", "whole number"),
    ("actions", 2, "position", "٢", "whole number"),
    ("actions", 2, "position", "9" * 5000, "whole number"),
    ("actions", 2, "budget_needed", "a lot", "two decimals"),
    ("actions", 2, "reference", "", "must not be empty"),
    ("actions", 2, "checks", "0" * 12, "not what was exported"),
    ("milestones", 3, "date", "2019-02-30", "2019-02-14"),
    ("milestones", 3, "source", "no-such-deck", "not what was exported"),
    ("countries", 2, "checksum", "0" * 64, "not what was exported"),
    ("countries", 2, "edition", "2", "not what was exported"),
    ("countries", 2, "name_en", "Alb\0nia", "no file keeps"),
    ("events", 2, "start", "", "must not be empty"),
    ("documents", 2, "url", "javascript:alert(1)", "not what was exported"),
    ("themes", 2, "look", "skull", "skull is not one of"),
]


@pytest.mark.parametrize(("table", "row", "column", "says", "why"), CHANGED)
def test_a_changed_cell_of_a_csv_is_named(tmp_path, table, row, column, says, why):
    def change(lines):
        lines[row - 1][lines[0].index(column)] = says

    said = refusal(in_csv(tmp_path, table, change))
    assert f"- {table}, row {row}, column {column}: " in said
    assert why in said
    assert said.count("\n- ") == 1


@pytest.mark.parametrize(("table", "row", "column", "says", "why"), CHANGED[:6])
def test_a_changed_cell_of_a_workbook_is_named(tmp_path, table, row, column, says, why):
    book = load_workbook(io.BytesIO(workbook.write(rows_here())))
    columns = [cell.value for cell in book[table][1]]
    book[table].cell(row, columns.index(column) + 1).value = says
    path = tmp_path / "changed.xlsx"
    book.save(path)
    said = refusal(path)
    assert f"- {table}, row {row}, column {column}: " in said
    assert ("formula" if says.startswith("=") else why) in said


def put(**values):
    return lambda found: found["actions"][5].update(values)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (put(wording={"en": "Other words"}), "actions, row 7, column wording_en: "),
        (put(wording={"en": "Other", "xx": "Other"}), "actions, row 7, column wording: "),
        (put(position="1"), "actions, row 7, column position: "),
        (put(position=1.0), "actions, row 7, column position: "),
        (put(position=True), "actions, row 7, column position: "),
        (put(reference=None), "actions, row 7, column reference: "),
        (put(reference=["NPL-01"]), "actions, row 7, column reference: "),
        (put(themes="child-labour"), "actions, row 7, column themes: "),
        (put(themes=["child-labour;x"]), "actions, row 7, column themes: "),
        (put(reference="\ud800"), "actions, row 7, column reference: "),
        (put(strange="value"), "actions, row 7, column strange: "),
        (lambda found: found["actions"][5].pop("lead"), "actions, row 7, column lead: "),
        (lambda found: found["actions"].insert(5, "row"), "actions, row 7: "),
        (lambda found: found.update(actions={}), "actions: "),
        (lambda found: found.update(strange=[]), "strange: "),
    ],
)
def test_a_changed_value_of_the_json_is_named(tmp_path, change, where):
    assert f"- {where}" in refusal(in_json(tmp_path, change))


@pytest.mark.parametrize("table", ["actions", "milestones", "sources", "attended"])
def test_a_row_that_is_taken_out_of_an_edition_is_missed(tmp_path, table):
    assert f"- {table}: Rows of the edition" in refusal(in_csv(tmp_path, table, lambda lines: lines.pop(1)))


def test_a_row_that_is_put_into_an_edition_is_noticed(tmp_path):
    rows = rows_here()
    more = {**rows["actions"][0], "position": 90, "reference": "ALB-90"}
    rows["actions"].append(more)
    assert "- actions: Rows of the edition" in refusal(as_workbook(tmp_path, rows))


def test_a_row_that_is_moved_to_another_edition_is_noticed(tmp_path):
    rows = rows_here()
    country = next(row["country"] for row in rows["countries"] if row["country"] != rows["actions"][0]["country"])
    rows["actions"][0]["country"] = country
    assert "- actions: Rows of the edition" in refusal(as_workbook(tmp_path, rows))


def test_rows_may_be_sorted_by_whoever_looks_at_them(tmp_path):
    assert "There is nothing to do." in bring_in(in_csv(tmp_path, "actions", lambda lines: lines[1:].reverse()))
    rows = rows_here()
    rows["actions"].reverse()
    assert "There is nothing to do." in bring_in(as_workbook(tmp_path, rows))


def test_a_row_that_stands_twice_is_named_with_the_first(tmp_path):
    rows = rows_here()
    rows["lessons"].append(rows["lessons"][0])
    said = refusal(as_workbook(tmp_path, rows))
    assert f"- lessons, row {len(rows['lessons']) + 1}, column slug: Row 2 is about the same" in said


def test_a_row_that_is_taken_out_of_the_library_is_missed_in_the_zip(tmp_path):
    lessons = rows_here()["lessons"]
    assert "- lessons.csv: " in refusal(whole_zip(tmp_path, lessons=csv_of("lessons", lessons[1:])))
    assert "- lessons.csv: This file is missing." in refusal(whole_zip(tmp_path, lessons=None))


@pytest.mark.parametrize("table", ["actions", "events"])
def test_a_column_under_another_name_is_named(tmp_path, table):
    def change(lines):
        lines[0][3] = "another"

    assert f"- {table}, row 1, column another: Here the column" in refusal(in_csv(tmp_path, table, change))


def test_a_column_that_is_taken_out_or_put_in_is_named(tmp_path):
    def take_out(lines):
        for line in lines:
            del line[3]

    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    assert "- actions, row 1, column " in refusal(in_csv(tmp_path / "out", "actions", take_out))
    said = refusal(in_csv(tmp_path / "in", "actions", lambda lines: [line.append("x") for line in lines]))
    assert "- actions, row 1, column x: There is no such column." in said


def test_a_row_with_too_many_cells_is_named(tmp_path):
    assert "- actions, row 4: It has " in refusal(in_csv(tmp_path, "actions", lambda lines: lines[3].append("x")))


def test_what_is_named_has_to_be_there(tmp_path):
    rows = rows_here()
    rows["events"][0]["source"] = "no-such-deck"
    rows["participations"][0]["event"] = "no-such-event"
    rows["network_points"][0]["network"] = "no-such-network"
    said = refusal(as_workbook(tmp_path, rows))
    assert "- events, row 2, column source: There is no no-such-deck in the table documents." in said
    assert "- participations, row 2, column event: There is no no-such-event in the table events." in said
    assert "- network_points, row 2, column network: " in said


@pytest.mark.parametrize(
    ("part", "values", "where"),
    [
        ("actions", {"themes": ["no-such-theme"]}, "actions, row 2, column themes: There is no atlantis 1 no-such"),
        ("actions", {"pillar": 77}, "actions, row 2, column pillar: "),
        ("actions", {"implementation": "finished"}, "actions, row 2, column implementation: finished is not one of"),
        ("actions", {"source": {"document": "no-such-deck", "locator": ""}}, "actions, row 2, column source: "),
        ("actions", {"period_start": "someday"}, "actions, row 2, column period_start: "),
        ("country", {"region": "atlantic"}, "countries, row 2, column region: "),
        ("country", {"slug": "nepal"}, "countries, row 2, column checksum: This edition is here with other content"),
        ("country", {"alpha2": "NP"}, "countries, row 2, column alpha2: "),
        ("country", {"alpha3": "xaa"}, "countries, row 2: "),
        ("country", {"slug": "no slug"}, "countries, row 2, column country: "),
        ("edition", {"number": 0}, "countries, row 2: "),
        ("edition", {"published": "2019"}, "countries, row 2, column published: "),
    ],
)
def test_an_edition_that_was_made_up_is_refused_whatever_its_checksum(tmp_path, part, values, where):
    content = an_edition()
    (content[part][0] if part == "actions" else content[part]).update(values)
    path, checksum = as_json(tmp_path, content)
    assert f"- {where}" in refusal(path, "--checksum", checksum)


def test_an_address_that_is_a_script_is_refused(tmp_path):
    content = an_edition()
    next(iter(content["sources"].values()))["url"] = "javascript:alert(1)"
    assert "- sources, row 2, column url: " in refusal(as_workbook(tmp_path, editions(content)))


def test_an_edition_of_a_form_that_is_not_known_yet_is_refused(tmp_path):
    path, checksum = as_json(tmp_path, {**an_edition(), "schema": 99})
    assert "- countries, row 2: It could not be kept as it is." in refusal(path, "--checksum", checksum)


@pytest.mark.parametrize("part", ["country", "actions", "themes", "edition", "schema"])
def test_an_edition_without_one_of_its_parts_is_refused_whatever_its_checksum(tmp_path, part):
    content = an_edition()
    del content[part]
    path, checksum = as_json(tmp_path, content)
    assert "Nothing was written" in refusal(path, "--checksum", checksum)


def test_an_edition_that_is_here_otherwise_is_refused_cell_by_cell(tmp_path):
    content = an_edition("nepal")
    content["country"] |= {"alpha2": "NP", "alpha3": "NPL", "m49": "524"}
    content["actions"][1]["wording"]["en"] = "Something else"
    said = refusal(as_workbook(tmp_path, editions(content)))
    assert "- countries, row 2, column checksum: This edition is here with other content" in said
    assert "- actions, row 3, column wording_en: Here it is “" in said


def test_what_stands_in_the_library_otherwise_is_refused_cell_by_cell(tmp_path):
    path = as_workbook(tmp_path, rows_here())
    event = Event.objects.get(slug="hlpf-2019")
    event.place_en = "Geneva"
    event.save()
    said = refusal(path)
    assert "column place_en: Here it is “Geneva”, in the file “" in said
    Event.objects.filter(pk=event.pk).update(is_published=False)
    assert "column slug: Event with this Slug already exists." in refusal(path)


def test_another_row_in_the_same_place_is_refused(tmp_path):
    rows = rows_here()
    rows["themes"][0]["slug"] = "another-theme"
    assert "- themes, row 2, column order: Theme with this Order already exists." in refusal(
        as_workbook(tmp_path, rows)
    )


def test_a_participant_is_not_renamed_on_the_way(tmp_path):
    rows = rows_here()
    row = next(row for row in rows["participations"] if row["organisation"])
    row["organisation_name"], row["role"] = {"en": "Another name"}, "chair"
    assert "column organisation_name_en: Here it is “" in refusal(as_workbook(tmp_path, rows))


def test_an_edition_s_json_needs_the_checksum_that_is_printed(tmp_path):
    path, checksum = as_json(tmp_path, an_edition())
    assert "--checksum" in refusal(path)
    assert "the edition of that checksum: its own is " + checksum in refusal(path, "--checksum", "0" * 64)
    path.write_bytes(path.read_bytes() + b" ")
    assert "the edition of that checksum" in refusal(path, "--checksum", checksum)


def test_a_checksum_that_is_given_has_to_be_in_the_file(tmp_path):
    path = as_workbook(tmp_path, rows_here())
    assert "There is no edition with the checksum 0000" in refusal(path, "--checksum", "0" * 64)


JUNK = {
    "nothing": b"",
    "blank": b" \n",
    "junk": bytes(range(256)) * 20,
    "a ZIP's beginning": b"PK\x03\x04" + b"\0" * 300,
    "text": b"country,edition\r\n",
    "a list": b"[]",
    "a number": b"7",
    "not a number": b"NaN",
    "no tables": b"{}",
    "tables of a kind": b'{"tables": []}',
    "deep": b"[" * 100_000,
    "UTF-16": '{"tables": {}}'.encode("utf-16"),
    "half a letter": b'{"tables": {"\xff": []}}',
    "a name that stands twice": b'{"tables": {}, "tables": {}}',
    "no rows": b'{"tables": {}}',
    "an edition of nothing": b'{"edition": {}}',
}


@pytest.mark.parametrize("content", JUNK.values(), ids=JUNK)
def test_what_is_no_export_is_refused(tmp_path, content):
    path = saved(tmp_path / "file", content)
    assert "Nothing was written:\n- " in refusal(path)
    assert "Nothing was written:\n- " in refusal(path, "--checksum", "0" * 64)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("kind", ["zip", "json", "xlsx"])
def test_what_was_cut_off_is_refused(tmp_path, kind, share):
    rows = rows_here()
    whole = {
        "zip": lambda: whole_zip(tmp_path).read_bytes(),
        "json": lambda: json_file.write(rows),
        "xlsx": lambda: workbook.write(rows),
    }[kind]()
    assert "Nothing was written:\n- " in refusal(saved(tmp_path / "file", whole[: int(len(whole) * share)]))


def test_a_csv_that_was_cut_off_is_refused(tmp_path):
    folder = in_csv(tmp_path, "actions", lambda lines: None)
    content = (folder / "actions.csv").read_bytes()
    saved(folder / "actions.csv", content[: len(content) // 2])
    assert "- actions" in refusal(folder)


def test_nothing_is_read_that_is_not_there(tmp_path):
    assert "There is no such file." in refusal(tmp_path / "nowhere.zip")
    assert "There is nothing in it." in refusal(tmp_path)


@pytest.mark.parametrize("name", ["../actions.csv", "/actions.csv", "folder/actions.csv", "x.csv", "C:\\a.csv"])
def test_a_zip_with_paths_or_other_files_is_refused(tmp_path, name):
    assert "An export has no such file" in refusal(zipped(tmp_path / "a.zip", {name: b"x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_two_files_of_a_name_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", {"actions.csv": b"x"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("actions.csv", b"y")
    assert "An export has no such file: actions.csv" in refusal(path)


@pytest.mark.parametrize("name", ["actions.csv", "[Content_Types].xml"])
def test_a_zip_that_would_fill_the_memory_is_refused_by_its_directory(tmp_path, name, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_UNPACKED", 1000)
    path = zipped(tmp_path / "a.zip", {name: b"\0" * 2000})
    assert path.stat().st_size < 1000
    assert "It holds far more than an export does." in refusal(path)


def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_BYTES", receiving.MIB)
    assert "It is larger than 1 MB." in refusal(saved(tmp_path / "large", b"{" * (receiving.MIB + 1)))


def test_a_description_that_is_none_is_refused(tmp_path):
    folder = in_csv(tmp_path, "actions", lambda lines: None)
    for content in (b"junk", b"[]", b'{"resources": 7}', json.dumps({"resources": [{"path": []}]}).encode()):
        saved(folder / "datapackage.json", content)
        assert "- datapackage.json: This is not the description of an export." in refusal(folder)


def test_no_more_than_fifty_problems_are_listed(tmp_path):
    rows = rows_here()
    rows["actions"][0]["themes"] = [f"no-such-theme-{number}" for number in range(60)]
    said = refusal(as_workbook(tmp_path, rows))
    assert said.count("\n- ") == 51
    assert said.endswith("- There may be more: reading stopped here.")
