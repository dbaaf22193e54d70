"""What the first sheet of a workbook says: what is in it, from which editions, under which terms, what it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from library.texts import best
from reports.data import licence, package
from reports.data.json_file import disclaimer
from reports.data.schema import CHECKS, TABLES, Field, Row, Type
from reports.data.tables import Rows

COLUMNS = 6


@dataclass(frozen=True)
class Line:
    texts: list[str]
    is_heading: bool = False


def title() -> str:
    return _("About these data")


def lines(rows: Rows, language: str) -> Iterator[Line]:
    """All of it, in that language, which is to be the active one."""
    yield heading(_("Pathfinder: open data"))
    yield said(package.what())
    yield said("")
    if rows.get("countries"):
        yield from editions(rows["countries"], language)
    yield heading(_("Licence"))
    terms = licence.current()
    yield said(terms.title, terms.url)
    yield said("")
    if text := best(disclaimer(rows), language):
        yield heading(_("Disclaimer"))
        yield said(text)
        yield said("")
    yield from dictionary(rows)


def editions(countries: list[Row], language: str) -> Iterator[Line]:
    yield heading(_("Editions"))
    yield heading(_("Country"), _("Edition"), _("As of"), _("Published"), _("Address"), _("Checksum"))
    for row in countries:
        address = settings.PORTAL_URL + reverse("reports:edition", args=[row["country"], row["edition"]])
        name = best(row["name"], language) or row["country"]
        yield said(name, row["edition"], row["as_of"], row["published"], address, row["checksum"])
    yield said("")


def dictionary(rows: Rows) -> Iterator[Line]:
    """What each table and each of its columns means, and the words that can stand there."""
    yield heading(_("Tables and fields"))
    for name in rows:
        table = TABLES[name]
        yield said("")
        yield heading(name, capfirst(table.title), table.description)
        for field in table.fields:
            yield said(", ".join(field.columns), capfirst(field.title), field.description, words(field))
        yield said(CHECKS, _("Checks"), package.what_checks_are())


def words(field: Field) -> str:
    if field.type not in (Type.WORD, Type.LIST):
        return ""
    return "; ".join(code if code == str(label) else f"{code}: {label}" for code, label in field.choices)


def heading(*texts: Any) -> Line:
    return Line([str(text) for text in texts], is_heading=True)


def said(*texts: Any) -> Line:
    return Line([str(text) for text in texts])
