"""Every public page, for search engines: its address in each language and, of editions, the day of publication."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events.models import Event
from library.models import PageText
from priorities.models import Theme

from .models import Edition, GlobalEdition

ALWAYS = [
    "reports:home",
    "reports:country-list",
    "reports:compare",
    "reports:global",
    "reports:global-edition-list",
    "reports:theme-list",
    "events:event-list",
    "library:home",
    "reports:practice-list",
    "reports:data",
    "reports:api-docs",
    "reports:follow",
]
TEXTS = ["about", "accessibility", "privacy"]


def pages() -> list[dict[str, Any]]:
    """{"languages": {code: address}, "changed": day or None} for each page. Five queries, however many there are."""
    editions = Edition.objects.readable().values_list("slug", "number", "published_at").order_by("slug", "number")
    newest = {slug: published for slug, _number, published in editions}
    texts = PageText.objects.published().filter(slug__in=TEXTS).values_list("slug", flat=True)
    found: list[tuple[str, list, Any]] = [(name, [], None) for name in ALWAYS]
    for slug, published in newest.items():
        found += [("reports:country", [slug], published), ("reports:edition-list", [slug], published)]
    found += [("reports:edition", [slug, number], published) for slug, number, published in editions]
    of_all = GlobalEdition.objects.readable().order_by("number").values_list("number", "published_at")
    found += [("reports:global-edition", [number], published) for number, published in of_all]
    found += [("reports:theme", [slug], None) for slug in Theme.objects.published().values_list("slug", flat=True)]
    found += [("events:event", [slug], None) for slug in Event.objects.published().values_list("slug", flat=True)]
    found += [(f"library:{slug}", [], None) for slug in texts]
    return [{"languages": in_each_language(name, args), "changed": changed} for name, args, changed in found]


def in_each_language(name: str, args: list) -> dict[str, str]:
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            addresses[code] = settings.PORTAL_URL + reverse(name, args=args)
    return addresses
