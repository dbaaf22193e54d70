from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse


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
