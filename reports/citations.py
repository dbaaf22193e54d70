"""How to cite what this portal publishes: in words, and in the forms that reference managers read.

Pure: plain facts in, text out, so that it serves the e-report of a country and the global report alike.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from library.dates import PartialDate


@dataclass(frozen=True)
class Work:
    """What is cited. `title` and `edition` ("edition 2, as of 2026") are words in `language`; `number` is the same
    edition as a figure, `address` its permanent one, `key` a word of ASCII letters by which it is known.
    """

    title: str
    edition: str
    number: int
    published: PartialDate
    address: str
    checksum: str
    language: str
    key: str


def plain(work: Work) -> str:
    """In the manner of the APA, without the address, which comes after it."""
    with override(work.language):
        return one_line(
            _("%(author)s. (%(year)s). %(title)s (%(edition)s).")
            % {"author": author(), "year": work.published.year, "title": work.title, "edition": work.edition}
        )


def author() -> str:
    return _("Alliance 8.7")


def text(work: Work) -> str:
    return f"{plain(work)} {work.address}\n"


def bibtex(work: Work) -> str:
    """For LaTeX. Braces around author and title keep a name whole and its capitals as they are."""
    with override(work.language):
        who = tex(author())
    fields = {
        "author": f"{{{who}}}",
        "title": f"{{{tex(work.title)}}}",
        "institution": f"{{{who}}}",
        "year": str(work.published.year),
        "month": str(work.published.month or ""),
        "number": str(work.number),
        "url": work.address,
        "language": work.language,
        "note": tex(note(work)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{work.key},", *lines, "}", ""])


def ris(work: Work) -> str:
    """For reference managers: a field a line, lines end as the format wants it."""
    with override(work.language):
        who = author()
    date = [f"{part:02d}" if part else "" for part in (work.published.month, work.published.day)]
    fields = [
        ("TY", "RPRT"),
        ("ID", work.key),
        ("AU", who),
        ("TI", work.title),
        ("PY", str(work.published.year)),
        ("DA", "/".join([str(work.published.year), *date, ""])),
        ("ET", str(work.number)),
        ("PB", who),
        ("UR", work.address),
        ("LA", work.language),
        ("N1", note(work)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in fields)


def csl_json(work: Work) -> str:
    """For citation processors: CSL-JSON, a list with one work."""
    with override(work.language):
        who = author()
    date = [work.published.year, work.published.month, work.published.day]
    data: dict[str, Any] = {
        "id": work.key,
        "type": "report",
        "author": [{"literal": who}],
        "title": one_line(work.title),
        "edition": str(work.number),
        "publisher": who,
        "issued": {"date-parts": [[part for part in date if part]]},
        "URL": work.address,
        "language": work.language,
        "note": note(work),
    }
    return json.dumps([data], ensure_ascii=False, indent=2) + "\n"


# By the end of their address: what type of content it is, and how it is written.
FORMATS: dict[str, tuple[str, Callable[[Work], str]]] = {
    "txt": ("text/plain; charset=utf-8", text),
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
    "json": ("application/vnd.citationstyles.csl+json", csl_json),
}


def note(work: Work) -> str:
    """What tells this edition from any other, whatever becomes of its address."""
    return one_line(f"{work.edition}. SHA-256: {work.checksum}")


def one_line(words: str) -> str:
    """Without what ends a line or is no letter at all: in these forms a line is a field."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", words).strip(" ")


TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "{}$&#_%"},
}


def tex(words: str) -> str:
    """The words as TeX prints them: what it would take for a command is written out."""
    return one_line(words).translate(str.maketrans(TEX))
