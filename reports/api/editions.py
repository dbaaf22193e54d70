"""Editions as a resource: all that can be read, with their addresses; and one with everything in it."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from library.texts import LANGUAGES
from reports.api.filters import ByDay
from reports.api.resources import COUNTRY, Resource
from reports.api.rows import Row
from reports.api.serializers import Cell, of_table
from reports.data import tables
from reports.data.schema import OF_EDITIONS, TABLES
from reports.models import Edition
from reports.withdrawn import Withdrawn

HEAD = ("country", "edition", "as_of", "published", "note", "checksum")
RENDERINGS = {
    "page": ("reports:edition", []),
    "pdf": ("reports:edition-pdf", []),
    "json": ("reports:edition-data", ["json"]),
    "csv": ("reports:edition-data", ["csv"]),
    "xlsx": ("reports:edition-data", ["xlsx"]),
}
EDITIONS = Resource(
    "editions",
    TABLES["countries"],
    ("country", "edition"),
    (
        COUNTRY,
        ByDay(
            "since",
            _("Published on this day or later."),
            holds=lambda row, day, now: row["published"] >= day.isoformat(),
        ),
    ),
)


def addresses(about: Any) -> serializers.DictField:
    return serializers.DictField(child=serializers.URLField(), help_text=about)


class Renderings(serializers.Serializer):
    """Where an edition can be had, for each language; for the one asked for, if one is."""

    page = addresses(_("The e-report."))
    pdf = addresses(_("The e-report as PDF, with its data in it."))
    json = addresses(_("What was frozen, which is the same in every language: the checksum is of it."))
    csv = addresses(_("Its statements as a table for people."))
    xlsx = addresses(_("Its tables as a workbook."))


class EditionHead(serializers.Serializer):
    """An edition: what identifies it, and where it can be had."""

    is_current = serializers.BooleanField(help_text=_("Whether it is the country’s newest that can be read."))
    renderings = Renderings()

    def get_fields(self) -> dict[str, Any]:
        return {name: Cell(TABLES["countries"].field(name)) for name in HEAD} | super().get_fields()


class Tables(serializers.Serializer):
    """The rows of an edition."""

    def get_fields(self) -> dict[str, Any]:
        return {name: of_table(name)(many=True, help_text=table.description) for name, table in OF_EDITIONS.items()}


class WholeEdition(EditionHead):
    """An edition with all its rows, table by table."""

    tables = Tables()


def heads() -> list[Row]:
    """Every edition that can be read, by country, the newest first. One query."""
    fields = ["slug", "number", "as_of", "published_at", "note", "checksum"]
    found, seen = [], set()
    for slug, number, as_of, published, note, checksum in (
        Edition.objects.readable().order_by("slug", "-number").values_list(*fields)
    ):
        head = {
            "country": slug,
            "edition": number,
            "as_of": str(as_of),
            "published": timezone.localdate(published).isoformat(),
            "note": note,
            "checksum": checksum,
            "is_current": slug not in seen,
        }
        seen.add(slug)
        found.append(head)
    return found


def with_addresses(head: Row, language: str | None) -> Row:
    codes = [language] if language else LANGUAGES
    renderings: dict[str, dict[str, str]] = {name: {} for name in RENDERINGS}
    for code in codes:
        with translation.override(code):
            for name, (address, more) in RENDERINGS.items():
                path = reverse(address, args=[head["country"], head["edition"], *more])
                renderings[name][code] = settings.PORTAL_URL + path
    return {**head, "renderings": renderings}


def whole(country: str, number: int) -> Row:
    """Everything that edition says. Raise Http404 where there is none, Withdrawn where it is not to be read."""
    editions = Edition.objects.of(country)
    edition = get_object_or_404(editions.select_related("withdrawal", "country"), number=number)
    if edition.is_withdrawn:
        raise Withdrawn(edition)
    rows = tables.told(edition)
    if not rows:
        raise Http404
    head = {name: rows["countries"][0][name] for name in HEAD}
    is_current = not editions.readable().filter(number__gt=number).exists()
    return {**head, "is_current": is_current, "tables": {name: rows.get(name, []) for name in OF_EDITIONS}}
