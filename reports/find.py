"""Searching: which entries have every term, in which order, and how they are shown.

One function knows the engine. On PostgreSQL a word finds what has its stem in the language, or begins with it; on
SQLite what begins with it. Accents, case and Arabic variants are folded on both (terms.py).
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import F, Func, Q

from countries.models import Country, GoodPractice
from library.texts import Text, best, folded
from priorities.models import PriorityAction

from . import page
from .highlight import highlighted
from .models import OWNERS, Edition, SearchEntry, SearchEntryQuerySet
from .terms import Query, Term

# Of PostgreSQL, for stems. A language without one is searched for words as they stand.
CONFIGURATIONS = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic"}
MOST_ON_A_PAGE = 20
LONGEST_TITLE = 160

KINDS = SearchEntry.Kind.values
IN_ORDER = [model._meta.label_lower for model in OWNERS]


@dataclass(frozen=True)
class Hit:
    """An entry that was found: what filters and the order ask of it."""

    pk: int
    kind: str
    owner: str
    order: int
    country: str
    country_name: str
    region: str
    themes: list[list[str]]
    in_title: bool

    @property
    def kind_in_words(self) -> Any:
        return SearchEntry.Kind(self.kind).label

    @property
    def region_in_words(self) -> Any:
        return Country.Region(self.region).label


def hits(query: Query, language: str) -> list[Hit]:
    """Every public entry with all terms: those with all of them in the title first, then by kind, then in the order
    in which the portal lists things of that kind. One query.
    """
    if query.is_too_short:
        return []
    names = ["pk", "kind", "owner", "order", "country", "country_name", "region", "themes", "folded_title"]
    found = [
        Hit(
            **dict(zip(names[:-1], row, strict=True)) | {"country_name": str(best(row[5], language) or "")},
            in_title=all(term.row in title for term in query.terms),
        )
        for *row, title in matching(query.terms, language).values_list(*names)
    ]
    by_alphabet = {name: folded(name) for name in {hit.country_name for hit in found}}
    return sorted(
        found,
        key=lambda hit: (
            not hit.in_title,
            KINDS.index(hit.kind),
            by_alphabet[hit.country_name],
            IN_ORDER.index(hit.owner),
            hit.order,
            hit.pk,
        ),
    )


def matching(terms: tuple[Term, ...], language: str) -> SearchEntryQuerySet:
    """The public entries of that language that have every term."""
    entries = SearchEntry.objects.filter(language=language).public()
    if connection.vendor != "postgresql":
        return entries.filter(*(Q(folded__contains=term.row) for term in terms))
    entries = entries.alias(vector=Func(F("folded"), template='"reports_searchentry"."vector"', output_field=VECTOR))
    for term in terms:
        entries = entries.filter(vector=in_full_text(term, language))
    return entries


VECTOR = SearchVectorField()


def in_full_text(term: Term, language: str) -> SearchQuery:
    """The term for PostgreSQL. Words hold letters and digits only (terms.py), so nothing in them is an operator."""
    row = " <-> ".join(f"'{word}'" for word in term.words)
    if term.quoted:
        return SearchQuery(row, config="simple", search_type="raw")
    beginning = SearchQuery(f"{row}:*", config="simple", search_type="raw")
    if len(term.words) > 1:
        return beginning
    return beginning | SearchQuery(term.words[0], config=CONFIGURATIONS.get(language, "simple"), search_type="plain")


# Showing


@dataclass(frozen=True)
class Result:
    """An entry as a page shows it: what it is, of which country, its name and an excerpt with the hits marked."""

    kind: Any
    country: str
    name: Any
    excerpt: str
    address: str
    region: Any
    translated_from: list[str]


def results(found: list[Hit], query: Query, language: str) -> list[Result]:
    """Those hits, in their order, ready to be shown. One query."""
    entries = SearchEntry.objects.in_bulk([hit.pk for hit in found])
    return [result(entries[hit.pk], query, language) for hit in found if hit.pk in entries]


def result(entry: SearchEntry, query: Query, language: str) -> Result:
    title, text = best(entry.title, language) or Text("", language, language), best(entry.text, language)
    country = best(entry.country_name, language)
    is_country = entry.kind == SearchEntry.Kind.COUNTRY and not entry.part
    sections = {section.id: section.title for section in page.SECTIONS}
    return Result(
        kind=model_of(entry)._meta.verbose_name,
        country=country.bare if country and not is_country else "",
        name=sections.get(entry.part) or title.marked(highlighted(title, query.terms, LONGEST_TITLE)),
        excerpt=text.remarked(highlighted(text, query.terms)) if text else "",
        address=entry.address,
        region=Country.Region(entry.region).label if is_country else "",
        translated_from=entry.translated_from,
    )


def model_of(entry: SearchEntry) -> Any:
    """What the entry is about: of an edition, the country or something that the country reports."""
    if entry.owner != Edition._meta.label_lower:
        return apps.get_model(entry.owner)
    reported = {SearchEntry.Kind.ACTION: PriorityAction, SearchEntry.Kind.LIBRARY: GoodPractice}
    return reported.get(entry.kind, Country)


@dataclass(frozen=True)
class Part:
    """So much of what was found as one page shows: the hits, with the number of the first and of the last."""

    hits: list[Hit]
    number: int
    count: int
    first: int
    last: int

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def part(found: list[Hit], asked: str) -> Part:
    """The page that the address asks for, or the nearest there is."""
    count = max(1, -(-len(found) // MOST_ON_A_PAGE))
    try:
        number = min(max(1, int(asked)), count)
    except ValueError:
        number = 1
    start = (number - 1) * MOST_ON_A_PAGE
    hits = found[start : start + MOST_ON_A_PAGE]
    return Part(hits, number, count, first=start + 1, last=start + len(hits))
