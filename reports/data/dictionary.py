"""The data dictionary as the page of open data shows it: each table with its files and its fields."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.data.schema import OF_EDITIONS, OF_LIBRARY, TABLES, Field, Table, Type

TYPES = {
    Type.STRING: _("text"),
    Type.INTEGER: _("whole number"),
    Type.NUMBER: _("number with two decimals"),
    Type.DATE: _("date: a year, a month or a day"),
    Type.TEXT: _("text in each language it exists in"),
    Type.LIST: _("list"),
    Type.WORD: _("one of these words"),
}


@dataclass(frozen=True)
class ShownField:
    field: Field
    is_key: bool

    @property
    def type(self) -> Any:
        return TYPES[self.field.type]


@dataclass(frozen=True)
class ShownTable:
    """A table: how many rows it has, and its files, {name: bytes}."""

    table: Table
    rows: int
    files: dict[str, int]

    @property
    def fields(self) -> list[ShownField]:
        return [ShownField(field, field.name in self.table.key) for field in self.table.fields]


@dataclass(frozen=True)
class ShownFile:
    """A file with all tables in it."""

    name: str
    size: int
    words: Any


WHOLES = {
    "pathfinder-csv.zip": _("Every table as CSV, with the description of them (datapackage.json)."),
    "pathfinder.xlsx": _("Every table as a sheet of one workbook."),
    "pathfinder.json": _("Every table in one file."),
    "datapackage.json": _("The data dictionary for programs: Frictionless Data Package with Table Schema."),
}


def wholes(index: dict[str, Any]) -> list[ShownFile]:
    return [ShownFile(name, index["files"][name], words) for name, words in WHOLES.items()]


def groups(index: dict[str, Any]) -> list[tuple[Any, list[ShownTable]]]:
    """The tables in two groups, each under its title. `index` says what files there are (files.py)."""
    shown = {
        name: ShownTable(
            table,
            index["rows"][name],
            {f"{name}.{kind}": index["files"][f"{name}.{kind}"] for kind in ("csv", "json")},
        )
        for name, table in TABLES.items()
    }
    return [
        (_("From the e-reports"), [shown[name] for name in OF_EDITIONS]),
        (_("What belongs to no country"), [shown[name] for name in OF_LIBRARY]),
    ]


def citation(mark: str) -> str:
    """How to cite the data as they are at this moment, in plain text. Their address comes after it."""
    return gettext("Alliance 8.7. (%(year)s). Pathfinder countries: open data (version %(version)s).") % {
        "year": timezone.localdate().year,
        "version": mark.rpartition("/")[2].partition("-")[0],
    }
