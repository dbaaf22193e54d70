from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from library.originals import originals_of
from library.public import public

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
        "originals": originals_of(request, events),
    }
    return render(request, "events/event_list.html", context)


@public
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, with who took part and as what."""
    event = get_object_or_404(Event.objects.published().select_related("source"), slug=slug)
    participations = event.participations.select_related("country", "organisation")
    context = {
        "event": event,
        "is_over": event.is_over(timezone.localdate()),
        "participations": sorted(participations, key=lambda row: row.in_order),
        "originals": originals_of(request, [event]),
    }
    return render(request, "events/event_detail.html", context)
