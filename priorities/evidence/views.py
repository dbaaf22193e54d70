"""Files of evidence at the desk: add, remove, download. Nothing here is public."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priorities import workflow
from priorities.models import Evidence
from priorities.permissions import evidence_or_404, may, reported_or_404

from . import workflow as evidence_workflow
from .forms import EvidenceForm


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, country: str, name: str) -> HttpResponse:
    """The files of what is being written, and one more. A page of its own: no text is open here to get lost."""
    of = reported_or_404(request.user, country, name)
    update = workflow.open_update_of(of)
    if not update:
        messages.error(request, _("Write and save first what is new. Then you can add files to it."))
        return redirect("priorities:report", country, name)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            evidence_workflow.add_evidence(update=update, by=request.user, **form.cleaned_data)
            messages.success(request, _("The file is added."))
            return redirect("priorities:files", country, name)
        except workflow.WrongState as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"of": of, "update": update, "form": form, "may_add": may(request.user, "add_evidence", update)}
    return render(request, "desk/evidence.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, country: str, name: str, pk: int) -> HttpResponse:
    """Take a file away again."""
    update = workflow.open_update_of(reported_or_404(request.user, country, name))
    try:
        if update:
            evidence_workflow.remove_evidence(update=update, by=request.user, pk=pk)
            messages.success(request, _("The file is removed."))
    except workflow.WrongState as refused:
        messages.error(request, str(refused))
    return redirect("priorities:files", country, name)


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """A file, for whoever may see it."""
    response = attachment(evidence_or_404(request.user, pk))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def attachment(evidence: Evidence) -> FileResponse:
    """The file itself: to be saved, never to be shown in our name."""
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.original_name,
        content_type=evidence.content_type,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
