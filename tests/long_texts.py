"""Records as awkward as they may be: words without an end, sixty lines in a field, Arabic alone, nothing translated.

Every translated text is filled, whatever its field is called: a new one is tried without being named here.
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import override
from modeltranslation.translator import translator

from accounts.models import User
from countries.models import CoordinationBody, CoordinationStep, Country, GoodPractice, Milestone, MilestoneType
from events.models import Event, Organisation, Participation, Workshop
from library.dates import PartialDate
from library.models import Document, Initiative, InitiativePoint, LessonLearnt, ToolkitItem
from priorities.models import NextStep, Pillar, PriorityAction, Roadmap, Theme
from reports.checklist import of_the_seed
from reports.global_report.workflow import publish_global
from tests.publishing import publish

WORD = "Wewillwithoutdelay" * 17  # 306 letters
LINES = "\n".join(f"{number}. We will do what we said in line {number}.\n" for number in range(1, 61))
ARABIC = "القضاء على عمل الأطفال والعمل الجبري والاتجار بالأشخاص والرق الحديث بحلول عام 2030. " * 12

# Countries that the seed has not: two that hold it all, one name for each script.
COUNTRIES = {
    "en": {"slug": "long", "alpha2": "XL", "alpha3": "XLO", "m49": "997", "region": "asia"},
    "ar": {"slug": "arabic", "alpha2": "XA", "alpha3": "XAR", "m49": "996", "region": "africa"},
}
PAGES = {
    "global report": "report/",
    "home": "",
    "countries": "countries/",
    "e-report of long words": "countries/long/",
    "e-report in Arabic alone": "countries/arabic/",
    "editions": "countries/long/editions/",
    "themes": "themes/",
    "theme of long words": "themes/long/",
    "theme in Arabic alone": "themes/arabic/",
    "compare": "compare/?country=long&country=arabic&country=nepal&country=fiji",
    "search": "search/?q=we",
    "search for what is longer than any line": f"search/?q={WORD}",
    "events": "events/",
    "event of long words": "events/long/",
    "event in Arabic alone": "events/arabic/",
    "library": "library/",
    "good practices": "library/good-practices/",
}


def make() -> dict[str, str]:
    """Write them, publish two countries of them, and name the pages that show them."""
    for number, language in enumerate(COUNTRIES, start=1):
        make_in(language, 900 + number)
    publish_global(by=User.objects.portal(), checks=of_the_seed())
    return PAGES


def make_in(language: str, number: int) -> None:
    slug = COUNTRIES[language]["slug"]
    seen: set[type[Model]] = set()

    def new(model: type[Model], **given: Any) -> Any:
        """A row with every text in that language alone. The first of its kind is as long as it may be."""
        first = model not in seen
        if any(field.name == "source" for field in model._meta.fields):
            given |= {"source": document, "locator": WORD[:200]}
        if any(field.name == "is_published" for field in model._meta.fields):
            given["is_published"] = True
        seen.add(model)
        return model.objects.create(**texts(model, language, LINES if first else "A line.\n\nAnother one."), **given)

    document = new(Document, slug=slug, language=language, url=f"https://example.org/{WORD}", licence=WORD[:200])
    themes = [new(Theme, slug=slug if not n else f"{slug}-{n}", order=number * 10 + n) for n in range(9)]
    country = new(
        Country,
        engagement="pathfinder",
        pathfinder_since=PartialDate(2019, 11),
        working_language=language,
        **COUNTRIES[language],
    )
    for kind in MilestoneType.objects.all():
        new(Milestone, country=country, type=kind, state="done", date=PartialDate(2019))
    roadmap = new(Roadmap, country=country)
    pillar = new(Pillar, country=country, order=1, roadmap=roadmap)
    pillar.themes.set(themes)
    for order in (1, 2):
        action = new(
            PriorityAction,
            country=country,
            order=order,
            reference=f"{country.alpha3}-00{order}",
            pillar=pillar if order == 1 else None,
            currency="USD",
            budget_needed="123456789012.34",
            budget_secured="0.01",
            implementation="in_progress",
            outlook="at_risk",
        )
        action.themes.set(themes)
    new(NextStep, country=country, order=1)
    new(CoordinationBody, country=country)
    new(CoordinationStep, country=country, order=1)
    new(GoodPractice, country=country, order=1)
    new(Workshop, country=country, kind="strategy", start=PartialDate(2019), headcount=1_234_567)
    event = new(Event, slug=slug, scope="global", start=PartialDate(2019, 6), end=PartialDate(2031))
    new(Participation, event=event, country=country, role="host")
    new(Participation, event=event, organisation=new(Organisation, slug=slug), role="organiser")
    new(ToolkitItem, slug=slug, edition=number, order=1, state="available", document=document)
    new(LessonLearnt, slug=slug, order=number)
    initiative = new(Initiative, slug=slug, host=WORD[:200])
    for kind in InitiativePoint.Kind.values:
        new(InitiativePoint, initiative=initiative, kind=kind, order=1)
    with override(language):
        publish(country=country, as_of=PartialDate(2026), by=User.objects.portal())


def texts(model: type[Model], language: str, lines: str) -> dict[str, str]:
    """Every translated text of the model: a word without an end, with these lines after it where there is room."""
    found = {}
    for field in translator.get_options_for_model(model).fields:
        most = model._meta.get_field(field).max_length
        text = ARABIC if language == "ar" else WORD if most else f"{WORD}\n\n{lines}"
        found[f"{field}_{language}"] = text[:most]
    return found
