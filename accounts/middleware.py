from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from .typed import typed_first

SINCE, SEEN = "signed_in_at", "seen_at"
# Where somebody may go who has no second factor yet: to get one, or to leave.
WITHOUT_SECOND_FACTOR = ("mfa_", "account_logout", "account_reauthenticate", "account_set_password")


@receiver(user_logged_in)
def remember_when(request: HttpRequest, **_more: Any) -> None:
    request.session[SINCE] = timezone.now().timestamp()


class SignedInMiddleware:
    """What holds for whoever has signed in: a session ends, a second factor is there where it is required, and none
    but staff enter the admin.

    Public views are left alone: they do not ask who the reader is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        now = timezone.now().timestamp()
        if now - request.session.get(SINCE, 0) > settings.SESSION_LONGEST:
            logout(request)
            return typed_first(request, redirect_to_login(request.get_full_path()))
        # An idle session ends by its age, which begins anew with each save; one a minute is enough.
        if now - request.session.get(SEEN, 0) > 60:
            request.session[SEEN] = now
        if self.lacks_second_factor(request):
            messages.info(request, _("Set up a second factor first: it keeps what is not public from others."))
            return redirect("mfa_index")
        if request.resolver_match.app_name == "admin" and not request.user.is_staff:
            raise PermissionDenied
        return None

    def lacks_second_factor(self, request: HttpRequest) -> bool:
        name = request.resolver_match.view_name or ""
        return (
            settings.SECOND_FACTOR_REQUIRED
            and not name.startswith(WITHOUT_SECOND_FACTOR)
            and not is_mfa_enabled(request.user)
        )


class MistakesMiddleware:
    """A form of allauth's in which something is wrong answers 422, as ours do; allauth and Django answer 200."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        errors = getattr((response.context_data or {}).get("form"), "errors", None)
        if errors and response.status_code == 200 and request.resolver_match.app_name != "admin":
            response.status_code = 422
        return response
