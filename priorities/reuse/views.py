"""Drafts for other reports, to download. Nothing here is public."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library.dates import PartialDate
from priorities.permissions import read_by_or_404

from .content import Draft, Kind, draft_of
from .docx import docx_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def drafts(request: HttpRequest, country: str) -> HttpResponse:
    """Which drafts there are, and of how much each is made."""
    found = read_by_or_404(request.user, country)
    context = {"country": found, "drafts": [drafted(request, country, kind) for kind in Kind.values]}
    return render(request, "desk/drafts.html", context)


@require_safe
def draft(request: HttpRequest, country: str, kind: str) -> HttpResponse:
    """One of them as a file."""
    found = drafted(request, country, kind)
    if not found.says_something:
        messages.error(request, _("Nothing was accepted yet that this draft could be made of."))
        return redirect("priorities:drafts", country)
    name = f"{country}-{kind}-{get_language()}-{slugify(timezone.localdate())}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(docx_of(found), content_type=DOCX, headers=headers)


def drafted(request: HttpRequest, country: str, kind: str) -> Draft:
    """The draft of that kind, for whoever may read it; Http404 for all else."""
    if kind not in Kind.values:
        raise Http404
    found = read_by_or_404(request.user, country)
    return draft_of(found, Kind(kind), PartialDate.of(timezone.localdate()))
