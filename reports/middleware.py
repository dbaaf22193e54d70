from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin

from .withdrawn import Withdrawn, notice, ways_on

# How the addresses of data end; those of pages, PDFs and pictures get a page.
DATA = (".json", ".csv", ".xlsx", ".txt", ".bib", ".ris")


class WithdrawnMiddleware(MiddlewareMixin):
    """Answers 410 wherever a withdrawn edition is asked for, at whichever of its addresses."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Withdrawn):
            return None
        told, ways = notice(exception.edition), ways_on(exception.edition)
        if request.path.endswith(DATA) or request.path.startswith("/api/"):
            response: HttpResponse = JsonResponse({**told.as_data, **ways}, status=410)
        else:
            response = render(request, "reports/withdrawn.html", {"notice": told, **ways}, status=410)
        # A country's page may have something to read again.
        patch_cache_control(response, no_cache=True)
        response["X-Robots-Tag"] = "noindex"
        return response
