"""What current editions say of one theme: its priority actions, each with the country it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from library.texts import folded

from . import page
from .models import Edition
from .texts import Word


@dataclass(frozen=True)
class ActionOnTheme:
    """A priority action on a theme, with the e-report it stands in."""

    theme: str
    action: dict[str, Any]
    report: dict[str, Any]

    @property
    def country(self) -> Word:
        return Word(self.report["country"]["slug"], self.report["country"]["name"])

    @property
    def region(self) -> Word:
        return self.report["country"]["region"]

    @property
    def state(self) -> Word:
        return self.action["implementation"]

    @property
    def other_themes(self) -> list[tuple[str, str]]:
        """The other themes of the action, as (slug, name)."""
        return [(theme["slug"], theme["name"]) for theme in self.action["themes"] if theme["slug"] != self.theme]


@dataclass(frozen=True)
class Group:
    """Priority actions under one heading: a word, and what it is (`by`)."""

    by: str
    word: Word
    rows: list[ActionOnTheme]


def actions_on(slug: str, editions: Iterable[Edition], language: str) -> list[ActionOnTheme]:
    """The priority actions on that theme, in the order of the countries' names."""
    reports = [page.report(edition, language) for edition in editions if slug in edition.snapshot["themes"]]
    reports.sort(key=lambda report: folded(report["country"]["name"]))
    return [
        ActionOnTheme(slug, action, report)
        for report in reports
        for action in report["actions"]
        if slug in (theme["slug"] for theme in action["themes"])
    ]


def grouped(rows: Iterable[ActionOnTheme], by: str) -> list[Group]:
    """The rows under the `country`, the `state` or the `region` they stand in, by the alphabet."""
    groups: dict[str, Group] = {}
    for row in rows:
        word = getattr(row, by)
        groups.setdefault(word.code, Group(by, word, [])).rows.append(row)
    return sorted(groups.values(), key=lambda group: folded(group.word))
