"""A broken row stops everything and says where it is."""

import csv
from io import StringIO

import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from library.models import Document
from pathfinder.seeding import BrokenRow, seed
from tests.pathfinder.seed_folder import ACTION, SMALL, everything

pytestmark = pytest.mark.django_db

LONG = "x" * 400
BROKEN = [
    ("documents", {"slug": "x-deck", "titel": "A deck"}, "titel", "no such field"),
    ("documents", {"slug": "x-deck", "": "A deck"}, "", "no such field"),
    ("documents", {"slug": "x-deck", "id": "7"}, "id", "no such field"),
    ("documents", {"slug": "x-deck", "pk": "7"}, "pk", "no such field"),
    ("documents", {"slug": "x-deck", "toolkit_items": ""}, "toolkit_items", "no such field"),
    ("documents", {"slug": "x-deck", "title_en": "A deck"}, "language", "blank"),
    ("documents", {"title_en": "A deck", "language": "en"}, "slug", "must not be empty"),
    ("documents", {"slug": "", "title_en": "A deck", "language": "en"}, "slug", "blank"),
    ("documents", {"slug": "x deck!", "title_en": "A deck", "language": "en"}, "slug", "valid"),
    ("documents", {"slug": "x-deck", "title_en": "", "language": "en"}, "title_en", "blank"),
    ("documents", {"slug": "x-deck", "title_en": LONG, "language": "en"}, "title_en", "300"),
    ("documents", {"slug": "x-deck", "title_en": "A\0deck", "language": "en"}, "title_en", "no database keeps"),
    ("documents", {**SMALL["documents"][0], "date": "2019-2"}, "date", "2019-02-14"),
    ("documents", {**SMALL["documents"][0], "date": "2019-02-30"}, "date", "2019-02-14"),
    ("documents", {**SMALL["documents"][0], "is_published": "true"}, "is_published", "yes or no"),
    ("documents", {**SMALL["documents"][0], "is_published": ""}, "is_published", "yes or no"),
    ("documents", {**SMALL["documents"][0], "url": "not an address"}, "url", "valid URL"),
    ("countries", {**SMALL["countries"][0], "source": "no-deck"}, "source", "there is no document 'no-deck'"),
    ("countries", {**SMALL["countries"][0], "source": "x-deck/1"}, "source", "there is no document"),
    ("countries", {**SMALL["countries"][0], "source": ""}, "source", "null"),
    ("countries", {**SMALL["countries"][0], "alpha2": "xa"}, "the row", "as in NP."),
    ("countries", {**SMALL["countries"][0], "region": "atlantis"}, "region", "atlantis"),
    ("countries", {**SMALL["countries"][0], "engagement": "candidate"}, "the row", "Only a Pathfinder country"),
    ("countries", {**SMALL["countries"][0], "m49": "524"}, "m49", "already exists"),
    ("milestone_types", {"slug": "x-step", "name_en": "Step", "order": "first"}, "order", "integer"),
    ("milestone_types", {"slug": "x-step", "name_en": "Step", "order": "-1"}, "order", "greater than or equal"),
    ("milestone_types", {"slug": "x-step", "name_en": "Step", "order": "9" * 30}, "order", "less than or equal"),
    ("milestones", {**SMALL["milestones"][0], "country": ""}, "country", "must not be empty"),
    ("milestones", {**SMALL["milestones"][0], "type": "x-leap"}, "type", "there is no kind of milestone 'x-leap'"),
    ("priority_actions", {**ACTION, "themes": "x-labour; x-labuor"}, "themes", "there is no theme 'x-labuor'"),
    ("priority_actions", {**ACTION, "themes": " ; "}, "themes", "must not be empty"),
    ("priority_actions", {k: v for k, v in ACTION.items() if k != "themes"}, "themes", "must not be empty"),
    ("priority_actions", {**ACTION, "pillar": "x-land/1"}, "pillar", "there is no pillar 'x-land/1'"),
    ("priority_actions", {**ACTION, "pillar": "x-land/first"}, "pillar", "there is no pillar"),
    ("priority_actions", {**ACTION, "pillar": "uganda/1"}, "pillar", "another country"),
    ("priority_actions", {**ACTION, "reference": "XAA1"}, "the row", "as in NPL-04"),
    ("priority_actions", {**ACTION, "budget_needed": "a lot"}, "budget_needed", "decimal"),
    ("priority_actions", {**ACTION, "budget_needed": "NaN"}, "budget_needed", "decimal"),
    ("priority_actions", {**ACTION, "budget_needed": "5"}, "the row", "currency"),
    ("priority_actions", {**ACTION, "period_start": "2020", "period_end": "2019"}, "the row", "before it begins"),
    ("participations", {**SMALL["participations"][0], "organisation": "x-body"}, "the row", "not both"),
    ("participations", {**SMALL["participations"][0], "country": ""}, "the row", "not both"),
    ("workshops", {**SMALL["workshops"][0], "documents": "x-deck; no-deck"}, "documents", "no document 'no-deck'"),
    ("workshops", {**SMALL["workshops"][0], "headcount": "many"}, "headcount", "integer"),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "row", "field", "why"), BROKEN)
def test_a_broken_row_is_named_and_nothing_is_written(folder, stem, row, field, why):
    before = everything()
    folder.write(stem, row)
    with translation.override("en"), pytest.raises(BrokenRow) as caught:
        folder.seed()
    broken = caught.value
    assert (broken.file, broken.row, broken.field) == (f"{stem}.csv", 2, field)
    assert why in broken.why
    assert str(broken) == f"{stem}.csv, row 2, {field}: {broken.why}"
    assert everything() == before


