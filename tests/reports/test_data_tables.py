"""The tables of the open data hold what is public, all of it, and give the editions back to the byte."""

import copy
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Country, GoodPractice
from events.models import Event, Organisation, Participation
from library.models import Document, LessonLearnt
from reports.data import tables
from reports.data.edition_tables import OPTIONAL
from reports.data.schema import OF_EDITIONS, OF_LIBRARY, TABLES, Type
from reports.data.tables import Untellable
from reports.models import Edition, checksum_of
from reports.snapshot import SCHEMA, canonical
from tests.publishing import publish_again
from tests.reports.random_editions import CONTENT, edition_of, without

# A content has a hundred values: a few of them try as much as a hundred of something small.
FEW = settings(max_examples=15)


@FEW
@given(CONTENT, st.sets(st.sampled_from(OPTIONAL)))
def test_any_edition_comes_back_to_the_byte_however_old(content: dict[str, Any], lacks: set[str]) -> None:
    for path in lacks:
        content = without(content, path)
    edition = edition_of(content)
    assert tables.contents(tables.of_editions([edition])) == [edition.content]


@FEW
@given(st.lists(CONTENT, max_size=3, unique_by=lambda content: content["country"]["slug"]))
def test_rows_in_any_order_are_the_same_editions(contents: list[dict[str, Any]]) -> None:
    rows = tables.of_editions([edition_of(content) for content in contents])
    turned = {name: found[::-1] for name, found in rows.items()}
    assert sorted(tables.contents(turned)) == sorted(canonical(content) for content in contents)


@FEW
@given(CONTENT, st.data())
def test_what_an_edition_has_beyond_the_tables_is_refused_and_not_lost(content: dict[str, Any], data: Any) -> None:
    places = [content, content["country"], content["edition"]]
    places += [row for name in OF_EDITIONS for row in content.get(name, []) if isinstance(row, dict)]
    data.draw(st.sampled_from(places))["something new"] = data.draw(st.sampled_from([None, "", {}, [], "said"]))
    with pytest.raises(Untellable):
        tables.of_editions([edition_of(content)])


@pytest.fixture
def nepal(db: None) -> dict[str, Any]:
    return copy.deepcopy(Edition.objects.get(slug="nepal", number=1).snapshot)


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ("actions", "wording", {"en": ""}),
        ("actions", "wording", {"de": "Kinderarbeit"}),
        ("actions", "budget_needed", "1200"),
        ("actions", "pillar", "2"),
        ("actions", "themes", ["child-labour;education"]),
        ("actions", "period_end", ""),
        ("actions", "outlook", None),
        ("actions", "report", {}),
        ("actions", "report", "none"),
        ("coordination_steps", "order", True),
        ("coordination_steps", "order", 1.5),
        ("milestones", "source", {}),
        ("milestones", "source", {"document": "", "locator": ""}),
    ],
)
def test_what_no_cell_can_tell_is_refused(nepal: dict[str, Any], place: str, name: str, value: Any) -> None:
    nepal[place][0][name] = value
    with pytest.raises(Untellable, match="nepal 1"):
        tables.of_editions([edition_of(nepal)])


def test_an_edition_of_a_newer_schema_is_refused(nepal: dict[str, Any]) -> None:
    nepal["schema"] = SCHEMA + 1
    with pytest.raises(Untellable):
        tables.of_editions([edition_of(nepal)])


def test_a_field_that_only_some_actions_have_is_refused(nepal: dict[str, Any]) -> None:
    del nepal["actions"][0]["report"]
    with pytest.raises(Untellable):
        tables.of_editions([edition_of(nepal)])


def test_a_key_that_an_edition_does_not_have_is_named(nepal: dict[str, Any]) -> None:
    older = without(without(nepal, "answers"), "themes.look")
    rows = tables.of_editions([edition_of(older)])
    assert rows["countries"][0]["lacks"] == ["answers", "themes.look"]
    assert all(theme["look"] is None for theme in rows["edition_themes"])


def test_every_current_edition_comes_back_with_its_checksum(db: None) -> None:
    rows = tables.public()
    told = {row["country"]: row["checksum"] for row in rows["countries"]}
    assert told == dict(Edition.objects.current().values_list("slug", "checksum"))
    assert [checksum_of(content) for content in tables.contents(rows)] == list(told.values())


def test_every_table_is_there_and_every_row_has_its_fields(db: None) -> None:
    rows = tables.public()
    assert list(rows) == list(TABLES)
    for name, table in TABLES.items():
        for row in rows[name]:
            assert list(row) == [field.name for field in table.fields]


def test_a_key_stands_once(db: None) -> None:
    rows = tables.public()
    for name, table in TABLES.items():
        keys = [tuple(row[field] for field in table.key) for row in rows[name]]
        assert len(set(keys)) == len(keys)


def test_only_current_editions_are_told(db: None) -> None:
    nepal = Country.objects.get(slug="nepal")
    old = nepal.editions.get()
    GoodPractice.objects.create(
        country=nepal, order=1, title_en="Told in the second", text_en="…", source=nepal.source, locator="p. 1"
    )
    new = publish_again(nepal)
    rows = tables.public()
    assert [row["checksum"] for row in rows["countries"] if row["country"] == "nepal"] == [new.checksum]
    assert [row["title"]["en"] for row in rows["practices"]] == ["Told in the second"]
    assert tables.contents(tables.of_editions([old, new])) == [old.content, new.content]


