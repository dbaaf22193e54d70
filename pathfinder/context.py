from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page needs to know of the portal: its name, and this page's address in each language."""
    here = request.get_full_path()
    languages = [
        {
            "code": code,
            "name": name,
            "url": (url := translate_url(here, code)),
            "absolute": settings.PORTAL_URL + url,
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]
    return {"portal_name": settings.PORTAL_NAME, "languages": languages}
