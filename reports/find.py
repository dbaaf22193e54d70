"""Search and themes over editions: a first form that reads them all, which nine or ninety countries allow."""

import unicodedata
from typing import Any

from django.urls import reverse

from events.models import Event
from library.models import Document, Initiative, LessonLearnt, ToolkitItem
from library.texts import best, languages_of

from . import cards, page
from .models import Edition

LONGEST_QUERY = 200


def folded(text: Any) -> str:
    """Without accents and case: what is compared."""
    decomposed = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def has(words: list[str], *texts: Any) -> bool:
    """Whether each word occurs somewhere in the texts."""
    whole = folded(" ".join(str(text) for text in texts if text))
    return all(word in whole for word in words)


def on_theme(reports: list[dict[str, Any]], slug: str) -> list[dict[str, Any]]:
    """The reports with an action on that theme, each with those actions."""
    found = [
        {"report": report, "actions": [row for row in report["actions"] if slug in (t["slug"] for t in row["themes"])]}
        for report in reports
    ]
    return [row for row in found if row["actions"]]


def everywhere(query: str, language: str) -> dict[str, Any]:
    """What current editions and the published rest say of each word of the query. An empty query finds nothing."""
    words = folded(query[:LONGEST_QUERY]).split()
    results: dict[str, Any] = {"countries": [], "actions": [], "events": [], "library": []}
    if words:
        editions = list(Edition.objects.current())
        results["countries"] = [
            card
            for card in cards.of(editions, language)
            if has(words, card.name, card.region, *(theme["name"] for theme in card.themes))
        ]
        results["actions"] = [
            {"report": report, "action": action}
            for report in (page.report(edition, language) for edition in editions)
            for action in report["actions"]
            if has(words, action["reference"], action["wording"], report["country"]["name"])
        ]
        results["events"] = [
            event for event in Event.objects.published() if has(words, event.name, event.place, event.description)
        ]
        results["library"] = in_library(words, language)
    results["total"] = sum(len(found) for found in results.values())
    return results


def in_library(words: list[str], language: str) -> list[dict[str, Any]]:
    """Published documents, toolkit items, lessons and networks with those words."""
    address = reverse("library:home")
    return [
        {
            "title": best(languages_of(row, field), language),
            "url": f"{address}#{row._meta.model_name}-{row.slug}",
            "kind": row._meta.verbose_name,
        }
        for model, field in ((ToolkitItem, "title"), (LessonLearnt, "text"), (Initiative, "name"), (Document, "title"))
        for row in model.objects.published()
        if has(words, getattr(row, field))
    ]
