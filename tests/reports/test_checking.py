"""Cells of text ↔ values: what was written is read, and whatever is changed is found where it was changed."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from library.texts import LANGUAGES
from reports.data.checking import MOST, Placed, Problems, Refused, rows_of
from reports.data.schema import TABLES, Field, Table, Type, checks_of

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
ITEMS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0;"), min_size=1)
DATES = st.sampled_from(["2019", "2019-02", "2019-02-14", "0001-12-31"])
INTEGERS = st.integers(0, 2**53 - 1)
AMOUNTS = st.decimals(0, 10**12, places=2).map(str)


def values(field: Field) -> st.SearchStrategy:
    """What may stand in that field."""
    codes = [code for code, _label in field.choices if code]
    said: Any = {
        Type.STRING: WORDS,
        Type.INTEGER: INTEGERS,
        Type.NUMBER: AMOUNTS,
        Type.DATE: DATES,
        Type.TEXT: st.dictionaries(st.sampled_from(LANGUAGES), WORDS),
        Type.LIST: st.lists(st.sampled_from(codes) if codes else ITEMS),
        Type.WORD: st.sampled_from(codes or ["none"]),
    }[field.type]
    return said if field.is_required else st.just(field.nothing) | said


@st.composite
def rows(draw) -> tuple[Table, dict[str, Any]]:
    table = draw(st.sampled_from(list(TABLES.values())))
    row = {field.name: draw(values(field)) for field in table.fields}
    assume(all(row[field.name] for field in table.fields if field.is_required and field.type == Type.TEXT))
    return table, row


def read(table: Table, *lines: list[str]) -> list[Placed]:
    problems = Problems()
    found = rows_of(table, table.header, enumerate(lines, start=2), problems)
    problems.refuse()
    return found


@given(rows())
def test_a_row_that_was_written_is_read_as_it_was(row):
    table, values = row
    (found,) = read(table, table.line(values))
    assert found == values
    assert found.number == 2


@given(rows(), st.data(), st.text())
def test_a_cell_that_was_changed_is_found_where_it_is(row, data, says):
    table, values = row
    line = table.line(values)
    place = data.draw(st.integers(0, len(line) - 2))
    assume(checks_of([line[place]]) != checks_of([says]))  # one text in 65,536 has the same mark
    line[place] = says
    with pytest.raises(Refused) as refused:
        read(table, line)
    (problem,) = refused.value.problems
    assert (problem.table, problem.row, problem.column) == (table.name, 2, table.header[place])


@given(rows(), st.lists(st.none() | st.text()))
@example((TABLES["themes"], {}), [])
@example((TABLES["themes"], {}), [None, "", None])
def test_cells_of_anything_are_read_or_refused(row, cells):
    with suppress(Refused):
        assert read(row[0], cells) == [] or not any(cells)


def test_reading_stops_where_nobody_reads_on():
    table = TABLES["themes"]
    with pytest.raises(Refused) as refused:
        read(table, *[["x"]] * (MOST + 10))
    assert len(refused.value.problems) == MOST + 1
    assert str(refused.value.problems[0]).startswith("themes, row 2: It has 1 cells for ")


def test_empty_rows_count_and_say_nothing():
    table = TABLES["lessons"]
    row = {field.name: field.nothing for field in table.fields} | {"slug": "a", "order": 1, "locator": ""}
    found = read(table, [""] * len(table.header), table.line(row))
    assert [placed.number for placed in found] == [3]
