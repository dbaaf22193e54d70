"""Editions and what belongs to no country → rows of tables, and rows → the editions they were made of, to the byte."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model, Prefetch

from events.models import Event, Participation
from library.models import Document, Initiative, InitiativePoint, LessonLearnt, ToolkitItem
from library.texts import languages_of
from priorities.models import Theme
from reports.data.checking import reason_against, value_of
from reports.data.edition_tables import OPTIONAL
from reports.data.schema import OF_EDITIONS, OF_LIBRARY, TABLES, Field, Row, Table, Type
from reports.models import Edition
from reports.snapshot import SCHEMA, Data, canonical

Rows = dict[str, list[Row]]
LOGGER = logging.getLogger(__name__)

# Parts of an edition's content that are named rows, not lists; in them the name is the row's slug.
NAMED = ("themes", "sources")
# What countries report on, and the field of `evidence` that says on which row of it.
REPORTED = {"actions": ("action", "reference"), "next_steps": ("next_step", "order")}
# Parts of a row that may be null as a whole, and what is never null in them otherwise.
NULLABLE = {"source": "document", "report": "as_of"}
# Types of which a text may look like a value and be written otherwise: "1200" is no NUMBER.
EXACT = (Type.INTEGER, Type.NUMBER, Type.DATE)


class Untellable(Exception):
    """An edition's content is not what these tables can tell without losing anything of it."""

    def __init__(self, edition: str) -> None:
        super().__init__(f"{edition} holds more than the tables of the open data can tell.")


def public() -> Rows:
    """All that the public may reuse at this moment: the current editions, and what is published beside them.

    An edition that the tables cannot tell is left out and named in the log: it must not take the others along.
    """
    rows: Rows = {name: [] for name in OF_EDITIONS}
    for edition in Edition.objects.current():
        for name, found in told(edition).items():
            rows[name] += found
    return rows | of_library()


def told(edition: Edition) -> Rows:
    """The rows of one edition; none where the tables cannot tell it, which the log then says."""
    try:
        return of_edition(edition)
    except Untellable as error:
        LOGGER.error("not in the open data: %s", error)
        return {}


def of_editions(editions: Iterable[Edition]) -> Rows:
    """The rows of these editions, from what was frozen and from nothing else.

    Raises Untellable rather than lose anything: what contents() makes of the rows is compared with what was frozen.
    """
    rows: Rows = {name: [] for name in OF_EDITIONS}
    for edition in editions:
        for name, found in of_edition(edition).items():
            rows[name] += found
    return rows


def of_edition(edition: Edition) -> Rows:
    try:
        rows = rows_of(edition.snapshot, edition.checksum)
        is_known = edition.snapshot["schema"] <= SCHEMA
        is_whole = is_known and contents(rows) == [edition.content] and all(keeps(rows))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Untellable(f"{edition.slug} {edition.number}") from error
    if not is_whole:
        raise Untellable(f"{edition.slug} {edition.number}")
    return rows


def keeps(rows: Rows) -> Iterator[bool]:
    """For each value, whether it is the same again after it was text in cells, and written as its type wants it."""
    for name, found in rows.items():
        for row in found:
            for field in TABLES[name].fields:
                cells = field.cells(row[field.name])
                yield value_of(field, cells) == row[field.name] and not (
                    field.type in EXACT and reason_against(field, cells)
                )


def rows_of(content: Data, checksum: str) -> Rows:
    """The rows of one edition."""
    head = {"country": content["country"]["slug"], "edition": content["edition"]["number"], "checksum": checksum}
    rows = {
        name: [
            row_of(table, data, {**head, "position": place})
            for place, data in enumerate(parts_of(content, table.part), start=1)
        ]
        for name, table in OF_EDITIONS.items()
        if table.part
    }
    counts = [f"{name}:{len(found)}" for name, found in rows.items()]
    about = {**head, "lacks": lacking(content), "rows": counts}
    return {"countries": [row_of(OF_EDITIONS["countries"], content, about)], **rows}


def parts_of(content: Data, part: str) -> list[Data]:
    """What a part of the content holds, row by row, in its order."""
    if part == "files":
        return list(files_in(content))
    if part in NAMED:
        return [{**data, "slug": slug} for slug, data in sorted(content[part].items())]
    return content.get(part, [])


def files_in(content: Data) -> Iterator[Data]:
    """The files of all reports, each with what was reported on."""
    for part, (field, name) in REPORTED.items():
        for row in content[part]:
            for file in (row.get("report") or {}).get("files", []):
                yield {**file, field: row[name]}


def row_of(table: Table, data: Data, head: Row) -> Row:
    """A row of that table: from the data what has a path, from the head the rest."""
    row = {}
    for field in table.fields:
        value = found_at(data, field.path) if field.path else head.get(field.name)
        row[field.name] = settled(field, value)
    return row


def settled(field: Field, value: Any) -> Any:
    """The value; where it says nothing, in whichever way, what the field has for that."""
    return field.nothing if value in (None, "", [], {}) else value


def found_at(data: Any, path: Iterable[str]) -> Any:
    for name in path:
        data = data.get(name) if data is not None else None
    return data


def lacking(content: Data) -> list[str]:
    """Which of what not every edition has is nowhere in this one, though it has a place for it."""
    lacks = []
    for path in OPTIONAL:
        *way, name = path.split(".")
        places = places_of(content, way)
        if places and not any(name in place for place in places):
            lacks.append(path)
    return lacks


def places_of(content: Data, way: list[str]) -> list[Data]:
    """The dicts at the end of that way: ["actions", "report"] are the reports of all actions that have one."""
    places = [content]
    for name in way:
        inner = [place[name] for place in places if place.get(name)]
        inner = [part for value in inner for part in (value if isinstance(value, list) else [value])]
        places = [each for part in inner for each in (part.values() if name in NAMED else [part])]
    return places


