"""Which words on a page the portal translated, and where their originals stand.

Editor's notes are the portal's own in each language and count for nothing here.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from modeltranslation.translator import translator

from .models import Sourced
from .texts import Text, best, languages_of

NOT_OF_THE_SOURCE = "editor_note"


def languages_translated(texts: Iterable[tuple[Text | None, str]]) -> set[str]:
    """Given texts, each with the language of its source: the languages out of which something is translated."""
    return {original for text, original in texts if text and text.translates(original)}


def originals(languages: Iterable[str], address: Callable[[str], str | None]) -> list[dict[str, str | None]]:
    """What components/translated.html shows: each language with its own name, and the page in it if there is one."""
    names = dict(settings.LANGUAGES)
    return [
        {"language": code, "name": names.get(code), "address": address(code) if code in names else None}
        for code in sorted(languages)
    ]


def originals_on(request: HttpRequest, languages: Iterable[str]) -> list[dict[str, str | None]]:
    """The same for a page whose originals stand at its own address in another language."""
    return originals(languages, lambda code: translate_url(request.get_full_path(), code))


def originals_of(request: HttpRequest, records: Iterable[Sourced]) -> list[dict[str, str | None]]:
    """The same for a page that shows these records."""
    texts = (
        (best(languages_of(record, field), get_language()), record.source.language)
        for record in records
        for field in translator.get_options_for_model(type(record)).get_field_names()
        if field != NOT_OF_THE_SOURCE
    )
    return originals_on(request, languages_translated(texts))
