"""A text in cells of a workbook: what XML cannot write escaped, what would be calculated neutralised, and back."""

import re

from priorities.workbook.values import neutral, plain

MOST = 32_000  # Excel takes 32,767 of the units in which UTF-16 counts

# What XML has no way to write, and the carriage return, which it reads as a line feed.
_UNWRITABLE = "[\x00-\x08\x0b-\x1f\ufffe\uffff]"
# _x000B_ is how a workbook writes such a character (ECMA-376, ST_Xstring). A text that has that by itself, or would
# have it once what follows is escaped, has its underscore escaped.
_TO_ESCAPE = re.compile(f"{_UNWRITABLE}|_(?=x[0-9A-Fa-f]{{4}}(?:_|{_UNWRITABLE}))")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def written(text: str) -> str:
    """As it stands in a cell."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", neutral(text))


def read(cell: str) -> str:
    """What `written()` was given."""
    return plain(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell))


def parts(text: str) -> list[str]:
    """The text in pieces that a cell can hold."""
    if len(written(text).encode("utf-16-le")) <= 2 * MOST:
        return [text]
    half = len(text) // 2
    return parts(text[:half]) + parts(text[half:])
