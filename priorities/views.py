"""The desk: where focal points report and the secretariat reviews. Nothing here is public."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import desk as desks
from . import thread_views, workflow
from .detail_forms import form_of
from .forms import DecisionForm, SaidForm
from .models import ProgressUpdate
from .models.reporting import ANSWER_WITHIN
from .permissions import can_review, countries_reported_by, may, reported_or_404, reviewed_or_404
from .subjects import subject_of


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What a person has to do: for their countries, and for the secretariat what waits."""
    context = {
        "desks": [desks.of_country(country) for country in countries_reported_by(request.user)],
        "waiting": ProgressUpdate.objects.awaiting_review().count() if can_review(request.user) else None,
        "answer_within": ANSWER_WITHIN.days,
    }
    return render(request, "desk/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, country: str, name: str) -> HttpResponse:
    """Write and submit what is new of something a country reports on. Whatever goes wrong, the text stays here."""
    of = reported_or_404(request.user, country, name)
    update = workflow.open_update_of(of) or workflow.new_update(of)
    last = subject_of(of).said_before.first()
    form = form_of(of)(request.POST or None, instance=update, last=last)
    context = {"of": of, "update": update, "form": form, "last": last}
    context |= thread_views.shown(last if last and not update.pk else update, "answer", request.user)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, saved(request, of, form))
            to_files = "files" in request.POST
            return redirect("priorities:files", country, name) if to_files else redirect("priorities:desk")
        except (workflow.Overtaken, workflow.WrongState) as refused:
            form.stands_at(refused.update)
            context |= {"theirs": refused.update, "refusal": refused}
            return render(request, "desk/report.html", context, status=409)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "desk/report.html", context, status=422 if form.is_bound else 200)


def saved(request: HttpRequest, of: Any, form: SaidForm) -> str:
    """Save what the form says, and submit it if that was the button; the sentence that says so."""
    version = form.cleaned_data["version"] or None
    wrong = of.updates.accepted().first() if form.cleaned_data.get("corrects_last") else None
    update = workflow.save_draft(of=of, by=request.user, words=form.words, version=version, corrects=wrong)
    form.stands_at(update)
    if "submit" not in request.POST:
        return _("Saved. Nobody else sees it before you submit it.")
    workflow.submit(update=update, by=request.user, version=update.version)
    return _("Submitted. The secretariat looks at it next.")


@require_POST
def unchanged(request: HttpRequest, country: str, name: str) -> HttpResponse:
    """Still correct, nothing new: one click."""
    of = reported_or_404(request.user, country, name)
    try:
        workflow.confirm_unchanged(of=of, by=request.user, on=timezone.localdate())
    except (ValidationError, workflow.Overtaken, workflow.WrongState) as refused:
        messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
    else:
        messages.success(request, _("Submitted as still correct."))
    return redirect("priorities:desk")


@require_POST
def all_unchanged(request: HttpRequest, country: str) -> HttpResponse:
    """Still correct, nothing new: once for all that a country has reported on."""
    found = get_object_or_404(countries_reported_by(request.user), slug=country)
    updates = workflow.confirm_all_unchanged(country=found, by=request.user, on=timezone.localdate())
    said = ngettext(
        "%(count)d entry submitted as still correct.", "%(count)d entries submitted as still correct.", len(updates)
    )
    messages.success(request, said % {"count": len(updates)})
    return redirect("priorities:desk")


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for the secretariat, the oldest first."""
    if not can_review(request.user):
        raise Http404
    updates = ProgressUpdate.objects.with_subjects().select_related("submitted_by")
    context = {
        "waiting": updates.awaiting_review().prefetch_related("comments"),
        "hanging": updates.hanging(timezone.now()),
        "written_about": updates.awaiting_a_word(),
        "answer_within": ANSWER_WITHIN.days,
    }
    return render(request, "desk/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One update beside what was accepted before: accept it, or return it with a reason."""
    update = reviewed_or_404(request.user, pk)
    form, status = DecisionForm(request.POST or None), 422
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, decided(request, update, form))
            return redirect("priorities:review-list")
        except workflow.WrongState as refused:
            status, update = 409, refused.update
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {
        "update": update,
        "form": form,
        "differences": desks.compared(update),
        "decisions": update.decisions.select_related("decided_by"),
        "may_accept": may(request.user, "accept", update),
        "may_return": may(request.user, "return_for_changes", update),
        "typed": [form["reason"].value()] if status == 409 and form["reason"].value() else [],
    } | thread_views.shown(update, "ask", request.user)
    return render(request, "desk/review.html", context, status=status if form.is_bound else 200)


def decided(request: HttpRequest, update: ProgressUpdate, form: DecisionForm) -> str:
    """Do what the reviewer decided; the sentence that says so."""
    if form.cleaned_data["verb"] == DecisionForm.ACCEPT:
        workflow.accept(update=update, by=request.user)
        return _("Accepted. It is public with the next edition.")
    workflow.return_for_changes(update=update, by=request.user, reason=form.cleaned_data["reason"])
    return _("Returned, with your reason.")
