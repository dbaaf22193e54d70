"""What a publisher sees before a country's records become public, and which countries have something to publish."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet

from countries.models import Country
from library.dates import PartialDate
from priorities.models import Evidence, ProgressUpdate

from . import page, workflow
from .files import files_in, public_evidence
from .models import Edition
from .preview import NOT_YET, edition_to_be
from .rendering import pdf_rendering
from .what_changed import Comparison

# Sections that say nothing of a country: of the edition itself, and of how it differs from the one before.
OF_THE_EDITION = {NOT_YET, "changes"}


@dataclass
class Publication:
    """A country's records as they are now, as the edition they would become, beside the edition that is current."""

    country: Country
    language: str

    @cached_property
    def next(self) -> Edition:
        """The edition to be. It is not saved."""
        return edition_to_be(self.country)

    @cached_property
    def current(self) -> Edition | None:
        return self.next.previous

    @cached_property
    def fingerprint(self) -> str:
        """Of what is shown: with it goes the answer."""
        return workflow.fingerprint(self.next.snapshot, self.withdrawn)

    @cached_property
    def withdrawn(self) -> int:
        """How many editions were withdrawn."""
        return sum(edition.is_withdrawn for edition in self.editions)

    @property
    def last(self) -> Edition | None:
        """The edition published last, which may be withdrawn; then it is not the current one."""
        return next(iter(self.editions), None)

    @cached_property
    def problems(self) -> list[str]:
        """What stands in the way, in sentences."""
        return workflow.problems_of(self.country) + workflow.unprintable(self.next.content)

    @cached_property
    def changes(self) -> Comparison:
        """What differs from the current edition, as readers will be told it."""
        return Comparison(self.next, self.language, page.SECTIONS)

    @property
    def is_new(self) -> bool:
        """Whether readers would be told of anything."""
        return not self.current or bool(self.changes.groups)

    @property
    def is_ready(self) -> bool:
        return self.is_new and not self.problems

    @cached_property
    def report(self) -> dict[str, Any]:
        """The e-report as readers will see it, without what it says of the edition itself."""
        report = page.report(self.next, self.language)
        report["sections"] = [section for section in page.SECTIONS if section.id not in OF_THE_EDITION]
        return report

    @cached_property
    def files(self) -> list[Evidence]:
        """The files that nobody could read so far."""
        sums = {file["sha256"] for file in files_in(self.next.snapshot)}
        if self.current:
            sums -= {file["sha256"] for file in files_in(self.current.snapshot)}
        return public_evidence(self.country, sums)

    @cached_property
    def waiting(self) -> int:
        """How many updates are still in review. This edition goes without them."""
        return ProgressUpdate.objects.filter(country=self.country).awaiting_review().count()

    @property
    def pdfs(self) -> list[tuple[str, str, str]]:
        """Of the current edition: each language, its name, and whether its PDF is "made", "failed" or "missing"."""
        languages = settings.LANGUAGES if self.current else []
        return [(code, name, pdf_rendering(self.current, code).state) for code, name in languages]

    @property
    def pdfs_lack(self) -> bool:
        return any(state != "made" for _code, _name, state in self.pdfs)

    @cached_property
    def editions(self) -> QuerySet[Edition]:
        """What was published so far, by whom, and what they answered; the newest first."""
        editions = Edition.objects.of(self.country.slug).order_by("-number")
        return editions.defer("content").select_related("published_by", "withdrawal__withdrawn_by")


@dataclass(frozen=True)
class Candidate:
    """A country, with what is new of it since its current edition."""

    country: Country
    number: int | None  # of the current edition
    published: PartialDate | None
    withdrawn: int | None  # the number of the edition published last, where it is not to be read any more
    updates: int  # accepted since
    edited: bool  # whether a record was saved since

    @property
    def is_new(self) -> bool:
        """Whether there may be something to publish: a record that was saved need not say anything else."""
        return self.number is None or bool(self.withdrawn or self.updates) or self.edited


def candidates() -> list[Candidate]:
    """Every country that can have an e-report. Dates are compared, no snapshot is made."""
    countries = Country.objects.with_report().annotate(
        last=Max("editions__number"),
        number=Max("editions__number", filter=Q(editions__withdrawal=None)),
        published_at=Max("editions__published_at", filter=Q(editions__withdrawal=None)),
    )
    of_country = "country__editions__"
    updates = Counter(
        ProgressUpdate.objects.accepted()
        .annotate(published_at=Max(f"{of_country}published_at", filter=Q(**{f"{of_country}withdrawal": None})))
        .filter(Q(published_at=None) | Q(accepted_at__gt=F("published_at")))
        .values_list("country", flat=True)
    )
    saved = last_saved()
    return [
        Candidate(
            country=country,
            number=country.number,
            published=PartialDate.of(country.published_at) if country.published_at else None,
            withdrawn=country.last if country.last != country.number else None,
            updates=updates[country.pk],
            edited=bool(country.published_at and country.pk in saved and saved[country.pk] > country.published_at),
        )
        for country in countries
    ]


def last_saved() -> dict[int, dt.datetime]:
    """When a record of each country was saved or deleted last, by the history."""
    saved: dict[int, dt.datetime] = {}
    for of, history in histories():
        for pk, at in history.values_list(of).annotate(Max("history_date")).order_by():
            saved[pk] = max(at, saved.get(pk, at))
    return saved


def histories() -> list[tuple[str, Any]]:
    """The history of each kind of record of a country that an e-report reads, and the field that names the country."""
    names = [*workflow.RECORDS, "focal_points"]
    models: list[Any] = [Country._meta.get_field(name).related_model for name in names]
    return [("id", Country.history), *(("country_id", model.history) for model in models)]
