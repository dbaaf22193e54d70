"""Open data: the page that explains it, its files, and the files of each edition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from library.models import PageText
from library.public import public
from reports import citations, page, sharing
from reports.data import dictionary, files, licence, serving
from reports.data.tables import Untellable
from reports.views import edition_or_404


@public
def home(request: HttpRequest) -> HttpResponse:
    """What data there are, what they mean, and what may be done with them."""
    mark = files.public_mark()
    index = files.index_of(mark)
    context = {
        "wholes": dictionary.wholes(index),
        "groups": dictionary.groups(index),
        "licence": licence.current(),
        "citation": dictionary.citation(mark),
        "disclaimer": PageText.objects.public("disclaimer"),
        "sharing": sharing.of_data(files.WHOLES),
    }
    return render(request, "reports/data/home.html", context)


@public
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files of all that is public, the same in every language."""
    if name not in files.NAMES:
        raise Http404
    mark = files.public_mark()
    response = serving.answer(request, lambda: files.public_file(mark, name), name=name, etag=f"{mark}/{name}")
    response["Content-Language"] = serving.ALL_LANGUAGES
    return response


@public
def edition_data(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """An edition as data: exactly what its checksum is of, the statements for people, or its tables."""
    edition, language = edition_or_404(slug, number), get_language()
    make = files.OF_EDITION.get(kind)
    if make is None:
        raise Http404
    name = f"pathfinder-{slug}-{edition.number}-{language}.{kind}"
    etag = edition.checksum if kind == "json" else f"{files.edition_mark(edition, language)}.{kind}"
    try:
        return serving.answer(request, lambda: make(edition, language), name=name, etag=etag)
    except Untellable as error:  # its page, PDF and JSON tell it
        raise Http404 from error


@public
def edition_citation(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """How to cite an edition, as text or for a reference manager."""
    edition = edition_or_404(slug, number)
    if kind not in citations.FORMATS:
        raise Http404
    return serving.citation(request, page.work(page.report(edition, get_language())), kind)
