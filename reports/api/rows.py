"""What is public at this moment, as the rows of the open data. Parsed content of editions is kept in the process."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from priorities.models import Theme
from reports.data import tables
from reports.models import Edition

Row = dict[str, Any]


@dataclass(frozen=True)
class Now:
    """The current editions of all countries: the rows of each by its checksum, and all of them, table by table."""

    parts: dict[str, tables.Rows] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        together: dict[str, list[Row]] = defaultdict(list)
        for part in self.parts.values():
            for name, rows in part.items():
                together[name] += rows
        return dict(together)

    @cached_property
    def countries(self) -> dict[str, Row]:
        """What is said of each country as a whole, by its short name in addresses."""
        return {row["country"]: row for row in self.rows.get("countries", [])}

    @cached_property
    def themes(self) -> dict[str, set[str]]:
        """The themes of each country's actions."""
        themes: dict[str, set[str]] = {country: set() for country in self.countries}
        for row in self.rows.get("actions", []):
            themes[row["country"]].update(row["themes"])
        return themes


# Of this process. It holds current editions and no more, and is put in place as a whole, so that a thread which reads
# it meanwhile has the one or the other. Checksums say whether what is kept is still what is public.
_kept = Now()


def now() -> Now:
    """What is public of all countries. One query; one more where an edition is new to this process."""
    global _kept
    current, kept = dict(Edition.objects.current().values_list("checksum", "pk")), _kept
    if list(kept.parts) == list(current):
        return kept
    parts = dict(kept.parts)
    unknown = [pk for checksum, pk in current.items() if checksum not in parts]
    for edition in Edition.objects.filter(pk__in=unknown):
        parts[edition.checksum] = tables.told(edition)
    _kept = made = Now({checksum: parts[checksum] for checksum in current})
    return made


def countries(now: Now) -> list[str]:
    """Of which countries something is public."""
    return list(now.countries)


def themes(now: Now) -> list[str]:
    """Those that are published, and those that current editions have besides."""
    published = Theme.objects.published().values_list("slug", flat=True)
    return list(dict.fromkeys([*published, *(row["slug"] for row in now.rows.get("edition_themes", []))]))


# What parameters can ask for that only the data know (parameters.py).
KNOWN = {"country": countries, "theme": themes}

# What stands inside the rows of a table: under which name, rows of which table, and the field by which they name it.
PARTS = {
    "events": [("participations", "participations", "event")],
    "networks": [("points", "network_points", "network")],
}


def of_library(name: str) -> list[Row]:
    """The published rows of a table of what belongs to no country, with what stands inside them."""
    parts = PARTS.get(name, [])
    found = tables.of_library([name, *(table for _part, table, _by in parts)])
    rows = found[name]
    for part, table, by in parts:
        inside: dict[str, list[Row]] = defaultdict(list)
        for row in found[table]:
            inside[row[by]].append(row)
        rows = [{**row, part: inside[row["slug"]]} for row in rows]
    return rows
