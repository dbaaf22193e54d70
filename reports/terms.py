"""Words, as search compares them: of a text, and of what somebody typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from library.texts import folded

LONGEST_QUERY = 200  # letters; what comes after them is not searched for
MOST_TERMS = 10
LONGEST_WORD = 64  # letters; PostgreSQL refuses a word of 2 KB
FEWEST_LETTERS = 2

# Letters and digits, and what is written on or in them: accents, Arabic vowels, a soft hyphen, a joiner. The marks of
# other scripts part words, in texts and queries alike.
ON_LETTERS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200c\u200d"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{ON_LETTERS}])*")
# What Arabic writes together with a word: "the", and before it "and, with, so, like, to"; the ending of many nouns,
# which their plural does not have. Both stay on words that would be left with fewer than three letters.
BESIDE = re.compile(r"^(?:[وبفك]?ال|لل)(?=\w{3})|(?<=\w{3})ه$")
QUOTES = '"“”„«»'
TYPED = re.compile(rf"[{QUOTES}]([^{QUOTES}]+)[{QUOTES}]|([^\s{QUOTES}'’ʼ]+)")


@dataclass(frozen=True)
class Word:
    """A word of a text, from one letter to before another, and how it is compared."""

    start: int
    end: int
    folded: str


def words_in(text: str) -> Iterator[Word]:
    for match in WORD.finditer(text):
        if plain := "".join(letter for letter in folded(match[0]) if letter.isalnum()):
            yield Word(match.start(), match.end(), BESIDE.sub("", plain)[:LONGEST_WORD])


def row_of_words(*texts: Any) -> str:
    """The words of the texts between blanks, " like these ": a phrase or the beginning of a word is a part of that."""
    return " ".join(["", *(word.folded for text in texts for word in words_in(str(text))), ""])


@dataclass(frozen=True)
class Term:
    """Something to find: words that follow each other. Of the last the beginning is enough, unless they are quoted."""

    words: tuple[str, ...]
    quoted: bool = False

    @property
    def row(self) -> str:
        """What a row of words holds where the term is in it."""
        return " ".join(["", *self.words]) + " " * self.quoted

    def at(self, words: list[Word], place: int) -> bool:
        """Whether it stands there among the words of a text."""
        following = [word.folded for word in words[place : place + len(self.words)]]
        return " ".join(["", *following, ""]).startswith(self.row)


@dataclass(frozen=True)
class Query:
    """What somebody typed: `text`, fit to be shown again, and the terms that must all be found."""

    text: str
    terms: tuple[Term, ...]

    @property
    def is_too_short(self) -> bool:
        return sum(len(word) for term in self.terms for word in term.words) < FEWEST_LETTERS


def query(typed: str) -> Query:
    """Read any text at all. "Quoted words" are a phrase; so are words without a blank between, such as NPL-04."""
    text = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST_QUERY]).strip()
    terms = [
        Term(words, bool(match[1]))
        for match in TYPED.finditer(text)
        if (words := tuple(word.folded for word in words_in(match[1] or match[2])))
    ]
    # A letter alone (the d of d'enfants) says nothing beside whole words.
    telling = [term for term in terms if len(term.words) > 1 or len(term.words[0]) > 1 or term.words[0].isdecimal()]
    return Query(text, tuple(dict.fromkeys(telling or terms))[:MOST_TERMS])
