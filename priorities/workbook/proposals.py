"""What an uploaded workbook would change, beside what stands now. Read each time anew: nothing of it is kept here.

Between the preview and the click that saves, what was uploaded travels in the page, signed. So there is no file of
drafts to guard and to delete, and whoever closes the page leaves nothing behind.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core import signing
from django.utils.translation import gettext as _

from countries.models import Country
from library.wording import pieces
from priorities.desk import Row
from priorities.differences import Difference, differences_of_fields, in_words
from priorities.models import ProgressUpdate

from .merging import Merged, merged, resolved
from .reading import Filled, Reading
from .values import WRITTEN, kind_of, mark, rows_of, standing, words_of

SIGNER = signing.Signer(salt="priorities.workbook-upload")
# A form takes 2.5 MB besides its files.
MOST_SEALED = 2_000_000


@dataclass(frozen=True)
class Upload:
    """The rows of a workbook that somebody changed, with how each stood when they were shown."""

    language: str
    rows: dict[str, Filled]
    seen: dict[str, str]

    @classmethod
    def of(cls, reading: Reading) -> "Upload":
        """What was changed, without what was not."""
        rows = {}
        for key, row in reading.rows.items():
            if row.changed:
                base, mine = ({name: values[name] for name in row.changed} for values in (row.base, row.mine))
                rows[key] = Filled(base, mine, row.since)
        return cls(reading.language, rows, {})

    def sealed(self, country: Country, proposals: "list[Proposal]") -> str:
        """For the page in which these are shown: what unsealed() reads again, for this country alone."""
        rows = {key: [row.base, row.mine, row.since] for key, row in self.rows.items()}
        seen = {proposal.key: proposal.seen for proposal in proposals}
        return SIGNER.sign_object([country.slug, self.language, rows, seen], compress=True)

    @classmethod
    def unsealed(cls, sealed: str, country: Country) -> "Upload":
        """Raises BadSignature for what is not ours, or of another country."""
        slug, language, rows, seen = SIGNER.unsign_object(sealed)
        if slug != country.slug:
            raise signing.BadSignature("of another country")
        return cls(language, {key: Filled(*row) for key, row in rows.items()}, seen)


@dataclass(frozen=True)
class Proposal:
    """What a workbook would change of one action or next step."""

    row: Row
    language: str
    filled: Filled

    @cached_property
    def theirs(self) -> dict[str, str]:
        """How it stands now."""
        return standing(self.row, self.language)

    @cached_property
    def merge(self) -> Merged:
        return merged(self.filled.base, self.filled.mine, self.theirs)

    @property
    def key(self) -> str:
        return self.row.of.desk_name

    @property
    def is_new(self) -> bool:
        """Whether it would change anything."""
        return bool(self.merge.collisions) or self.merge.values != self.theirs

    @property
    def is_held(self) -> bool:
        """Whether the secretariat looks at it right now, so that nobody may write."""
        opened = self.row.open
        return opened is not None and opened.state == ProgressUpdate.State.SUBMITTED

    @property
    def was_accepted_since(self) -> bool:
        """Whether another update of it counts by now than when the workbook was made."""
        last = self.row.last
        return last is not None and last.pk != self.filled.since

    @property
    def version(self) -> int | None:
        """That of the open update, for workflow.save_draft()."""
        return self.row.open.version if self.row.open else None

    @property
    def seen(self) -> str:
        """A sign of how it stands: another one means that somebody did something meanwhile."""
        opened = self.row.open
        where = [opened.pk, opened.version, opened.state] if opened else []
        return mark(json.dumps([self.theirs, where, self.row.last.pk if self.row.last else 0], sort_keys=True))

    @cached_property
    def differences(self) -> list[Difference]:
        """What would change without anybody being asked."""
        before, after = self.said(self.theirs), self.said(self.merge.values)
        return [difference for difference in differences_of_fields(before, after) if difference.is_new]

    def collision(self, name: str) -> Difference:
        """A field that both sides wrote: from what stands to what the workbook says."""
        theirs, mine = (in_words(self.said(self.theirs | values), name) for values in ({}, self.filled.mine))
        language = self.language if name in WRITTEN else ""
        return Difference(ProgressUpdate._meta.get_field(name).verbose_name, pieces(theirs, mine), language)

    def said(self, values: Mapping[str, str]) -> ProgressUpdate:
        """An update that says so, to be shown and never saved."""
        return ProgressUpdate(**{kind_of(self.row.of).name: self.row.of}, **words_of(values))

    def resolved(self, answers: Mapping[str, str]) -> dict[str, str]:
        """The row once everything that was asked of it is answered; KeyError before that."""
        return resolved(
            self.merge, self.filled.mine, {name: answers[question(self.key, name)] for name in self.merge.collisions}
        )


def question(key: str, name: str) -> str:
    """What a form calls the question which text of that field should stand."""
    return f"{key}-{name}"


def proposals_of(country: Country, upload: Upload) -> list[Proposal]:
    """What it would change, in the order of the desk."""
    found = [(row, upload.rows.get(row.of.desk_name)) for row in rows_of(country)]
    proposals = [Proposal(row, upload.language, filled) for row, filled in found if filled]
    return [proposal for proposal in proposals if proposal.is_new]


def gone(country: Country, upload: Upload) -> list[str]:
    """What was filled in of an action or step that is no longer there."""
    there = {row.of.desk_name for row in rows_of(country)}
    return named([key for key in upload.rows if key not in there])


def named(keys: list[str]) -> list[str]:
    """Rows as people call them: "NPL-04", "Next step 3"."""
    parts = [(key, key.removeprefix("step-")) for key in keys]
    return [key.upper() if key == end else _("Next step %(number)s") % {"number": end} for key, end in parts]
