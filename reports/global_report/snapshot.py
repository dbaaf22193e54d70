"""The global report as plain data: which editions it is made of, and copies of what belongs to no country.

Its texts, dates and sources are written as those of an edition (reports/snapshot.py). Of a country it holds the name,
the number of its edition and the checksum that pins it, and nothing else.
"""

import datetime as dt
from collections.abc import Iterable

from events.models import Event, Participation
from library.models import Document, Initiative, LessonLearnt, PageText, ToolkitItem
from priorities.models import Theme
from reports.models import Edition
from reports.snapshot import Data, cited, dates, document_data, plain, sources_in, texts

SCHEMA = 1

# The texts of the portal that the report prints.
PAGE_TEXTS = ["disclaimer", "global-products", "how-to-read", "pathfinder-country"]


def of_all(editions: Iterable[Edition]) -> Data:
    """Everything the global report says, from those editions and from what is published now."""
    data: Data = {
        "schema": SCHEMA,
        "countries": [
            {
                "slug": edition.slug,
                "number": edition.number,
                "checksum": edition.checksum,
                "name": edition.snapshot["country"]["name"],
            }
            for edition in editions
        ],
        "themes": [
            {**plain(theme, "slug", "kind", "look", "order"), **texts(theme, "name", "description")}
            for theme in Theme.objects.published()
        ],
        "events": events(),
        "lessons": [
            {**plain(lesson, "slug", "order"), **texts(lesson, "text"), **cited(lesson)}
            for lesson in LessonLearnt.objects.published().select_related("source")
        ],
        "networks": networks(),
        "toolkit": toolkit(),
        "texts": {
            text.slug: texts(text, "title", "body")
            for text in PageText.objects.published().filter(slug__in=PAGE_TEXTS)
        },
    }
    documents = Document.objects.filter(slug__in=sources_in(data))
    data["sources"] = {document.slug: document_data(document) for document in documents}
    return data


def events() -> list[Data]:
    """The published events in order of time, each with who took part and as what."""
    found = Event.objects.published().order_by("start", "slug").select_related("source")
    return [
        {
            **plain(event, "slug", "scope"),
            **texts(event, "name", "place", "description"),
            **dates(event, "start", "end"),
            "participants": [participant(row) for row in sorted(event.participations.all(), key=in_order)],
            **cited(event),
        }
        for event in found.prefetch_related("participations__country", "participations__organisation")
    ]


def in_order(row: Participation) -> tuple[int, bool, str]:
    """By role, countries first, then by slug: names would sort otherwise in each language."""
    return row.Role.values.index(row.role), row.country is None, row.who.slug


def participant(row: Participation) -> Data:
    who = row.who
    return {"role": row.role, "is_country": row.country is not None, "slug": who.slug, **texts(who, "name")}


def networks() -> list[Data]:
    """The business networks, each with what it is, does and brings."""
    found = Initiative.objects.published().select_related("source").prefetch_related("points__source")
    return [
        {
            **plain(network, "slug", "host", "order"),
            **texts(network, "name", "tagline"),
            "points": [
                {**plain(point, "kind", "order"), **texts(point, "heading", "text", "presenter_note"), **cited(point)}
                for point in network.points.all()
            ],
            **cited(network),
        }
        for network in found
    ]


def toolkit() -> list[Data]:
    """The parts of the toolkit, each with the address where it can be read, if there is one."""
    return [
        {
            **plain(item, "slug", "edition", "order", "state"),
            **texts(item, "title", "description"),
            "url": item.document.url if item.document and item.document.is_published else "",
            **cited(item),
        }
        for item in ToolkitItem.objects.published().select_related("source", "document")
    ]


def head(number: int, at: dt.datetime, note: str) -> Data:
    """What the content says of the edition itself. It is as of the day on which it is published."""
    day = at.date().isoformat()
    return {"number": number, "as_of": day, "published": day, "note": note}
