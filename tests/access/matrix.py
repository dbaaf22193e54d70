"""Who may use which address, and how. An address that is missing here fails the suite (test_access.py).

A rule: which of our visitors get an answer from a GET. Whoever is not named is sent to sign in, or refused. No address
here takes POST, PUT, PATCH or DELETE besides the admin, which test_access.py asks separately.
"""

from dataclasses import dataclass

EVERYBODY = frozenset({"anonymous", "member", "editor", "publisher", "administrator", "switched off"})
STAFF = frozenset({"editor", "publisher", "administrator"})


@dataclass(frozen=True)
class Rule:
    """One address: its path, with a real object in it, who gets it, and the status they get."""

    path: str
    who: frozenset[str] = EVERYBODY
    status: int = 200


MATRIX = {
    "root": Rule("/", status=302),
    "healthz": Rule("/healthz"),
    "readyz": Rule("/readyz"),
    "robots": Rule("/robots.txt"),
    "sitemap": Rule("/sitemap.xml"),
    "reports:home": Rule("/en/"),
    "reports:country-list": Rule("/en/countries/"),
    "reports:country": Rule("/en/countries/nepal/"),
    "reports:country-pdf": Rule("/en/countries/nepal/report.pdf"),
    "reports:edition-list": Rule("/en/countries/nepal/editions/"),
    "reports:edition": Rule("/en/countries/nepal/editions/1/"),
    "reports:edition-pdf": Rule("/en/countries/nepal/editions/1/report.pdf"),
    "reports:country-picture": Rule("/en/countries/nepal/card.png"),
    "reports:edition-picture": Rule("/en/countries/nepal/editions/1/card.png"),
    "reports:theme-list": Rule("/en/themes/"),
    "reports:theme": Rule("/en/themes/child-labour/"),
    "reports:compare": Rule("/en/compare/?country=nepal&country=uganda"),
    "reports:search": Rule("/en/search/?q=labour"),
    "events:event-list": Rule("/en/events/"),
    "events:event": Rule("/en/events/child-labour-forum-2020/"),
    "library:home": Rule("/en/library/"),
    "library:about": Rule("/en/about/"),
    "library:accessibility": Rule("/en/accessibility/"),
    "library:privacy": Rule("/en/privacy/"),
    "admin:*": Rule("/admin/", who=STAFF),
}
