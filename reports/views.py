"""Public pages over editions. None of them reads a record of a country."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from events.models import Event
from library.models import PageText
from library.originals import originals, originals_of, originals_on
from library.public import public
from priorities.evidence.views import attachment
from priorities.models import Theme

from . import cards, compare, find, page, practices, rendering, sharing, suggest, terms, themes
from .files import file_of
from .forms import ActionFilter, CompareForm, CountryFilter, SearchFilter, SinceForm
from .map import world
from .models import Edition, EditionQuerySet
from .pdf import PDFFailed
from .picture import PictureFailed
from .what_changed import Comparison
from .withdrawn import Withdrawn, name_of, notice


@public
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    events = list(Event.objects.published().order_by("start").select_related("source"))
    ahead = next((event for event in events if not event.is_over(today)), None)
    last = next((event for event in reversed(events) if event.is_over(today)), None)
    shown = cards.of(Edition.objects.current(), get_language())
    context = {
        "cards": shown,
        "latest": cards.latest(shown),
        "world": world(shown),
        "figures": cards.figures(shown),
        "themes": Theme.objects.published(),
        "next_event": ahead,
        "last_event": last,
        "originals": originals_of(request, filter(None, [ahead, last])),
        "intro": PageText.objects.public("pathfinder-country"),
        "how_to_read": PageText.objects.public("how-to-read"),
        "disclaimer": PageText.objects.public("disclaimer"),
        "sharing": sharing.of_home(),
    }
    return render(request, "reports/home.html", context)


@public
def country_list(request: HttpRequest) -> HttpResponse:
    """The countries with an edition, filtered and sorted by what the address asks for."""
    everything = cards.of(Edition.objects.current(), get_language())
    form = CountryFilter(request.GET, items=everything)
    context = {
        "form": form,
        "cards": form.chosen,
        "count_of_all": len(everything),
        "disclaimer": PageText.objects.public("disclaimer"),
    }
    return render(request, "reports/country_list.html", context)


def current_or_404(slug: str) -> Edition:
    """A country's newest edition that can be read. Raises Withdrawn where there are others alone."""
    current = Edition.objects.of(slug).current().first()
    return current or readable_or_gone(with_withdrawal(slug).order_by("-number").first())


def edition_or_404(slug: str, number: int) -> Edition:
    """That edition, for whatever is made of it. Raises Withdrawn where it is not to be read any more."""
    return readable_or_gone(with_withdrawal(slug).filter(number=number).first())


def with_withdrawal(slug: str) -> EditionQuerySet:
    return Edition.objects.of(slug).select_related("withdrawal", "country")


def readable_or_gone(edition: Edition | None) -> Edition:
    if edition is None:
        raise Http404
    if edition.is_withdrawn:
        raise Withdrawn(edition)
    return edition


@public
def country(request: HttpRequest, slug: str) -> HttpResponse:
    """A country's e-report: its current edition."""
    return e_report(request, current_or_404(slug))


@public
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition, for ever at this address."""
    return e_report(request, edition_or_404(slug, number))


def e_report(request: HttpRequest, edition: Edition) -> HttpResponse:
    report = page.report(edition, get_language())
    numbers = Edition.objects.of(edition.slug).newest_numbers()
    context = {"report": report, "sharing": sharing.of(report, address=request.path), **numbers}
    return render(request, "reports/country_detail.html", context)


@public
def country_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return pdf(request, current_or_404(slug))


@public
def edition_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return pdf(request, edition_or_404(slug, number))


def pdf(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The PDF as it is kept; rendered first if it is not. 503 with a plain page when that fails."""
    try:
        file = rendering.pdf_of(edition, get_language())
    except PDFFailed as error:
        response = render(request, "reports/pdf_failed.html", {"reason": error}, status=503)
        response["Retry-After"] = "60"
        return response
    name = f"pathfinder-{edition.slug}-{edition.number}-{get_language()}.pdf"
    return FileResponse(file, filename=name, content_type="application/pdf")


@public
@cache_control(public=True, max_age=60 * 60)
def country_picture(request: HttpRequest, slug: str) -> HttpResponse:
    return picture(current_or_404(slug))


