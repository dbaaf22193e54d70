"""Where on the world map each country with an e-report stands. static/map/build.mjs drew the outlines, once."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from countries.models import Country

from .cards import Card
from .texts import Word

OUTLINES = Path(__file__).with_name("map.json")
# Of names, in the units of the map, in which a wide screen's pixel is about two.
LETTER, LINE, GAP = 15, 30, 10

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Name:
    """Where a country's name stands beside it, and which end of it stands there: "start", "end" or "middle"."""

    x: int
    y: int
    anchor: str
    box: Box


@dataclass(frozen=True)
class Place:
    """A country on the map. `shape` is empty where it is too small for one, `name` is None where there is no room."""

    card: Card
    shape: str
    x: int
    y: int
    small: bool
    name: Name | None


@cache
def outlines() -> dict[str, Any]:
    """What build.mjs drew: the size of the map, and of each country by its M49 code the outline and the place."""
    return json.loads(OUTLINES.read_text(encoding="utf-8"))


def world(cards: list[Card]) -> dict[str, Any]:
    """The map with those countries on it: its `width` and `height`, their `places`, and the `legend`.

    A country that the map does not know has no place; the table beside the map has it all the same.
    """
    drawn = outlines()
    known = [(card, drawn["countries"][card.m49]) for card in cards if card.m49 in drawn["countries"]]
    names: list[Box] = []
    places = []
    for card, country in known:
        taken = names + [around(other) for _card, other in known if other is not country]
        name = next((name for name in beside(card, country) if is_free(name.box, taken)), None)
        if name:
            names.append(name.box)
        places.append(Place(card, country["shape"], country["x"], country["y"], country["small"], name))
    return {"width": drawn["width"], "height": drawn["height"], "places": places, "legend": legend(cards)}


def legend(cards: list[Card]) -> list[tuple[Word, int]]:
    """Each engagement that those countries have, in the order of engagement, with how many have it."""
    words = {card.engagement.code: card.engagement for card in cards}
    counted = Counter(card.engagement.code for card in cards)
    return [(words[code], counted[code]) for code in Country.Engagement.values[::-1] if code in words]


def around(country: dict[str, Any]) -> Box:
    """The room that a country takes, with its marker if it needs one."""
    left, top, right, bottom = country["box"]
    x, y = country["x"], country["y"]
    return min(left, x - GAP), min(top, y - GAP), max(right, x + GAP), max(bottom, y + GAP)


def beside(card: Card, country: dict[str, Any]) -> Iterator[Name]:
    """Where the country's name could stand, the best first: to the right, to the left, below, above."""
    width = LETTER * len(card.name)
    x, y = country["x"], country["y"]
    right, left = max(country["right"], x + GAP) + GAP, min(country["left"], x - GAP) - GAP
    yield Name(right, y + LINE // 3, "start", (right, y - LINE // 2, right + width, y + LINE // 2))
    yield Name(left, y + LINE // 3, "end", (left - width, y - LINE // 2, left, y + LINE // 2))
    _left, top, _right, bottom = around(country)
    for line in (bottom + LINE, top - GAP):
        yield Name(x, line, "middle", (x - width // 2, line - LINE, x + width // 2, line))


def is_free(box: Box, taken: list[Box]) -> bool:
    """Whether the box lies on the map and clear of all that is taken."""
    left, top, right, bottom = box
    on_map = left >= 0 and top >= 0 and right <= outlines()["width"] and bottom <= outlines()["height"]
    return on_map and not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken
    )
