"""A global edition → what its report shows in one language. One context feeds the page and the PDF."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from library.originals import NOT_OF_THE_SOURCE, languages_translated, originals
from library.texts import Text, best, folded
from priorities.models import Implementation
from reports import citations
from reports.citations import Work
from reports.global_report.countries import MILESTONE_STATES, InShort, in_short
from reports.map import outlines
from reports.models import Edition, GlobalEdition
from reports.texts import Word, localise, theme, word


@dataclass(frozen=True)
class Section:
    """A part of the global report: the same template, in the same place, on the page and in the PDF."""

    id: str
    title: Any

    @property
    def template(self) -> str:
        return f"reports/global/{self.id}.html"


SECTIONS = [
    Section("about", gettext_lazy("Pathfinder countries and this report")),
    Section("partnership", gettext_lazy("The state of the partnership")),
    Section("countries", gettext_lazy("The countries in short")),
    Section("themes", gettext_lazy("Themes across countries")),
    Section("events", gettext_lazy("Events")),
    Section("lessons", gettext_lazy("Lessons learnt")),
    Section("practices", gettext_lazy("Good practices")),
    Section("networks", gettext_lazy("Business networks")),
    Section("toolkit", gettext_lazy("Toolkit for Pathfinder countries")),
    Section("sources", gettext_lazy("Sources")),
    Section("edition", gettext_lazy("This edition")),
]


def parts_of(edition: GlobalEdition) -> list[Edition]:
    """The editions it is made of that can still be read, in one query."""
    sums = [country["checksum"] for country in edition.snapshot["countries"]]
    return list(Edition.objects.readable().filter(checksum__in=sums).order_by("slug"))


def report(edition: GlobalEdition, language: str) -> dict[str, Any]:
    """The global report as its section templates read it, in that language.

    The copies in its content (snapshot.py), localised, and beside them: `sections`; `countries` in short, by name;
    `world`, the map of them; `made_of`, all editions with their checksums, and `withdrawn`, those that cannot be read
    any more; `figures`, `regions`, `engagements`, `milestones`, `practices` and `tally` of all countries together;
    `themes` with the countries that have actions on them; events `held` and `ahead` as of the report's day; `sources`,
    numbered; `translation`, `citation`, and of head() the `title`, `checksum`, `address` and `at`.
    """
    with translation.override(language):
        said = head(edition, language)
        data = localise({**edition.snapshot, "sources": None, "themes": None, "countries": None}, language)
        countries = [in_short(part, language) for part in parts_of(edition)]
        countries.sort(key=lambda country: folded(country.name))
        sums = {country.checksum for country in countries}
        made_of = [
            {**row, "name": best(row["name"], language), "is_withdrawn": row["checksum"] not in sums}
            for row in edition.snapshot["countries"]
        ]
        made_of.sort(key=lambda row: folded(row["name"]))
        data |= {
            "sections": SECTIONS,
            "texts": {slug.replace("-", "_"): text for slug, text in (data["texts"] or {}).items()},
            "language": language,
            "countries": countries,
            "made_of": made_of,
            "withdrawn": [row for row in made_of if row["is_withdrawn"]],
            "figures": figures(countries),
            "world": places(countries),
            "engagements": engagements(countries),
            "regions": regions(countries),
            "milestones": milestones(countries),
            "milestone_words": [word("state", code) for code in MILESTONE_STATES],
            "practices": [country for country in countries if country.data["practices"]],
            "tally": tally(countries),
            "themes": themes(edition, countries, language),
            "held": [row for row in reversed(data["events"]) if is_over(row, data["edition"])],
            "ahead": [row for row in data["events"] if not is_over(row, data["edition"])],
        }
        data["sources"] = sources(edition, countries, language)
        for row in statements(data):
            row["source"]["document"] = data["sources"][row["source"]["document"]]
        for country in countries:
            country.data["numbers"] = sorted(data["sources"][slug]["number"] for slug in country.documents)
        data["translation"] = originals(translated(data), lambda code: f"/{code}/report/editions/{edition.number}/")
        data |= {key: said[key] for key in ("title", "checksum", "address", "at")}
        return data | {"citation": citations.plain(work(said))}


def figures(countries: list[InShort]) -> dict[str, int]:
    """What the report counts over all countries."""
    actions = sum(country.actions for country in countries)
    silent = sum(count for country in countries for word, count in country.tally if word.code == "not_reported")
    return {
        "countries": len(countries),
        "pathfinders": sum(country.engagement.code == "pathfinder" for country in countries),
        "actions": actions,
        "reported": actions - silent,
        "not_reported": silent,
        "steps": sum(len(country.data["next_steps"]) for country in countries),
    }


def engagements(countries: list[InShort]) -> list[dict[str, Any]]:
    """For each engagement, the furthest first, the countries that have it, by region."""
    return [
        {"word": word("engagement", code), "regions": by_region(having), "count": len(having)}
        for code in Country.Engagement.values[::-1]
        if (having := [country for country in countries if country.engagement.code == code])
    ]


def places(countries: list[InShort]) -> dict[str, Any]:
    """The world map with those countries on it, for the cover: each as its shape, or as a dot where it is small."""
    drawn = outlines()
    known = [(country, drawn["countries"].get(country.data["country"]["m49"])) for country in countries]
    return {
        "width": drawn["width"],
        "height": drawn["height"],
        "countries": [{**place, "engagement": country.engagement.code} for country, place in known if place],
    }


def by_region(countries: Iterable[InShort]) -> list[tuple[Word, list[InShort]]]:
    found: dict[Word, list[InShort]] = {}
    for country in countries:
        found.setdefault(country.region, []).append(country)
    return sorted(found.items(), key=lambda pair: folded(pair[0]))


def regions(countries: list[InShort]) -> list[dict[str, Any]]:
    """For each region how many countries have each engagement that any country has."""
    words = [row["word"].code for row in engagements(countries)]
    return [
        {
            "word": region,
            "counts": [sum(country.engagement.code == code for country in here) for code in words],
            "count": len(here),
        }
        for region, here in by_region(countries)
    ]


def milestones(countries: list[InShort]) -> list[dict[str, Any]]:
    """For each milestone how many countries are in which state of it, in the order of MILESTONE_STATES."""
    names: dict[str, Text] = {}
    counts: Counter = Counter()
    for country in countries:
        for milestone in country.data["milestones"]:
            names.setdefault(milestone["slug"], milestone["name"])
            counts[milestone["slug"], milestone["state"].code] += 1
    return [
        {"name": name, "counts": [counts[slug, state] for state in MILESTONE_STATES]} for slug, name in names.items()
    ]


def tally(countries: list[InShort]) -> list[dict[str, Any]]:
    """How many priority actions of all countries are in each state, with their share as a whole number."""
    counts = Counter({})
    for country in countries:
        counts.update({state.code: count for state, count in country.tally})
    return [
        {"word": word("implementation", code), "count": counts[code]} for code in Implementation.values if counts[code]
    ]


def themes(edition: GlobalEdition, countries: list[InShort], language: str) -> list[dict[str, Any]]:
    """Each theme with how many actions are on it, and the countries that have them."""
    found = []
    for frozen in edition.snapshot["themes"]:
        having = [country for country in countries if country.themes[frozen["slug"]]]
        counts = {
            "actions": sum(country.themes[frozen["slug"]] for country in having),
            "having": [(country, country.themes[frozen["slug"]]) for country in having],
        }
        found.append(theme(frozen["slug"], frozen, language) | counts)
    return found


def is_over(event: dict[str, Any], edition: dict[str, Any]) -> bool:
    """Whether the event had been held on the report's day, whenever the report is read."""
    return (event["end"] or event["start"]).last_day < edition["as_of"].first_day


