"""What the rows of all tables have to say together: each key once, what is named is there, editions as published."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from reports.data.checking import Problems, refused
from reports.data.schema import TABLES, Reference, Row
from reports.data.tables import Rows, contents, miscounted
from reports.models import checksum_of

HEADS = "countries"  # a row for each edition
OF_EDITION = ("country", "edition")
# What else is named within an edition. Tools for tables know no keys in a list, so it is not in the dictionary.
WITHIN = {
    "pillars": [Reference((*OF_EDITION, "themes"), "edition_themes", (*OF_EDITION, "slug"))],
    "actions": [
        Reference((*OF_EDITION, "themes"), "edition_themes", (*OF_EDITION, "slug")),
        Reference((*OF_EDITION, "pillar"), "pillars", (*OF_EDITION, "order")),
    ],
    "evidence": [
        Reference((*OF_EDITION, "action"), "actions", (*OF_EDITION, "reference")),
        Reference((*OF_EDITION, "next_step"), "next_steps", (*OF_EDITION, "order")),
    ],
}


def check(rows: Rows, problems: Problems) -> None:
    """Raise Refused where the rows do not fit together, or an edition is not the one that its checksum names."""
    for table in TABLES.values():
        check_keys(table.name, table.key, rows.get(table.name, []), problems)
        for reference in (*table.references, *WITHIN.get(table.name, ())):
            check_reference(table.name, reference, rows, problems)
    check_counts(rows, problems)
    problems.refuse()
    check_editions(rows, problems)
    problems.refuse()


def number_of(row: Row) -> int | None:
    """Where the row stood in its file, if that counts rows."""
    return getattr(row, "number", None)


def values_in(row: Row, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def check_keys(table: str, key: tuple[str, ...], rows: list[Row], problems: Problems) -> None:
    first: dict[tuple[Any, ...], int | None] = {}
    for row in rows:
        values = values_in(row, key)
        if values in first:
            words = _("Row %(row)s is about the same: %(key)s.") % {"row": first[values], "key": said(values)}
            problems.add(table, number_of(row), key[-1], words)
        first.setdefault(values, number_of(row))


def check_reference(table: str, reference: Reference, rows: Rows, problems: Problems) -> None:
    there = {values_in(row, reference.key) for row in rows.get(reference.table, [])}
    for row in rows.get(table, []):
        for named in names_in(row, reference):
            if named not in there:
                words = _("There is no %(key)s in the table %(table)s.")
                said_so = {"key": said(named), "table": reference.table}
                problems.add(table, number_of(row), reference.fields[-1], words % said_so)


def names_in(row: Row, reference: Reference) -> Iterator[tuple[Any, ...]]:
    """The keys that the row names: none where the last of its fields is empty, many where that is a list."""
    *first, last = values_in(row, reference.fields)
    for item in last if isinstance(last, list) else [last]:
        if item not in (None, ""):
            yield (*first, item)


def check_counts(rows: Rows, problems: Problems) -> None:
    """Each edition says how many rows it has in which table: so one that left or came is missed there."""
    for head, name, expected, found in miscounted(rows):
        words = _("Rows of the edition %(edition)s in the file: %(found)s. Published were: %(expected)s.")
        edition = said(values_in(head, OF_EDITION))
        problems.add(name, None, "", words % {"edition": edition, "expected": expected, "found": found})


def check_editions(rows: Rows, problems: Problems) -> None:
    """Each edition that the rows make is the one that its checksum names."""
    try:
        made = contents(rows)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise refused(_("These rows make no edition: %(why)s") % {"why": error}, HEADS) from None
    for head, content in zip(rows[HEADS], made, strict=True):
        if checksum_of(content) != head["checksum"]:
            words = _(
                "The rows of this edition are not those that were published: something was changed, added, moved or "
                "taken out, in this table or in another."
            )
            problems.add(HEADS, number_of(head), "checksum", words)


def said(values: tuple[Any, ...]) -> str:
    """A key in words: "nepal 1 NPL-04"."""
    return " ".join(str(value) for value in values if value not in (None, ""))
