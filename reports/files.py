"""Files of evidence that editions list: to be read by everybody, under their SHA-256."""

from typing import Any

from countries.models import Country
from priorities.models import Evidence, ProgressUpdate

from .models import Edition


def files_in(data: dict[str, Any]) -> list[dict[str, Any]]:
    """What a snapshot, or a report made of it, says of the files of evidence in it. Older editions list none."""
    rows = [row for part in data.values() if isinstance(part, list) for row in part if isinstance(row, dict)]
    return [file for row in rows for file in (row.get("report") or {}).get("files", [])]


def public_evidence(country: Country, sums: set[str]) -> list[Evidence]:
    """The files of a country with these SHA-256 that may be published, out of updates that were accepted."""
    files = Evidence.objects.filter(update__country=country, update__state=ProgressUpdate.State.ACCEPTED)
    files = files.filter(is_public=True, sha256__in=sums)
    return list(files.select_related("update__action", "update__next_step"))


def file_of(edition: Edition, sha256: str) -> Evidence | None:
    """The file with that SHA-256, if the edition lists it."""
    listed = {file["sha256"] for file in files_in(edition.snapshot)}
    return next(iter(public_evidence(edition.country, {sha256} & listed)), None)
