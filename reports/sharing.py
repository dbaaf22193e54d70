"""What an e-report tells those who link to it: its picture, and itself as data in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from library.sharing import alliance, as_script, website

from . import page
from .data import licence
from .data.serving import TYPES

# What an edition is to be had as besides its page, at its own address.
FILES = {"report.pdf": "application/pdf"} | {f"edition.{kind}": TYPES[kind] for kind in ("json", "csv", "xlsx")}


def of_home() -> dict[str, Any]:
    """For the home page: `data` that says what the portal is and how it can be searched."""
    search = settings.PORTAL_URL + reverse("reports:search") + "?q={search_term_string}"
    data = {
        "@context": "https://schema.org",
        **website(),
        "inLanguage": get_language(),
        "publisher": alliance(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    return {"data": as_script(data)}


def of_data(names: Iterable[str]) -> dict[str, Any]:
    """For the page of open data: `data` that says what there is, under which licence and in which files."""
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": settings.PORTAL_URL + reverse("reports:data"),
        "url": settings.PORTAL_URL + reverse("reports:data"),
        "name": _("%(portal)s: open data") % {"portal": settings.PORTAL_NAME},
        "description": _("What countries that commit to end child labour, forced labour and trafficking report."),
        "inLanguage": [code for code, _name in settings.LANGUAGES],
        "creator": alliance(),
        "isAccessibleForFree": True,
        "license": licence.current().url or licence.current().name,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": str(settings.PORTAL_NAME)},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": settings.PORTAL_URL + reverse("data-file", args=[name]),
                "encodingFormat": TYPES[name.rpartition(".")[2]],
            }
            for name in sorted(names)
        ],
    }
    return {"data": as_script(data)}


def of(report: dict[str, Any], *, address: str) -> dict[str, Any]:
    """For a page at that address that shows that report: `picture`, `alt` and `data` (components/sharing.html)."""
    edition = [report["country"]["slug"], report["edition"]["number"]]
    picture = settings.PORTAL_URL + reverse("reports:edition-picture", args=edition)
    alt = _("%(country)s, %(engagement)s: milestones and edition of the e-report at a glance") % {
        "country": report["country"]["name"],
        "engagement": report["country"]["engagement"],
    }
    return {"picture": picture, "alt": alt, "data": as_script(described(report, address, picture))}


def described(report: dict[str, Any], address: str, picture: str) -> dict[str, Any]:
    """The edition as https://schema.org/Report; its checksum is its identifier."""
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
        "publisher": alliance(),
        "about": {"@type": "Country", "name": str(report["country"]["name"])},
        "isPartOf": website(),
        "isBasedOn": [cited(source) for source in report["sources"].values()],
        "image": picture,
        "license": licence.current().url or licence.current().name,
        "encoding": [
            {"@type": "MediaObject", "contentUrl": report["address"] + name, "encodingFormat": type_}
            for name, type_ in FILES.items()
        ],
    }


def cited(source: dict[str, Any]) -> dict[str, str]:
    """A document that the report cites, as far as it is known."""
    work = {"name": source["title"], "inLanguage": source["language"], "url": source["url"]}
    return {"@type": "CreativeWork"} | {name: str(value) for name, value in work.items() if value}
