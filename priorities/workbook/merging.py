"""Three texts of one field: the one a workbook was made with, the one that came back, the one that stands now.

Of the first only its mark is known (workbook_values.mark): to see whether somebody changed it takes no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .values import mark

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Merged:
    """What a row comes to. Where both sides wrote, `values` has theirs, and `collisions` has the field."""

    values: dict[str, str]
    collisions: tuple[str, ...] = ()


def merged(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """What only one side changed is as that side has it; what both changed alike is so; the rest is asked.

    `base` holds marks, the others texts. A field of which the workbook knows nothing is as it stands.
    """
    values, collisions = dict(theirs), []
    for name, stood in theirs.items():
        if name not in base or name not in mine or mine[name] == stood or mark(mine[name]) == base[name]:
            continue
        if mark(stood) == base[name]:
            values[name] = mine[name]
        else:
            collisions.append(name)
    return Merged(values, tuple(collisions))


def resolved(merge: Merged, mine: Mapping[str, str], answers: Mapping[str, str]) -> dict[str, str]:
    """The row once every collision was answered. Raises KeyError where one was not."""
    chosen = {name: mine[name] for name in merge.collisions if answers[name] == MINE}
    return merge.values | chosen
