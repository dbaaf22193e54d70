"""Good practices across countries: what a country did and others can learn from."""

from collections.abc import Iterable
from typing import Any

from library.texts import folded

from . import page
from .models import Edition


def reported(editions: Iterable[Edition], language: str) -> list[dict[str, Any]]:
    """The reports of those editions that tell of a good practice, by the name of their country."""
    reports = [page.report(edition, language) for edition in editions if edition.snapshot["practices"]]
    return sorted(reports, key=lambda report: folded(report["country"]["name"]))
