"""Texts that say which language they are in, when it is not the reader's."""

import unicodedata
from collections.abc import Iterable
from typing import Any

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
        return self.marked(str(self))

    def marked(self, words: str) -> str:
        """The same for some of its words: an excerpt, or one that is HTML already."""
        if self.is_translated:
            return format_html("{}", words)
        direction = "rtl" if get_language_info(self.language)["bidi"] else "ltr"
        return format_html('<span lang="{}" dir="{}">{}</span>', self.language, direction, words)

    def __html__(self) -> str:
        return self.remarked(str(self))

    def remarked(self, words: str) -> str:
        """Some of its words, marked, and where they are not in the reader's language the remark that says so."""
        if self.is_translated:
            return self.marked(words)
        return format_html('{} <small class="untranslated">{}</small>', self.marked(words), _("not yet translated"))


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


# Letters that Arabic writes in several ways, read as one; what is written for looks alone falls away. Hamza on alef,
# waw and ya is an accent to Unicode and falls away as accents do. Digits are read as Europe writes them.
ARABIC = str.maketrans(dict(zip("ىیةٱک", "ييهاك", strict=True)) | dict.fromkeys("ءـ"))
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def folded(text: Any) -> str:
    """Without accents, case and variants of Arabic letters: what is compared and sorted."""
    decomposed = unicodedata.normalize("NFKD", str(text)).casefold()
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return letters.translate(ARABIC).translate(DIGITS)
