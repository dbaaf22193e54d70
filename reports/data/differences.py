"""What of an export is new here, what is here already and what is here otherwise: shown before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reports.data import tables
from reports.data.checking import Problems
from reports.data.schema import OF_EDITIONS, OF_LIBRARY, Row, Table
from reports.data.tables import Rows
from reports.data.wholes import HEADS, OF_EDITION, number_of, said, values_in
from reports.models import Edition

MOST_LETTERS = 60  # of a text that is shown beside what the file has


@dataclass
class Differences:
    """By table, the rows that are not here and those that are here just so. Of editions only the heads."""

    new: dict[str, list[Row]] = field(default_factory=dict)
    same: dict[str, list[Row]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """What a person reads: each row that is new, and how many are not."""
        for name in (HEADS, *OF_LIBRARY):
            for row in self.new.get(name, []):
                yield _("New in %(table)s: %(key)s") % {"table": name, "key": key_in_words(name, row)}
            if count := len(self.same.get(name, [])):
                yield _("Already here in %(table)s, and the same: %(count)s") % {"table": name, "count": count}


def key_in_words(table: str, row: Row) -> str:
    if table == HEADS:
        return f"{said(values_in(row, OF_EDITION))}, {row['published']}, SHA-256 {row['checksum']}"
    return said(values_in(row, OF_LIBRARY[table].key))


def between(rows: Rows, problems: Problems) -> Differences:
    """Compare what was read with what is here. Whatever is here otherwise is a problem, cell by cell."""
    differences = Differences()
    compare_editions(rows, differences, problems)
    here = tables.of_library()
    for name, table in OF_LIBRARY.items():
        known = {values_in(row, table.key): row for row in here[name]}
        for row in rows.get(name, []):
            mine = known.get(values_in(row, table.key))
            if mine is not None:
                differing(table, row, mine, problems)
            (differences.new if mine is None else differences.same).setdefault(name, []).append(row)
    return differences


def compare_editions(rows: Rows, differences: Differences, problems: Problems) -> None:
    for row in rows.get(HEADS, []):
        edition = Edition.objects.of(row["country"]).filter(number=row["edition"]).first()
        if edition and edition.checksum != row["checksum"]:
            compare_contents(edition, row, rows, problems)
        (differences.same if edition else differences.new).setdefault(HEADS, []).append(row)


def compare_contents(edition: Edition, head: Row, rows: Rows, problems: Problems) -> None:
    """Name where an edition that is here says otherwise than the file: its checksum, and each cell of its rows."""
    here = tables.of_editions([edition])
    words = _("This edition is here with other content, and an edition never changes.")
    problems.add(HEADS, number_of(head), "checksum", words)
    for name, table in OF_EDITIONS.items():
        own = [row for row in rows.get(name, []) if values_in(row, OF_EDITION) == values_in(head, OF_EDITION)]
        known = {values_in(row, table.key): row for row in here[name]}
        for row in own:
            if mine := known.pop(values_in(row, table.key), None):
                differing(table, row, mine, problems)
            else:
                problems.add(name, number_of(row), table.key[-1], _("The edition that is here has no such row."))
        for key in known:
            problems.add(name, None, "", _("The edition that is here also has %(key)s.") % {"key": said(key)})


def differing(table: Table, row: Row, mine: Row, problems: Problems) -> None:
    """A problem for each cell of which the row that is here has another."""
    for column, theirs, ours in zip(table.columns, table.cells(row), table.cells(mine), strict=True):
        if theirs != ours and (table.name, column) != (HEADS, "checksum"):
            words = _("Here it is “%(ours)s”, in the file “%(theirs)s”.")
            problems.add(table.name, number_of(row), column, words % {"ours": short(ours), "theirs": short(theirs)})


def short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
