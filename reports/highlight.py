"""What was found, marked in the text it was found in. Marking changes no letter of it and escapes them all."""

from itertools import takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .terms import Term, Word, words_in

Span = tuple[int, int]

LENGTH = 240  # letters of an excerpt
BEFORE = 60  # of which at most so many stand before the first hit
FEWEST_ALIKE = 4  # letters that two forms of a word share
MOST_UNLIKE = 3  # letters in which they end differently


def highlighted(text: str, terms: tuple[Term, ...], length: int = LENGTH) -> SafeString:
    """The text, or an excerpt around the first hit where it is longer than that, as HTML with hits in <mark>."""
    spans = spans_of(text, terms)
    start, end = window(text, spans, length)
    html, at = "…" if start else "", start
    for first, last in spans:
        if start <= first and last <= end:
            html += f"{escape(text[at:first])}<mark>{escape(text[first:last])}</mark>"
            at = last
    html += escape(text[at:end]) + ("…" if end < len(text) else "")
    return mark_safe(html)  # noqa: S308  every piece of the text is escaped above


def spans_of(text: str, terms: tuple[Term, ...]) -> list[Span]:
    """From where to where each hit goes, in order; hits with nothing but blanks between are one."""
    words = list(words_in(text))
    found: list[Span] = []
    for term in terms:
        places = [place for place in range(len(words)) if term.at(words, place)]
        found += [(words[place].start, words[place + len(term.words) - 1].end) for place in places]
        if not places:
            found += [(word.start, word.end) for word in words if alike(term, word)]
    spans: list[Span] = []
    for first, last in sorted(found):
        if spans and not text[spans[-1][1] : first].strip():
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def alike(term: Term, word: Word) -> bool:
    """Whether it may be the term in another form (municipality, municipalities), as PostgreSQL finds by stems."""
    if term.quoted or len(term.words) > 1:
        return False
    pairs = zip(term.words[0], word.folded, strict=False)
    shared = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared >= FEWEST_ALIKE and max(len(term.words[0]), len(word.folded)) - shared <= MOST_UNLIKE


def window(text: str, spans: list[Span], length: int) -> Span:
    """Which part of the text to show, from a word to a word."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, (spans[0][0] if spans else 0) - BEFORE)
    if start:
        start = text.find(" ", start, start + BEFORE) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start + length // 2, end), start + length // 2) if " " in text[start:end] else end
    return start, end
