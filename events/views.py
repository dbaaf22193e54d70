from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from library.models import PageText
from library.originals import originals_of
from library.public import public

from . import ics, sharing
from .models import Event


@public
def event_list(request: HttpRequest) -> HttpResponse:
    """Events ahead, the next one first, and events past, the latest first."""
    today = timezone.localdate()
    events = list(
        Event.objects.published().order_by("start", "slug").select_related("source").prefetch_related("participations")
    )
    context = {
        "upcoming": [event for event in events if not event.is_over(today)],
        "past": [event for event in reversed(events) if event.is_over(today)],
        "without_days": [event for event in events if not event.has_days],
        "originals": originals_of(request, events),
    }
    return render(request, "events/event_list.html", context)


@public
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, with who took part and as what."""
    event = get_object_or_404(Event.objects.published().select_related("source"), slug=slug)
    participations = event.participations.select_related("country", "organisation")
    rows = sorted(participations, key=lambda row: row.in_order)
    context = {
        "event": event,
        "is_over": event.is_over(timezone.localdate()),
        "participations": rows,
        "originals": originals_of(request, [event]),
        "disclaimer": PageText.objects.public("disclaimer"),
        "sharing": sharing.of(event, rows),
    }
    return render(request, "events/event_detail.html", context)


@public
def calendar(request: HttpRequest) -> HttpResponse:
    """All published events as one file, for calendars that subscribe to it and for others."""
    events = Event.objects.published().with_last_change().select_related("source").order_by("start", "slug")
    return calendar_file(events, f"pathfinder-{get_language()}.ics")


@public
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as a file; 404 also where its days are not known."""
    event = get_object_or_404(Event.objects.published().with_last_change().select_related("source"), slug=slug)
    if not event.has_days:
        raise Http404
    return calendar_file([event], f"{event.slug}.ics")


def calendar_file(events: Iterable[Event], name: str) -> HttpResponse:
    response = HttpResponse(ics.of(events), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
