"""The API on a page, for people: made of the description that programs read, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from library.models import PageText
from library.public import public
from reports.api import openapi, rows
from reports.api.parameters import PAGE_SIZE
from reports.api.resources import OF_COUNTRY, RESOURCES
from reports.api.views import SECONDS_KEPT
from reports.data import licence

MOST_WORDS = 12  # of a parameter that are listed; an answer to a wrong one lists all
COMMON = [one.name for one in OF_COUNTRY]
TABLES = {resource.path: resource.table.name for resource in RESOURCES}


@dataclass
class Shown:
    """A resource: its list, one of its rows, and what may be asked for."""

    id: str
    title: str
    about: str
    paths: list[str] = field(default_factory=list)
    parameters: list[dict[str, Any]] = field(default_factory=list)
    table: str = ""

    @property
    def example(self) -> str:
        """An address that asks something: the first words of filters that few lists have."""
        filters = [one for one in self.parameters if one["words"] and one["name"] not in COMMON]
        asked = [f"{one['name']}={one['words'][0]}" for one in filters][:2]
        return f"{settings.PORTAL_URL}{self.paths[0]}{'?' if asked else ''}{'&'.join(asked)}"


def resources(api: dict[str, Any]) -> list[Shown]:
    """What the description has, by its tags; the list of a resource tells what it is."""
    found: dict[str, Shown] = {}
    for path, operations in api["paths"].items():
        operation = operations["get"]
        (tag,) = operation["tags"]
        shown = found.setdefault(tag, Shown(tag.replace("/", "-"), operation["summary"], operation["description"]))
        shown.paths.append(path)
        shown.table = TABLES.get(tag, "")
        if len(shown.paths) == 1:
            shown.parameters = list(parameters(operation))
    return list(found.values())


def parameters(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in operation.get("parameters", []):
        schema = one["schema"]
        words = schema.get("items", schema).get("enum", [])
        yield {
            "name": one["name"],
            "description": one["description"],
            "words": words[:MOST_WORDS],
            "more": len(words) > MOST_WORDS,
            "kind": kind_of(schema),
        }


def kind_of(schema: dict[str, Any]) -> str:
    if schema["type"] == "integer":
        return _("A whole number from 1 to %(most)s.") % {"most": schema["maximum"]}
    if schema["type"] == "array":
        return _("May be said several times: any of them will do.")
    return _("A day, such as 2019-02-14.") if schema.get("format") == "date" else ""


@public
def page(request: HttpRequest) -> HttpResponse:
    api = openapi.document(get_language(), rows.now())
    context = {
        "index": next(iter(api["paths"])),
        "resources": resources(api),
        "most": PAGE_SIZE.most,
        "usual": PAGE_SIZE.usual,
        "seconds": SECONDS_KEPT,
        "address": settings.PORTAL_URL,
        "licence": licence.current(),
        "disclaimer": PageText.objects.public("disclaimer"),
    }
    return render(request, "reports/api.html", context)
