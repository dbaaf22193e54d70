"""The API: what everybody may read as pages, for programs. Nobody can write anything through it."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from library.public import public
from reports.api import editions, openapi, parameters, rows, serializers
from reports.api.editions import EDITIONS
from reports.api.filters import RowFilter
from reports.api.pagination import Pages
from reports.api.parameters import LANGUAGE, Parameter
from reports.api.resources import RESOURCES, Resource
from reports.data import licence

SECONDS_KEPT = 60  # by caches on the way to the readers: so long a new edition may be unknown


class Readable(APIView):
    """What all answers have in common. DRF asks nobody to sign in, and these views know no account at all."""

    is_list = False
    # For the description of the API (openapi.py): names that stay, words, and what may go wrong besides the usual.
    operation_id = summary = explained = tag = ""
    problems: dict[int, Any] = {}

    def keys(self) -> list[dict[str, Any]]:
        """What stands in the address itself."""
        return []

    def parameters(self) -> list[Parameter]:
        """What may be asked for."""
        return []

    def answer(self) -> Any:
        """The serializer of a good answer, or its schema."""
        raise NotImplementedError

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What the address asks for. Everything in it that we do not know is refused."""
        known = {name: partial(self.words, name) for name in rows.KNOWN}
        return parameters.read(self.request.GET, self.parameters(), known)

    def words(self, name: str) -> Sequence[str]:
        """What only the data know: which words that parameter has at this moment."""
        return rows.KNOWN[name](self.now)

    @cached_property
    def now(self) -> rows.Now:
        return rows.now()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            translation.activate(self.asked.get(LANGUAGE.name, "en"))

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What may be done here, for a browser that asks before it sends If-None-Match for a page elsewhere."""
        headers = {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "If-None-Match"}
        return Response(status=204, headers=headers)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Link"] = ", ".join(filter(None, [response.get("Link"), *links()]))
        response["Vary"] = "Accept"
        if response.status_code == 200:
            asked = self.asked.get(LANGUAGE.name)
            response["Content-Language"] = asked or ", ".join(LANGUAGE.words)
            patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
        else:
            response["Content-Language"] = "en"
            patch_cache_control(response, no_store=True)
        return response


def links() -> list[str]:
    """Where licence, documentation, description and the disclaimer on designations are."""
    with translation.override("en"):
        about = settings.PORTAL_URL + reverse("reports:api-docs")
    terms = licence.current()
    return [
        *([f'<{terms.url}>; rel="license"'] if terms.url else []),
        f'<{about}>; rel="service-doc"',
        f'<{about}#disclaimer>; rel="terms-of-service"',
        f'<{settings.PORTAL_URL}{reverse("api:openapi")}>; rel="service-desc"; type="application/json"',
    ]


class Rows(Readable, GenericViewSet):
    """A resource: a list of rows, and each of them by its key."""

    resource: Resource = None
    filter_backends = [RowFilter]
    pagination_class = Pages

    @cached_property
    def now(self) -> rows.Now:
        return super().now if self.resource.is_of_countries else rows.Now()

    @property
    def is_list(self) -> bool:
        return self.action == "list"

    @property
    def operation_id(self) -> str:
        return f"{'list' if self.is_list else 'get'}_{self.resource.id.replace('-', '_')}"

    @property
    def tag(self) -> str:
        return self.resource.path

    @property
    def title(self) -> Any:
        return self.resource.table.title

    @property
    def summary(self) -> Any:
        return self.title if self.is_list else _("%(title)s: one of them") % {"title": self.title}

    @property
    def explained(self) -> Any:
        return self.resource.table.description

    @property
    def problems(self) -> dict[int, Any]:
        missing = _("The list has no such page.") if self.is_list else _("There is no such thing.")
        return {404: (serializers.Problem, missing)}

    def keys(self) -> Sequence[dict[str, Any]]:
        return [] if self.is_list else self.resource.keys()

    def parameters(self) -> Sequence[Parameter]:
        return self.resource.parameters(is_list=self.is_list)

    def answer(self) -> Any:
        return self.get_serializer_class()

    def get_serializer_class(self) -> type[serializers.RowSerializer]:
        return serializers.of_table(self.resource.table.name)

    def get_serializer_context(self) -> dict[str, Any]:
        return {"language": self.asked.get(LANGUAGE.name)}

    def found(self) -> Sequence[rows.Row]:
        name = self.resource.table.name
        return self.now.rows.get(name, []) if self.resource.is_of_countries else rows.of_library(name)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.found()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, **key: Any) -> Response:
        wanted = [key[field] for field in self.resource.key]
        for row in self.found():
            if [row[field] for field in self.resource.key] == wanted:
                return Response(self.get_serializer(row).data)
        raise Http404


class Editions(Rows):
    """Every edition that can be read, of every country; and each with all that it says."""

    resource = EDITIONS
    title = _("Editions")
    explained = _("Every edition that can be read, of every country; and one of them with all that it says.")

    @property
    def problems(self) -> dict[int, Any]:
        gone = {410: (serializers.Withdrawn, _("The edition was withdrawn; the answer says when and why."))}
        return super().problems | ({} if self.is_list else gone)

    def get_serializer_class(self) -> type[Any]:
        return editions.EditionHead if self.is_list else editions.WholeEdition

    def found(self) -> Sequence[rows.Row]:
        return editions.heads()

    def paginate_queryset(self, found: Sequence[rows.Row]) -> Sequence[rows.Row]:
        return [self.addressed(head) for head in super().paginate_queryset(found)]

    def addressed(self, head: rows.Row) -> rows.Row:
        return editions.with_addresses(head, self.asked.get(LANGUAGE.name))

    def retrieve(self, request: Request, country: str, edition: int) -> Response:
        whole = editions.whole(country, edition)
        return Response(self.get_serializer(self.addressed(whole)).data)


class Index(Readable):
    """Where everything is."""

    operation_id, tag, summary, explained = "index", "index", _("All addresses"), _("The address of each resource.")

    def answer(self) -> Any:
        address = {"type": "string", "format": "uri"}
        names = [resource.path for resource in (EDITIONS, *RESOURCES)]
        return {"type": "object", "properties": dict.fromkeys(names, address), "required": names}

    def get(self, request: Request) -> Response:
        return Response(
            {
                resource.path: settings.PORTAL_URL + reverse(f"api:{resource.id}-list")
                for resource in (EDITIONS, *RESOURCES)
            }
        )


class OpenAPI(Readable):
    """The description of the API, for programs that make other programs of it. Not part of itself."""

    schema = None

    def get(self, request: Request) -> Response:
        return Response(openapi.document("en", self.now))


@public
def to_documentation(request: HttpRequest) -> HttpResponse:
    return redirect("reports:api-docs")
