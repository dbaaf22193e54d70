"""Three texts of a field: whatever they are, nobody's words are lost unasked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorities.workbook.merging import MINE, THEIRS, merged, resolved
from priorities.workbook.values import marks

# Few texts and few fields, so that they meet.
ROWS = st.fixed_dictionaries(
    {name: st.sampled_from(["", "a", "b", "c"]) for name in ("narrative", "as_of", "outlook")}
)
ANSWERS = st.fixed_dictionaries({name: st.sampled_from([MINE, THEIRS]) for name in ("narrative", "as_of", "outlook")})


@given(ROWS, ROWS)
def test_what_i_did_not_change_is_as_it_stands(base, theirs):
    found = merged(marks(base), base, theirs)
    assert (found.values, found.collisions) == (theirs, ())


@given(ROWS, ROWS)
def test_what_only_i_changed_is_as_i_have_it(base, mine):
    found = merged(marks(base), mine, base)
    assert (found.values, found.collisions) == (mine, ())


@given(ROWS, ROWS)
def test_what_both_changed_alike_is_not_asked(base, both):
    found = merged(marks(base), both, both)
    assert (found.values, found.collisions) == (both, ())


@given(ROWS, ROWS, ROWS)
def test_it_is_asked_exactly_where_both_changed_it_otherwise(base, mine, theirs):
    found = merged(marks(base), mine, theirs)
    differ = {name for name in base if len({base[name], mine[name], theirs[name]}) == 3}
    assert set(found.collisions) == differ
    assert all(found.values[name] == theirs[name] for name in differ)
    assert all(found.values[name] in (mine[name], theirs[name]) for name in base)


@given(ROWS, ROWS, ROWS, ANSWERS)
def test_once_answered_each_field_is_what_one_of_both_wrote(base, mine, theirs, answers):
    found = merged(marks(base), mine, theirs)
    values = resolved(found, mine, answers)
    assert values.keys() == theirs.keys()
    for name in found.collisions:
        assert values[name] == (mine if answers[name] == MINE else theirs)[name]
    # Saved, it is merged no more: the same workbook sent again changes nothing.
    again = resolved(merged(marks(base), mine, values), mine, answers)
    assert again == values


@given(ROWS, ROWS, ROWS)
def test_nothing_is_resolved_before_it_is_answered(base, mine, theirs):
    found = merged(marks(base), mine, theirs)
    if found.collisions:
        with pytest.raises(KeyError):
            resolved(found, mine, {})


def test_a_field_that_the_workbook_does_not_have_is_as_it_stands():
    found = merged(marks({"narrative": "a"}), {"narrative": "b"}, {"narrative": "a", "outlook": "on_track"})
    assert found.values == {"narrative": "b", "outlook": "on_track"}
