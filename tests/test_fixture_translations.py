"""The translations in fixtures/*.csv: the deck is in English, the other languages are the portal's."""

import re
from collections import Counter

from pathfinder.seeding import FILES
from tests.fixture_files import key, records, rows

NUMBER = re.compile(r"\d+(?:[.-]\d+)*")
ACRONYM = re.compile(r"\b(?:[A-Z]{2,}\d?|A8\.7|P29|M&E)(?=s?\b)")
# What an acronym is in a language that does not keep it.
ACRONYMS = {
    "fr": {
        "ILO": "OIT", "UN": "ONU", "SDG": "ODD", "VNR": "ENV", "ITUC": "CSI", "IOE": "OIE", "IOM": "OIM",
        "UNODC": "ONUDC", "FTA": "ALE", "SME": "PME", "M&E": "S&E", "MOU": "Mémorandums d’accord",
    },
    "es": {
        "ILO": "OIT", "UN": "Naciones Unidas", "SDG": "ODS", "VNR": "ENV", "ITUC": "CSI", "IOE": "OIE", "IOM": "OIM",
        "FTA": "TLC", "SME": "ymes", "M&E": "SyE", "MOU": "Memorandos de entendimiento",
    },
    "ar": {
        "ILO": "منظمة العمل الدولية", "UN": "الأمم المتحدة", "SDG": "أهداف التنمية المستدامة", "MOU": "مذكرات تفاهم",
    },
}  # fmt: skip


def translations() -> list[tuple[str, str, str, str, str]]:
    """Every text of every file in every other language: (record, field, language, English, translation)."""
    return [
        (
            f"{stem}/{key(stem, row)}",
            column.removesuffix("_en"),
            language,
            row[column],
            row[f"{column[:-2]}{language}"],
        )
        for stem in FILES
        for row in rows(stem)
        for column in row
        if column.endswith("_en")
        for language in ("fr", "es", "ar")
    ]


def test_every_text_stands_in_four_languages_and_none_is_translated_from_nothing():
    assert [text for text in translations() if bool(text[3]) != bool(text[4])] == []
    assert sum(field == "wording" for _, field, *_ in translations()) == 3 * (63 + 10 + 3)


def test_a_translation_is_not_the_english_left_standing():
    for record, field, language, english, translation in translations():
        if language == "ar" and field != "acronym":
            assert not translation or re.search("[\u0600-\u06ff]", translation), record
        elif len(english.split()) > 2:
            assert translation != english, record


def test_numbers_and_years_stay_in_every_translation():
    for record, field, language, english, translation in translations():
        translation = translation.replace("الغاية 8-7", "الغاية 8.7")  # so the United Nations write a target in Arabic
        assert Counter(NUMBER.findall(translation)) == Counter(NUMBER.findall(english)), (record, field, language)


def test_an_acronym_stays_in_every_translation_or_becomes_that_of_its_language():
    for record, field, language, english, translation in translations():
        its_own = {} if (language, field) == ("ar", "acronym") else ACRONYMS[language]
        for acronym in ACRONYM.findall(english):
            assert its_own.get(acronym, acronym) in translation, (record, field, language)


def test_a_target_is_taken_from_the_wording_in_every_language():
    for row in rows("priority_actions"):
        for language in ("fr", "es", "ar"):
            assert row[f"target_{language}"] in row[f"wording_{language}"], (row["reference"], language)


def test_mauritania_keeps_convention_142_in_every_language():
    row = records()["priority_actions/MRT-04"]
    for language in ("fr", "es", "ar"):
        assert "142" in row[f"wording_{language}"]
        assert "143" not in row[f"wording_{language}"]
        assert {"142", "143"} <= set(NUMBER.findall(row[f"editor_note_{language}"]))
    assert "convention n° 142" in row["wording_fr"]


def test_the_same_english_text_is_translated_in_the_same_way_everywhere():
    found = {}
    for _, _, language, english, translation in translations():
        found.setdefault((language, english.casefold()), set()).add(translation.casefold())
    assert {text: ways for text, ways in found.items() if len(ways) > 1} == {}


def test_french_keeps_its_punctuation_together():
    loose = [text[4] for text in translations() if text[2] == "fr" and re.search(r"« | [»:;?!]", text[4])]
    assert loose == []
