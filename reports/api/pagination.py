"""A list a page at a time."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from reports.api.parameters import PAGE, PAGE_SIZE


class Pages(BasePagination):
    """So many of a list as the address asks for; a page after the last is not there."""

    def paginate_queryset(self, rows: Sequence[Any], request: Request, view: Any = None) -> list[Any]:
        self.request = request
        pages = Paginator(rows, view.asked.get(PAGE_SIZE.name, PAGE_SIZE.usual))
        try:
            self.page = pages.page(view.asked.get(PAGE.name, PAGE.usual))
        except EmptyPage as error:
            raise NotFound(f"The list has {pages.num_pages} pages.") from error
        return list(self.page)

    def get_paginated_response(self, data: list[Any]) -> Response:
        page = self.page
        content = {
            "count": page.paginator.count,
            "next": self.address_of(page.next_page_number()) if page.has_next() else None,
            "previous": self.address_of(page.previous_page_number()) if page.has_previous() else None,
            "results": data,
        }
        links = [f'<{content[name]}>; rel="{rel}"' for name, rel in LINKS if content[name]]
        return Response(content, headers={"Link": ", ".join(links)} if links else None)

    def address_of(self, number: int) -> str:
        """The same list, another page. At the portal's own address, whoever asked by whichever name."""
        query = self.request.GET.copy()
        query[PAGE.name] = str(number)
        return f"{settings.PORTAL_URL}{self.request.path}?{query.urlencode()}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        neighbour = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "description": "How many there are on all pages."},
                "next": {**neighbour, "description": "The address of the next page; null on the last."},
                "previous": {**neighbour, "description": "The address of the page before; null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [PAGE.described(), PAGE_SIZE.described()]


LINKS = [("next", "next"), ("previous", "prev")]
