"""Where publishers publish. Nothing here is public, and there is no such page for anybody else."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import in_advance, jobs, workflow
from .models import Edition
from .permissions import can_publish, published_by_or_404, withdrawn_by_or_404
from .publication import Publication, candidates
from .publish_forms import PublicationForm, WithdrawalForm


@require_safe
def publish_list(request: HttpRequest) -> HttpResponse:
    """The countries with something to publish, and the others."""
    if not can_publish(request.user):
        raise Http404
    found = candidates()
    context = {
        "new": [each for each in found if each.is_new],
        "others": [each for each in found if not each.is_new],
        "files": in_advance.states(in_advance.everything()),
    }
    return render(request, "desk/publish_list.html", context)


@require_POST
def publish_files(request: HttpRequest) -> HttpResponse:
    """Make all PDFs and pictures that are missing, of every current edition."""
    if not can_publish(request.user):
        raise Http404
    jobs.render_missing()
    messages.success(request, _("What is missing is being made. Load this page again to see how far that is."))
    return redirect("reports:publish-list")


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """What would become public of a country, and the checklist. Nothing is published that was not shown."""
    country = published_by_or_404(request.user, slug)
    form = PublicationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            edition = workflow.publish(country=country, by=request.user, **form.words)
            messages.success(request, _("Edition %(number)s is public.") % {"number": edition.number})
            return redirect("reports:publish", slug)
        except workflow.PublicationRefused as refused:
            form.add_error(None, refused.problems)
        except workflow.Unseen:
            pass  # it is shown below
    publication = Publication(country, get_language())
    status = 422 if form.is_bound else 200
    if form.data.get("seen") not in (None, publication.fingerprint):
        form, status = PublicationForm(initial=form.typed), 409
    context = {"publication": publication, "country": country, "form": form, "is_overtaken": status == 409}
    return render(request, "desk/publish.html", context, status=status)


@require_safe
def publish_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole e-report as readers would see it."""
    publication = Publication(published_by_or_404(request.user, slug), get_language())
    context = {"report": publication.report, "country": publication.country}
    return render(request, "desk/publish_report.html", context)


@require_POST
def publish_pdfs(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the PDFs that the current edition lacks: asked for again, where that failed."""
    country = published_by_or_404(request.user, slug)
    edition = get_object_or_404(Edition.objects.of(country.slug).current())
    jobs.render.enqueue(edition.pk)
    messages.success(request, _("The PDFs that are missing are being made."))
    return redirect("reports:publish", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What withdrawing an edition does, and the form in which to say why. Sent twice, it withdraws once."""
    edition = withdrawn_by_or_404(request.user, slug, number)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        workflow.withdraw(edition=edition, by=request.user, **form.cleaned_data)
    if form.is_valid() or edition.is_withdrawn:
        messages.success(request, _("Edition %(number)s is withdrawn.") % {"number": number})
        return redirect("reports:publish", slug)
    readable = Edition.objects.of(slug).readable().exclude(pk=edition.pk)
    context = {"edition": edition, "form": form, "next": readable.order_by("-number").first()}
    return render(request, "desk/withdraw.html", context, status=422 if form.is_bound else 200)
