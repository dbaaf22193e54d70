"""Countries beside each other: a matrix of themes, and two to four of them section by section.

Everything is read from cards and reports of editions. Countries stand in the order of their names: nothing is added
up, scored or ranked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from library.texts import folded
from priorities.models import NextStep

from . import page
from .cards import Card
from .page import SECTIONS

Report = dict[str, Any]
FEWEST, MOST = 2, 4
# What stands side by side of a report and can be in a source's words.
SHOWN = ["milestones", "actions", "next_steps", "coordination_bodies", "coordination_steps", "workshops"]


@dataclass(frozen=True)
class Row:
    """What each country says of one thing. A cell that is None was not reported; an empty one holds nothing."""

    label: Any
    kind: str
    cells: list[Any]
    url: str = ""
    look: str = ""

    @property
    def template(self) -> str:
        return f"reports/compare/{self.kind}.html"


@dataclass(frozen=True)
class Part:
    """A section of the e-report, country beside country: each row with its cells, each cell with its report."""

    id: str
    title: Any
    rows: list[tuple[Row, list[tuple[Report, Any]]]]


def in_order(cards: Iterable[Card]) -> list[Card]:
    """By name in the reader's language."""
    return sorted(cards, key=lambda card: folded(card.name))


def matrix(cards: list[Card]) -> dict[str, Any]:
    """How many priority actions each country has on each theme that any of them has one on.

    {"themes": […], "rows": [(card, [(theme, count), …]), …]}. A country without any action has no cells.
    """
    themes: dict[str, Any] = {}
    for card in sorted(cards, key=lambda card: str(card.published)):  # so the newest edition words a theme
        themes |= {theme["slug"]: theme for theme in card.themes if card.actions_by_theme[theme["slug"]]}
    ordered = sorted(themes.values(), key=lambda theme: theme["order"])
    return {
        "themes": ordered,
        "rows": [
            (card, [(theme, card.actions_by_theme[theme["slug"]]) for theme in ordered] if card.actions else [])
            for card in cards
        ],
    }


def side_by_side(reports: list[Report]) -> list[Part]:
    """Those reports, section by section, each row with one cell for each of them. Labels in the active language."""
    titles = {section.id: section.title for section in SECTIONS}
    return [
        Part(name, titles[name], [(row, list(zip(reports, row.cells, strict=True))) for row in rows(reports)])
        for name, rows in PARTS.items()
    ]


def translated(reports: list[Report]) -> set[str]:
    """The languages out of which something that stands side by side is translated."""
    return {code for report in reports for part in SHOWN for code in page.translated(report[part], part)}


def engagement(reports: list[Report]) -> list[Row]:
    return [
        Row(_("Engagement"), "state", [report["country"]["engagement"] for report in reports]),
        Row(_("Pathfinder country since"), "since", [report["country"] for report in reports]),
        Row(_("Region"), "text", [report["country"]["region"] for report in reports]),
        Row(_("Edition"), "edition", reports),
    ]


def pathway(reports: list[Report]) -> list[Row]:
    """One row for each milestone that any of the editions asks about, as the newest of them words it."""
    asked: dict[str, Any] = {}
    for report in sorted(reports, key=lambda report: str(report["edition"]["published"]), reverse=True):
        for milestone in report["milestones"]:
            asked.setdefault(milestone["slug"], milestone["name"])
    by_slug = [{row["slug"]: row for row in report["milestones"]} for report in reports]
    return [Row(name, "milestone", [rows.get(slug) for rows in by_slug]) for slug, name in asked.items()]


def actions(reports: list[Report]) -> list[Row]:
    """One row for each theme; an action with two themes stands under both."""
    themes = {
        theme["slug"]: theme
        for report in sorted(reports, key=lambda report: str(report["edition"]["published"]))
        for action in report["actions"]
        for theme in action["themes"]
    }
    return [
        Row(
            theme["name"],
            "actions",
            [
                {
                    "slug": report["country"]["slug"],
                    "actions": [row for row in report["actions"] if slug in (t["slug"] for t in row["themes"])],
                }
                if report["actions"]
                else None
                for report in reports
            ],
            reverse("reports:theme", args=[slug]),
            theme["look"],
        )
        for slug, theme in sorted(themes.items(), key=lambda item: item[1]["order"])
    ] or silent(_("Priority actions"), reports)


def next_steps(reports: list[Report]) -> list[Row]:
    """One row for each horizon that a step has; those without one come last."""
    horizons = [*NextStep.Horizon.values, None]

    def of(report: Report, code: str | None) -> list[Any]:
        return [step for step in report["next_steps"] if (step["horizon"].code if step["horizon"] else None) == code]

    return [
        Row(
            NextStep.Horizon(code).label if code else pgettext("next steps", "Without a horizon"),
            "steps",
            [of(report, code) if report["next_steps"] else None for report in reports],
        )
        for code in horizons
        if any(of(report, code) for report in reports)
    ] or silent(_("Next steps"), reports)


def coordination(reports: list[Report]) -> list[Row]:
    return [
        Row(_("Coordination body"), "bodies", [report["coordination_bodies"] or None for report in reports]),
        Row(_("Steps towards coordination"), "steps", [report["coordination_steps"] or None for report in reports]),
    ]


def workshops(reports: list[Report]) -> list[Row]:
    """One row for each kind of workshop that any of them held."""
    kinds = {row["kind"].code: row["kind"].label for report in reports for row in report["workshops"]}
    return [
        Row(
            label,
            "workshops",
            [
                [row for row in report["workshops"] if row["kind"].code == code] if report["workshops"] else None
                for report in reports
            ],
        )
        for code, label in kinds.items()
    ] or silent(_("Workshops"), reports)


def unknown(reports: list[Report]) -> list[Row]:
    return [Row(_("What the sources leave open"), "sentences", [report["unknown"] for report in reports])]


def silent(label: str, reports: list[Report]) -> list[Row]:
    """The one row of a section of which none of them reported anything."""
    return [Row(label, "text", [None] * len(reports))]


PARTS: dict[str, Callable[[list[Report]], list[Row]]] = {
    "engagement": engagement,
    "pathway": pathway,
    "actions": actions,
    "next-steps": next_steps,
    "coordination": coordination,
    "workshops": workshops,
    "unknown": unknown,
}
