"""Where publishers publish the global report. Nothing here is public, and there is no such page for anybody else."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports import jobs, workflow
from reports.global_report import page, rendering
from reports.global_report.forms import GlobalPublicationForm
from reports.global_report.publication import STEPS, Publication, pdfs_of
from reports.global_report.workflow import publish_global
from reports.models import GlobalEdition
from reports.permissions import can_publish, can_withdraw
from reports.publish_forms import WithdrawalForm


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """What would be in it, what changed, and the checklist. Nothing is published that was not shown."""
    if not can_publish(request.user):
        raise Http404
    form = GlobalPublicationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            edition = publish_global(by=request.user, **form.words)
            messages.success(request, _("Edition %(number)s is public.") % {"number": edition.number})
            return redirect("reports:publish-global")
        except workflow.PublicationRefused as refused:
            form.add_error(None, refused.problems)
        except workflow.Unseen:
            pass  # it is shown below
    publication = Publication(get_language())
    status = 422 if form.is_bound else 200
    if form.data.get("seen") not in (None, publication.fingerprint):
        form, status = GlobalPublicationForm(initial=form.typed), 409
    context = {"publication": publication, "form": form, "is_overtaken": status == 409}
    return render(request, "desk/publish_global.html", context, status=status)


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """The whole report as readers would see it."""
    if not can_publish(request.user):
        raise Http404
    edition = Publication(get_language()).next
    return render(request, "desk/publish_global_report.html", {"report": page.report(edition, get_language())})


@require_http_methods(["GET", "HEAD", "POST"])
def pdfs(request: HttpRequest) -> HttpResponse:
    """How far the PDFs of the current edition are; sent as a form, those that are missing are made."""
    if not can_publish(request.user):
        raise Http404
    edition = GlobalEdition.objects.readable().newest()
    if not edition:
        raise Http404
    if request.method == "POST":
        make(request, edition)
        return redirect("reports:publish-global-pdfs")
    rows = pdfs_of(edition)
    context = {
        "edition": edition,
        "pdfs": rows,
        "steps": STEPS,
        "is_making": any(row.state == "being made" for row in rows),
        "is_lacking": any(row.state in ("missing", "failed") for row in rows),
    }
    return render(request, "desk/publish_global_pdfs.html", context)


def make(request: HttpRequest, edition: GlobalEdition) -> None:
    """Let a job make what is missing. Without a worker it is made now, unless that would take minutes."""
    has_worker = settings.TASKS["default"]["BACKEND"] != settings.IMMEDIATE_JOBS
    if not has_worker and len(edition.snapshot["countries"]) > rendering.MOST_WHILE_WAITING:
        messages.warning(request, _("No worker does the jobs here: run “manage.py render_editions”."))
        return
    if has_worker:
        for row in pdfs_of(edition):
            if row.state in ("missing", "failed"):
                rendering.tell(rendering.pdf_rendering(edition, row.language).name, "")
    jobs.render_global.enqueue(edition.pk)
    messages.success(request, _("The PDFs that are missing are being made."))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """What withdrawing a global report does, and the form in which to say why. Sent twice, it withdraws once."""
    if not can_withdraw(request.user):
        raise Http404
    edition = get_object_or_404(GlobalEdition.objects.select_related("withdrawal"), number=number)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        workflow.withdraw(edition=edition, by=request.user, **form.cleaned_data)
    if form.is_valid() or edition.is_withdrawn:
        messages.success(request, _("Edition %(number)s is withdrawn.") % {"number": number})
        return redirect("reports:publish-global")
    readable = GlobalEdition.objects.readable().exclude(pk=edition.pk)
    context = {"edition": edition, "form": form, "next": readable.newest()}
    return render(request, "desk/withdraw_global.html", context, status=422 if form.is_bound else 200)
