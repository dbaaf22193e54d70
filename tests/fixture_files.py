"""Reads fixtures/*.csv as they stand, for the tests of what they say."""

import csv
from functools import cache

from django.apps import apps
from django.conf import settings

from pathfinder.seeding import FILES

FOLDER = settings.BASE_DIR / "fixtures"


@cache
def rows(stem: str) -> list[dict[str, str]]:
    with (FOLDER / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(stem: str, row: dict[str, str]) -> str:
    return "/".join(row[part.partition("__")[0]] for part in apps.get_model(FILES[stem]).NATURAL_KEY)


@cache
def records() -> dict[str, dict[str, str]]:
    return {f"{stem}/{key(stem, row)}": row for stem in FILES for row in rows(stem)}


@cache
def ledger() -> list[tuple[str, str, tuple[str, ...]]]:
    return [(row["slide"], row["item"], tuple(row["record"].split("; "))) for row in rows("ledger")]


def items_of(record: str) -> list[str]:
    return [item for _, item, named in ledger() if record in named]


def of_country(stem: str, country: str) -> list[dict[str, str]]:
    return [row for row in rows(stem) if row["country"] == country]


def milestones(country: str) -> dict[str, dict[str, str]]:
    return {row["type"]: row for row in of_country("milestones", country)}
