"""What somebody who found nothing may have meant: words of the portal that look like theirs."""

from difflib import get_close_matches

from .models import SearchEntry
from .terms import FEWEST_LETTERS, Query, words_in

MOST_ENTRIES = 3000  # of a language, whose words are compared
MOST_WORDS = 5  # of a query
LIKE_ENOUGH = 0.75  # of 1, which is the same word


def suggestion(query: Query, language: str) -> str:
    """The query with each unknown word replaced by the one most like it; empty where that finds nothing, either.

    One query to the database, whatever was typed.
    """
    words = list(dict.fromkeys(word for term in query.terms for word in term.words))
    if query.is_too_short or len(words) > MOST_WORDS:
        return ""
    entries = SearchEntry.objects.filter(language=language).public()
    rows = list(entries.order_by("pk").values_list("folded", "title", "text")[:MOST_ENTRIES])
    known = {word for folded, *_texts in rows for word in folded.split()}
    meant = {word: nearest(word, known) for word in words}
    if not all(meant.values()) or all(word == other for word, other in meant.items()):
        return ""
    finds = [row for row in rows if all(f" {other}" in row[0] for other in meant.values())]
    return " ".join(as_written(other, finds) for other in meant.values()) if finds else ""


def nearest(word: str, known: set[str]) -> str:
    if any(other.startswith(word) for other in known):
        return word
    near = sorted(other for other in known if abs(len(other) - len(word)) <= 2 and len(other) > FEWEST_LETTERS)
    return next(iter(get_close_matches(word, near, n=1, cutoff=LIKE_ENOUGH)), "")


def as_written(word: str, rows: list[tuple[str, dict[str, str], dict[str, str]]]) -> str:
    """The word with its accents, as the first of those rows that shows it writes it."""
    for _folded, title, text in rows:
        for shown in (*title.values(), *text.values()):
            for found in words_in(shown):
                if found.folded == word:
                    return shown[found.start : found.end].lower()
    return word