def contents(rows: Rows) -> list[str]:
    """The canonical JSON of each edition in these rows, in the order of `countries`: the inverse of of_editions().

    The SHA-256 of each is the checksum of the edition, unless somebody changed the rows. Raises ValueError for a row
    that belongs to nothing.
    """
    by_edition: dict[tuple[str, int], Rows] = {(row["country"], row["edition"]): {} for row in rows["countries"]}
    for name in OF_EDITIONS:
        for row in rows.get(name, []):
            edition = by_edition.get((row["country"], row["edition"]))
            if edition is None:
                raise ValueError(f"{name}: there is no edition {row['country']} {row['edition']}")
            edition.setdefault(name, []).append(row)
    return [canonical(content_of(edition)) for edition in by_edition.values()]


def content_of(rows: Rows) -> Data:
    """The content of the one edition in these rows."""
    (about,) = rows["countries"]
    content = nested(OF_EDITIONS["countries"], about)
    content["country"]["slug"], content["edition"]["number"] = about["country"], about["edition"]
    for name, table in OF_EDITIONS.items():
        found = rows.get(name, [])
        if table.part in NAMED:
            content[table.part] = {row["slug"]: without(nested(table, row), "slug") for row in found}
        elif table.part and table.part != "files":
            content[table.part] = [nested(table, row) for row in sorted(found, key=lambda row: row["position"])]
    put_files(content, rows.get("evidence", []))
    for path in about["lacks"]:
        *way, name = path.split(".")
        for place in places_of(content, way):
            del place[name]
    return content


def without(data: Data, *names: str) -> Data:
    return {name: value for name, value in data.items() if name not in names}


def nested(table: Table, row: Row) -> Data:
    """What the row says, by the paths of its fields: {"source": {"document": …, "locator": …}, …}."""
    data: Data = {}
    for field in table.fields:
        place = data
        for name in field.path[:-1]:
            place = place.setdefault(name, {})
        if field.path:
            place[field.path[-1]] = row[field.name]
    for name, never_null in NULLABLE.items():
        if name in data and data[name][never_null] is None:
            data[name] = None
    return data


def put_files(content: Data, evidence: list[Row]) -> None:
    """Give each report its files, in their order."""
    reports = {}
    for part, (field, name) in REPORTED.items():
        for row in content[part]:
            if row["report"]:
                row["report"]["files"] = reports[field, row[name]] = []
    for row in sorted(evidence, key=lambda row: row["position"]):
        of = [(field, row[field]) for field, _name in REPORTED.values() if row[field] is not None]
        if len(of) != 1 or of[0] not in reports:
            raise ValueError(f"evidence: there is no report for file {row['position']}")
        reports[of[0]].append(without(nested(OF_EDITIONS["evidence"], row), "action", "next_step"))


def miscounted(rows: Rows) -> Iterator[tuple[Row, str, int, int]]:
    """Where rows are missing or too many: the row of `countries`, the table, how many it says and how many there are.

    A table that is not in `rows` at all is not asked for.
    """
    found = Counter((row["country"], row["edition"], name) for name in rows for row in rows[name] if "edition" in row)
    for about in rows.get("countries", []):
        said = dict(count.rpartition(":")[::2] for count in about["rows"])
        for name in [name for name in OF_EDITIONS if name in rows and name != "countries"]:
            there = found[about["country"], about["edition"], name]
            if said.get(name) != str(there):
                yield about, name, int(said[name]) if said.get(name, "").isdecimal() else 0, there


def of_library(names: Iterable[str] = tuple(OF_LIBRARY)) -> Rows:
    """What is published of what belongs to no country, of these tables; two queries at most for each.

    A document that is not published is named by its title alone.
    """
    events = Event.objects.published().order_by("start", "slug").select_related("source")
    taking_part = Participation.objects.filter(event__in=Event.objects.published()).select_related(
        "event", "country", "organisation", "source"
    )
    points = InitiativePoint.objects.select_related("initiative", "source")
    networks = (
        Initiative.objects.published()
        .order_by("order", "slug")
        .select_related("source")
        .prefetch_related(Prefetch("points", points))
    )
    records: dict[str, Callable[[], Iterable[Model]]] = {
        "themes": lambda: Theme.objects.published(),
        "events": lambda: events,
        "participations": lambda: sorted(taking_part, key=place_of),
        "documents": lambda: Document.objects.published().order_by("slug"),
        "toolkit": lambda: ToolkitItem.objects.published().select_related("source", "document"),
        "lessons": lambda: LessonLearnt.objects.published().select_related("source"),
        "networks": lambda: networks,
        "network_points": lambda: [point for network in networks for point in network.points.all()],
    }
    return {name: [record_row(OF_LIBRARY[name], record) for record in records[name]()] for name in names}


def place_of(row: Participation) -> tuple[str, str, int, bool, str]:
    """By event in order of time, role, and slug: by name they would stand otherwise in each language."""
    role = Participation.Role.values.index(row.role)
    return str(row.event.start), row.event.slug, role, row.country is None, row.who.slug


def record_row(table: Table, record: Model) -> Row:
    return {field.name: settled(field, record_value(field, record)) for field in table.fields}


def record_value(field: Field, record: Any) -> Any:
    """What a record says of that field. Of a document that is not published, nothing but its title."""
    *way, name = field.path
    for step in way:
        record = getattr(record, step)
        if record is None:
            return field.nothing
    if field.type == Type.TEXT:
        return languages_of(record, name)
    value = getattr(record, name)
    if isinstance(value, Model):
        return value.slug if getattr(value, "is_published", True) else None
    if field.type == Type.DATE and value is not None:
        return str(value)
    return value
