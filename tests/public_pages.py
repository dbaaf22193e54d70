"""Every kind of public page, named once. A new page gets a line here and is then held to what holds for all of them.

Addresses stand behind the language: `/fr/` + `countries/nepal/`.
"""

from django.shortcuts import render
from django.test import RequestFactory
from django.utils.translation import override

PAGES = {
    "home": "",
    "countries": "countries/",
    "countries filtered": "countries/?region=asia",
    "no country": "countries/?region=oceania&theme=education",
    "unknown filter": "countries/?region=atlantis",
    "e-report": "countries/nepal/",
    "long e-report": "countries/viet-nam/",
    "empty e-report": "countries/fiji/",
    "edition": "countries/fiji/editions/1/",
    "editions": "countries/nepal/editions/",
    "changes of a first edition": "countries/nepal/editions/1/changes/?since=7",
    "global report": "report/",
    "edition of the global report": "report/editions/1/",
    "editions of the global report": "report/editions/",
    "themes": "themes/",
    "theme": "themes/child-labour/",
    "compare": "compare/",
    "two compared": "compare/?country=nepal&country=uganda&country=atlantis",
    "four compared": "compare/?country=fiji&country=mauritania&country=nigeria&country=viet-nam",
    "search form": "search/",
    "search": "search/?q=labour",
    "search filtered": "search/?q=labour&kind=action&page=2",
    "search filtered away": "search/?q=labour&kind=event&country=nepal&theme=atlantis",
    "search with a typo": "search/?q=labuor",
    "no search": "search/?q=zzzz",
    "events": "events/",
    "event": "events/hlpf-2019/",
    "event of known days": "events/asian-regional-meeting-2019/",
    "library": "library/",
    "good practices": "library/good-practices/",
    "open data": "data/",
    "API": "data/api/",
    "text": "about/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "follow": "follow/",
    "follow a country": "follow/?country=nepal",
}
# Those with a form that is sent: the cookie that protects it is the only one a reader ever gets.
WITH_A_FORM = ["follow", "follow a country"]
MISSING = "nothing/"  # no page has this address

# Those that answer while nothing has been recorded yet.
WITHOUT_RECORDS = [
    "home", "countries", "themes", "compare", "search form", "no search", "events", "library",
    "good practices", "open data", "API", "global report", "editions of the global report",
]  # fmt: skip


def error_page(status: int, language: str) -> bytes:
    """The page of an error that no address gives on purpose: 400, 403, 500 or 503."""
    with override(language):
        return render(RequestFactory().get(f"/{language}/"), f"{status}.html").content