def test_the_rows_are_the_same_in_every_language(db: None) -> None:
    rows = tables.public()
    for language in ("fr", "es", "ar"):
        with translation.override(language):
            assert tables.public() == rows


def test_a_draft_is_in_no_table(db: None) -> None:
    source = Document.objects.create(slug="zyxw-paper", title_en="A paper of somebody", language="en")
    LessonLearnt.objects.create(slug="zyxw-lesson", order=99, text_en="zyxw", source=source, locator="zyxw")
    event = Event.objects.create(
        slug="zyxw-event", name_en="zyxw", scope="global", start="2027", source=source, locator="zyxw"
    )
    body = Organisation.objects.create(slug="zyxw-body", name_en="zyxw")
    Participation.objects.create(event=event, organisation=body, source=source, locator="zyxw")
    Country.objects.filter(slug="nepal").update(summary_en="zyxw")
    assert "zyxw" not in repr(tables.public())


def test_a_document_that_is_not_published_is_named_by_its_title_alone(db: None) -> None:
    source = Document.objects.create(slug="inner-paper", title_en="A paper of somebody", language="en")
    LessonLearnt.objects.create(
        slug="new-lesson", order=99, text_en="Learnt", source=source, locator="p. 4", is_published=True
    )
    (lesson,) = (row for row in tables.of_library()["lessons"] if row["slug"] == "new-lesson")
    assert (lesson["source"], lesson["source_title"], lesson["locator"]) == (
        None,
        {"en": "A paper of somebody"},
        "p. 4",
    )


def step(order: int, snapshot: dict[str, Any]) -> dict[str, Any]:
    said = {"order": order, "wording": {"en": "Meet"}, "horizon": "", "due": None, "implementation": "in_progress"}
    return said | {"source": snapshot["actions"][0]["source"], "editor_note": {}}


def test_files_of_evidence_belong_to_what_was_reported_on(nepal: dict[str, Any]) -> None:
    file = {"title": {"en": "Minutes"}, "name": "minutes.pdf", "format": "PDF", "content_type": "application/pdf"}
    report = {"as_of": "2026", "text": {"en": "Done"}, "by": "country", "confirmed": None}
    nepal["actions"][1]["report"] = report | {"files": [file | {"size": 1, "sha256": "a" * 64}]}
    nepal["next_steps"] = [step(3, nepal) | {"report": report | {"files": [file | {"size": 2, "sha256": "b" * 64}]}}]
    rows = tables.of_editions([edition_of(nepal)])
    assert [(row["action"], row["next_step"]) for row in rows["evidence"]] == [("NPL-02", None), (None, 3)]
    assert tables.contents(rows) == [canonical(nepal)]


@pytest.mark.parametrize("of", [{"action": "NPL-01"}, {"action": None}, {"next_step": 1}])
def test_a_file_without_a_report_is_refused(nepal: dict[str, Any], of: dict[str, Any]) -> None:
    file = {"title": {}, "name": "x", "format": "", "content_type": "", "size": 1, "sha256": "a" * 64}
    report = {"as_of": "2026", "text": {}, "by": "country", "confirmed": None, "files": [file]}
    nepal["actions"][1]["report"] = report
    rows = tables.of_editions([edition_of(nepal)])
    rows["evidence"][0] |= of
    with pytest.raises(ValueError, match="evidence"):
        tables.contents(rows)


def test_a_row_of_no_edition_is_refused(nepal: dict[str, Any]) -> None:
    rows = tables.of_editions([edition_of(nepal)])
    rows["pillars"] = [{"country": "atlantis", "edition": 1}]
    with pytest.raises(ValueError, match="atlantis"):
        tables.contents(rows)


def test_rows_that_are_missing_or_too_many_are_counted_by_table(nepal: dict[str, Any]) -> None:
    rows = tables.of_editions([edition_of(nepal)])
    assert not list(tables.miscounted(rows))
    del rows["milestones"][-1]
    rows["practices"] = [rows["actions"][0]]
    del rows["sources"]
    found = [(table, said, there) for _about, table, said, there in tables.miscounted(rows)]
    assert found == [("milestones", 14, 13), ("practices", 0, 1)]


def test_every_table_and_field_has_a_title_and_a_description() -> None:
    for table in TABLES.values():
        assert all([str(table.title), str(table.description)])
        for field in table.fields:
            assert all([str(field.title), str(field.description)]), f"{table.name}.{field.name}"
            assert field.type != Type.WORD or field.choices


def test_what_is_named_elsewhere_is_a_key_there() -> None:
    for table in (OF_EDITIONS | OF_LIBRARY).values():
        assert table.header.count("checks") == 1
        assert {*table.key} <= {field.name for field in table.fields}
        for reference in table.references:
            assert reference.key == TABLES[reference.table].key
            assert {*reference.fields} <= {field.name for field in table.fields}
