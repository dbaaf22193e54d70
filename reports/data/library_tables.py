"""The tables of what belongs to no country. Each has what is published when it is asked for."""

from django.utils.translation import gettext_lazy as _

from countries.models import Country
from events.models import Event, Organisation, Participation
from library.models import Document, Initiative, InitiativePoint, LessonLearnt, Sourced, ToolkitItem
from priorities.models import Theme
from reports.data.fields import EDITOR_NOTE, of
from reports.data.table import Field, Reference, Table, Type

STRING, INTEGER, NUMBER, DATE, TEXT, LIST, WORD = Type

SLUG = _("Its short name in addresses.")
CALLED = _("What it is called.")
ORDER = _("Its place among them.")
TO_DOCUMENT = Reference(("source",), "documents", ("slug",))
SOURCE = (
    of(Sourced, "source", STRING, _("The document that says so. Empty where that is not in the library.")),
    Field("source_title", TEXT, _("title of the source"), CALLED, path=("source", "title")),
    of(Sourced, "locator", STRING, _("The heading or the page in that document."), empty=""),
    EDITOR_NOTE,
)
DOCUMENT = Reference(("document",), "documents", ("slug",))

THEMES = Table(
    "themes",
    _("Themes"),
    _("What actions are about. Core themes are those of SDG Target 8.7; context themes cut across them."),
    (
        of(Theme, "slug", STRING, SLUG, is_required=True),
        of(Theme, "name", TEXT, CALLED),
        of(Theme, "description", TEXT, _("What is meant by it.")),
        of(Theme, "kind", WORD, _("Of SDG Target 8.7 itself, or across its subjects."), is_required=True),
        of(Theme, "look", WORD, _("The icon and the colour that stand for it."), is_required=True),
        of(Theme, "order", INTEGER, ORDER, is_required=True),
    ),
    ("slug",),
)
EVENTS = Table(
    "events",
    _("Events"),
    _("The global and regional events of the partnership."),
    (
        of(Event, "slug", STRING, SLUG, is_required=True),
        of(Event, "name", TEXT, CALLED),
        of(Event, "scope", WORD, _("Whether it is for all countries or for a region."), is_required=True),
        of(Event, "start", DATE, _("When it begins: a year, a month or a day."), is_required=True),
        of(Event, "end", DATE, _("When it ends: a year, a month or a day.")),
        of(Event, "place", TEXT, _("Where it is held.")),
        of(Event, "description", TEXT, _("What there is to say of it.")),
        *SOURCE,
    ),
    ("slug",),
    (TO_DOCUMENT,),
)
PARTICIPATIONS = Table(
    "participations",
    _("Participations"),
    _("Which countries and organisations took part in the events, and as what."),
    (
        of(Participation, "event", STRING, _("The short name of the event."), is_required=True),
        of(Participation, "role", WORD, _("As what it took part."), is_required=True),
        of(Participation, "country", STRING, _("The short name of the country, where it is one.")),
        Field("country_name", TEXT, _("name of the country"), CALLED, path=("country", "name")),
        # By these an import makes a country anew that has no edition.
        of(Country, "alpha2", STRING, _("ISO 3166-1 alpha-2."), called="country_alpha2", path=("country", "alpha2")),
        of(Country, "alpha3", STRING, _("ISO 3166-1 alpha-3."), called="country_alpha3", path=("country", "alpha3")),
        of(
            Country,
            "m49",
            STRING,
            _("Three digits, as the United Nations writes it."),
            called="country_m49",
            path=("country", "m49"),
        ),
        of(
            Country,
            "region",
            WORD,
            _("As in the M49 list of the United Nations."),
            called="country_region",
            path=("country", "region"),
        ),
        of(Participation, "organisation", STRING, _("The short name of the organisation, where it is one.")),
        Field("organisation_name", TEXT, _("name of the organisation"), CALLED, path=("organisation", "name")),
        of(
            Organisation,
            "acronym",
            TEXT,
            _("Its letters, where it has some."),
            called="organisation_acronym",
            path=("organisation", "acronym"),
        ),
        *SOURCE,
    ),
    ("event", "role", "country", "organisation"),
    (Reference(("event",), "events", ("slug",)), TO_DOCUMENT),
)
DOCUMENTS = Table(
    "documents",
    _("Documents"),
    _("The documents of the library: what can be cited, and what can be read."),
    (
        of(Document, "slug", STRING, SLUG, is_required=True),
        of(Document, "title", TEXT, CALLED),
        of(Document, "publisher", STRING, _("Who published it."), empty=""),
        of(Document, "date", DATE, _("When it is from: a year, a month or a day.")),
        of(Document, "date_note", TEXT, _("Where the date is not stated: how it is known.")),
        of(Document, "language", STRING, _("The code of its language, such as en."), is_required=True),
        of(Document, "url", STRING, _("Where it can be read, if anywhere."), empty=""),
        of(Document, "format", STRING, _("Such as PDF."), empty=""),
        of(Document, "size", INTEGER, _("In bytes.")),
        of(Document, "licence", STRING, _("Under which terms it may be used."), empty=""),
        of(Document, "description", TEXT, _("What there is to say of it.")),
    ),
    ("slug",),
)
TOOLKIT = Table(
    "toolkit",
    _("Toolkit"),
    _("The parts of the toolkit for Pathfinder countries."),
    (
        of(ToolkitItem, "slug", STRING, SLUG, is_required=True),
        of(
            ToolkitItem,
            "edition",
            INTEGER,
            _("Counted from 1."),
            called="toolkit_edition",
            path=("edition",),
            is_required=True,
        ),
        of(ToolkitItem, "order", INTEGER, ORDER, is_required=True),
        of(ToolkitItem, "title", TEXT, CALLED),
        of(ToolkitItem, "description", TEXT, _("What there is to say of it.")),
        of(ToolkitItem, "state", WORD, _("Whether it can be read already."), is_required=True),
        of(ToolkitItem, "document", STRING, _("The part itself, where it is in the library.")),
        *SOURCE,
    ),
    ("slug",),
    (DOCUMENT, TO_DOCUMENT),
)
LESSONS = Table(
    "lessons",
    _("Lessons learnt"),
    _("What the partnership learnt from all countries together."),
    (
        of(LessonLearnt, "slug", STRING, SLUG, is_required=True),
        of(LessonLearnt, "order", INTEGER, ORDER, is_required=True),
        of(LessonLearnt, "text", TEXT, _("The text itself.")),
        *SOURCE,
    ),
    ("slug",),
    (TO_DOCUMENT,),
)
NETWORKS = Table(
    "networks",
    _("Business networks"),
    _("The networks that businesses can join."),
    (
        of(Initiative, "slug", STRING, SLUG, is_required=True),
        of(Initiative, "name", TEXT, CALLED),
        of(Initiative, "tagline", TEXT, _("What it is, in a few words.")),
        of(Initiative, "host", STRING, _("Who holds its secretariat."), empty=""),
        of(Initiative, "order", INTEGER, ORDER, is_required=True),
        *SOURCE,
    ),
    ("slug",),
    (TO_DOCUMENT,),
)
NETWORK_POINTS = Table(
    "network_points",
    _("What business networks do"),
    _("What the networks are, what they work on, and what joining brings."),
    (
        of(
            InitiativePoint,
            "initiative",
            STRING,
            _("Its short name."),
            called="network",
            path=("initiative",),
            is_required=True,
        ),
        of(InitiativePoint, "kind", WORD, _("What the point is about."), is_required=True),
        of(InitiativePoint, "order", INTEGER, ORDER, is_required=True),
        of(InitiativePoint, "heading", TEXT, CALLED),
        of(InitiativePoint, "text", TEXT, _("The text itself.")),
        of(InitiativePoint, "presenter_note", TEXT, _("What the speaker added to it, where the source says so.")),
        *SOURCE,
    ),
    ("network", "kind", "order"),
    (Reference(("network",), "networks", ("slug",)), TO_DOCUMENT),
)

TABLES = (THEMES, EVENTS, PARTICIPATIONS, DOCUMENTS, TOOLKIT, LESSONS, NETWORKS, NETWORK_POINTS)
