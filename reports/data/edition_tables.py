"""The tables that editions are told in: a row of `countries` for each edition, and its lists and sources."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from countries.models import CoordinationBody, CoordinationStep, Country, GoodPractice, Milestone, MilestoneType
from events.models import Event, Participation, Workshop
from library.models import Document
from priorities.models import Evidence, NextStep, Pillar, PriorityAction, Question, Roadmap, Theme
from reports.data.fields import (
    CITED,
    LANGUAGE_CHOICES,
    OF_EDITION,
    POSITION,
    TO_EDITION,
    TO_SOURCE,
    of,
)
from reports.data.table import Field, Table, Type
from reports.models import Edition

STRING, INTEGER, NUMBER, DATE, TEXT, LIST, WORD = Type

NOT_REPORTED = ("not_reported", _("not reported"))
REPORTERS = (("country", _("the country")), ("secretariat", _("the secretariat")))
THEMES = Field("themes", LIST, _("themes"), _("The themes it is about."), path=("themes",))
# What may be missing from editions that were published before the portal knew of it.
OPTIONAL = (
    "focal_point_institution",
    "answers",
    "actions.report",
    "actions.report.files",
    "next_steps.report",
    "next_steps.report.files",
    "themes.look",
    "sources.format",
    "sources.size",
)


def reported(name: str, kind: Type, title: Any, description: Any, **options: Any) -> Field:
    """A field of what a country reported last of an action or a next step."""
    return Field(f"report_{name}", kind, title, description, path=("report", name), **options)


REPORT = (
    reported("as_of", DATE, _("latest report: as of"), _("The day of which the country’s latest report speaks.")),
    reported("text", TEXT, _("latest report"), _("What the country reported last, in its own words.")),
    reported("by", WORD, _("latest report: by"), _("Who wrote it on the country’s part."), choices=REPORTERS),
    reported(
        "confirmed",
        DATE,
        _("latest report: confirmed"),
        _("The day on which the country said that it was still correct."),
    ),
)


def table(name: str, title: Any, description: Any, *fields: Field, key: str = "position", part: str = "") -> Table:
    """A table with rows of many editions: one for each row of a list, in its order, or of a part that names them."""
    place = (POSITION,) if key == "position" else ()
    references = [TO_EDITION]
    if any(field.name == "source" for field in fields):
        references.append(TO_SOURCE)
    head = (*OF_EDITION, *place)
    return Table(
        name, title, description, (*head, *fields), ("country", "edition", key), tuple(references), part or name
    )


COUNTRIES = Table(
    "countries",
    _("Countries"),
    _("One row for each edition: the country as it was then, and what identifies the edition."),
    (
        *OF_EDITION,
        of(Edition, "as_of", DATE, _("When the content was true."), is_required=True, path=("edition", "as_of")),
        Field(
            "as_of_note", TEXT, _("as of, in words"), _("The same in words, where they say more."),
            path=("edition", "as_of_note"),
        ),
        Field(
            "published", DATE, _("published"), _("The day on which the edition was published."),
            is_required=True, path=("edition", "published"),
        ),
        of(Edition, "note", STRING, _("What was noted at its publication."), empty="", path=("edition", "note")),
        Field(
            "checksum", STRING, _("checksum"), _("SHA-256 of the edition’s JSON. The same content gives the same."),
            is_required=True,
        ),
        Field(
            "schema", INTEGER, _("schema"), _("The form of the edition’s JSON."), is_required=True, path=("schema",)
        ),
        of(Country, "name", TEXT, _("The short name that the United Nations uses."), path=("country", "name")),
        of(Country, "alpha2", STRING, _("ISO 3166-1 alpha-2."), is_required=True, path=("country", "alpha2")),
        of(Country, "alpha3", STRING, _("ISO 3166-1 alpha-3."), is_required=True, path=("country", "alpha3")),
        of(Country, "m49", STRING, _("Three digits, as the United Nations writes it."), is_required=True,
           path=("country", "m49")),
        of(Country, "region", WORD, _("As in the M49 list of the United Nations."), is_required=True,
           path=("country", "region")),
        of(
            Country, "working_language", WORD, _("The language in which the secretariat writes to the country."),
            choices=LANGUAGE_CHOICES, is_required=True, path=("country", "working_language"),
        ),
        of(Country, "engagement", WORD, _("Where the country stands on its way."), is_required=True,
           path=("country", "engagement")),
        of(Country, "pathfinder_since", DATE, _("Since when it is a Pathfinder country."),
           path=("country", "pathfinder_since")),
        of(Country, "summary", TEXT, _("The sentences that open the e-report."), path=("country", "summary")),
        Field(
            "focal_point_institution", STRING, _("national focal point"),
            _("The institution where the national focal point works."), path=("focal_point_institution",),
        ),
        *(
            Field(field.name, field.type, field.title, field.description, is_required=field.is_required,
                  empty=field.empty, path=("country", *field.path))
            for field in CITED
        ),
        Field(
            "disclaimer", TEXT, _("disclaimer"), _("On designations and boundaries, as of that day."),
            path=("disclaimer",),
        ),
        Field(
            "lacks", LIST, _("lacks"),
            _("What the edition’s JSON does not have, because it was published before the portal knew of it."),
            choices=tuple((path, path) for path in OPTIONAL),
        ),
        Field(
            "rows", LIST, _("rows"), _("How many rows each other table has of this edition."),
        ),
    ),
    ("country", "edition"),
    (TO_SOURCE,),
)  # fmt: skip

MILESTONES = table(
    "milestones",
    _("Milestones"),
    _("Every kind of milestone, with what the country reported of it."),
    of(MilestoneType, "slug", STRING, _("Which kind of milestone it is."), is_required=True),
    of(MilestoneType, "name", TEXT, _("What it is called.")),
    of(MilestoneType, "description", TEXT, _("What is meant by it.")),
    of(
        Milestone,
        "state",
        WORD,
        _("How far the country is. “Not reported” is not “not done”."),
        choices=(*Milestone.State.choices, NOT_REPORTED),
        is_required=True,
    ),
    of(Milestone, "date", DATE, _("When it was reached, or is to be: a year, a month or a day.")),
    of(Milestone, "note", TEXT, _("What there is to say of it.")),
    Field(
        "source", STRING, _("source"), _("The document that says so: a row of the edition’s sources."),
        path=("source", "document"),
    ),
    *CITED[1:],
)  # fmt: skip
ROADMAPS = table(
    "roadmaps",
    _("Roadmaps"),
    _("The plans that the country adopted."),
    of(Roadmap, "title", TEXT, _("What it is called.")),
    of(Roadmap, "adopted", DATE, _("When it was adopted: a year, a month or a day.")),
    *CITED,
)
PILLARS = table(
    "pillars",
    _("Pillars"),
    _("The headings under which the country itself grouped its priority actions."),
    of(Pillar, "order", INTEGER, _("Its number. Priority actions name it."), is_required=True),
    of(Pillar, "name", TEXT, _("What it is called.")),
    THEMES,
    *CITED,
)
ACTIONS = table(
    "actions",
    _("Priority actions"),
    _("What the country says it will do, in its official wording, and how far it is."),
    of(PriorityAction, "reference", STRING, _("It stays for ever and is never used again."), is_required=True),
    of(PriorityAction, "wording", TEXT, _("As the source has it.")),
    of(PriorityAction, "pillar", INTEGER, _("The number of the heading under which it stands, if any.")),
    THEMES,
    of(PriorityAction, "lead", TEXT, _("Who leads it.")),
    of(PriorityAction, "partners", TEXT, _("Who takes part.")),
    of(PriorityAction, "target", TEXT, _("What is to be reached.")),
    of(PriorityAction, "period_start", DATE, _("When it begins: a year, a month or a day.")),
    of(PriorityAction, "period_end", DATE, _("When it ends: a year, a month or a day.")),
    of(PriorityAction, "implementation", WORD, _("How far it is, as the country reported."), is_required=True),
    of(PriorityAction, "outlook", WORD, _("How it looks. Empty where nobody said."), empty=""),
    of(PriorityAction, "status_date", DATE, _("The day of which state and outlook speak.")),
    of(PriorityAction, "currency", STRING, _("Three letters, as in ISO 4217."), empty=""),
    of(PriorityAction, "budget_needed", NUMBER, _("What it costs, in that currency.")),
    of(PriorityAction, "budget_secured", NUMBER, _("How much of that is there.")),
    *REPORT,
    *CITED,
)
NEXT_STEPS = table(
    "next_steps",
    _("Next steps"),
    _("What the country does next on its way, beside its priority actions."),
    of(NextStep, "order", INTEGER, _("Its number among the next steps."), is_required=True),
    of(NextStep, "wording", TEXT, _("As the source has it.")),
    of(NextStep, "horizon", WORD, _("Empty where the source does not say."), empty=""),
    of(NextStep, "due", DATE, _("When it is to be done: a year, a month or a day.")),
    of(NextStep, "implementation", WORD, _("How far it is, as the country reported."), is_required=True),
    *REPORT,
    *CITED,
)
BODIES = table(
    "coordination_bodies",
    _("Coordination bodies"),
    _("Who brings the country’s ministries and their partners together."),
    of(CoordinationBody, "name", TEXT, _("What it is called.")),
    of(CoordinationBody, "lead", TEXT, _("Who leads it.")),
    of(CoordinationBody, "description", TEXT, _("What there is to say of it.")),
    *CITED,
)
STEPS = table(
    "coordination_steps",
    _("Coordination steps"),
    _("What the country says it will do to set up its coordination."),
    of(CoordinationStep, "order", INTEGER, _("Its number among the coordination steps."), is_required=True),
    of(CoordinationStep, "wording", TEXT, _("As the source has it.")),
    *CITED,
)
WORKSHOPS = table(
    "workshops",
    _("Workshops"),
    _("Meetings of the country on its way."),
    of(Workshop, "kind", WORD, _("What kind of workshop it is."), is_required=True),
    of(Workshop, "start", DATE, _("When it begins: a year, a month or a day.")),
    of(Workshop, "end", DATE, _("When it ends: a year, a month or a day.")),
    of(Workshop, "place", TEXT, _("Where it is held.")),
    of(Workshop, "headcount", INTEGER, _("How many people took part.")),
    of(Workshop, "organisers", TEXT, _("Who held it.")),
    of(Workshop, "outcomes", TEXT, _("What came of it.")),
    *CITED,
)
ATTENDED = table(
    "attended",
    _("Events attended"),
    _("The events of the partnership in which the country took part, as the edition has them."),
    of(Event, "slug", STRING, _("Its short name in addresses."), is_required=True),
    of(Event, "name", TEXT, _("What it is called.")),
    of(Event, "scope", WORD, _("Whether it is for all countries or for a region."), is_required=True),
    of(Event, "start", DATE, _("When it begins: a year, a month or a day.")),
    of(Event, "end", DATE, _("When it ends: a year, a month or a day.")),
    of(Event, "place", TEXT, _("Where it is held.")),
    of(
        Participation,
        "role",
        LIST,
        _("As what the country took part."),
        called="roles",
        choices=tuple(Participation.Role.choices),
    ),
    *CITED,
    part="events",
)
PRACTICES = table(
    "practices",
    _("Good practices"),
    _("What the country did and others can learn from."),
    of(GoodPractice, "title", TEXT, _("What it is called.")),
    of(GoodPractice, "text", TEXT, _("The text itself.")),
    *CITED,
)
ANSWERS = table(
    "answers",
    _("Answers"),
    _("What the country answered to the public questions of its latest report."),
    of(Question, "key", STRING, _("By it the same question is known again."), is_required=True),
    of(Question, "text", TEXT, _("What was asked."), called="wording"),
    Field("text", TEXT, _("answer"), _("What the country answered, in its own words."), path=("text",)),
    of(Question, "cycle", TEXT, _("In which round of reports it was asked.")),
    Field("reported", DATE, _("reported"), _("The day on which the answer was accepted."), path=("reported",)),
    Field("by", WORD, _("reported by"), _("Who wrote it on the country’s part."), REPORTERS, path=("by",)),
)
EVIDENCE = table(
    "evidence",
    _("Evidence"),
    _("The files that show what the country reported last. Each can be had at its edition’s address, by its SHA-256."),
    Field(
        "action",
        STRING,
        _("priority action"),
        _("The reference of the priority action that was reported on."),
        path=("action",),
    ),
    Field(
        "next_step",
        INTEGER,
        _("next step"),
        _("The number of the next step that was reported on."),
        path=("next_step",),
    ),
    of(Evidence, "title", TEXT, _("What it is called.")),
    of(Evidence, "original_name", STRING, _("The name of the file."), called="name", empty=""),
    Field("format", STRING, _("format"), _("Such as PDF."), empty="", path=("format",)),
    of(Evidence, "content_type", STRING, _("The same as an Internet media type."), empty=""),
    of(Evidence, "size", INTEGER, _("In bytes."), is_required=True),
    of(Evidence, "sha256", STRING, _("The checksum of the file."), is_required=True),
    part="files",
)
EDITION_THEMES = table(
    "edition_themes",
    _("Themes of editions"),
    _("The themes of the country’s actions and pillars, as they were called in the edition."),
    of(Theme, "slug", STRING, _("Its short name in addresses."), is_required=True),
    of(Theme, "name", TEXT, _("What it is called.")),
    of(Theme, "kind", WORD, _("Of SDG Target 8.7 itself, or across its subjects."), is_required=True),
    of(Theme, "look", WORD, _("The icon and the colour that stand for it.")),
    of(Theme, "order", INTEGER, _("Its place among the themes."), is_required=True),
    key="slug",
    part="themes",
)
SOURCES = table(
    "sources",
    _("Sources"),
    _("The documents that the edition cites."),
    of(Document, "slug", STRING, _("Its short name in addresses."), is_required=True),
    of(Document, "title", TEXT, _("What it is called.")),
    of(Document, "publisher", STRING, _("Who published it."), empty=""),
    of(Document, "date", DATE, _("When it is from: a year, a month or a day.")),
    of(Document, "date_note", TEXT, _("Where the date is not stated: how it is known.")),
    of(Document, "language", STRING, _("The code of its language, such as en."), is_required=True),
    of(Document, "url", STRING, _("Where it can be read, if anywhere."), empty=""),
    of(Document, "format", STRING, _("Such as PDF."), empty=""),
    of(Document, "size", INTEGER, _("In bytes.")),
    of(Document, "licence", STRING, _("Under which terms it may be used."), empty=""),
    key="slug",
)

TABLES = (
    COUNTRIES,
    MILESTONES,
    ROADMAPS,
    PILLARS,
    ACTIONS,
    NEXT_STEPS,
    BODIES,
    STEPS,
    WORKSHOPS,
    ATTENDED,
    PRACTICES,
    ANSWERS,
    EVIDENCE,
    EDITION_THEMES,
    SOURCES,
)
