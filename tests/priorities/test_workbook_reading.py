"""A workbook that came back, whatever happened to it on the way."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from priorities import workflow
from priorities.models import ProgressUpdate
from priorities.workbook.reading import MOST_UNPACKED, Reading, read
from priorities.workbook.values import CHOICES, MOST_IN_A_CELL
from priorities.workbook.writing import HIDDEN, too_long, workbook_of
from tests.countries.making import a
from tests.priorities.reporting import Cast, cast
from tests.priorities.workbooks import Paper, file_of

# As openpyxl gives a date: a moment of no zone.
A_DAY = dt.datetime(2019, 2, 14)  # noqa: DTZ001
LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.fixture
def people(db) -> Cast:
    cast()
    return cast()


def paper_of(people: Cast, language: str = "en") -> Paper:
    with override(language):
        return Paper(workbook_of(people.country))


def reading_of(people: Cast, paper: Paper | bytes) -> Reading:
    content = paper if isinstance(paper, bytes) else paper.content
    return read(file_of(content), people.country)


def said(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def repacked(content: bytes, change) -> bytes:
    """The same archive with every entry as `change(name, content)` has it; None leaves it out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if (part := change(entry.filename, old.read(entry))) is not None:
                new.writestr(entry.filename, part)
    return file.getvalue()


# A whole workbook


def test_rows_may_be_sorted_and_columns_moved_and_sheets_renamed(people):
    more = [a("priorities.PriorityAction", country=people.country) for _ in range(3)]
    paper = paper_of(people).write(people.action, narrative="Mine").write(more[2], obstacles="Theirs")
    sheet = paper.sheet_of(people.action)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(3)]
    for number, row in enumerate(reversed(rows), 3):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    sheet.insert_cols(2)
    sheet.insert_rows(5)
    sheet.title = "Mine"
    sheet.column_dimensions["F"].hidden = True
    reading = reading_of(people, paper)
    assert (reading.problems, reading.missing) == ([], [])
    assert reading.rows[people.action.desk_name].changed == ["narrative"]
    assert reading.rows[more[2].desk_name].mine["obstacles"] == "Theirs"
    assert not reading.rows[more[0].desk_name].changed


def test_a_row_that_was_taken_out_is_named_and_changes_nothing(people):
    more = a("priorities.PriorityAction", country=people.country)
    paper = paper_of(people)
    paper.sheet_of(more).delete_rows(paper.cell(more, "narrative").row)
    reading = reading_of(people, paper)
    assert reading.missing == [more.desk_name]
    assert people.action.desk_name in reading.rows


def test_rows_that_are_not_ours_are_named_with_their_cell(people):
    paper = paper_of(people)
    sheet = paper.sheet_of(people.action)
    sheet.cell(4, 1).value = "NPL-99"
    sheet.cell(5, 1).value = people.action.reference.lower()
    sheet.cell(6, 9).value = "Written beside nothing"
    assert said(reading_of(people, paper)) == [
        "Priority actions, A4: “NPL-99” is not in the workbook that was made here.",
        f"Priority actions, A5: “{people.action.reference}” stands in two rows. Keep one of them.",
        "Priority actions, A6: Something is written in a row without a reference. Write it beside the action or step "
        "it is about.",
    ]


def test_a_formula_is_refused_by_its_cell_and_the_rest_is_read(people):
    paper = paper_of(people).write(people.action, narrative="=1+1", obstacles="Kept")
    reading = reading_of(people, paper)
    assert said(reading) == ["Priority actions, I3: This is a formula. Write the text or the figure itself."]
    assert reading.rows[people.action.desk_name].mine["obstacles"] == "Kept"


def test_money_needs_its_currency(people):
    reading = reading_of(people, paper_of(people).write(people.action, budget_secured=5))
    assert said(reading) == ["Priority actions, J3: Say in which currency the money is, such as USD."]


def test_a_text_longer_than_a_cell_stays_as_it_is_and_is_changed_at_the_desk(people):
    long = "Ten inspectors were hired. " * 2000
    assert len(long) > MOST_IN_A_CELL
    workflow.save_draft(of=people.action, by=people.focal_point, words={"narrative": long})
    paper = paper_of(people, "fr")
    cell = paper.cell(people.action, "narrative")
    with override("fr"):
        assert cell.value == too_long()
    assert cell.protection.locked
    reading = reading_of(people, paper.write(people.action, obstacles="None"))
    assert reading.rows[people.action.desk_name].changed == ["obstacles"]
    cell.value = "Shorter"
    assert "too long for a workbook" in said(reading_of(people, paper))[0]


