from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from accounts.typed import typed_first


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Sends whoever has not signed in away from every view that is not marked public.

    Django's own asks who the reader is even where it does not matter. Then each public page would depend on the
    cookie, and no cache between us and the readers could keep it.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> HttpResponse:
        return typed_first(request, super().handle_no_permission(request, view))


class BodyLimitMiddleware(MiddlewareMixin):
    """Answers 413 to what is larger than the largest file and its form, by the length it declares: none of it is read.

    A body that declares no length is empty to Django.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not declared.isdecimal() or int(declared) <= (settings.EVIDENCE_MIB + 1) * 1024 * 1024:
            return None
        return render(request, "413.html", {"limit": settings.EVIDENCE_MIB}, status=413)
