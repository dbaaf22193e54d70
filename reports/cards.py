"""Editions in short: what lists of countries, the home page and the filters show of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from library.dates import PartialDate
from library.texts import Text, folded

from . import page
from .models import Edition
from .texts import Word, localise, theme


@dataclass(frozen=True)
class Card:
    """One edition in short, in the reader's language. Counts are of priority actions and of milestones.

    `states` has the state of each milestone, in their order.
    """

    slug: str
    m49: str
    name: Text
    region: Word
    engagement: Word
    since: PartialDate | None
    actions: int
    reported: int
    themes: list[dict[str, Any]]
    actions_by_theme: Counter
    steps_done: int
    steps: int
    states: list[str]
    number: int
    as_of_in_words: str
    published: PartialDate
    checksum: str
    note: str


def of(editions: Iterable[Edition], language: str) -> list[Card]:
    return [card(edition, language) for edition in editions]


def card(edition: Edition, language: str) -> Card:
    data = edition.snapshot
    country = localise(data["country"], language)
    frozen = localise(data["edition"], language)
    themes = [theme(slug, frozen, language) for slug, frozen in data["themes"].items()]
    return Card(
        slug=edition.slug,
        m49=country["m49"],
        name=country["name"],
        region=country["region"],
        engagement=country["engagement"],
        since=country["pathfinder_since"],
        actions=len(data["actions"]),
        reported=sum(action["implementation"] != "not_reported" for action in data["actions"]),
        themes=sorted(themes, key=lambda theme: theme["order"]),
        actions_by_theme=Counter(slug for action in data["actions"] for slug in action["themes"]),
        steps_done=sum(milestone["state"] == "done" for milestone in data["milestones"]),
        steps=len(data["milestones"]),
        states=[milestone["state"] for milestone in data["milestones"]],
        number=edition.number,
        as_of_in_words=page.in_words(frozen),
        published=frozen["published"],
        checksum=edition.checksum,
        note=frozen["note"],
    )


def latest(cards: list[Card], most: int = 6) -> list[Card]:
    """The editions published last; of one day, by the countries' names."""
    by_name = sorted(cards, key=lambda card: folded(card.name))
    return sorted(by_name, key=lambda card: card.published, reverse=True)[:most]


def figures(cards: list[Card]) -> dict[str, Any]:
    """What the home page counts, over those editions."""
    actions, reported = sum(card.actions for card in cards), sum(card.reported for card in cards)
    return {
        "countries": len(cards),
        "pathfinders": sum(card.engagement.code == "pathfinder" for card in cards),
        "actions": actions,
        "reported": reported,
        "not_reported": actions - reported,
        "themes": len(by_theme(cards)),
        "last_edition": max((card.published for card in cards), default=None),
    }


def by_theme(cards: list[Card]) -> dict[str, dict[str, int]]:
    """How many actions, in how many countries, each theme has: {slug: {"actions": …, "countries": …}}."""
    counted: dict[str, dict[str, int]] = {}
    for card in cards:
        for slug, count in card.actions_by_theme.items():
            row = counted.setdefault(slug, {"actions": 0, "countries": 0})
            row["actions"] += count
            row["countries"] += 1
    return counted