def test_what_people_wrote_is_unlocked_and_everything_else_is_locked(people):
    paper = paper_of(people, "ar")
    for sheet in paper.book.worksheets:
        assert sheet.protection.sheet
        assert sheet.sheet_view.rightToLeft
        assert not sheet.protection.password
    for of, count in ((people.action, 9), (people.step, 6)):
        cells = [cell for row in paper.sheet_of(of).iter_rows() for cell in row]
        assert len([cell for cell in cells if not cell.protection.locked]) == count
    assert paper.book.security.lockStructure
    assert paper.book[HIDDEN].sheet_state == "veryHidden"
    assert paper.book.worksheets[0].sheet_state == "visible"


def test_the_words_to_choose_from_are_in_the_readers_language(people):
    paper = paper_of(people, "es")
    sheet = paper.sheet_of(people.action)
    lists = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {f"{HIDDEN}!$B$1:$B$4": "E3", f"{HIDDEN}!$C$1:$C$3": "F3", f"{HIDDEN}!$D$1:$D$4": "H3"}
    with override("es"):
        assert [cell.value for cell in paper.book[HIDDEN]["B"]] == [
            str(word) for _c, word in CHOICES["implementation"]
        ]
    assert all(len(rule.prompt or "") <= 255 for rule in sheet.data_validations.dataValidation)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_excel_takes_the_names_and_helps_as_they_are(people, language):
    for sheet in paper_of(people, language).book.worksheets:
        assert 0 < len(sheet.title) <= 31
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle) <= 32
            assert not (rule.prompt or "").endswith("…")


