from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from reports.api import problems

# What an error says in its headers and cannot be told in its body.
KEPT = ("Allow", "Retry-After")


class ForProgramsMiddleware(MiddlewareMixin):
    """What every answer under /api/ has, whoever makes it: a page of any origin may read it, and no error is HTML.

    The outermost but three, because a 304, a 404 of an address that does not exist, and a 413 are made far outside
    our views.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return response
        if response.status_code >= 400 and not response["Content-Type"].endswith("json") and not settings.DEBUG:
            headers = {name: response[name] for name in KEPT if name in response}
            response = problems.page_of(response.status_code, headers)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link"
        return response
