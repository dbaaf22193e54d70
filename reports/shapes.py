"""How a state is drawn where marks stand beside each other: by shape as well as by colour, as in _marks.scss."""

from typing import Any

from .texts import Word

# Every other state is hollow: it lies ahead. What has no state has simply happened.
SHAPES = {
    "done": "full",
    "completed": "full",
    "under_way": "half",
    "in_progress": "half",
    "discontinued": "barred",
    "not_reported": "dashed",
}


def shape_of(state: Word | None) -> str:
    """Full, half, hollow, barred or dashed."""
    return SHAPES.get(state.code, "hollow") if state else "full"


def percent(value: float) -> str:
    """A position in a picture. As text: a template would write the number with the reader's decimal comma."""
    return f"{value:.2f}%"


def bar(tally: list[dict[str, Any]], *, mirrored: bool = False) -> list[dict[str, Any]]:
    """One field for each thing counted, state after state, so that a state is as long as its share of the whole.

    What is not reported is a field as well, and looks like none of the others: never a zero, never left out.
    """
    words = [row["word"] for row in tally for _number in range(row["count"])]
    step = 100 / len(words) if words else 0
    places = [step * (len(words) - number - 0.9 if mirrored else number + 0.1) for number in range(len(words))]
    return [
        {"word": word, "shape": shape_of(word), "x": percent(place), "width": percent(0.8 * step)}
        for word, place in zip(words, places, strict=True)
    ]
