"""The offline round trip at the desk: download, upload, look, save. Nothing here is public."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.models import Country
from priorities import workflow
from priorities.evidence.checking import KINDS
from priorities.permissions import countries_reported_by

from .forms import AnswersForm, UploadForm
from .proposals import MOST_SEALED, Upload, gone, named, proposals_of
from .reading import Reading, read
from .workflow import ShownOtherwise, save_workbook
from .writing import file_name, workbook_of


@require_safe
def download(request: HttpRequest, country: str) -> HttpResponse:
    """The workbook of today, in the language of the page."""
    found = get_object_or_404(countries_reported_by(request.user), slug=country)
    name = file_name(found, get_language())
    response = HttpResponse(workbook_of(found), content_type=KINDS["xlsx"].content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, country: str) -> HttpResponse:
    """Where one downloads a workbook, and uploads it again to see what it would change. Saves nothing."""
    found = get_object_or_404(countries_reported_by(request.user), slug=country)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            return uploaded(request, found, read(form.cleaned_data["workbook"], found))
        except ValidationError as refused:
            form.add_error("workbook", refused)
    return render(request, "desk/workbook.html", {"country": found, "form": form}, status=422 if is_sent else 200)


def uploaded(request: HttpRequest, country: Country, reading: Reading) -> HttpResponse:
    """The preview of what was read, or with what is wrong in which cell."""
    upload, problems = Upload.of(reading), reading.problems
    more = {"problems": problems, "missing": named(reading.missing), "gone": gone(country, upload)}
    return preview(request, country, upload, status=422 if problems else 200, **more)


def preview(
    request: HttpRequest, country: Country, upload: Upload, *, status: int, answers: Any = None, **more: Any
) -> HttpResponse:
    """What an upload would change, what is asked, and the button that saves it."""
    proposals = proposals_of(country, upload)
    sealed = upload.sealed(country, proposals)
    if len(sealed) > MOST_SEALED:
        raise ValidationError(_("This is too much text for one page. Fill in some rows now and the others later."))
    form = AnswersForm(answers, proposals=proposals)
    writable = sum(not proposal.is_held for proposal in proposals)
    context = {"country": country, "form": form, "sealed": sealed, "writable": writable} | more
    return render(request, "desk/workbook_preview.html", context, status=status)


@require_POST
def save(request: HttpRequest, country: str) -> HttpResponse:
    """Save what was shown as drafts, all or nothing."""
    found = get_object_or_404(countries_reported_by(request.user), slug=country)
    try:
        upload = Upload.unsealed(request.POST.get("upload", ""), found)
    except (BadSignature, ValueError):
        refusal = _("What was uploaded did not come back as it was shown. Upload the workbook again.")
        context = {"country": found, "form": UploadForm(), "refusal": refusal}
        return render(request, "desk/workbook.html", context, status=422)
    answers = AnswersForm(request.POST, proposals=proposals_of(found, upload))
    if not answers.is_valid():
        return preview(request, found, upload, status=422, answers=request.POST)
    try:
        drafts = save_workbook(country=found, by=request.user, upload=upload, answers=answers.cleaned_data)
    except (ShownOtherwise, workflow.Overtaken, workflow.WrongState) as refused:
        return preview(request, found, upload, status=409, refusal=str(refused))
    except ValidationError as refused:
        return preview(request, found, upload, status=422, answers=request.POST, refusal=" ".join(refused.messages))
    messages.success(request, saved(len(drafts)))
    return redirect("priorities:desk")


def saved(count: int) -> str:
    """The sentence that says how much was saved."""
    if not count:
        return _("Everything in the workbook stands here already.")
    said = ngettext(
        "%(count)d draft is saved from the workbook. Submit it when it is ready.",
        "%(count)d drafts are saved from the workbook. Submit them when they are ready.",
        count,
    )
    return said % {"count": count}
