"""A small folder as fixtures/ is one, whose records are among none of the seed."""

import csv
from pathlib import Path
from typing import Any

from django.apps import apps

from pathfinder.seeding import FILES, Outcome, seed

SOURCE = {"source": "x-deck", "locator": "Slide 1"}
ACTION = {
    "reference": "XAA-01", "country": "x-land", "order": "1", "wording_en": "Do it", "themes": "x-labour", **SOURCE
}  # fmt: skip
SMALL = {
    "documents": [
        {
            "slug": "x-deck", "title_en": "A deck", "title_ar": "عرض", "date": "2019", "language": "en",
            "is_published": "yes",
        }
    ],
    "countries": [
        {
            "slug": "x-land", "name_en": "X", "alpha2": "XA", "alpha3": "XAA", "m49": "901", "region": "asia",
            "working_language": "en", "engagement": "pathfinder", "pathfinder_since": "2019-02", **SOURCE,
        }
    ],
    "milestone_types": [{"slug": "x-step", "name_en": "Step", "order": "9001"}],
    "milestones": [{"country": "x-land", "type": "x-step", "state": "done", "date": "2019-02", **SOURCE}],
    "themes": [
        {"slug": "x-labour", "name_en": "Labour", "kind": "core", "order": "9001", "is_published": "yes"},
        {"slug": "x-migration", "name_en": "Migration", "kind": "core", "order": "9002", "is_published": "no"},
    ],
    "priority_actions": [ACTION, {**ACTION, "reference": "XAA-02", "order": "2", "themes": "x-labour; x-migration"}],
    "organisations": [{"slug": "x-body", "name_en": "A body"}],
    "events": [
        {"slug": "x-event", "name_en": "Event", "scope": "global", "start": "2019", "is_published": "no", **SOURCE}
    ],
    "participations": [
        {"event": "x-event", "country": "x-land", "organisation": "", "role": "host", **SOURCE},
        {"event": "x-event", "country": "", "organisation": "x-body", "role": "speaker", **SOURCE},
    ],
    "workshops": [
        {"country": "x-land", "kind": "strategy", "start": "2019-02", "outcomes_en": "Two\nlines", **SOURCE}
    ],
}  # fmt: skip
ROWS = sum(map(len, SMALL.values()))


class Folder:
    """Files as fixtures/ holds them, small."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = {stem: [dict(row) for row in rows] for stem, rows in SMALL.items()}
        for stem in SMALL:
            self.write(stem)

    def write(self, stem: str, *rows: dict[str, str]) -> None:
        written = list(rows) or self.rows[stem]
        with (self.path / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, written[0])
            writer.writeheader()
            writer.writerows(written)

    def change(self, stem: str, row: int, **cells: str) -> None:
        self.rows[stem][row].update(cells)
        self.write(stem)

    def seed(self) -> Outcome:
        return seed(self.path)


def everything() -> tuple[list[Any], list[int]]:
    """Every record there is, as the database has it, and how much history."""
    models = [apps.get_model(label) for label in FILES.values()]
    return [list(model.objects.order_by("pk").values()) for model in models], [m.history.count() for m in models]
