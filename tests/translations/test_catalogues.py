"""The catalogues in French, Spanish and Arabic: nothing is missing, and each keeps the rules of its language."""

import gettext as gnu
import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from countries.models import Milestone
from library.dates import PartialDate
from priorities.models import Implementation
from tests.translations.catalogues import (
    LANGUAGES,
    PLACEHOLDER,
    TAG,
    Catalogue,
    ids,
    po,
    texts,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_code_is_translated(
    english: Catalogue, catalogues: dict[str, gnu.GNUTranslations], language: str
) -> None:
    translated = texts(catalogues[language])
    assert ids(english) - ids(translated) == set(), (
        "`make fix` takes them into locale/, where they wait for their text"
    )
    assert [key for key, text in translated.items() if not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_is_not_in_the_code(
    english: Catalogue, catalogues: dict[str, gnu.GNUTranslations], language: str
) -> None:
    assert ids(texts(catalogues[language])) - ids(english) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_no_guess_no_past_and_no_path_of_a_machine(language: str) -> None:
    lines = po(language).read_text().splitlines()
    assert [line for line in lines if line.startswith(("#~", "#|", "#, fuzzy", "#: /", "#: .."))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_marks_are_those_of_the_message(
    english: Catalogue, catalogues: dict[str, gnu.GNUTranslations], language: str
) -> None:
    """But a form that is for one number alone may say that number in words: "one country"."""
    catalogue = catalogues[language]
    forms = [catalogue.plural(number) for number in range(200)]
    wrong = []
    for key, text in texts(catalogue).items():
        message = english[key if isinstance(key, str) else (key[0], 0)]
        dropped = set(PLACEHOLDER.findall(message)) - set(PLACEHOLDER.findall(text))
        added = set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(message))
        may_drop = 1 if not isinstance(key, str) and forms.count(key[1]) == 1 else 0
        if added or len(dropped) > may_drop or sorted(TAG.findall(text)) != sorted(TAG.findall(message)):
            wrong.append((message, text))
    assert wrong == []


def plain(text: str) -> str:
    """The text as it is printed, a placeholder as a letter."""
    return PLACEHOLDER.sub("x", TAG.sub("", text))


@pytest.mark.parametrize(
    ("language", "never"),
    [
        # Colons, semicolons, question and exclamation marks and quotation marks hang on to their word.
        ("fr", r"(?<![\u00a0\u202f])[:;?!»]|«(?!\u00a0)|['\"“”]"),
        ("es", r"\s[:;?!»]|«\s|['\"“”]"),
        # Arabic has its own comma, semicolon and question mark.
        ("ar", r"[,;?'\"“”]|\s[:،؛؟»]|«\s"),
    ],
)
def test_each_language_is_printed_by_its_own_rules(
    catalogues: dict[str, gnu.GNUTranslations], language: str, never: str
) -> None:
    assert [text for text in texts(catalogues[language]).values() if re.search(never, plain(text))] == []


def test_a_date_to_be_typed_is_not_turned_around_in_arabic(catalogues: dict[str, gnu.GNUTranslations]) -> None:
    """After an Arabic letter 2019-02-14 is drawn as 14-02-2019, unless a left-to-right mark stands before it."""
    dates = [date for text in texts(catalogues["ar"]).values() for date in re.findall(r".?\b\d{4}-\d\d[\d-]*", text)]
    assert dates
    assert [date for date in dates if not date.startswith("\u200e")] == []


def test_arabic_is_written_in_arabic(catalogues: dict[str, gnu.GNUTranslations]) -> None:
    latin = {key for key, text in texts(catalogues["ar"]).items() if not re.search("[\u0621-\u064a]", text)}
    assert {message.partition("\x04")[2] or message for message in latin} <= {
        '<span class="visually-hidden">%(country)s, %(theme)s:</span> %(count)s',
        "%(country)s: %(due)s.",
        "%(country)s: %(engagement)s",
        "%(name)s (%(country)s)",
        "<bdi>%(person)s</bdi>, %(date)s: %(outcome)s",
        "<strong>%(cycle)s</strong>: %(due)s (%(date)s)",
        "<strong>%(cycle)s</strong>: %(state)s",
        "%(author)s. (%(year)s). %(title)s (%(edition)s).",
        "%(country)s: %(title)s",
        "%(table)s: %(words)s",
        "%(name)s: %(reason)s",
        "%(sheet)s, %(cell)s: %(what)s",
        "%(what)s: %(field)s",
        "%(date)s",
        "%(label)s (%(count)s)",
        "%(day)s %(month)s %(year)s",
        "%(month)s %(year)s",
        "%(record)s, %(field)s: %(problem)s",
        ", ",
        "ISO 3166-1 alpha-2.",
        "ISO 3166-1 alpha-3.",
    }


# What Django makes of them


@pytest.mark.usefixtures("compiled")
def test_arabic_counts_in_six_forms() -> None:
    with translation.override("ar"):
        words = [
            ngettext("%(countries)s country", "%(countries)s countries", count) % {"countries": count}
            for count in (0, 1, 2, 3, 10, 11, 99, 100)
        ]
    assert words == ["لا بلدان", "بلد واحد", "بلدان", "3 بلدان", "10 بلدان", "11 بلداً", "99 بلداً", "100 بلد"]


@pytest.mark.usefixtures("compiled")
def test_nought_is_singular_in_french_and_plural_in_spanish() -> None:
    def none() -> str:
        return ngettext("%(total)s result", "%(total)s results", 0) % {"total": 0}

    with translation.override("fr"):
        assert none() == "0 résultat"
    with translation.override("es"):
        assert none() == "0 resultados"


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019", {"en": "2019", "fr": "2019", "es": "2019", "ar": "2019"}),
        ("2019-02", {"en": "February 2019", "fr": "février 2019", "es": "febrero de 2019", "ar": "فبراير 2019"}),
        (
            "2019-08-14",
            {
                "en": "14 August 2019",
                "fr": "14 août 2019",
                "es": "14 de agosto de 2019",
                "ar": "14 أغسطس 2019",
            },
        ),
        (
            "2019-11-01",
            {
                "en": "1 November 2019",
                "fr": "1er novembre 2019",
                "es": "1 de noviembre de 2019",
                "ar": "1 نوفمبر 2019",
            },
        ),
    ],
)
def test_a_date_is_said_as_the_language_says_it(date: str, words: dict[str, str]) -> None:
    for language, said in words.items():
        with translation.override(language):
            assert PartialDate.parse(date).in_words == said


@pytest.mark.usefixtures("compiled")
def test_english_needs_no_catalogue() -> None:
    assert not (settings.BASE_DIR / "locale" / "en").exists()
    with translation.override("fr"), translation.override("en"):
        assert gettext("Countries") == "Countries"
        assert ngettext("%(countries)s country", "%(countries)s countries", 0) == "%(countries)s countries"


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_a_state_has_one_word_wherever_it_stands(language: str) -> None:
    with translation.override(language):
        for heading, label in (
            ("Done", Milestone.State.DONE.label),
            ("Under way", Milestone.State.UNDER_WAY.label),
            ("Ahead", Milestone.State.AHEAD.label),
            ("Not reported", Implementation.NOT_REPORTED.label),
        ):
            assert gettext(heading) == capfirst(label)
