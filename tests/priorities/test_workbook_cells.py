"""One cell of a workbook, however it was typed."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from priorities.workbook.cells import read_cell, unreported, words
from priorities.workbook.values import CHOICES, neutral, plain, settled

# As openpyxl gives a date: a moment of no zone.
A_DAY = dt.datetime(2019, 2, 14)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("implementation", "In Progress", "in_progress"),
        ("implementation", "  EN COURS ", "in_progress"),
        ("implementation", "en\u00a0cours", "in_progress"),
        ("outlook", "", ""),
        ("outlook", None, ""),
        ("language", "français", "fr"),
        ("language", "العربية", "ar"),
        ("as_of", "2019", "2019"),
        ("as_of", 2019, "2019"),
        ("as_of", 2019.0, "2019"),
        ("as_of", "2019-02", "2019-02"),
        ("as_of", "٢٠١٩-٠٢", "2019-02"),
        ("as_of", A_DAY, "2019-02-14"),
        ("as_of", dt.date(2019, 2, 14), "2019-02-14"),
        ("budget_secured", 1500, "1500.00"),
        ("budget_secured", 0.1 + 0.2, "0.30"),
        ("budget_secured", 1234567.891 - 0.001, "1234567.89"),
        ("budget_secured", "1234,5", "1234.50"),
        ("budget_secured", "1234567.50", "1234567.50"),
        ("budget_secured", "٥٠٠", "500.00"),
        ("budget_secured", 0, "0.00"),
        ("currency", " usd ", "USD"),
        ("narrative", "'=1+1", "=1+1"),
        ("narrative", "One\r\ntwo_x000D_\n", "One\ntwo"),
        ("narrative", 12.0, "12"),
        ("narrative", A_DAY, "2019-02-14"),
        ("narrative", "- ten\n- twelve", "- ten\n- twelve"),
    ],
)
def test_a_cell_is_understood_however_it_was_typed(name, value, meant):
    assert read_cell(name, value, "s") == meant


@pytest.mark.parametrize(
    ("name", "value", "type_", "why"),
    [
        ("narrative", "=HYPERLINK(1)", "f", "formula"),
        ("budget_secured", "#N/A", "e", "error"),
        ("narrative", True, "b", "says nothing here"),
        ("implementation", "almost", "s", "is none of the words"),
        ("implementation", "not reported", "s", "Leave the cell empty"),
        ("implementation", "Non communiqué", "s", None),
        ("as_of", "14/02/2019", "s", "no date"),
        ("as_of", "2019-02-30", "s", "no date"),
        ("as_of", 43510, "n", "no date"),
        ("as_of", 2019.5, "n", "no date"),
        ("as_of", dt.time(9, 30), "d", "no date"),
        ("budget_secured", "1,234,567", "s", "no amount"),
        ("budget_secured", "1,234", "s", "no amount"),
        ("budget_secured", "1 234", "s", "no amount"),
        ("budget_secured", "1\u202f234", "s", "no amount"),
        ("budget_secured", "1'234", "s", "no amount"),
        ("budget_secured", -1, "n", "no amount"),
        ("budget_secured", 1.005, "n", "no amount"),
        ("budget_secured", float("inf"), "n", "no amount"),
        ("budget_secured", 1e15, "n", "no amount"),
        ("budget_secured", "1e5", "s", "no amount"),
        ("budget_secured", "USD 5", "s", "no amount"),
        ("budget_secured", A_DAY, "d", "no amount"),
        ("currency", "$", "s", "no currency"),
        ("currency", "dollars " * 20, "s", "no currency"),
    ],
)
def test_what_a_cell_cannot_say_is_refused_in_words(name, value, type_, why):
    with pytest.raises(ValidationError) as refused:
        read_cell(name, value, type_)
    assert (why or "") in refused.value.messages[0]
    assert len(refused.value.messages[0]) < 250


def test_a_word_means_the_same_in_every_language():
    for name, choices in CHOICES.items():
        found = words(name)
        assert set(found.values()) == {code for code, _said in choices}
        for language in ("en", "fr", "es", "ar"):
            with override(language):
                assert {read_cell(name, str(word).upper(), "s") for _code, word in choices} == set(found.values())
    assert not unreported() & set(words("implementation"))


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("'=+-@\t\r\n "))))
def test_a_text_comes_back_as_it_was_and_is_never_calculated(text):
    text = settled(text)
    cell = neutral(text)
    assert plain(cell) == text
    assert settled(text) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t"))


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_a_text_comes_back_through_a_file_as_it_was(text):
    book, file, text = Workbook(), io.BytesIO(), settled(text).replace("x005F_", "")
    book.active.cell(1, 1, neutral(text) or None)
    book.save(file)
    cell = load_workbook(file, read_only=True).active["A1"]
    assert read_cell("narrative", cell.value, cell.data_type) == text
