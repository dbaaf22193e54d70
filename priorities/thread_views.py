"""Questions and answers about an update, at the desk. Nothing here is public."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User

from . import thread_workflow
from .models import ProgressUpdate
from .permissions import may, reported_or_404, reviewed_or_404
from .thread_forms import CommentForm
from .workflow import WrongState

VERBS = {"ask": thread_workflow.ask, "answer": thread_workflow.answer}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretariat asks a country about its update."""
    return thread(request, reviewed_or_404(request.user, pk), "ask", reverse("priorities:review", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, country: str, name: str, pk: int) -> HttpResponse:
    """The country answers. The address names the update: what was meant for one never lands on the next."""
    update = get_object_or_404(reported_or_404(request.user, country, name).updates, pk=pk)
    return thread(request, update, "answer", reverse("priorities:report", args=[country, name]))


def thread(request: HttpRequest, update: ProgressUpdate, verb: str, up: str) -> HttpResponse:
    """Keep what was written and go back `up`; where it is refused, show it once more with what is wrong."""
    form, status = CommentForm(verb, request.POST if request.method == "POST" else None), 422
    if form.is_bound and form.is_valid():
        try:
            VERBS[verb](update=update, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sent. It is kept with the update."))
            return redirect(up)
        except WrongState as refused:
            status, update = 409, refused.update
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused)
    context = shown(update, verb, request.user) | {"update": update, "up": up, "comment_form": form}
    context["address"] = request.path
    context["typed"] = [form["text"].value()] if status == 409 else []
    return render(request, "desk/thread.html", context, status=status if form.is_bound else 200)


def shown(update: ProgressUpdate, verb: str, user: User) -> dict[str, Any]:
    """What a page needs for desk/_thread.html: the comments of an update, and whether `user` may go on."""
    return {
        "thread_of": update,
        "comments": update.comments.select_related("written_by") if update.pk else [],
        "comment_form": CommentForm(verb),
        "may_comment": may(user, verb, update),
    }
