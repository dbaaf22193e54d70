"""Words as search compares them, what somebody typed, and hits marked in a text: no database."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.highlight import LENGTH, highlighted
from reports.terms import LONGEST_WORD, MOST_TERMS, query, row_of_words

# Any text that a page or a database can hold, and what people who try to break a search send.
ANY = st.text(max_size=400) | st.text("<>&\"'“”%_\\\0\u200f\u202e😀ab ا.-", max_size=60)


def rows(typed: str) -> list[str]:
    return [term.row for term in query(typed).terms]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Népal", "NEPAL"),
        ("Côte d’Ivoire", "cote d ivoire"),
        ("STRASSE", "Straße"),
        ("ﬁn", "fin"),
        ("muni\u00adcipality", "municipality"),
        ("أطفال", "اطفال"),  # hamza
        ("آفاق", "افاق"),
        ("ٱلعمل", "العمل"),
        ("قوى", "قوي"),  # alef maqsura, ya
        ("تجارة", "تجاره"),  # ta marbuta
        ("البلدية", "بلدي"),
        ("عمـــل", "عمل"),  # tatweel
        ("عُمَّال", "عمال"),  # vowels
        ("والأطفال", "اطفال"),  # and, the
        ("للأطفال", "أطفال"),  # to, the
        ("٢٠١٩", "2019"),
    ],
)
def test_words_that_are_written_differently_are_one(one: str, other: str) -> None:
    assert row_of_words(one) == row_of_words(other)


def test_words_that_only_look_alike_are_not_one() -> None:
    assert row_of_words("child") != row_of_words("children")
    assert row_of_words("الد") != row_of_words("د")  # too short to have an article


def test_a_row_of_words_has_nothing_but_words() -> None:
    assert row_of_words("“NPL-04”: 100 %, l’enfant_", "x\0y") == " npl 04 100 l enfant x y "
    assert row_of_words("", "…") == " "


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Nepal labour", [" nepal", " labour"]),
        ("nepal NEPAL", [" nepal"]),
        ('"child labour" free', [" child labour ", " free"]),
        ("« travail des enfants »", [" travail des enfants "]),
        ('an "open quote', [" an", " open", " quote"]),
        ("NPL-04", [" npl 04"]),
        ("8.7", [" 8 7"]),
        ("l’enfant d'abord", [" enfant", " abord"]),
        ("d", [" d"]),
        ("target 8", [" target", " 8"]),
        ("% _ \\ ' \" -- ; 😀", []),
        ("\u200f\u202e", []),
        ("", []),
    ],
)
def test_what_is_typed_becomes_terms(typed: str, terms: list[str]) -> None:
    assert rows(typed) == terms


@pytest.mark.parametrize(
    ("typed", "is_too_short"), [("", True), ("a", True), ("%", True), ("ab", False), ("8 7", False)]
)
def test_fewer_than_two_letters_are_not_searched_for(typed: str, is_too_short: bool) -> None:
    assert query(typed).is_too_short == is_too_short


@given(ANY)
def test_any_query_becomes_few_short_words_of_letters_and_digits(typed: str) -> None:
    asked = query(typed)
    assert asked.text.isprintable()
    assert len(asked.text) <= 200
    assert len(asked.terms) <= MOST_TERMS
    for term in asked.terms:
        assert term.words
        assert all(word.isalnum() and len(word) <= LONGEST_WORD for word in term.words)


@given(st.text(st.characters(categories=["Cs"]), max_size=20))
def test_half_a_letter_is_no_letter(typed: str) -> None:
    assert query(typed) == query("")


def unmarked(marked: str) -> str:
    return html.unescape(re.sub(r"</?mark>", "", marked))


@given(ANY, ANY)
def test_marking_changes_no_letter_and_escapes_all(text: str, typed: str) -> None:
    marked = highlighted(text, query(typed).terms, length=10_000)
    assert unmarked(marked) == text
    assert not re.search(r"[<>\"']", re.sub(r"</?mark>", "", marked))
    assert re.fullmatch(r"([^<]|<mark>[^<]+</mark>)*", marked, re.DOTALL)


@given(ANY, ANY)
def test_a_text_is_found_by_each_of_its_words_and_that_word_is_marked(text: str, before: str) -> None:
    for word in row_of_words(text).split():
        marked = highlighted(f"{before} {text}", query(f'"{word}"').terms, length=10_000)
        if row_of_words(word) == f" {word} ":  # some would lose an article twice
            assert "<mark>" in marked


@given(st.lists(st.sampled_from(["child", "labour", "<b>", "&amp;", "عمل", "naïve", "…"]), max_size=200), ANY)
def test_an_excerpt_is_a_part_of_the_text(words: list[str], typed: str) -> None:
    text = " ".join(words)
    excerpt = unmarked(highlighted(text, query(typed).terms))
    if len(text) <= LENGTH:
        assert excerpt == text
    else:
        assert len(excerpt) <= LENGTH + 2
        assert excerpt.removeprefix("…").removesuffix("…") in text


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Le Népal s’engage", "nepal", "Le <mark>Népal</mark> s’engage"),
        ("child labour free", '"child labour"', "<mark>child labour</mark> free"),
        ("child of labour", '"child labour"', "child of labour"),
        ("children labour", "child lab", "<mark>children labour</mark>"),
        ("children", '"child"', "children"),
        ("عمل الأطفال", "اطفال", "عمل <mark>الأطفال</mark>"),
        ("municipalities", "municipality", "<mark>municipalities</mark>"),
        ("labour & <b1>", "labour b1", "<mark>labour</mark> &amp; &lt;<mark>b1</mark>&gt;"),
        ("NPL-04, NPL-05", "npl-04", "<mark>NPL-04</mark>, NPL-05"),
    ],
)
def test_hits_are_marked(text: str, typed: str, marked: str) -> None:
    assert highlighted(text, query(typed).terms) == marked


def test_a_long_text_is_shown_around_its_first_hit() -> None:
    excerpt = highlighted("before " * 100 + "the needle here " + "after " * 100, query("needle").terms)
    assert excerpt.startswith("…before ")
    assert "the <mark>needle</mark> here" in excerpt
    assert excerpt.endswith(" after…")


def test_one_word_without_end_is_shown_in_part() -> None:
    assert len(highlighted("x" * 10_000, query("xx").terms)) <= LENGTH + 1
