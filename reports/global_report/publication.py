"""What a publisher sees before the global report is published, and how far its PDFs are."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from library.texts import Text, best
from reports import workflow
from reports.global_report import rendering, snapshot
from reports.global_report.workflow import problems_of
from reports.models import Edition, GlobalEdition

STEP = re.compile(r"Step (\d)")
PAGE = re.compile(r"Page (\d+)")
STEPS = 7  # WeasyPrint's
# What belongs to no country.
PARTS = {
    "themes": _("Themes"),
    "events": _("Events"),
    "lessons": _("Lessons learnt"),
    "networks": _("Business networks"),
    "toolkit": _("Toolkit for Pathfinder countries"),
    "texts": _("Texts of this portal"),
    "sources": _("Sources"),
}


@dataclass(frozen=True)
class Change:
    """A country whose part differs from the current edition: numbers of its editions, None where it has no part."""

    name: Text
    slug: str
    before: int | None
    after: int | None


class Publication:
    """The global report as it would become, beside the edition that is current."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def data(self) -> dict[str, Any]:
        return snapshot.of_all(Edition.objects.current())

    @cached_property
    def current(self) -> GlobalEdition | None:
        return GlobalEdition.objects.readable().newest()

    @cached_property
    def editions(self) -> QuerySet[GlobalEdition]:
        """All that were published, the newest first."""
        return GlobalEdition.objects.defer("content").select_related("published_by", "withdrawal").order_by("-number")

    @cached_property
    def number(self) -> int:
        """That of the edition to be. Numbers of withdrawn ones are not given anew."""
        return max((edition.number for edition in self.editions), default=0) + 1

    @cached_property
    def fingerprint(self) -> str:
        """Of what is shown: with it goes the answer."""
        return workflow.fingerprint(self.data, GlobalEdition.objects.withdrawn().count())

    @cached_property
    def problems(self) -> list[str]:
        """What stands in the way, in sentences."""
        return problems_of(self.data) + workflow.unprintable(workflow.canonical(self.data))

    @cached_property
    def next(self) -> GlobalEdition:
        """The edition to be, without a note. It is not saved."""
        at = timezone.now()
        content = workflow.canonical({"edition": snapshot.head(self.number, at, ""), **self.data})
        return GlobalEdition(
            number=self.number, content=content, checksum=workflow.checksum_of(content), published_at=at
        )

    @property
    def countries(self) -> list[dict[str, Any]]:
        """What would be in it: each country with its `name` and the number of its edition."""
        return [row | {"name": best(row["name"], self.language)} for row in self.data["countries"]]

    @cached_property
    def changes(self) -> list[Change]:
        """The countries that are new, have a newer edition or have none any more."""
        before, after = rows_of(self.current.snapshot if self.current else {}), rows_of(self.data)
        return [
            Change(
                best((after.get(slug) or before[slug])["name"], self.language), slug, number_of(old), number_of(new)
            )
            for slug in sorted(before | after)
            if (old := before.get(slug)) != (new := after.get(slug)) and number_of(old) != number_of(new)
        ]

    @cached_property
    def other_changes(self) -> list[Any]:
        """Which parts that belong to no country differ, in words."""
        before = self.current.snapshot if self.current else {}
        return [title for part, title in PARTS.items() if self.data[part] != before.get(part)]

    @property
    def pdfs(self) -> list["PDF"]:
        """Of the current edition, in each language."""
        return pdfs_of(self.current) if self.current else []


def rows_of(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["slug"]: row for row in data.get("countries", [])}


def number_of(row: dict[str, Any] | None) -> int | None:
    return row["number"] if row else None


@dataclass(frozen=True)
class PDF:
    """How far a PDF is. `state` is "made", "being made", "failed" or "missing".

    While it is being made, `step` is WeasyPrint's of STEPS, and `page` the one it lays out; 0 is unknown.
    """

    language: str
    name: str
    state: str
    step: int = 0
    page: int = 0
    reason: str = ""


def pdfs_of(edition: GlobalEdition) -> list[PDF]:
    return [pdf(edition, code, name) for code, name in settings.LANGUAGES]


def pdf(edition: GlobalEdition, code: str, language: str) -> PDF:
    file = rendering.pdf_rendering(edition, code)
    if file.is_kept:
        return PDF(code, language, "made")
    line = rendering.told(file.name)
    if line is not None:
        return PDF(code, language, "being made", step=found(STEP, line), page=found(PAGE, line))
    if file.state == "failed":
        with storages["renderings"].open(f"{file.name}.failed") as why:
            return PDF(code, language, "failed", reason=why.read().decode())
    return PDF(code, language, "missing")


def found(pattern: re.Pattern[str], line: str) -> int:
    match = pattern.search(line)
    return int(match[1]) if match else 0
