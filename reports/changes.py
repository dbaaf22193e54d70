"""Two snapshots → what differs between them, as plain data. No records, no language: words are in what_changed.py.

`apply(old, changes(old, new))` is `new`, whatever the two hold. So no difference gets lost on the way to the reader.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

Where = tuple[str | int, ...]

# By what a row of a list is known again when something in it changed: the first of these that finds it. Where staff
# may both rewrite the words and renumber the rows, either will do.
IDENTITIES: dict[str, list[tuple[str, ...]]] = {
    "actions": [("reference",)],
    "answers": [("key",), ("wording.en",)],
    "coordination_bodies": [("name.en",), ("source",)],
    "coordination_steps": [("wording.en",), ("order",)],
    "files": [("sha256",)],
    "next_steps": [("wording.en",), ("order",)],
    "pillars": [("name.en",), ("order",)],
    "practices": [("title.en",), ("text.en",), ("source",)],
    "roadmaps": [("title.en",), ("source",)],
    "workshops": [("kind", "start"), ("kind", "source"), ("start",)],
}
OTHERWISE: list[tuple[str, ...]] = [("slug",), ("reference",), ("name.en",), ("order",)]


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """One difference. `where` leads to it by names of fields and places of rows: ("actions", 3, "due").

    A place is the one in the old list; that of an added row is the one in the new. `before` and `after` are what stood
    and what stands there; of a row that moved among the others, they are its places.
    """

    where: Where
    kind: Kind
    before: Any = None
    after: Any = None


def changes(old: Any, new: Any, where: Where = ()) -> list[Change]:
    """Every difference between two pieces of plain data, in the order of the old. None when they are the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [change for key in old | new for change in in_field(old, new, key, (*where, key))]
    if isinstance(old, list) and isinstance(new, list):
        return list(in_rows(old, new, where))
    if type(old) is type(new) and old == new:  # 1 == True
        return []
    return [Change(where, Kind.CHANGED, old, new)]


def in_field(old: dict[str, Any], new: dict[str, Any], key: str, where: Where) -> list[Change]:
    if key not in new:
        return [Change(where, Kind.REMOVED, before=old[key])]
    if key not in old:
        return [Change(where, Kind.ADDED, after=new[key])]
    return changes(old[key], new[key], where)


def in_rows(old: list[Any], new: list[Any], where: Where) -> Iterator[Change]:
    pairs = matched(old, new, IDENTITIES.get(str(where[-1]), OTHERWISE) if where else OTHERWISE)
    stayed = in_order(pairs)
    for place, row in enumerate(old):
        if place not in pairs:
            yield Change((*where, place), Kind.REMOVED, before=row)
            continue
        if place not in stayed:
            yield Change((*where, place), Kind.MOVED, before=place, after=pairs[place])
        yield from changes(row, new[pairs[place]], (*where, place))
    for place in sorted(set(range(len(new))) - set(pairs.values())):
        yield Change((*where, place), Kind.ADDED, after=new[place])


def matched(old: list[Any], new: list[Any], identities: list[tuple[str, ...]]) -> dict[int, int]:
    """The rows that are in both lists: place in the old → place in the new. First those that are quite the same."""
    pairs: dict[int, int] = {}
    for fields in [(), *identities]:
        taken, free = set(pairs.values()), defaultdict(list)
        for place, row in enumerate(new):
            if place not in taken:
                free[name_of(row, fields)].append(place)
        for place, row in enumerate(old):
            name = name_of(row, fields)
            if place not in pairs and name and free[name]:
                pairs[place] = free[name].pop(0)
    return pairs


def name_of(row: Any, fields: tuple[str, ...]) -> str:
    """What those fields of a row say, as one text; the whole row without fields; nothing where they say nothing."""
    if not fields:
        return json.dumps(row, sort_keys=True)
    values = []
    for field in fields:
        value = row
        for part in field.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        values.append(value)
    return json.dumps(values, sort_keys=True) if any(value not in (None, "", {}) for value in values) else ""


def in_order(pairs: dict[int, int]) -> set[int]:
    """The rows that need not move to come from the old order into the new."""
    before, after = sorted(pairs), sorted(pairs, key=lambda place: pairs[place])
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {before[block.a + step] for block in blocks for step in range(block.size)}


def apply(old: Any, found: list[Change]) -> Any:
    """What the old becomes by these changes. The old itself stays as it is."""
    if found and not found[0].where:
        return found[0].after
    if isinstance(old, dict):
        return apply_to_fields(old, found)
    return apply_to_rows(old, found) if isinstance(old, list) else old


def apply_to_fields(old: dict[str, Any], found: list[Change]) -> dict[str, Any]:
    new: dict[Any, Any] = dict(old)
    for key, inside in by_first_step(found).items():
        if inside[0].kind == Kind.REMOVED and not inside[0].where:
            del new[key]
        else:
            new[key] = apply(new.get(key), inside)
    return new


def apply_to_rows(old: list[Any], found: list[Change]) -> list[Any]:
    whole = [change for change in found if len(change.where) == 1]
    inside = by_first_step([change for change in found if len(change.where) > 1])
    rows = [apply(row, inside.get(place, [])) for place, row in enumerate(old)]
    away = {change.where[0] for change in whole if change.kind != Kind.ADDED}
    placed = [(int(change.where[0]), change.after) for change in whole if change.kind == Kind.ADDED]
    placed += [(change.after, rows[change.before]) for change in whole if change.kind == Kind.MOVED]
    new = [row for place, row in enumerate(rows) if place not in away]
    for place, row in sorted(placed, key=lambda each: each[0]):
        new.insert(place, row)
    return new


def by_first_step(found: list[Change]) -> dict[str | int, list[Change]]:
    """The changes under the first step of the way to them, which is then behind them."""
    inside: dict[str | int, list[Change]] = defaultdict(list)
    for change in found:
        inside[change.where[0]].append(replace(change, where=change.where[1:]))
    return inside
