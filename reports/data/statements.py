"""The statements of an e-report as a table for people: what the page says, a row each, in the reader's language.

Nothing is lost in the tables for programs (tables.py) and much is here: a statement has one language, and words stand
where those have codes.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from priorities.workbook.values import neutral
from reports import page
from reports.data import licence
from reports.models import Edition


@dataclass(frozen=True)
class Row:
    """One statement. `texts` are its sentences, the first of them its name where it has one."""

    texts: list[Any]
    reference: Any = ""
    state: Any = ""
    outlook: Any = ""
    themes: Any = ()
    begin: Any = None
    end: Any = None
    source: str = ""
    locator: str = ""
    note: Any = ""


def csv_of(edition: Edition, language: str) -> bytes:
    """The edition's statements in that language. The same edition gives the same bytes.

    UTF-8 with its mark at the beginning, without which spreadsheets read Arabic as something else; lines end as
    RFC 4180 wants it. What a spreadsheet would calculate has an apostrophe before it.
    """
    with translation.override(language):
        report = page.report(edition, language)
        table = [titles()]
        for section in page.SECTIONS:
            if section.id in PARTS:
                table += [[str(section.title), *cells(row, language)] for row in PARTS[section.id](report)]
    out = io.StringIO()
    csv.writer(out).writerows([neutral(cell) for cell in line] for line in table)
    return out.getvalue().encode("utf-8-sig")


def titles() -> list[str]:
    return [
        _("Section"),
        _("Reference"),
        _("Text"),
        _("Language of the text"),
        _("State"),
        _("Outlook"),
        _("Themes"),
        _("From"),
        _("Until"),
        _("Source"),
        _("Where in the source"),
        _("Editor’s note"),
    ]


def cells(row: Row, language: str) -> list[str]:
    texts = [text for text in row.texts if text]
    languages = dict.fromkeys(getattr(text, "language", language) for text in texts)
    return [
        str(row.reference),
        "\n".join(str(text) for text in texts),
        ", ".join(languages),
        str(row.state or ""),
        str(row.outlook or ""),
        "; ".join(str(theme["name"]) for theme in row.themes),
        str(row.begin or ""),
        str(row.end or ""),
        row.source,
        row.locator,
        str(row.note or ""),
    ]


def engagement(report: dict[str, Any]) -> Iterator[Row]:
    country = report["country"]
    texts, since = [country["name"], country["summary"]], country["pathfinder_since"]
    yield Row(texts, country["alpha3"], country["engagement"], begin=since, **said(country))


def pathway(report: dict[str, Any]) -> Iterator[Row]:
    for step in report["milestones"]:
        yield Row([step["name"], step["note"]], step["slug"], step["state"], begin=step["date"], **said(step))
    for roadmap in report["roadmaps"]:
        yield Row([roadmap["title"]], begin=roadmap["adopted"], **said(roadmap))


def actions(report: dict[str, Any]) -> Iterator[Row]:
    """Each heading of the country, and the actions under it."""
    for group in report["groups"]:
        if pillar := group["pillar"]:
            yield Row([pillar["name"]], themes=pillar["themes"], **said(pillar))
        for action in group["actions"]:
            states = action["implementation"], action["outlook"], action["themes"]
            dates = {"begin": action["period_start"], "end": action["period_end"]}
            yield Row([action["wording"]], action["reference"], *states, **dates, **said(action))
            yield from reported(action["reference"], action["report"])


def next_steps(report: dict[str, Any]) -> Iterator[Row]:
    for step in report["next_steps"]:
        yield Row([step["wording"]], step["order"], step["implementation"], end=step["due"], **said(step))
        yield from reported(step["order"], step["report"])


def reported(reference: Any, report: dict[str, Any] | None) -> Iterator[Row]:
    """What the country reported last of an action or a next step, in words of its own."""
    if report and report["text"]:
        by = _("Reported by: %(who)s") % {"who": report["by"]}
        yield Row([report["text"]], reference, end=report["as_of"], source=by)


def coordination(report: dict[str, Any]) -> Iterator[Row]:
    if report["focal_point_institution"]:
        yield Row([_("National focal point"), report["focal_point_institution"]])
    for body in report["coordination_bodies"]:
        yield Row([body["name"], body["description"]], **said(body))
    for step in report["coordination_steps"]:
        yield Row([step["wording"]], step["order"], **said(step))


def workshops(report: dict[str, Any]) -> Iterator[Row]:
    for workshop in report["workshops"]:
        texts = [workshop[field] for field in ("kind", "place", "organisers", "outcomes")]
        yield Row(texts, begin=workshop["start"], end=workshop["end"], **said(workshop))


def events(report: dict[str, Any]) -> Iterator[Row]:
    for event in report["events"]:
        roles = "; ".join(str(role) for role in event["roles"])
        dates = {"begin": event["start"], "end": event["end"]}
        yield Row([event["name"], event["place"], roles], event["slug"], **dates, **said(event))


def practices(report: dict[str, Any]) -> Iterator[Row]:
    for practice in report["practices"]:
        yield Row([practice["title"], practice["text"]], **said(practice))


def answers(report: dict[str, Any]) -> Iterator[Row]:
    for answer in report.get("answers", []):
        texts = [answer["wording"], answer["text"]]
        yield Row(texts, answer["key"], end=answer["reported"], source=str(answer["cycle"]))


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Where a statement stands in its source, and what the editors note."""
    source, note = row["source"], row["editor_note"]
    if not source:
        return {"note": note}
    return {"source": str(source["document"]["title"]), "locator": source["locator"], "note": note}


def of_all(report: dict[str, Any]) -> Iterator[Row]:
    """What whoever finds the file alone has to know: how to cite it, under which licence, where its data are."""
    terms, data = licence.current(), f"{settings.PORTAL_URL}/{report['language']}/data/"
    yield Row([f"{report['citation']} {report['address']}"])
    yield Row([f"SHA-256: {report['checksum']}"])
    yield Row([_("Licence: %(name)s") % {"name": f"{terms.title} {terms.url}".strip()}])
    yield Row([_("The same in tables for programs: edition.xlsx and edition.json at the address of this edition.")])
    yield Row([_("Data of all countries, with what each field means: %(address)s") % {"address": data}])
    if report["disclaimer"]:
        yield Row([report["disclaimer"]])


# By section of the e-report. A section that is not here only tells anew what these say.
PARTS: dict[str, Callable[[dict[str, Any]], Iterator[Row]]] = {
    "engagement": engagement,
    "pathway": pathway,
    "actions": actions,
    "next-steps": next_steps,
    "coordination": coordination,
    "workshops": workshops,
    "events": events,
    "practices": practices,
    "country-report": answers,
    "edition": of_all,
}
