"""The site's own doors: the reader's language, the two health checks, search engines and the error pages."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.typed import is_desk, typed
from library.public import public
from reports import sitemaps

from . import styleguide
from .permissions import can_see_styleguide


@public
def to_readers_language(request: HttpRequest) -> HttpResponse:
    """From / or /data/ to the page in the language the browser asks for; English where it asks for none of ours."""
    response = redirect(f"/{get_language_from_request(request)}{request.path_info}")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@public
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok", content_type="text/plain")


@public
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The portal can serve: its database answers and is migrated, and its storage can be listed. 503 if not."""
    checks = {"database": False, "migrations": False, "storage": False}
    try:
        executor = MigrationExecutor(connection)
        checks["database"] = True
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        try_storage()
        checks["storage"] = True
    except (DatabaseError, OSError):
        pass
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where they find all of it."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.PORTAL_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language."""
    return render(request, "sitemap.xml", {"pages": sitemaps.pages()}, content_type="application/xml")


@login_not_required  # whoever may not see it is not sent to sign in: for them it is not there
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Tokens and components, alive (docs/design.md)."""
    if not can_see_styleguide(request.user):
        raise Http404
    return render(request, "pathfinder/styleguide.html", styleguide.shown(get_language()))


def try_storage() -> None:
    """Keep a file and take it away again; raises OSError where that cannot be done."""
    storage = storages["renderings"]
    storage.delete(storage.save("readyz", ContentFile(b"")))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"typed": typed(request), "is_desk": is_desk(request)}, status=404)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a token that holds: mostly one that stood open while somebody signed in."""
    return render(request, "403_csrf.html", {"typed": typed(request)}, status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Says so in the reader's language without asking the database, which may be what failed: then it is a 503."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return plain_page("503.html", 503, {"Retry-After": "60"})
    return plain_page("500.html", 500)


def plain_page(template: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """A page made without a context processor, so that nothing else can fail."""
    return HttpResponse(get_template(template).render(), status=status, headers=headers)
