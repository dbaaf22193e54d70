from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import PasswordResetFromKeyView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import own_data as kept
from . import workflow
from .permissions import hindrance


class ChoosePasswordView(PasswordResetFromKeyView):
    """Choose a password, with the link of an invitation or of a forgotten password."""

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """A link that was used or has expired is gone, and its page says what to do."""
        if not context.get("token_fail"):
            return super().render_to_response(context, **options)
        response = super().render_to_response(context, status=410, **options)
        response._has_been_logged = True  # Django would write the address to the log, and the address is a secret
        return response


choose_password = ChoosePasswordView.as_view()


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out where one is not now: from a lost telephone, or a computer at a friend's."""
    if workflow.end_sessions(request.user, pk=pk):
        messages.success(request, _("You are signed out there."))
    return redirect("usersessions_list")


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What the portal keeps about whoever asks, in words."""
    return render(request, "account/data.html", {"parts": kept.parts_of(request.user)})


@require_safe
@reauthentication_required
def download(request: HttpRequest) -> JsonResponse:
    """All of it as a file."""
    layout = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(kept.as_document(request.user), json_dumps_params=layout)
    response["Content-Disposition"] = 'attachment; filename="pathfinder-my-data.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Take one's name and address out of the portal, for good; or learn why not now."""
    reason = hindrance(request.user)
    if request.method != "POST" or reason:
        status = 422 if request.method == "POST" else 200
        return render(request, "account/data_erase.html", {"hindrance": reason}, status=status)
    workflow.erase(user=request.user, by=request.user)
    logout(request)
    return render(request, "account/data_erased.html")
