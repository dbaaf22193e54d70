"""Pages that only the static site has. No visitor of the portal reaches them."""

import json

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from library.dates import PartialDate
from library.models import PageText
from library.public import public
from reports.models import Edition

from . import search_list


@public
def start(request: HttpRequest) -> HttpResponse:
    """Choose a language."""
    newest = Edition.objects.aggregate(newest=Max("published_at"))["newest"]
    context = {"until": newest and PartialDate.of(timezone.localdate(newest)), "languages": settings.LANGUAGES}
    return render(request, "pathfinder/static_site/start.html", context)


@public
def search(request: HttpRequest) -> HttpResponse:
    """Everything that search can find, in lists; a script makes results of them (static/js/static_search.js)."""
    context = {
        "kinds": search_list.by_kind(get_language()),
        "disclaimer": PageText.objects.public("disclaimer"),
    }
    return render(request, "pathfinder/static_site/search.html", context)


@public
def search_index(request: HttpRequest) -> HttpResponse:
    """What the script looks in, in the order of those lists. A script itself: a page on a stick can fetch nothing."""
    rows = json.dumps(list(search_list.index(get_language())), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(f"window.pathfinderIndex = {rows};\n", content_type="text/javascript")
