"""Everything that search can find in a language: as lists by kind, and as an index in the order of those lists."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from library.texts import best, folded
from reports.find import IN_ORDER, KINDS, Result, result
from reports.models import SearchEntry
from reports.terms import query

NOTHING = query("")


def entries(language: str) -> list[SearchEntry]:
    """By kind, and within it as the portal's own search orders what it finds."""
    return sorted(
        SearchEntry.objects.filter(language=language).public(),
        key=lambda entry: (
            KINDS.index(entry.kind),
            folded(best(entry.country_name, language) or ""),
            IN_ORDER.index(entry.owner),
            entry.order,
            entry.pk,
        ),
    )


def by_kind(language: str) -> list[tuple[Any, list[Result]]]:
    """Each kind that there is, with its entries ready to be shown."""
    groups = groupby(entries(language), key=lambda entry: entry.kind)
    return [
        (SearchEntry.Kind(kind).label, [result(entry, NOTHING, language) for entry in rows]) for kind, rows in groups
    ]


def index(language: str) -> Iterator[list[str]]:
    """Of each entry the words of its title and all of its words as reports/terms.py folds them, its text, and the
    language of that text.
    """
    for entry in entries(language):
        text = best(entry.text, language)
        yield [entry.folded_title, entry.folded, str(text or ""), text.language if text else language]
