"""What differs between two snapshots: nothing is lost, nothing is invented, and a row is known again."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.changes import Change, Kind, apply, changes
from reports.models import Edition
from reports.workflow import canonical

few = st.sampled_from(["a", "b", "c"])
scalars = st.none() | st.booleans() | st.integers(0, 3) | few
texts = st.dictionaries(st.sampled_from(["en", "fr", "ar"]), few)
# Rows whose names repeat, are missing or trade places: what a match could trip over.
rows = st.fixed_dictionaries(
    {},
    optional={
        "slug": few,
        "reference": few,
        "order": st.integers(1, 3),
        "wording": texts,
        "name": texts,
        "kind": few,
        "start": few,
        "source": st.none() | st.fixed_dictionaries({"document": few, "locator": few}),
        "themes": st.lists(few, max_size=3),
    },
)
lists = ["actions", "milestones", "next_steps", "pillars", "workshops", "practices", "roadmaps", "ratifications"]
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(few, inner, max_size=3), max_leaves=12
)
snapshots = st.dictionaries(st.sampled_from([*lists, "country"]), st.lists(rows, max_size=5) | anything, max_size=4)


@given(snapshots | anything, snapshots | anything)
def test_the_changes_make_the_new_of_the_old(old: Any, new: Any) -> None:
    before = copy.deepcopy(old)
    assert canonical(apply(old, changes(old, new))) == canonical(new)
    assert old == before


@given(snapshots | anything)
def test_what_is_the_same_has_no_changes(data: Any) -> None:
    assert changes(data, copy.deepcopy(data)) == []


@given(st.permutations(range(8)))
def test_rows_that_trade_places_are_seen_to_move_and_to_do_nothing_else(order: list[int]) -> None:
    old = {"actions": [{"reference": f"NPL-0{number}"} for number in range(8)]}
    new = {"actions": [old["actions"][number] for number in order]}
    found = changes(old, new)
    assert {change.kind for change in found} <= {Kind.MOVED}
    assert bool(found) == (order != sorted(order))


@given(data=st.data())
def test_any_change_of_one_leaf_of_a_real_snapshot_is_seen(real: dict[str, Any], data: st.DataObject) -> None:
    """Every field of the snapshot, whatever list it is in."""
    where = data.draw(st.sampled_from(list(leaves(real))))
    new = copy.deepcopy(real)
    part = new
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = "something else"
    found = changes(real, new)
    assert found
    assert canonical(apply(real, found)) == canonical(new)


def leaves(part: Any, where: tuple = ()) -> Any:
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else []
    for step, inner in steps:
        yield from leaves(inner, (*where, step))
    if where and not isinstance(part, dict | list):
        yield where


@pytest.fixture(scope="module")
def real(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    with django_db_blocker.unblock():
        return Edition.objects.get(slug="nepal").snapshot


def test_an_action_is_known_by_its_reference_wherever_it_stands() -> None:
    old = {"actions": [{"reference": "A-1", "due": "2019"}, {"reference": "A-2", "due": "2020"}]}
    new = {"actions": [{"reference": "A-0", "due": None}, {"reference": "A-2", "due": "2021"}]}
    assert changes(old, new) == [
        Change(("actions", 0), Kind.REMOVED, before={"reference": "A-1", "due": "2019"}),
        Change(("actions", 1, "due"), Kind.CHANGED, "2020", "2021"),
        Change(("actions", 0), Kind.ADDED, after={"reference": "A-0", "due": None}),
    ]


def test_a_step_is_known_by_its_words_or_else_by_its_number() -> None:
    def steps(*texts: str) -> dict[str, Any]:
        return {"next_steps": [{"order": n, "wording": {"en": text}} for n, text in enumerate(texts, start=1)]}

    put_first = changes(steps("Adopt", "Report"), steps("Consult", "Adopt", "Report"))
    assert [(change.kind, change.where) for change in put_first] == [
        (Kind.CHANGED, ("next_steps", 0, "order")),
        (Kind.CHANGED, ("next_steps", 1, "order")),
        (Kind.ADDED, ("next_steps", 0)),
    ]
    (reworded,) = changes(steps("Adopt", "Report"), steps("Adopt", "Report again"))
    assert reworded == Change(("next_steps", 1, "wording", "en"), Kind.CHANGED, "Report", "Report again")


def test_a_workshop_whose_date_became_known_is_the_same_workshop() -> None:
    source = {"document": "d", "locator": "p. 1"}
    old = {"workshops": [{"kind": "strategy", "start": None, "source": source}]}
    new = {"workshops": [{"kind": "strategy", "start": "2019-03", "source": source}]}
    assert changes(old, new) == [Change(("workshops", 0, "start"), Kind.CHANGED, None, "2019-03")]


def test_rows_with_the_same_name_are_told_apart() -> None:
    twins = [{"reference": "A-1", "due": "2019"}, {"reference": "A-1", "due": "2020"}]
    old, new = {"actions": twins}, {"actions": [twins[1]]}
    assert changes(old, new) == [Change(("actions", 0), Kind.REMOVED, before=twins[0])]


def test_a_theme_put_on_an_action_is_one_change_and_its_place_another() -> None:
    old = {"actions": [{"reference": "A-1", "themes": ["x", "y"]}]}
    new = {"actions": [{"reference": "A-1", "themes": ["y", "z", "x"]}]}
    kinds = [change.kind for change in changes(old, new)]
    assert sorted(kinds) == [Kind.ADDED, Kind.MOVED]


def test_a_number_is_not_a_yes() -> None:
    assert changes({"headcount": 1}, {"headcount": True}) == [Change(("headcount",), Kind.CHANGED, 1, True)]
