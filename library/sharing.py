"""The portal as data in the words of schema.org, and how such data stands in a page (components/sharing.html)."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# What HTML could take for the end of a script, or for the beginning of anything.
NOT_IN_HTML = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def website() -> dict[str, Any]:
    """The portal as https://schema.org/WebSite."""
    return {"@type": "WebSite", "name": str(settings.PORTAL_NAME), "url": f"{settings.PORTAL_URL}/"}


def alliance() -> dict[str, str]:
    return {"@type": "Organization", "name": _("Alliance 8.7")}


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that may stand in a <script> of data: nothing in it can end the script or begin another."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(NOT_IN_HTML))  # noqa: S308
