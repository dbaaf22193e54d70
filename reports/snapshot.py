"""A country's records as plain data: what an edition freezes. The only place that queries across apps.

A text that can be translated is a dict of its languages, {"en": "…", "fr": "…"}, with those that exist and no
other. A date is text as library.dates writes it. What is not known is null, an empty text dict or an empty list;
a milestone without a row is "not_reported". Every statement names its source: {"document": slug, "locator": "…"}.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Prefetch
from django.utils import timezone

from countries.models import Country, Milestone, MilestoneType
from events.models import Event
from library.models import Document, PageText, Sourced
from library.texts import languages_of
from priorities.models import Evidence, ProgressUpdate, Theme

SCHEMA = 1

Data = dict[str, Any]


def canonical(data: dict[str, Any]) -> str:
    """The one JSON text of that data: sorted keys, no spaces, UTF-8. What the checksum is taken of."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def texts(record: Model, *fields: str) -> Data:
    return {field: languages_of(record, field) for field in fields}


def dates(record: Model, *fields: str) -> Data:
    return {field: str(value) if (value := getattr(record, field)) else None for field in fields}


def plain(record: Model, *fields: str) -> Data:
    return {field: getattr(record, field) for field in fields}


def cited(record: Sourced) -> Data:
    return {
        "source": {"document": record.source.slug, "locator": record.locator},
        "editor_note": languages_of(record, "editor_note"),
    }


def of_country(country: Country) -> Data:
    """Everything an e-report says of that country, from its records as they are now."""
    pillars = country.pillars.select_related("source").prefetch_related("themes")
    actions = country.priority_actions.select_related("source", "pillar").prefetch_related("themes", accepted())
    data = {
        "schema": SCHEMA,
        "country": identity(country),
        "milestones": milestones(country),
        "roadmaps": [
            {**texts(roadmap, "title"), **dates(roadmap, "adopted"), **cited(roadmap)}
            for roadmap in country.roadmaps.select_related("source")
        ],
        "pillars": [
            {**plain(pillar, "order"), **texts(pillar, "name"), "themes": slugs(pillar.themes.all()), **cited(pillar)}
            for pillar in pillars
        ],
        "actions": [action_data(action) for action in actions],
        "next_steps": [
            {
                **plain(step, "order", "horizon", "implementation"),
                **texts(step, "wording"),
                **dates(step, "due"),
                "report": report(step.accepted),  # type: ignore[attr-defined]  # fetched by accepted()
                **cited(step),
            }
            for step in country.next_steps.select_related("source").prefetch_related(accepted())
        ],
        "focal_point_institution": focal_point_institution(country),
        "coordination_bodies": [
            {**texts(body, "name", "lead", "description"), **cited(body)}
            for body in country.coordination_bodies.select_related("source")
        ],
        "coordination_steps": [
            {**plain(step, "order"), **texts(step, "wording"), **cited(step)}
            for step in country.coordination_steps.select_related("source")
        ],
        "workshops": [workshop_data(workshop) for workshop in country.workshops.select_related("source")],
        "events": events_of(country),
        "practices": [
            {**texts(practice, "title", "text"), **cited(practice)}
            for practice in country.good_practices.select_related("source")
        ],
        "answers": answers(country),
    }
    data["themes"] = {
        theme.slug: {**texts(theme, "name"), **plain(theme, "kind", "look", "order")}
        for theme in Theme.objects.filter(slug__in=themes_in(data))
    }
    data["sources"] = {
        document.slug: document_data(document) for document in Document.objects.filter(slug__in=sources_in(data))
    }
    disclaimer = PageText.objects.public("disclaimer")
    data["disclaimer"] = languages_of(disclaimer, "body") if disclaimer else {}
    return data


def identity(country: Country) -> Data:
    return {
        **plain(country, "slug", "alpha2", "alpha3", "m49", "region", "working_language", "engagement"),
        **texts(country, "name", "summary"),
        **dates(country, "pathfinder_since"),
        **cited(country),
    }


def focal_point_institution(country: Country) -> str | None:
    """Where the country's focal point of today works. Who that is, is nobody's business."""
    serving = country.focal_points.serving(timezone.localdate()).filter(is_deputy=False).order_by("start", "pk")
    return serving.values_list("institution", flat=True).first()


def milestones(country: Country) -> list[Data]:
    """Every kind of milestone in its order, with what this country reported of it."""
    reported = {milestone.type_id: milestone for milestone in country.milestones.select_related("source")}
    return [milestone_data(kind, reported.get(kind.pk)) for kind in MilestoneType.objects.all()]


