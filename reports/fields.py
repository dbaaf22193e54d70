"""A field of a snapshot as a reader knows it: what it is called, and its value in words."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.template.defaultfilters import capfirst, filesizeformat, floatformat
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext

from countries.models import CoordinationBody, CoordinationStep, Country, GoodPractice, Milestone, MilestoneType
from events.models import Event, Workshop
from library.dates import PartialDate
from library.models import Document
from library.texts import LANGUAGES, Text, best
from priorities.models import NextStep, Pillar, PriorityAction, Question, Roadmap, Theme

from .models import Edition
from .templatetags.names import language_name, quoted_in
from .texts import Word, localise

# The models that have the names of the fields of each part of a snapshot.
MODELS: dict[str, list[type[Model]]] = {
    "country": [Country],
    "milestones": [Milestone, MilestoneType],
    "roadmaps": [Roadmap],
    "pillars": [Pillar],
    "actions": [PriorityAction],
    "themes": [Theme],
    "next_steps": [NextStep],
    "coordination_bodies": [CoordinationBody],
    "coordination_steps": [CoordinationStep],
    "workshops": [Workshop],
    "events": [Event],
    "practices": [GoodPractice],
    "answers": [Question],
    "sources": [Document],
    "edition": [Edition],
}
# Fields that readers know by another name than staff, and those that are in no model.
NAMES = {
    "disclaimer": gettext_lazy("Disclaimer"),
    "end": gettext_lazy("End"),
    "focal_point_institution": gettext_lazy("National focal point"),
    "implementation": gettext_lazy("State"),
    "period_end": gettext_lazy("End"),
    "period_start": gettext_lazy("Start"),
    "report": gettext_lazy("Latest report"),
    "roles": gettext_lazy("Role"),
    "start": gettext_lazy("Start"),
}


def name_of(part: str, field: str) -> str | None:
    """What a reader calls that field of that part of a snapshot. None for what no reader has a word for."""
    if field in NAMES:
        return str(NAMES[field])
    for model in MODELS.get(part, []):
        try:
            return str(capfirst(getattr(model._meta.get_field(field), "verbose_name", field)))
        except FieldDoesNotExist:
            continue
    return None


def noun_of(part: str) -> str:
    """What a reader calls a thing of that part of a snapshot; empty for a part that no reader has a word for."""
    return str(capfirst(MODELS[part][0]._meta.verbose_name)) if part in MODELS else ""


def is_text(*values: Any) -> bool:
    """Whether they are a text in its languages, or nothing, but not all of them nothing."""
    texts = [value for value in values if value not in (None, "", {})]
    return bool(texts) and all(isinstance(text, dict) and set(text) <= set(LANGUAGES) for text in texts)


def value_of(field: str, row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str | None:
    """The value of that field of a row, as HTML in that language. None where nothing is said."""
    value = row.get(field)
    if value in (None, "", [], {}):
        return None
    if field in SPECIAL:
        return SPECIAL[field](value, row, snapshot, language)
    return as_html(localise(value, language, field))


def comma() -> str:
    return pgettext("between the parts of a list", ", ")


def as_html(value: Any) -> str:
    if isinstance(value, list):
        return format_html_join(comma(), "{}", ((as_html(part),) for part in value))
    if isinstance(value, Word):
        # Without the end of its line, which would stand before a full stop. It is a template's, so it is safe.
        return mark_safe(render_to_string("components/state.html", {"word": value}).strip())  # noqa: S308
    if isinstance(value, PartialDate):
        return value.in_words
    return conditional_escape(value.bare if isinstance(value, Text) else value)


def source(value: dict[str, str], row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    document = snapshot["sources"][value["document"]]
    title = as_html(best(document["title"], language) or value["document"])
    return format_html("{} ({})", title, quoted_in(value["locator"], document["language"]))


def themes(value: list[str], row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    """In their order, as readers see them."""
    found = sorted((snapshot["themes"][slug] for slug in value), key=lambda theme: theme["order"])
    return as_html([best(theme["name"], language) for theme in found])


def pillar(value: int, row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    (found,) = (pillar for pillar in snapshot["pillars"] if pillar["order"] == value)
    return as_html(best(found["name"], language))


def money(value: str, row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    return f"{row['currency']} {floatformat(value, '-2g')}"


def day(value: str, row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    """When an edition was true, in the words of its note where it has one."""
    return as_html(best(row["as_of_note"], language) or PartialDate.parse(value))


def spoken(value: str, row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    return language_name(value)


def size(value: int, row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    return filesizeformat(value)


def look(value: str, row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    return as_html(dict(Theme.Look.choices).get(value, value))


def report(value: dict[str, Any], row: dict[str, Any], snapshot: dict[str, Any], language: str) -> str:
    """Its words, with the day they are of, the one on which they were still correct, and the files that show it."""
    said = localise(value, language)
    days = [said["as_of"].in_words]
    if said["confirmed"]:
        days.append(gettext("Confirmed as still correct: %(date)s") % {"date": said["confirmed"].in_words})
    files = [format_html(gettext("Evidence: {title}"), title=as_html(file["title"])) for file in said.get("files", [])]
    return format_html("{} ({})", as_html(said["text"] or ""), as_html(days + files))


SPECIAL = {
    "as_of": day,
    "budget_needed": money,
    "budget_secured": money,
    "language": spoken,
    "look": look,
    "pillar": pillar,
    "report": report,
    "size": size,
    "source": source,
    "themes": themes,
    "working_language": spoken,
}
