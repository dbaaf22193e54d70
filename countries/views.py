"""Who speaks for which country: the secretariat's pages on the desk. Nothing here is public."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import people as persons
from . import workflow
from .forms import AppointForm, EndForm, HandOverForm
from .permissions import appoints_or_404, term_or_404


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Every country with its focal points and deputies; first what somebody has to see to."""
    appoints_or_404(request.user)
    return render(request, "desk/people.html", {"people": persons.people(timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Name who speaks for a country, and invite them."""
    appoints_or_404(request.user)
    form = AppointForm(request.POST or None, initial={"country": request.GET.get("country")})

    def save() -> str:
        term = workflow.appoint(**form.words, by=request.user)
        return _("%(name)s speaks for %(country)s.") % {"name": term.user, "country": term.country}

    return answer(request, form, save, "desk/people_appoint.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def end_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Say on which day somebody speaks for a country last."""
    term = term_or_404(request.user, pk)
    form = EndForm(request.POST or None)

    def save() -> str:
        workflow.end_term(term=term, last_day=form.cleaned_data["last_day"], by=request.user)
        return _("The last day of %(name)s is written down.") % {"name": term.user}

    return answer(request, form, save, "desk/people_end.html", {"term": term})


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else take over, with everything that is open."""
    term = term_or_404(request.user, pk)
    form = HandOverForm(request.POST or None, initial={"institution": term.institution})

    def save() -> str:
        successor = workflow.hand_over(term=term, **form.cleaned_data, by=request.user)
        return _("%(name)s takes over for %(country)s. Both are told by mail.") % {
            "name": successor.user,
            "country": successor.country,
        }

    return answer(request, form, save, "desk/people_hand_over.html", {"term": term})


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation once more to somebody who never came in."""
    term = term_or_404(request.user, pk)
    try:
        term = workflow.invite_again(term=term, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": term.user})
    return redirect("countries:people")


def answer(
    request: HttpRequest, form: Any, save: Callable[[], str], template: str, context: dict[str, Any]
) -> HttpResponse:
    """Save what the form says and go back to the list; else show the form, with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, save())
            return redirect("countries:people")
        except ValidationError as refused:
            form.refuse(refused)
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
