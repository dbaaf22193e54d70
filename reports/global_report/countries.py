"""A country in the global report: its edition in short, in the country's words and in the reader's language."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from library.dates import PartialDate
from library.texts import Text
from priorities.models import Implementation
from reports.models import Edition
from reports.page import groups, in_words, translated
from reports.texts import Word, localise, word

# A country has about half a page, so that a reader gets through two hundred. The rest stands in its e-report.
MOST_ACTIONS = 15
MOST_LETTERS = 280

MILESTONE_STATES = ["done", "under_way", "ahead", "not_reported"]
# What of an edition is shown here.
PARTS = [
    "country",
    "edition",
    "milestones",
    "pillars",
    "actions",
    "next_steps",
    "focal_point_institution",
    "coordination_bodies",
    "coordination_steps",
    "practices",
]
SOURCED = ["milestones", "pillars", "actions", "next_steps", "coordination_bodies", "coordination_steps", "practices"]


@dataclass(frozen=True)
class InShort:
    """One edition as the sections of the global report read it. `data` is its localised content, as far as shown.

    `tally` is of its priority actions, `milestones` of its milestones: [(state, how many)] without empty ones.
    `themes` counts its actions by the slug of the theme, `documents` are slugs of what it cites,
    `sources` all that its edition cites, as frozen. `left_out` is how
    many actions stand in the e-report alone.
    """

    slug: str
    number: int
    checksum: str
    data: dict[str, Any]
    groups: list[dict[str, Any]]
    left_out: int
    tally: list[tuple[Word, int]]
    milestones: list[tuple[Word, int]]
    themes: Counter
    documents: list[str]
    sources: dict[str, Any]
    translated: set[str]
    as_of_in_words: str

    @property
    def name(self) -> Text:
        return self.data["country"]["name"]

    @property
    def actions(self) -> int:
        return sum(count for _state, count in self.tally)

    @property
    def region(self) -> Word:
        return self.data["country"]["region"]

    @property
    def engagement(self) -> Word:
        return self.data["country"]["engagement"]

    @property
    def since(self) -> PartialDate | None:
        return self.data["country"]["pathfinder_since"]

    @property
    def done(self) -> list[dict[str, Any]]:
        return self.in_state("done")

    @property
    def under_way(self) -> list[dict[str, Any]]:
        return self.in_state("under_way")

    def in_state(self, state: str) -> list[dict[str, Any]]:
        return [milestone for milestone in self.data["milestones"] if milestone["state"].code == state]


def in_short(edition: Edition, language: str) -> InShort:
    """That edition in short. Reads nothing but its content."""
    frozen = edition.snapshot
    # What is left out is not localised either: that is most of the time it takes.
    shown = {part: frozen.get(part) for part in PARTS}
    shown["actions"] = frozen["actions"][:MOST_ACTIONS]
    data = {part: localise(value, language, part) for part, value in shown.items()}
    for row in [*data["actions"], *data["next_steps"]]:
        row["wording"] = shortened(row["wording"])
    return InShort(
        slug=edition.slug,
        number=edition.number,
        checksum=edition.checksum,
        data=data,
        groups=[group for group in groups(data) if group["actions"]],
        left_out=len(frozen["actions"]) - len(shown["actions"]),
        tally=counted(Implementation.values, "implementation", (row["implementation"] for row in frozen["actions"])),
        milestones=counted(MILESTONE_STATES, "state", (row["state"] for row in frozen["milestones"])),
        themes=Counter(slug for action in frozen["actions"] for slug in action["themes"]),
        documents=sorted({row["source"]["document"] for row in cited_rows(shown)}),
        sources=frozen["sources"],
        translated=translated_from(data, frozen["sources"]),
        as_of_in_words=in_words(data["edition"]),
    )


def shortened(text: Text) -> Text:
    """A wording of more than MOST_LETTERS ends after a word, with an ellipsis: the e-report has all of it."""
    if len(text) <= MOST_LETTERS:
        return text
    words = Truncator(str(text)).chars(MOST_LETTERS).rpartition(" ")[0]
    return Text(f"{words} …", text.language, text.wanted, text.exists_in)


def counted(codes: list[str], kind: str, found: Any) -> list[tuple[Word, int]]:
    counts = Counter(found)
    return [(word(kind, code), counts[code]) for code in codes if counts[code]]


def cited_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [data["country"], *(row for part in SOURCED for row in data[part])]
    return [row for row in rows if row["source"]]


def translated_from(data: dict[str, Any], sources: dict[str, Any]) -> set[str]:
    """The languages out of which something shown of the country is translated."""
    with_documents = {
        part: [
            {**row, "source": row["source"] and {"document": sources[row["source"]["document"]]}} for row in data[part]
        ]
        for part in SOURCED
    }
    return {language for part, rows in with_documents.items() for language in translated(rows, part)}
