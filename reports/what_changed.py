"""What changed between two editions, as a reader is told it: under the sections of the e-report, thing by thing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from library.texts import LANGUAGES, best
from library.wording import Piece, pieces

from .changes import Change, Kind, apply, by_first_step, changes
from .fields import as_html, comma, is_text, name_of, noun_of, value_of
from .models import Edition
from .texts import localise

# Under which section of the e-report each part of a snapshot is told. Any other part comes last, as "Other details".
SECTION_OF = {
    "country": "engagement",
    "milestones": "pathway",
    "roadmaps": "pathway",
    "pillars": "actions",
    "actions": "actions",
    "themes": "actions",
    "next_steps": "next-steps",
    "focal_point_institution": "coordination",
    "coordination_bodies": "coordination",
    "coordination_steps": "coordination",
    "workshops": "workshops",
    "events": "events",
    "practices": "practices",
    "answers": "country-report",
    "sources": "sources",
    "edition": "edition",
    "disclaimer": "edition",
}
SINGLE = {"country", "edition"}
# The heading of the section says what a thing of these parts is; of the others it has to be said.
UNDER_THEIR_NAME = {"milestones", "actions", "next_steps", "workshops", "events", "practices", "answers", "sources"}
# What every edition has of its own, and the heading of a comparison says.
IN_THE_HEADING = {"number", "published", "as_of", "as_of_note", "note"}
# A currency is told with its amounts.
TOLD_WITH = {"currency": ["budget_needed", "budget_secured"]}
READ_FIRST = ["engagement", "state", "implementation", "outlook", "status_date", "name", "title", "wording"]
SUBJECTS = ("name", "title", "wording")
# Fields in which a difference that a reader cannot see is one of order or number.
COUNTED_AS_MOVED = {"order", "pillar", "themes"}


@dataclass
class Detail:
    """One field that changed. A text has `pieces`, word by word, in `language`; all else a `before` and an `after`.

    `of_many`: of a list, such as an action's themes, these are what went and what came; the rest stayed.
    """

    name: str
    before: str | None = None
    after: str | None = None
    of_many: bool = False
    pieces: list[Piece] = field(default_factory=list)
    language: str = ""
    also_in: str = ""

    @property
    def how(self) -> str:
        """What became of a text: "added", "removed" or "reworded"."""
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else "reworded"

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"


@dataclass
class Entry:
    """One thing that was added, removed or changed: `what` it is, an action's `code`, and its name or wording.

    All are empty for what the snapshot has one of, such as the country itself.
    """

    kind: Kind
    what: str = ""
    code: str = ""
    subject: str = ""
    details: list[Detail] = field(default_factory=list)


@dataclass
class Group:
    """What changed in one section of the e-report. What few readers look for is counted only."""

    id: str
    title: Any
    entries: list[Entry] = field(default_factory=list)
    moved: int = 0
    translated: int = 0
    languages: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    @property
    def asides(self) -> list[str]:
        """Sentences on order, numbers, translations, and on fields that no reader has a word for."""
        found = []
        if self.moved:
            found.append(
                ngettext(
                    "%(count)d entry has another place in the order.",
                    "%(count)d entries have another place in the order.",
                    self.moved,
                )
                % {"count": self.moved}
            )
        if self.translated:
            found.append(
                ngettext(
                    "The translation of %(count)d text changed: %(languages)s.",
                    "The translations of %(count)d texts changed: %(languages)s.",
                    self.translated,
                )
                % {"count": self.translated, "languages": named(self.languages)}
            )
        if self.others:
            found.append(_("Other details changed: %(names)s.") % {"names": comma().join(sorted(self.others))})
        return found


def named(languages: set[str]) -> str:
    return comma().join(str(get_language_info(code)["name_translated"]) for code in LANGUAGES if code in languages)


class Comparison:
    """An edition beside one before it, the last before it unless another is given. Compared when somebody reads it."""

    def __init__(self, edition: Edition, language: str, sections: list[Any], since: Edition | None = None) -> None:
        self.edition, self.language, self.sections, self.chosen = edition, language, sections, since

    @cached_property
    def since(self) -> Edition | None:
        """None for a first edition."""
        return self.chosen or self.edition.previous

    @cached_property
    def since_as_of(self) -> str | None:
        """When the older edition was true."""
        if not self.since:
            return None
        with translation.override(self.language):
            return value_of("as_of", self.since.snapshot["edition"], self.since.snapshot, self.language)

    @cached_property
    def groups(self) -> list[Group]:
        """What changed, in the order of the sections; nothing for a first edition."""
        if not self.since:
            return []
        with translation.override(self.language):
            return Telling(self.since.snapshot, self.edition.snapshot, self.language).groups(self.sections)


class Telling:
    """The changes between two snapshots, told in one language."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any], language: str) -> None:
        # A list that another year's snapshots did not have yet was an empty one: its rows are told, not the list.
        self.old, self.new = {**emptied(new), **old}, {**emptied(old), **new}
        self.language = language

    def groups(self, sections: list[Any]) -> list[Group]:
        titles = {section.id: section.title for section in sections} | {"": _("Other details")}
        groups = {name: Group(name, title) for name, title in titles.items()}
        for part, found in by_first_step(changes(self.old, self.new)).items():
            group = groups[SECTION_OF.get(str(part), "")]
            group.entries += self.entries(str(part), found, group)
        return [group for group in groups.values() if group.entries or group.asides]

    def entries(self, part: str, found: list[Change], group: Group) -> Iterator[Entry]:
        """What there is to tell of one part of the snapshot. What is only counted is counted in the group."""
        old, new = self.old[part], self.new[part]
        if part in SINGLE:
            yield from self.changed(part, old, found, group)
        elif not found[0].where or is_text(old, new):  # one value by itself
            yield from self.changed(part, {part: old}, [Change((part,), Kind.CHANGED, old, new)], group)
        else:
            for change in found:
                if len(change.where) == 1 and change.kind in (Kind.ADDED, Kind.REMOVED):
                    yield self.entry(change.kind, part, change.after or change.before)
            for place, inside in by_first_step([change for change in found if is_inside(change)]).items():
                yield from self.changed(part, old[place], inside, group)

    def changed(self, part: str, before: Any, found: list[Change], group: Group) -> Iterator[Entry]:
        """What these changes make of one thing, if there is more to tell than to count."""
        inside = [change for change in found if change.where or change.kind != Kind.MOVED]
        moved, after, details = len(inside) < len(found), apply(before, inside), []
        rows = isinstance(before, dict) and isinstance(after, dict)
        if inside and not rows:
            group.others.add(part)
        for name in told_fields(inside, before, after) if rows else []:
            detail = self.detail(part, name, before, after, group)
            details += [detail] if detail else []
            moved = moved or (name in COUNTED_AS_MOVED and not detail)
        group.moved += moved
        if details:
            yield self.entry(Kind.CHANGED, part, after, details)

    def detail(
        self, part: str, name: str, before: dict[str, Any], after: dict[str, Any], group: Group
    ) -> Detail | None:
        """How one field changed. None where that is counted, or no change for a reader: nothing became nothing."""
        old, new, label = before.get(name), after.get(name), name_of(part, name)
        if (part == "edition" and name in IN_THE_HEADING) or name == "order" or not (has(old) or has(new)):
            return None
        if label and is_text(old, new):
            return self.text(label, old or {}, new or {}, self.original(after) or self.original(before), group)
        of_many = isinstance(old or new, list)
        if of_many:
            before = {name: [each for each in old or [] if each not in (new or [])]}
            after = {name: [each for each in new or [] if each not in (old or [])]}
        if label:
            was = value_of(name, before, self.old, self.language)
            now = value_of(name, after, self.new, self.language)
            if was != now:
                return Detail(label, was, now, of_many=of_many)
        if name not in COUNTED_AS_MOVED:
            group.others.add(label or name)
        return None

    def text(self, label: str, old: dict[str, str], new: dict[str, str], original: str, group: Group) -> Detail | None:
        """How a text changed: in the reader's language, else its source's, else the one that the reader is shown.

        None when it changed in others only: that is counted.
        """
        changed = {code for code in old | new if old.get(code) != new.get(code)}
        shown = [best(text, self.language) for text in (old, new)]
        for code in [self.language, original, *(text.language for text in shown if text)]:
            if code in changed:
                word_by_word = pieces(old.get(code, ""), new.get(code, ""))
                return Detail(label, pieces=word_by_word, language=code, also_in=named(changed - {code}))
        group.translated += 1
        group.languages |= changed
        return None

    def original(self, row: dict[str, Any]) -> str:
        """The language of the document that a row cites."""
        documents = self.old["sources"] | self.new["sources"]
        return documents[row["source"]["document"]]["language"] if row.get("source") else ""

    def entry(self, kind: Kind, part: str, row: Any, details: list[Detail] | None = None) -> Entry:
        row = row if isinstance(row, dict) else {"name": {"en": str(row)}}
        subject = next((as_html(best(row[name], self.language)) for name in SUBJECTS if row.get(name)), "")
        if part == "workshops":
            kind_of_workshop = capfirst(localise(row["kind"], self.language, "kind"))
            when = value_of("start", row, self.new, self.language)
            subject = format_html("{} ({})", kind_of_workshop, when) if when else kind_of_workshop
        return Entry(
            kind=kind,
            what="" if part in UNDER_THEIR_NAME else noun_of(part),
            code=row.get("reference", ""),
            subject=subject if part not in SINGLE else "",
            details=details or [],
        )


def told_fields(found: list[Change], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The fields that these changes are in, in the order in which a reader is told of them."""
    fields: dict[str, None] = {}
    for change in found:
        name = str(change.where[0])
        others = [other for other in TOLD_WITH.get(name, []) if has(before.get(other)) or has(after.get(other))]
        fields |= dict.fromkeys(others or [name])
    return sorted(fields, key=lambda name: READ_FIRST.index(name) if name in READ_FIRST else len(READ_FIRST))


def emptied(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {part: type(value)() if isinstance(value, list | dict) else None for part, value in snapshot.items()}


def is_inside(change: Change) -> bool:
    """Whether it leaves a row where it was or moves it, rather than adding or removing it."""
    return len(change.where) > 1 or change.kind in (Kind.CHANGED, Kind.MOVED)


def has(value: Any) -> bool:
    return value not in (None, "", [], {})
