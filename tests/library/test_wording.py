"""Two wordings, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from library.wording import MOST_WORDS, Piece, pieces

words = st.lists(st.sampled_from(["a", "bb", " ", "  ", ".", "(", "8.7", "\n", "نص", "é"]), max_size=12).map("".join)


@given(words | st.text(), words | st.text())
def test_the_pieces_of_two_wordings_make_either(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert all(piece.text for piece in found)


def test_a_word_is_compared_whole_and_without_the_marks_around_it() -> None:
    assert pieces("By 2019, (all) of 8.7.", "By 2021, (some) of 8.7.") == [
        Piece("same", "By "),
        Piece("removed", "2019"),
        Piece("added", "2021"),
        Piece("same", ", ("),
        Piece("removed", "all"),
        Piece("added", "some"),
        Piece("same", ") of 8.7."),
    ]


def test_changed_words_with_only_a_blank_between_them_stay_together() -> None:
    assert pieces("one two three", "four five three")[:2] == [Piece("removed", "one two"), Piece("added", "four five")]


def test_a_very_long_text_is_shown_whole_instead_of_taking_long() -> None:
    long = " ".join(map(str, range(MOST_WORDS)))
    assert pieces(long, long + " more") == [Piece("removed", long), Piece("added", long + " more")]
