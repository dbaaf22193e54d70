"""Texts that say which language they are in, when it is not the reader's."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

LANGUAGES = [code for code, name in settings.LANGUAGES]


class Text(str):
    """A text in a language it exists in: the reader's if possible. `{{ text }}` in a template says if it is not.

    It is a string because Django's templates ask only strings how they look as HTML.
    """

    language: str
    wanted: str
    exists_in: frozenset[str]

    def __new__(cls, value: str, language: str, wanted: str, exists_in: Iterable[str] = ()) -> "Text":
        text = super().__new__(cls, value)
        text.language, text.wanted, text.exists_in = language, wanted, frozenset(exists_in)
        return text

    @property
    def is_translated(self) -> bool:
        return self.language == self.wanted

    def translates(self, original: str) -> bool:
        """Whether these are a translation of words in that language. A text that does not exist in it is not: somebody
        wrote it in another language than its source's, unless the portal does not speak the source's at all.
        """
        return self.language != original and (original in self.exists_in or original not in LANGUAGES)

    @property
    def value(self) -> str:
        """The text alone, for titles and sentences that hold no markup."""
        return str(self)

    @property
    def bare(self) -> str:
        """For headings, links and cells: marked with its language, without saying that it is not translated."""
        if self.is_translated:
            return format_html("{}", str(self))
        direction = "rtl" if get_language_info(self.language)["bidi"] else "ltr"
        return format_html('<span lang="{}" dir="{}">{}</span>', self.language, direction, str(self))

    def __html__(self) -> str:
        if self.is_translated:
            return self.bare
        return format_html('{} <small class="untranslated">{}</small>', self.bare, _("not yet translated"))


def languages_of(record: Model, field: str) -> dict[str, str]:
    """A translated field as {language: text}, without the languages it does not have."""
    values = {language: getattr(record, f"{field}_{language}") for language in LANGUAGES}
    return {language: value for language, value in values.items() if value}


def best(texts: dict[str, str], language: str) -> Text | None:
    """The text in that language; else in English, else in whichever it has; None where there is none."""
    for code in [language, "en", *LANGUAGES]:
        if code in texts:
            return Text(texts[code], code, language, texts)
    return None
