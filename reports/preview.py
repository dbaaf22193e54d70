"""The e-report of a country as it would become: its records today, and over them what is on its way. Kept nowhere."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.models import User
from countries.models import Country, Milestone
from events.models import Workshop
from library.dates import PartialDate
from library.models import Document
from priorities.models import ProgressUpdate
from priorities.permissions import can_report, can_review
from priorities.subjects import MilestoneOf, ReportOf, WorkshopOf, of_update

from . import page, snapshot
from .models import Edition
from .snapshot import canonical

# What only a published edition has.
NOT_YET = "edition"


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """For whoever reports for that country or reviews; there is no such page for anybody else."""
    country = get_object_or_404(Country, slug=slug)
    if not (can_report(request.user, country) or can_review(request.user)):
        raise Http404
    updates = updates_on_their_way(country, request.user)
    report = page.report(edition_to_be(country, updates), get_language())
    report["sections"] = [section for section in report["sections"] if section.id != NOT_YET]
    return render(request, "desk/preview.html", {"report": report, "country": country, "count": len(updates)})


def updates_on_their_way(country: Country, user: User) -> QuerySet[ProgressUpdate]:
    """What a country's own people have written so far; for everybody else, what it submitted."""
    updates = ProgressUpdate.objects.filter(country=country).open().with_subjects()
    updates = updates.prefetch_related("evidence")
    updates = updates.prefetch_related(snapshot.accepted("action__updates"), snapshot.accepted("next_step__updates"))
    return updates if can_report(user, country) else updates.awaiting_review()


def edition_to_be(country: Country, updates: Iterable[ProgressUpdate] = ()) -> Edition:
    """The next edition, were it published today, and with these updates. It is not saved, and never can be by this."""
    number, today = Edition.objects.of(country.slug).next_number(), timezone.localdate()
    head = {"number": number, "as_of": str(today), "as_of_note": {}, "published": str(today), "note": ""}
    data = {"edition": head, **snapshot.of_country(country)}
    for update in updates:
        lay_over(data, update)
    return Edition(slug=country.slug, number=number, as_of=PartialDate.of(today), content=canonical(data), checksum="")


def lay_over(data: dict[str, Any], update: ProgressUpdate) -> None:
    """Let the snapshot say what the update says."""
    lay = {MilestoneOf: lay_milestone, WorkshopOf: lay_workshop, ReportOf: lay_answers}
    lay.get(type(of_update(update)), lay_state)(data, update)


def lay_milestone(data: dict[str, Any], update: ProgressUpdate) -> None:
    of = MilestoneOf(update.country, update.milestone)
    if "state" in update.details:
        record = of.laid_over(Milestone(country=of.country, type=of.type), update)
        (place,) = (place for place, row in enumerate(data["milestones"]) if row["slug"] == of.type.slug)
        data["milestones"][place] = snapshot.milestone_data(of.type, record)
        cite(data, record.source)


def lay_workshop(data: dict[str, Any], update: ProgressUpdate) -> None:
    of = WorkshopOf(update.country, update.workshop)
    if "kind" in update.details:
        before = snapshot.workshop_data(of.workshop) if of.workshop else None
        record = of.laid_over(of.workshop or Workshop(country=of.country), update)
        rows = [row for row in data["workshops"] if row != before] + [snapshot.workshop_data(record)]
        data["workshops"] = sorted(rows, key=lambda row: row["start"] or "")
        cite(data, record.source)


def lay_answers(data: dict[str, Any], update: ProgressUpdate) -> None:
    data["answers"] = snapshot.answers_of(update)


def cite(data: dict[str, Any], source: Document) -> None:
    data["sources"].setdefault(source.slug, snapshot.document_data(source))


def lay_state(data: dict[str, Any], update: ProgressUpdate) -> None:
    """How far an action or next step is, unless that is of an earlier day than what its row says."""
    of = update.of
    rows, name = (data["actions"], "reference") if update.action else (data["next_steps"], "order")
    (row,) = (row for row in rows if row[name] == getattr(of, name))
    if of.accepted and update.as_of and update.as_of < of.accepted[0].as_of:
        return
    row["implementation"] = update.implementation or row["implementation"]
    if update.action:
        row["outlook"], row["status_date"] = update.outlook, str(update.as_of) if update.as_of else row["status_date"]
        if update.budget_secured is not None:
            row["currency"], row["budget_secured"] = update.currency, str(update.budget_secured)
    if update.as_of:
        row["report"] = snapshot.report([update, *of.accepted])
