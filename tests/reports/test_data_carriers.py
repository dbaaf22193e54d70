"""Tables leave as CSV, JSON and XLSX, and come back the same; what was changed on the way is named by its place."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from reports.data import csv_files, json_file, package, tables, workbook
from reports.data.cells import MOST, parts, read, written
from reports.data.checking import Refused
from reports.data.schema import TABLES
from reports.data.tables import Rows
from reports.models import Edition
from tests.reports.random_editions import CONTENT, HARD, edition_of

FEW = settings(max_examples=10)
BACK: dict[str, Callable[[Rows], Rows]] = {
    "csv": lambda rows: csv_files.read(package.files_of(rows)),
    "json": lambda rows: json_file.read(json_file.write(rows)),
    "xlsx": lambda rows: workbook.read(workbook.write(rows)),
}


@pytest.fixture
def nepal(db: None) -> Rows:
    return tables.of_editions([Edition.objects.get(slug="nepal", number=1)])


def problems(reading: Callable[[], Any]) -> list[tuple[str, int | None, str]]:
    """Where the problems are for which it is refused."""
    with pytest.raises(Refused) as refused:
        reading()
    assert all(problem.words for problem in refused.value.problems)
    return [(problem.table, problem.row, problem.column) for problem in refused.value.problems]


@pytest.mark.parametrize("kind", BACK)
def test_all_that_is_public_comes_back_the_same(db: None, kind: str) -> None:
    rows = tables.public()
    assert BACK[kind](rows) == rows


@pytest.mark.parametrize("kind", BACK)
@FEW
@given(content=CONTENT)
def test_any_edition_comes_back_the_same(kind: str, content: dict[str, Any]) -> None:
    rows = tables.of_editions([edition_of(content)])
    assert BACK[kind](rows) == rows


@given(HARD)
def test_any_text_comes_back_from_a_cell(text: str) -> None:
    assert read(written(text)) == text
    assert not written(text).startswith(tuple("=+-@\t\r"))


@pytest.mark.parametrize("kind", BACK)
@pytest.mark.parametrize("text", ["long " * 20_000, "\r\n" * 20_000, "é" * MOST, "😀" * MOST, "=" * 40_000])
def test_a_text_longer_than_a_cell_comes_back_whole(nepal: Rows, kind: str, text: str) -> None:
    nepal["actions"][3]["wording"] = {"en": text, "ar": text}
    assert BACK[kind](nepal) == nepal
    assert all(len(written(part).encode("utf-16-le")) <= 2 * 32_767 for part in parts(text))


def test_the_same_rows_give_the_same_bytes(nepal: Rows) -> None:
    again = {name: [dict(row) for row in found] for name, found in nepal.items()}
    for write in (workbook.write, package.zip_of, package.describe, json_file.write):
        assert write(nepal) == write(again)


def test_one_table_is_a_file_of_its_own(nepal: Rows) -> None:
    alone = {"actions": nepal["actions"]}
    assert json_file.read(json_file.write_table(TABLES["actions"], nepal["actions"])) == alone
    assert csv_files.read({"actions.csv": csv_files.write(TABLES["actions"], nepal["actions"])}) == alone


def test_a_csv_is_what_spreadsheets_and_rfc_4180_want(nepal: Rows) -> None:
    nepal["actions"][0]["wording"]["en"] = '=cmd|"x",\n1'
    content = csv_files.write(TABLES["actions"], nepal["actions"])
    assert content.startswith(b"\xef\xbb\xbfcountry,edition,position,reference,wording_en,")
    assert b',"\'=cmd|""x"",\n1",' in content
    assert content.count(b"\r\n") == len(nepal["actions"]) + 1


def csv_of(rows: Rows, table: str, change: Callable[[bytes], bytes]) -> Callable[[], Rows]:
    files = package.files_of(rows)
    changed = change(files[f"{table}.csv"])
    assert changed != files[f"{table}.csv"]
    return lambda: csv_files.read({**files, f"{table}.csv": changed})


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (lambda file: file.replace(b"NPL-04", b"NPL-40"), [("actions", 5, "reference")]),
        (
            lambda file: file.replace(b"10 municipalit", b"99 municipalit"),
            [("actions", 5, "wording_fr"), ("actions", 5, "target_fr")],
        ),
        (lambda file: file.replace(b"not_reported", b"completely", 1), [("actions", 2, "implementation")]),
        (lambda file: file.replace(b"nepal,1,2,", b"nepal,one,2,"), [("actions", 3, "edition")]),
        (lambda file: file.replace(b"reference,", b"ref,", 1), [("actions", 1, "ref")]),
        (lambda file: file.replace(b",checks\r\n", b"\r\n", 1), [("actions", 1, "checks")]),
        (lambda file: file[:-9], [("actions", 10, "checks")]),
        (lambda file: file + b'nepal,"1', [("actions", 11, "")]),
        (lambda file: file.replace("é".encode(), b"\xe9", 1), [("actions", 2, "")]),
        (lambda file: b"", [("actions", 1, "country")]),
        (lambda file: file.replace(b"\r\nnepal,1,2,", b"\r\nnepal,1,2,,"), [("actions", 3, "")]),
    ],
)
def test_a_csv_that_was_changed_is_refused_with_row_and_column(
    nepal: Rows, change: Callable[[bytes], bytes], places: list[Any]
) -> None:
    assert problems(csv_of(nepal, "actions", change)) == places


def test_a_file_of_no_table_is_refused() -> None:
    assert problems(lambda: csv_files.read({"salaries.csv": b"", "actions.txt": b""})) == [
        ("salaries.csv", None, ""),
        ("actions.txt", None, ""),
    ]


def test_more_problems_than_anybody_reads_are_not_listed(nepal: Rows) -> None:
    found = problems(csv_of(nepal, "milestones", lambda file: file.replace(b"nepal", b"mars") * 20))
    assert 40 < len(found) < 60


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (lambda row: row.update(reference="NPL-40"), [("actions", 2, "reference")]),
        (lambda row: row["wording"].update(en="Nothing"), [("actions", 2, "wording_en")]),
        (lambda row: row["wording"].update(de="Nichts"), [("actions", 2, "wording")]),
        (lambda row: row.update(wording="Nothing"), [("actions", 2, "wording")]),
        (lambda row: row.update(wording={"en": 7}), [("actions", 2, "wording")]),
        (lambda row: row.update(edition="1"), [("actions", 2, "edition")]),
        (lambda row: row.update(edition=True), [("actions", 2, "edition")]),
        (lambda row: row.update(edition=1.0), [("actions", 2, "edition")]),
        (lambda row: row.update(themes="child-labour"), [("actions", 2, "themes")]),
        (lambda row: row.update(themes=[None]), [("actions", 2, "themes")]),
        (lambda row: row.update(currency=["USD"]), [("actions", 2, "currency")]),
        (lambda row: row.update(extra=""), [("actions", 2, "extra")]),
        (lambda row: row.pop("checks"), [("actions", 2, "checks")]),
        (lambda row: row.update(checks=None), [("actions", 2, "checks")]),
        (lambda row: row["wording"].update(en="\ud800"), [("actions", 2, "wording_en")]),
    ],
)
def test_a_json_that_was_changed_is_refused_with_row_and_column(
    nepal: Rows, change: Callable[[Any], Any], places: list[Any]
) -> None:
    data = json.loads(json_file.write(nepal))
    change(data["tables"]["actions"][0])
    assert problems(lambda: json_file.read(json.dumps(data).encode())) == places


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"{}",
        b'{"tables": []}',
        b'{"tables": {"salaries": []}}',
        b'{"tables": {"actions": {}}}',
        b'{"tables": {"actions": [[]]}}',
        b'{"tables": {}, "tables": {}}',
        b'{"tables": {}, "more": 1}',
        b'{"table": ["actions"], "rows": []}',
        b'{"tables": {"actions": [NaN]}}',
        b'{"tables": {"actions": [{"edition": 1e999}]}}',
        b'{"tables": ' + b"[" * 100_000,
        b'{"tables": {"actions": [' + b"9" * 10_000 + b"]}}",
    ],
    ids=range(17),
)
def test_what_is_no_export_in_json_is_refused(content: bytes) -> None:
    assert problems(lambda: json_file.read(content))


def book_of(rows: Rows, change: Callable[[Any], None]) -> Callable[[], Rows]:
    """Read what a spreadsheet program saved again after somebody changed it."""
    book = load_workbook(io.BytesIO(workbook.write(rows)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return lambda: workbook.read(out.getvalue())


def test_a_workbook_saved_again_by_a_spreadsheet_program_is_the_same(nepal: Rows) -> None:
    assert book_of(nepal, lambda book: book.move_sheet("actions", 3))() == nepal


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    return lambda book: book[sheet].__setitem__(cell, value)


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (put("actions", "D5", "NPL-40"), [("actions", 5, "reference")]),
        (put("actions", "D5", "=1+1"), [("actions", 5, "reference")]),
        (put("actions", "D5", "#N/A"), [("actions", 5, "reference")]),
        (put("actions", "B3", 2), [("actions", 3, "edition")]),
        (put("actions", "B3", True), [("actions", 3, "edition")]),
        (put("actions", "B3", None), [("actions", 3, "edition")]),
        (put("actions", "A1", "land"), [("actions", 1, "land")]),
        (lambda book: book["actions"].delete_cols(5), [("actions", 1, "wording_fr")]),
        (lambda book: book["actions"].insert_cols(5), [("actions", 1, "wording_en")]),
        (lambda book: book.create_sheet("salaries"), [("salaries", None, "")]),
        (lambda book: book.create_sheet("continued"), []),
        (lambda book: [book.create_sheet() for _sheet in range(30)], [("", None, "")]),
    ],
    ids=range(12),
)
def test_a_workbook_that_was_changed_is_refused_with_row_and_column(
    nepal: Rows, change: Callable[[Any], None], places: list[Any]
) -> None:
    reading = book_of(nepal, change)
    if places:
        assert problems(reading) == places
    else:
        assert reading() == nepal


def test_the_rest_of_a_text_that_belongs_to_no_cell_is_refused(nepal: Rows) -> None:
    def change(book: Any) -> None:
        for line in (["table", "row", "column", "text"], ["actions", "99", "wording_en", "more"]):
            book.create_sheet("continued") if "continued" not in book else None
            book["continued"].append(line)

    assert problems(book_of(nepal, change)) == [("continued", None, "")]


def packed_with(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, part if entry.filename == name else old.read(entry))
    return out.getvalue()


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<worksheet>",
        b"no xml",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y "z">]><worksheet/>',
        b'<?xml version="1.0" encoding="UTF-7"?><worksheet/>',
    ],
)
def test_a_workbook_with_a_broken_or_dangerous_part_is_refused(nepal: Rows, part: bytes) -> None:
    content = workbook.write(nepal)
    assert problems(lambda: workbook.read(packed_with(content, "xl/worksheets/sheet2.xml", part)))
    assert problems(lambda: workbook.read(packed_with(content, "xl/workbook.xml", part)))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert problems(lambda: workbook.read(content))


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked(
    nepal: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.data.workbook_reading.MOST_UNPACKED", 10_000)
    content = workbook.write(nepal)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_args: pytest.fail("unpacked"))
    assert problems(lambda: workbook.read(content)) == [("", None, "")]


def test_a_sheet_with_far_more_rows_than_an_export_has_is_refused(
    nepal: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.data.workbook_reading.MOST_ROWS", 12)
    assert ("milestones", 13, "") in problems(lambda: workbook.read(workbook.write(nepal)))


def test_a_sheet_of_long_texts_with_another_header_is_refused(nepal: Rows) -> None:
    nepal["actions"][3]["wording"] = {"en": "long " * 20_000}
    assert ("continued", 1, "") in problems(book_of(nepal, put("continued", "A1", "sheet")))