@public
@cache_control(public=True, max_age=60 * 60)
def edition_picture(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return picture(edition_or_404(slug, number))


def picture(edition: Edition) -> HttpResponse:
    """The edition at a glance, as it is kept; the portal's own picture where it cannot be made."""
    try:
        with rendering.picture_of(edition, get_language()) as file:
            return HttpResponse(file.read(), content_type="image/png")
    except (PictureFailed, OSError):
        return redirect(static("img/share.png"))


@public
@cache_control(public=True, no_cache=True)  # may be kept; whether it still may be read is asked each time
def edition_file(request: HttpRequest, slug: str, number: int, sha256: str) -> FileResponse:
    """A file of evidence that the edition lists, as it was when it was accepted; no other is there."""
    file = file_of(edition_or_404(slug, number), sha256)
    if not file or not file.file.storage.exists(file.file.name):
        raise Http404
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag) or attachment(file)
    response.headers["ETag"] = etag
    return response


@public
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition, and of those that were withdrawn why."""
    editions = with_withdrawal(slug).order_by("-number")
    if not editions:
        raise Http404
    rows = [notice(each) if each.is_withdrawn else cards.card(each, get_language()) for each in editions]
    newest = next((each for each in editions if not each.is_withdrawn), editions[0])
    return render(request, "reports/edition_list.html", {"country": name_of(newest), "slug": slug, "rows": rows})


@public
def edition_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an edition changed since the one before it, or since the older one that the address names."""
    edition, readable = edition_or_404(slug, number), Edition.objects.of(slug).readable()
    numbers = list(readable.order_by("-number").values_list("number", flat=True))
    form = SinceForm(request.GET, number=number, older=[older for older in numbers if older < number])
    report = page.report(edition, get_language())
    since = readable.filter(number=form.chosen).first()
    context = {
        "report": report,
        "changes": Comparison(edition, get_language(), page.SECTIONS, since=since),
        "form": form,
        "newest": max(numbers, default=number),
    }
    return render(request, "reports/changes.html", context)


@public
def theme_list(request: HttpRequest) -> HttpResponse:
    counted = cards.by_theme(cards.of(Edition.objects.current(), get_language()))
    rows = [(theme, counted.get(theme.slug)) for theme in Theme.objects.published()]
    return render(request, "reports/theme_list.html", {"themes": rows})


@public
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """What current editions say of one theme: the priority actions, filtered and grouped as the address asks."""
    theme = get_object_or_404(Theme.objects.published(), slug=slug)
    rows = themes.actions_on(slug, Edition.objects.current(), get_language())
    form = ActionFilter(request.GET, items=rows)
    context = {
        "theme": theme,
        "form": form,
        "count_of_all": len(rows),
        "originals": originals_on(request, page.translated([row.action for row in form.passing])),
        "disclaimer": PageText.objects.public("disclaimer"),
    }
    return render(request, "reports/theme_detail.html", context)


@public
def comparison(request: HttpRequest) -> HttpResponse:
    """Themes × countries, and beside each other the countries that the address names."""
    editions = list(Edition.objects.current())
    everything = compare.in_order(cards.of(editions, get_language()))
    form = CompareForm(request.GET, cards=everything)
    by_slug = {edition.slug: edition for edition in editions}
    reports = [page.report(by_slug[card.slug], get_language()) for card in everything if card.slug in form.chosen]
    context = {
        "form": form,
        "matrix": compare.matrix(everything),
        "reports": reports,
        "parts": compare.side_by_side(reports) if reports else [],
        "originals": originals_on(request, compare.translated(reports)),
        "disclaimer": PageText.objects.public("disclaimer"),
    }
    return render(request, "reports/compare.html", context)


@public
def practice_list(request: HttpRequest) -> HttpResponse:
    """The good practices of the library, which countries report: from current editions, country by country."""
    reports = practices.reported(Edition.objects.current(), get_language())
    translated = {code for report in reports for code in page.translated(report["practices"], "practices")}
    context = {
        "reports": reports,
        "originals": originals_on(request, translated),
        "disclaimer": PageText.objects.public("disclaimer"),
    }
    return render(request, "reports/practice_list.html", context)


@public
def search(request: HttpRequest) -> HttpResponse:
    """What current editions and what is published say of the words in the address."""
    query = terms.query(request.GET.get("q", ""))
    form = SearchFilter(request.GET, items=find.hits(query, get_language()))
    part = find.part(form.passing, request.GET.get("page", ""))
    results = find.results(part.hits, query, get_language())
    context = {
        "query": query,
        "form": form,
        "part": part,
        "results": results,
        "suggestion": "" if form.items else suggest.suggestion(query, get_language()),
        # Without their addresses: the words of this query would find nothing in another language.
        "originals": originals({code for result in results for code in result.translated_from}, lambda code: None),
        "disclaimer": PageText.objects.public("disclaimer"),
    }
    return render(request, "reports/search.html", context)
