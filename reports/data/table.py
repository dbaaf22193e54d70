"""What a table of the open data is: its fields, what may stand in them, and how a row is told in cells of text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from library.texts import LANGUAGES

# Between the items of a list in one cell. No item holds it: items are slugs and words.
BETWEEN = ";"
# The last column of each table in CSV and XLSX: four hexadecimal digits for each column before it, in their order.
CHECKS = "checks"

Row = dict[str, Any]


class Type(StrEnum):
    """What a value is in Python; in brackets what it is where nothing is said, unless the field says otherwise."""

    STRING = "string"  # str (None)
    INTEGER = "integer"  # int, 0 or more (None)
    NUMBER = "number"  # str with two decimals, "1200.50", as in the edition: no binary fraction is exact (None)
    DATE = "date"  # str: "2019", "2019-02" or "2019-02-14" (None)
    TEXT = "text"  # {language: str}, one column each; no empty str in it ({})
    LIST = "list"  # [str], one cell: "a;b" ([])
    WORD = "word"  # str, one of the choices (None)


@dataclass(frozen=True)
class Field:
    """A field of a table. `title` and `description` are lazy: a reader's words in the reader's language.

    `empty` is the value of a STRING or WORD that says nothing: None, or "" where an edition has it so. An empty cell
    is that value and no other. `path` leads to the value, by names, in a row of an edition or from a record; it is
    empty for what does not come from there. A LIST with choices holds some of them.
    """

    name: str
    type: Type
    title: Any
    description: Any
    choices: tuple[tuple[str, Any], ...] = ()
    is_required: bool = False
    empty: Any = None
    path: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Its columns where a row is flat: wording_en, wording_fr, wording_es, wording_ar."""
        return [f"{self.name}_{language}" for language in LANGUAGES] if self.type == Type.TEXT else [self.name]

    @property
    def nothing(self) -> Any:
        """The value where nothing is said: that of empty cells."""
        return {Type.TEXT: {}, Type.LIST: []}.get(self.type, self.empty)

    def cells(self, value: Any) -> list[str]:
        """The value as text, one for each column."""
        if self.type == Type.TEXT:
            return [value.get(language, "") for language in LANGUAGES]
        if self.type == Type.LIST:
            return [BETWEEN.join(value)]
        return ["" if value is None else str(value)]


@dataclass(frozen=True)
class Reference:
    """That what stands in these fields, where it is not empty, is the key of a row of another table."""

    fields: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table. `part` is the part of an edition's content of which it has the rows, or empty."""

    name: str
    title: Any
    description: Any
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    part: str = ""

    @cached_property
    def columns(self) -> list[str]:
        """The header of the flat table, without `checks`."""
        return [column for field in self.fields for column in field.columns]

    def cells(self, row: Row) -> list[str]:
        """A row as text, a cell for each of the columns."""
        return [cell for field in self.fields for cell in field.cells(row[field.name])]

    @property
    def header(self) -> list[str]:
        return [*self.columns, CHECKS]

    def line(self, row: Row) -> list[str]:
        """A row as text, with its checks at the end."""
        cells = self.cells(row)
        return [*cells, checks_of(cells)]

    def field(self, name: str) -> Field:
        (found,) = (field for field in self.fields if field.name == name)
        return found


def checks_of(cells: Sequence[str]) -> str:
    """What the last column says of the others: by it a cell that was changed is found."""
    return "".join(hashlib.sha256(cell.encode()).hexdigest()[:4] for cell in cells)
