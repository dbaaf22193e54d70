"""How far the countries are with the reporting cycle, for the secretariat."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .models import ReportingCycle
from .permissions import can_review
from .reminders import overviews


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """Country by country where the report is, the late ones first, and who was reminded."""
    if not can_review(request.user):
        raise Http404
    today = timezone.localdate()
    context = {"cycle": ReportingCycle.objects.current(today), "overviews": overviews(today)}
    return render(request, "desk/cycles.html", context)
