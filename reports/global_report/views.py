"""The global report for everybody. Its pages read global editions and what is kept of them, and no record."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from library.public import public
from library.sharing import alliance, as_script, website
from reports import citations, jobs
from reports.data import serving
from reports.global_report import page, rendering
from reports.models import GlobalEdition
from reports.pdf import PDFFailed
from reports.withdrawn import Withdrawn, notice


@public
def current(request: HttpRequest) -> HttpResponse:
    """The newest edition; a page that says so where there is none yet."""
    edition = newest_or_gone()
    if edition is None:
        return render(request, "reports/global/none.html")
    return report(request, edition, newest=edition.number)


@public
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One edition, for ever at this address."""
    newest = GlobalEdition.objects.readable().order_by("-number").values_list("number", flat=True).first()
    return report(request, edition_or_404(number), newest=newest or number)


def report(request: HttpRequest, edition: GlobalEdition, *, newest: int) -> HttpResponse:
    head = page.head(edition, get_language())
    context = {
        "head": head,
        "html": rendering.html_of(edition, get_language()),
        "newest": newest,
        "sharing": {"data": as_script(described(head, request.path))},
    }
    return render(request, "reports/global/detail.html", context)


def newest_or_gone() -> GlobalEdition | None:
    """The newest that can be read, or None before there was one. Raises Withdrawn where all were withdrawn."""
    editions = GlobalEdition.objects.select_related("withdrawal")
    edition = editions.readable().newest() or editions.newest()
    if edition and edition.is_withdrawn:
        raise Withdrawn(edition)
    return edition


def edition_or_404(number: int) -> GlobalEdition:
    """That edition, for whatever is made of it. Raises Withdrawn where it is not to be read any more."""
    edition = GlobalEdition.objects.select_related("withdrawal").filter(number=number).first()
    if edition is None:
        raise Http404
    if edition.is_withdrawn:
        raise Withdrawn(edition)
    return edition


@public
def edition_list(request: HttpRequest) -> HttpResponse:
    """Every edition, and of those that were withdrawn why."""
    editions = GlobalEdition.objects.select_related("withdrawal").order_by("-number")
    rows = [notice(each) if each.is_withdrawn else page.head(each, get_language()) for each in editions]
    return render(request, "reports/global/edition_list.html", {"rows": rows})


@public
def current_pdf(request: HttpRequest) -> HttpResponse:
    edition = newest_or_gone()
    if edition is None:
        raise Http404
    return pdf(request, edition)


@public
def edition_pdf(request: HttpRequest, number: int) -> HttpResponse:
    return pdf(request, edition_or_404(number))


def pdf(request: HttpRequest, edition: GlobalEdition) -> HttpResponse:
    """The PDF as it is kept. Of few countries it is made first; of many a job makes it, and meanwhile it is a 503."""
    file, language = rendering.pdf_rendering(edition, get_language()), get_language()
    error = ""
    try:
        if file.is_kept or len(edition.snapshot["countries"]) <= rendering.MOST_WHILE_WAITING:
            name = f"pathfinder-global-{edition.number}-{language}.pdf"
            return FileResponse(file.open(), filename=name, content_type="application/pdf")
    except PDFFailed as failed:
        error = str(failed)
    if not error and file.state != "failed":
        ask_for(edition, file.name)
    context = {"reason": error, "edition": edition}
    response = render(request, "reports/global/pdf_later.html", context, status=503)
    response["Retry-After"] = "120"
    return response


def ask_for(edition: GlobalEdition, name: str) -> None:
    """Let a worker make it, unless somebody asked before. Where no worker does the jobs, staff make it."""
    if settings.TASKS["default"]["BACKEND"] != settings.IMMEDIATE_JOBS and rendering.told(name) is None:
        rendering.tell(name, "")
        jobs.render_global.enqueue(edition.pk)


@public
def edition_data(request: HttpRequest, number: int) -> HttpResponse:
    """Exactly what its checksum is of: the same in every language."""
    edition = edition_or_404(number)
    name = f"pathfinder-global-{number}.json"
    return serving.answer(request, edition.content.encode, name=name, etag=edition.checksum)


@public
def edition_citation(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """How to cite it, as text or for a reference manager."""
    edition = edition_or_404(number)
    if kind not in citations.FORMATS:
        raise Http404
    return serving.citation(request, page.work(page.head(edition, get_language())), kind)


def described(head: dict[str, Any], path: str) -> dict[str, Any]:
    """The edition as https://schema.org/Report; its checksum is its identifier."""
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": head["address"],
        "url": settings.PORTAL_URL + path,
        "name": head["title"],
        "inLanguage": head["language"],
        "datePublished": str(head["published"]),
        "version": str(head["number"]),
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": head["checksum"]},
        "publisher": alliance(),
        "isPartOf": website(),
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": f"{head['address']}report.pdf",
            "encodingFormat": "application/pdf",
        },
    }