def as_excel_saves_it(content: bytes) -> bytes:
    """The same with its texts in one table of the file, as Excel and LibreOffice write them."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    texts: list[bytes] = []

    def in_table(text: re.Match[bytes]) -> bytes:
        texts.append(text[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    def shared(name: str, old: bytes) -> bytes:
        old = old.replace(b"</Types>", listed) if name == "[Content_Types].xml" else old
        return re.sub(rb't="inlineStr"><is>(.*?)</is>', in_table, old, flags=re.DOTALL)

    file = io.BytesIO(repacked(content, shared))
    table = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", table % b"".join(b"<si>%s</si>" % text for text in texts))
    return file.getvalue()


def test_another_program_may_have_saved_it(people):
    paper = paper_of(people, "ar").write(people.action, narrative="'- عشرة مفتشين\n'=1", implementation="اكتمل")
    paper.cell(people.action, "as_of").value = A_DAY
    paper.cell(people.action, "as_of").number_format = "dd/mm/yyyy"
    for content in (paper.content, as_excel_saves_it(paper.content)):
        reading = reading_of(people, content)
        row = reading.rows[people.action.desk_name]
        assert said(reading) == []
        assert row.mine["implementation"] == "completed"
        assert row.mine["narrative"] == "- عشرة مفتشين\n'=1"
        assert row.mine["as_of"] == "2019-02-14"
        assert reading.missing == []


# Files that are not what they say


def test_a_workbook_of_another_country_is_refused(people):
    other = people.outsider.terms.get().country
    with pytest.raises(ValidationError, match="of another country"):
        reading_of(people, Paper(workbook_of(other)))


@pytest.mark.parametrize("change", ["cut", "other", "gone", "forged"])
def test_a_hidden_part_that_was_changed_is_noticed(people, change):
    paper = paper_of(people)
    sheet = paper.book[HIDDEN]
    note = sheet["A1"].value
    if change == "gone":
        paper.book.security.lockStructure = False
        del paper.book[HIDDEN]
    else:
        sheet["A1"].value = {"cut": note[:-3], "other": "text", "forged": f"e30:{note.rsplit(':', 1)[1]}"}[change]
    with pytest.raises(ValidationError, match="hidden part of this workbook"):
        reading_of(people, paper)


def test_a_file_without_the_sheets_to_fill_in_is_refused(people):
    paper = paper_of(people)
    for sheet in paper.book.worksheets[1:3]:
        paper.book[sheet.title].delete_rows(1)
    with pytest.raises(ValidationError, match="sheets to fill in"):
        reading_of(people, paper)


@pytest.mark.parametrize(
    "prefix",
    [
        LAUGHS,
        b"<!doctype x>",
        LAUGHS.decode().encode("utf-16"),
        b"\xff\xfe",
        b'<?xml version="1.0" encoding="utf-7"?>',
        b'<?xml version="1.0" ' + b" " * 400 + b"encoding='cp037'?>",
        b"\0",
    ],
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels"])
def test_no_document_type_and_no_other_encoding_reaches_a_parser(people, part, prefix):
    content = repacked(paper_of(people).content, lambda name, old: prefix + old if name == part else old)
    with pytest.raises(ValidationError, match="not written as spreadsheet programs"):
        reading_of(people, content)


def test_a_part_under_another_name_is_not_read(people):
    def renamed(name: str, old: bytes) -> bytes:
        return old.replace(b"worksheets/sheet2.xml", b"worksheets/sheet2.bin")

    reading = reading_of(people, repacked(paper_of(people).content, renamed))
    assert reading.missing == [people.action.desk_name]


@pytest.mark.parametrize("lost", ["xl/workbook.xml", "[Content_Types].xml", "xl/worksheets/sheet4.xml"])
def test_a_file_that_lost_a_part_is_refused_in_words(people, lost):
    content = repacked(paper_of(people).content, lambda name, old: None if name == lost else old)
    with pytest.raises(ValidationError):
        reading_of(people, content)


def test_what_unpacks_to_more_than_a_workbook_is_refused(people):
    more = b"<x>" + b" " * MOST_UNPACKED + b"</x>"
    content = repacked(paper_of(people).content, lambda name, old: more if name == "docProps/app.xml" else old)
    with pytest.raises(ValidationError, match="far more than a workbook"):
        reading_of(people, content)


@pytest.mark.parametrize(
    ("part", "old", "more"),
    [
        ("sheet2.xml", b"<sheetData>", b"<sheetData><row>" + b"<c/>" * 40_000 + b"</row>"),
        ("workbook.xml", b"<sheets>", b"<sheets>" + b'<sheet sheetId="1"/>' * 13),
    ],
)
def test_what_would_take_minutes_to_read_is_refused(people, part, old, more):
    def longer(name: str, was: bytes) -> bytes:
        return was.replace(old, more) if name.endswith(part) else was

    with pytest.raises(ValidationError, match="far more than a workbook"):
        reading_of(people, repacked(paper_of(people).content, longer))


def test_a_formula_costs_nothing_however_long_and_often_it_stands(people):
    long = b'<row r="9"><c r="A9"><f t="shared" si="0">' + b"A1+" * 9000 + b"A1</f></c>"
    long += b'<c r="B9"><f t="shared" si="0"/></c>' * 9000 + b"</row></sheetData>"

    def calculating(name: str, was: bytes) -> bytes:
        return was.replace(b"</sheetData>", long) if name.endswith("sheet1.xml") else was

    reading = reading_of(people, repacked(paper_of(people).content, calculating))
    assert reading.problems == []


def test_a_row_at_the_far_end_costs_nothing(people):
    paper = paper_of(people)
    paper.sheet_of(people.action).cell(1_048_576, 16_384).value = "far"
    assert reading_of(people, paper).problems == []


@pytest.mark.parametrize(
    ("old", "new"), [(b't="inlineStr"', b't="s"><v>99999</v'), (b'r="A1"', b'r="1A"'), (b"<row ", b"<ro ")]
)
def test_broken_cells_are_refused_and_never_an_error_of_ours(people, old, new):
    def broken(name: str, was: bytes) -> bytes:
        return was.replace(old, new) if "sheets/sheet" in name else was

    content = paper_of(people).content
    assert repacked(content, broken) != content
    with pytest.raises(ValidationError):
        reading_of(people, repacked(content, broken))


def test_reading_saves_nothing(people):
    reading_of(people, paper_of(people).write(people.action, narrative="Mine"))
    assert not ProgressUpdate.objects.exists()