def milestone_data(kind: MilestoneType, row: Milestone | None) -> Data:
    said: Data = {"state": "not_reported", "date": None, "note": {}, "source": None, "editor_note": {}}
    if row:
        said = {**plain(row, "state"), **dates(row, "date"), **texts(row, "note"), **cited(row)}
    return {**plain(kind, "slug"), **texts(kind, "name", "description"), **said}


def action_data(action: Any) -> Data:
    money = {
        field: None if (value := getattr(action, field)) is None else str(value)
        for field in ("budget_needed", "budget_secured")
    }
    return {
        **plain(action, "reference", "implementation", "outlook", "currency"),
        **texts(action, "wording", "lead", "partners", "target"),
        **dates(action, "period_start", "period_end", "status_date"),
        **money,
        "pillar": action.pillar.order if action.pillar else None,
        "themes": slugs(action.themes.all()),
        "report": report(action.accepted),
        **cited(action),
    }


def accepted(path: str = "updates") -> Prefetch:
    """The updates of actions or next steps that count, the newest first: `path` leads to them."""
    return Prefetch(path, ProgressUpdate.objects.accepted().prefetch_related("evidence"), to_attr="accepted")


def report(updates: list[ProgressUpdate]) -> Data | None:
    """What a country reported last of an action or next step, out of its updates, the newest first.

    Obstacles and the support a country needs are said to the secretariat alone, and who wrote is nobody's business.
    So is what files may not be published, and the note on whom those could harm that may.
    """
    told = next((update for update in updates if not update.is_unchanged), None)
    if not told:
        return None
    return {
        **dates(told, "as_of"),
        "text": {told.language: told.narrative} if told.narrative else {},
        "by": "secretariat" if told.is_on_behalf else "country",
        "confirmed": str(updates[0].as_of) if updates[0].is_unchanged else None,
        "files": [file_data(file, told.language) for file in told.evidence.all() if file.is_public],
    }


def file_data(file: Evidence, language: str) -> Data:
    """A file of evidence that may be published. Its SHA-256 is its address."""
    return {
        "title": {language: file.title},
        "name": file.original_name,
        "format": file.kind,
        **plain(file, "content_type", "size", "sha256"),
    }


def answers(country: Country) -> list[Data]:
    """What the country's newest report answers to the questions whose answers are public, in their order."""
    reports = country.progress_updates.filter(cycle__isnull=False).select_related("cycle").accepted()
    newest = reports.order_by("-cycle__opens", "-accepted_at", "-pk").first()
    return answers_of(newest) if newest else []


def answers_of(report: ProgressUpdate) -> list[Data]:
    cycle: Any = report.cycle
    return [
        {
            **plain(question, "key"),
            "wording": languages_of(question, "text"),
            "text": {report.language: report.details[question.key]},
            "cycle": languages_of(cycle, "name"),
            "reported": str(report.accepted_on or timezone.localdate()),
            "by": "secretariat" if report.is_on_behalf else "country",
        }
        for question in cycle.questions.filter(is_public=True)
        if report.details.get(question.key)
    ]


def workshop_data(workshop: Any) -> Data:
    return {
        **plain(workshop, "kind", "headcount"),
        **texts(workshop, "place", "organisers", "outcomes"),
        **dates(workshop, "start", "end"),
        **cited(workshop),
    }


def events_of(country: Country) -> list[Data]:
    """The published events this country took part in, with its roles, in order of time."""
    own = Prefetch("participations", country.participations.all(), to_attr="own")
    events = Event.objects.published().filter(participations__country=country).distinct().order_by("start", "slug")
    return [
        {
            **plain(event, "slug", "scope"),
            **texts(event, "name", "place"),
            **dates(event, "start", "end"),
            "roles": sorted(participation.role for participation in event.own),
            **cited(event),
        }
        for event in events.select_related("source").prefetch_related(own)
    ]


def document_data(document: Document) -> Data:
    return {
        **texts(document, "title", "date_note"),
        **plain(document, "publisher", "language", "url", "format", "size", "licence"),
        **dates(document, "date"),
    }


def slugs(records: Iterable[Any]) -> list[str]:
    return [record.slug for record in records]


def themes_in(data: Data) -> set[str]:
    return {slug for row in [*data["pillars"], *data["actions"]] for slug in row["themes"]}


def sources_in(data: Data) -> set[str]:
    """The documents that any statement in the data cites."""
    found = set()

    def look(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("source"), dict):
                found.add(part["source"]["document"])
            for value in part.values():
                look(value)
        elif isinstance(part, list):
            for value in part:
                look(value)

    look(data)
    return found