HEADER = "slug,title_en,language\n"
GOOD = "x-1,One,en\n"
TORN = [
    (HEADER + GOOD + "x-2,Two\n", 3, "the row", "2 cells for 3 columns"),
    (HEADER + GOOD + "x-2,Two,en,more\n", 3, "the row", "4 cells for 3 columns"),
    (HEADER + GOOD + 'x-2,"Two,en\nx-3,Three,en\n', 3, "the row", "unexpected end of data"),
    (HEADER + GOOD + 'x-2,"Two"s,en\n', 3, "the row", "expected after"),
    (HEADER + GOOD + "\n\nx-2,Two\n", 5, "the row", "2 cells"),
    (HEADER + 'x-1,"One\nand a half",en\nx-2,Two\n', 3, "the row", "2 cells"),
    (HEADER + GOOD + "x-2,Two,en\nx-1,One again,en\n", 4, "slug", "row 2 is about the same record"),
    ("slug,title_en,slug\nx-1,One,x-1\n", 1, "slug", "two columns"),
    ("slug;title_en;language\nx-1;One;en\n", 2, "slug;title_en;language", "no such field"),
    (HEADER.encode() + GOOD.encode() + "x-2,Été,en\n".encode("latin-1"), 3, "the row", "not UTF-8"),
    ((HEADER + GOOD).encode("utf-16"), 1, "the row", "not UTF-8"),
    (HEADER + "x-1," + "x" * 140_000 + ",en\n", 2, "the row", "field larger than"),
]


@pytest.mark.parametrize(("content", "row", "field", "why"), TORN)
def test_a_torn_file_is_named_and_nothing_is_written(folder, content, row, field, why):
    before = everything()
    (folder.path / "documents.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BrokenRow) as caught:
        folder.seed()
    assert (caught.value.file, caught.value.row, caught.value.field) == ("documents.csv", row, field)
    assert why in caught.value.why
    assert everything() == before


def test_a_key_of_several_parts_names_one_row_of_its_file(folder):
    folder.write("participations", *SMALL["participations"], {**SMALL["participations"][1], "locator": "Slide 2"})
    with pytest.raises(BrokenRow, match=r"participations.csv, row 4, event__slug, .*: row 3 is about the same record"):
        folder.seed()


@pytest.mark.parametrize("content", ["", "\n", HEADER, "\ufeff" + HEADER])
def test_a_file_without_rows_is_no_mistake(tmp_path, content):
    (tmp_path / "documents.csv").write_text(content, encoding="utf-8")
    assert seed(tmp_path).counts["documents.csv"] == {}


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path):
    content = "\ufeff" + HEADER.replace("\n", "\r\n") + 'x-1,"One, ""two""",en\r\n\r\nx-2,Deux,fr\r\n'
    (tmp_path / "documents.csv").write_bytes(content.encode())
    assert seed(tmp_path).total == {"created": 2}
    assert Document.objects.get(slug="x-1").title_en == 'One, "two"'


def test_a_row_broken_in_a_late_file_undoes_the_early_ones(folder):
    folder.write("workshops", {**SMALL["workshops"][0], "kind": "party"})
    before = everything()
    with pytest.raises(BrokenRow, match=r"workshops.csv, row 2, kind"):
        folder.seed()
    assert everything() == before


# Whatever stands in a file: a broken row or records, and nothing else.


@st.composite
def hostile_files(draw):
    """Rows of the right columns with cells from everywhere, sometimes torn."""
    names = [*ACTION, "pillar", "budget_needed", "id", "country_id", "history"]
    columns = draw(st.lists(st.sampled_from(names), max_size=9))
    odd = ["", "yes", "9" * 25, "-1", "1e999999", "Infinity", "2019-02", "a/b", ";", "٣"]
    cell = st.one_of(st.sampled_from([*ACTION.values(), *odd]), st.text(max_size=12))
    rows = draw(st.lists(st.lists(cell, min_size=len(columns), max_size=len(columns)), max_size=3))
    file = StringIO()
    csv.writer(file).writerows([columns, *rows])
    content = bytearray(file.getvalue().encode(errors="surrogatepass"))
    for spot in draw(st.lists(st.integers(0, max(len(content) - 1, 0)), max_size=2)):
        content[spot : spot + 1] = draw(st.binary(max_size=3))
    return bytes(content)


@given(content=st.one_of(st.binary(max_size=200), hostile_files()))
@example(content=b"slug\n\x00\n")
@example(content=b"\xef\xbb\xbf")
@example(content=b"country,reference\nx-land,\xf0\x9f\x98\x80\n")
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_it_is_seeded_or_named(folder, content):
    (folder.path / "priority_actions.csv").write_bytes(content)
    try:
        found = set(folder.seed().counts["priority_actions.csv"])
    except BrokenRow as broken:
        found = {broken.file}
    assert found <= {"created", "updated", "unchanged", "kept", "priority_actions.csv"}


odd_actions = {name: st.sampled_from([cell, cell, cell, "", "9" * 25, "\0", "a/b"]) for name, cell in ACTION.items()}


@given(cells=st.fixed_dictionaries(odd_actions))
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_row_it_is_seeded_or_named(folder, cells):
    folder.write("priority_actions", cells)
    try:
        found = set(folder.seed().counts["priority_actions.csv"])
    except BrokenRow as broken:
        found = {broken.field}
    assert found <= {"created", "updated", "unchanged", "kept", "the row", *ACTION}
