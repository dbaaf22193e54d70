"""An edition → what its e-report shows in one language. One context feeds the page and the PDF."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.originals import NOT_OF_THE_SOURCE, languages_translated, originals
from library.texts import Text
from priorities.models import Implementation

from . import citations
from .citations import Work
from .files import files_in
from .models import Edition
from .shapes import bar
from .texts import Word, localise, theme
from .timeline import timeline
from .unknown import unknown
from .what_changed import Comparison


@dataclass(frozen=True)
class Section:
    """A part of the e-report: the same template, in the same place, on the page and in the PDF."""

    id: str
    title: Any

    @property
    def template(self) -> str:
        return f"reports/sections/{self.id}.html"


SECTIONS = [
    Section("engagement", gettext_lazy("Engagement")),
    Section("pathway", gettext_lazy("The pathway")),
    Section("timeline", gettext_lazy("Timeline")),
    Section("actions", gettext_lazy("Priority actions")),
    Section("next-steps", gettext_lazy("Next steps")),
    Section("coordination", gettext_lazy("Coordination")),
    Section("workshops", gettext_lazy("Workshops")),
    Section("events", gettext_lazy("Events")),
    Section("practices", gettext_lazy("Lessons and practices")),
    Section("country-report", gettext_lazy("From the country’s report")),
    Section("unknown", gettext_lazy("What is not known")),
    Section("sources", gettext_lazy("Sources")),
    Section("changes", gettext_lazy("What changed")),
    Section("edition", gettext_lazy("This edition")),
]


def report(edition: Edition, language: str) -> dict[str, Any]:
    """The edition as its section templates read it, in that language.

    The snapshot's own keys (snapshot.py), localised, and beside them: `sections`, `groups` (actions by pillar),
    `tally` (actions by state) and its `bar`, `steps_done`, `timeline`, `unknown`, `changes` (since the edition before,
    read when they are shown), `as_of_in_words`, `checksum`, `address`, `at`, `translation` (the originals of what is
    translated) and `citation`.
    """
    with translation.override(language):
        data = localise({**edition.snapshot, "themes": None, "sources": None}, language)
        data["themes"] = {slug: theme(slug, frozen, language) for slug, frozen in edition.snapshot["themes"].items()}
        data["sources"] = sources(edition, language)
        for statement in statements(data):
            if statement["source"]:
                statement["source"]["document"] = data["sources"][statement["source"]["document"]]
        for row in [*data["pillars"], *data["actions"]]:
            row["themes"] = sorted((data["themes"][slug] for slug in row["themes"]), key=lambda theme: theme["order"])
        languages = {code for part, rows in data.items() if isinstance(rows, list) for code in translated(rows, part)}
        data |= {
            "sections": SECTIONS,
            "language": language,
            "groups": groups(data),
            "tally": tally(data["actions"]),
            "bar": bar(tally(data["actions"]), mirrored=translation.get_language_bidi()),
            "steps_done": sum(milestone["state"].code == "done" for milestone in data["milestones"]),
            "timeline": timeline(data, mirrored=translation.get_language_bidi()),
            "unknown": unknown(data),
            "changes": Comparison(edition, language, SECTIONS),
            "checksum": edition.checksum,
            "address": f"{settings.PORTAL_URL}/{language}/countries/{data['country']['slug']}"
            f"/editions/{edition.number}/",
            # Its path, where its files are; nothing has one that is not published yet.
            "at": edition.get_absolute_url() if edition.pk else "",
            "translation": originals(
                languages, lambda code: f"/{code}/countries/{edition.slug}/editions/{edition.number}/"
            ),
        }
        for file in files_in(data):  # of an edition that is not published yet, nobody reads them
            at = [edition.slug, edition.number, file["sha256"]]
            file["address"] = reverse("reports:edition-file", args=at) if edition.pk else ""
        data["as_of_in_words"] = in_words(data["edition"])
        data["citation"] = citation(data)
        return data


def sources(edition: Edition, language: str) -> dict[str, Any]:
    """The cited documents, numbered in the order of their titles."""
    documents = {slug: localise(source, language) for slug, source in edition.snapshot["sources"].items()}
    for number, slug in enumerate(sorted(documents), start=1):
        documents[slug]["number"] = number
    return documents


def statements(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every part of a report that names a source."""
    found = [data["country"]]
    for part in data.values():
        if isinstance(part, list):
            found += [row for row in part if isinstance(row, dict) and "source" in row]
    return found


def translated(rows: list[dict[str, Any]], part: str = "actions") -> set[str]:
    """The languages out of which something in these rows is translated.

    Only a source's own words count: the names and descriptions of milestones are the portal's.
    """
    ours = {NOT_OF_THE_SOURCE, "name", "description"} if part == "milestones" else {NOT_OF_THE_SOURCE}
    return languages_translated(
        (value, row["source"]["document"]["language"])
        for row in rows
        if row.get("source")
        for field, value in row.items()
        if isinstance(value, Text) and field not in ours
    )


def groups(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The actions under the pillar the country put them under; those without one come last, under no heading."""
    groups = [
        {"pillar": pillar, "actions": [row for row in data["actions"] if row["pillar"] == pillar["order"]]}
        for pillar in data["pillars"]
    ]
    rest = [row for row in data["actions"] if row["pillar"] is None]
    return groups + ([{"pillar": None, "actions": rest}] if rest else [])


def tally(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many actions are in each state; states without any are left out."""
    counts = [
        (Word(state.value, state.label), sum(action["implementation"].code == state for action in actions))
        for state in Implementation
    ]
    return [{"word": word, "count": count} for word, count in counts if count]


def in_words(edition: dict[str, Any]) -> str:
    """When the content of an edition was true: in the words of its note ("late 2019") where it has one."""
    return edition["as_of_note"] or edition["as_of"].in_words


def country_of(edition: Edition, language: str) -> Text:
    """The name of an edition's country, as it was then."""
    return localise(edition.snapshot["country"]["name"], language)


def title(data: dict[str, Any]) -> str:
    """What the e-report is called in its own language, where a browser or a PDF viewer shows a name."""
    with translation.override(data["language"]):
        return _("%(country)s: e-report, edition %(number)s") % {
            "country": data["country"]["name"],
            "number": data["edition"]["number"],
        }


def work(data: dict[str, Any]) -> Work:
    """The report as something that is cited, in its own language."""
    edition, country, language = data["edition"], data["country"], data["language"]
    with translation.override(language):
        words = {"number": edition["number"], "as_of": data["as_of_in_words"]}
        return Work(
            title=_("%(country)s: Pathfinder e-report") % {"country": country["name"]},
            edition=_("edition %(number)s, as of %(as_of)s") % words,
            number=edition["number"],
            published=edition["published"],
            address=data["address"],
            checksum=data["checksum"],
            language=language,
            key=f"alliance87-{country['slug']}-{edition['number']}-{language}",
        )


def citation(data: dict[str, Any]) -> str:
    """How to cite this edition, in plain text. Its address comes after it."""
    return citations.plain(work(data))
