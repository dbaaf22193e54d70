"""Two wordings of one text, word by word: what was taken out, what came in, what stayed."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Blanks; what opens a bracket or a quotation; a word without the marks that end it; any other letter.
TOKEN = re.compile(r"\s+|[(«“]+|\S+?(?=[.,;:!?)»”،؛؟]*(?:\s|\Z))|\S")
MOST_WORDS = 2_000  # of longer texts the comparison would take seconds: they are shown whole


@dataclass(frozen=True)
class Piece:
    kind: str  # "same", "removed" or "added"
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The one text with the other worked into it. Changed words with nothing but a blank between them stay together.

    What is "same" or "removed" makes `before`, what is "same" or "added" makes `after`.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    steps = [("replace", 0, len(old), 0, len(new))]
    if max(len(old), len(new)) <= MOST_WORDS:
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found, gone, come = [], "", ""
    for step, start, end, start_new, end_new in steps:
        removed, added = "".join(old[start:end]), "".join(new[start_new:end_new])
        if step == "equal" and (removed.strip() or not (gone or come)):
            found += [Piece("removed", gone), Piece("added", come), Piece("same", removed)]
            gone = come = ""
        else:
            gone, come = gone + removed, come + added
    found += [Piece("removed", gone), Piece("added", come)]
    return [piece for piece in found if piece.text]
