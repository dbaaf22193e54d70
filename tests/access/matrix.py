"""Who may use which address, and how. An address that is missing here fails the suite (test_access.py).

A rule: which of our visitors get an answer from a GET. Whoever is not named is sent to sign in, or refused, or is told
that there is no such page. No address here takes POST, PUT, PATCH or DELETE besides the admin, which test_access.py
asks separately.
"""

from dataclasses import dataclass

EVERYBODY = frozenset({"anonymous", "member", "editor", "publisher", "administrator", "switched off"})
STAFF = frozenset({"editor", "publisher", "administrator"})


@dataclass(frozen=True)
class Rule:
    """One address: its path, with a real object in it, who gets it, and the status they and the others get."""

    path: str
    who: frozenset[str] = EVERYBODY
    status: int = 200
    refusal: frozenset[int] = frozenset({302, 403})


MATRIX = {
    "root": Rule("/", status=302),
    "healthz": Rule("/healthz"),
    "readyz": Rule("/readyz"),
    "robots": Rule("/robots.txt"),
    "sitemap": Rule("/sitemap.xml"),
    "calendar": Rule("/events.ics"),
    "styleguide": Rule("/en/styleguide/", who=STAFF, refusal=frozenset({404})),
    "reports:home": Rule("/en/"),
    "reports:country-list": Rule("/en/countries/"),
    "reports:country": Rule("/en/countries/nepal/"),
    "reports:country-pdf": Rule("/en/countries/nepal/report.pdf"),
    "reports:edition-list": Rule("/en/countries/nepal/editions/"),
    "reports:edition": Rule("/en/countries/nepal/editions/1/"),
    "reports:edition-changes": Rule("/en/countries/nepal/editions/1/changes/"),
    "reports:edition-pdf": Rule("/en/countries/nepal/editions/1/report.pdf"),
    "reports:country-picture": Rule("/en/countries/nepal/card.png"),
    "reports:edition-picture": Rule("/en/countries/nepal/editions/1/card.png"),
    "reports:theme-list": Rule("/en/themes/"),
    "reports:theme": Rule("/en/themes/child-labour/"),
    "reports:compare": Rule("/en/compare/?country=nepal&country=uganda"),
    "reports:practice-list": Rule("/en/library/good-practices/"),
    "reports:search": Rule("/en/search/?q=labour"),
    "events:event-list": Rule("/en/events/"),
    "events:calendar": Rule("/en/events/calendar.ics"),
    "events:event": Rule("/en/events/child-labour-forum-2020/"),
    "events:event-calendar": Rule("/en/events/asian-regional-meeting-2019/event.ics"),
    "library:home": Rule("/en/library/"),
    "library:about": Rule("/en/about/"),
    "library:accessibility": Rule("/en/accessibility/"),
    "library:privacy": Rule("/en/privacy/"),
    "admin:*": Rule("/admin/", who=STAFF),
}
