"""What an e-report tells those who link to it: its picture, and itself as data in the words of schema.org."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import page

# What HTML could take for the end of a script, or for the beginning of anything.
NOT_IN_HTML = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def of(report: dict[str, Any], *, address: str) -> dict[str, Any]:
    """For a page at that address that shows that report: `picture`, `alt` and `data` (components/sharing.html)."""
    edition = [report["country"]["slug"], report["edition"]["number"]]
    picture = settings.PORTAL_URL + reverse("reports:edition-picture", args=edition)
    pdf = settings.PORTAL_URL + reverse("reports:edition-pdf", args=edition)
    alt = _("%(country)s, %(engagement)s: milestones and edition of the e-report at a glance") % {
        "country": report["country"]["name"],
        "engagement": report["country"]["engagement"],
    }
    return {"picture": picture, "alt": alt, "data": as_script(described(report, address, picture, pdf))}


def described(report: dict[str, Any], address: str, picture: str, pdf: str) -> dict[str, Any]:
    """The edition as https://schema.org/Report; its checksum is its identifier."""
    portal = {"@type": "WebSite", "name": str(settings.PORTAL_NAME), "url": f"{settings.PORTAL_URL}/"}
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": report["address"],
        "url": settings.PORTAL_URL + address,
        "name": page.title(report),
        "inLanguage": report["language"],
        "datePublished": str(report["edition"]["published"]),
        "version": str(report["edition"]["number"]),
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": report["checksum"]},
        "publisher": {"@type": "Organization", "name": _("Alliance 8.7")},
        "about": {"@type": "Country", "name": str(report["country"]["name"])},
        "isPartOf": portal,
        "isBasedOn": [cited(source) for source in report["sources"].values()],
        "image": picture,
        "encoding": {"@type": "MediaObject", "contentUrl": pdf, "encodingFormat": "application/pdf"},
    }


def cited(source: dict[str, Any]) -> dict[str, str]:
    """A document that the report cites, as far as it is known."""
    work = {"name": source["title"], "inLanguage": source["language"], "url": source["url"]}
    return {"@type": "CreativeWork"} | {name: str(value) for name, value in work.items() if value}


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that may stand in a <script> of data: nothing in it can end the script or begin another."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(NOT_IN_HTML))  # noqa: S308
