from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.translation import get_language

# How Open Graph, which wants a territory with each language, calls ours.
TERRITORIES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES", "ar": "ar_AR"}


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page needs to know of the portal: its name, and this page's address in each language."""
    here = request.get_full_path()
    languages = [
        {
            "code": code,
            "name": name,
            "url": translate_url(here, code),
            "absolute": settings.PORTAL_URL + translate_url(request.path, code),
            "territory": TERRITORIES.get(code, code),
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_picture": settings.PORTAL_URL + static("img/share.png"),
        "canonical": settings.PORTAL_URL + request.path,  # without what a filter or a search adds
        "languages": languages,
        # Set by static_site/asking.py on requests of its own: no header of a visitor becomes an attribute.
        "is_static": getattr(request, "is_static", False),
    }