def sources(edition: GlobalEdition, countries: list[InShort], language: str) -> dict[str, Any]:
    """The cited documents, numbered in the order of their titles: those copied, and those of the countries."""
    documents = {
        slug: document
        for country in countries
        for slug, document in country.sources.items()
        if slug in country.documents
    } | edition.snapshot["sources"]
    found = {slug: localise(document, language) for slug, document in documents.items()}
    for number, slug in enumerate(sorted(found), start=1):
        found[slug]["number"] = number
    return found


def statements(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every statement of the report that belongs to no country, and the practices, which name their sources here."""
    points = [point for network in data["networks"] for point in network["points"]]
    practices = [row for country in data["countries"] for row in country.data["practices"]]
    return [*data["events"], *data["lessons"], *data["networks"], *points, *data["toolkit"], *practices]


def translated(data: dict[str, Any]) -> set[str]:
    """The languages out of which something in the report is translated."""
    ours = languages_translated(
        (value, row["source"]["document"]["language"])
        for row in statements(data)
        for field, value in row.items()
        if isinstance(value, Text) and field != NOT_OF_THE_SOURCE
    )
    return ours.union(*(country.translated for country in data["countries"]))


def head(edition: GlobalEdition, language: str) -> dict[str, Any]:
    """What of the edition itself is said beside the report, in that language: without a query, and without reading
    those it is made of. `at` is its path; nothing has one that is not published yet.
    """
    with translation.override(language):
        data = localise(edition.snapshot["edition"], language)
        return {
            **data,
            "language": language,
            "title": _("Pathfinder countries: global report, edition %(number)s") % {"number": data["number"]},
            "countries": len(edition.snapshot["countries"]),
            "checksum": edition.checksum,
            "address": f"{settings.PORTAL_URL}/{language}/report/editions/{data['number']}/",
            "at": edition.get_absolute_url() if edition.pk else "",
        }


def work(head: dict[str, Any]) -> Work:
    """The report as something that is cited, in its own language."""
    with translation.override(head["language"]):
        words = {"number": head["number"], "as_of": head["as_of"].in_words}
        return Work(
            title=_("Pathfinder countries: global report"),
            edition=_("edition %(number)s, as of %(as_of)s") % words,
            number=head["number"],
            published=head["published"],
            address=head["address"],
            checksum=head["checksum"],
            language=head["language"],
            key=f"alliance87-global-{head['number']}-{head['language']}",
        )
