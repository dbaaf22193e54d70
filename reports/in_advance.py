"""All files that are to be there before somebody asks for them: what they are, which lack, and making those."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.storage import storages
from django.db import connections
from django.utils import timezone

from .global_report.rendering import renderings_of as renderings_of_global
from .models import Edition, GlobalEdition
from .rendering import Rendering, made_with, renderings_of

# <checksum>/<language>-<fingerprint>.<kind>, what is noted beside it, and what is still being written (storage.py).
OURS = re.compile(r"(?P<name>[0-9a-f]{64}/[a-z-]+-[0-9a-f]{12}\.[a-z]+)(\.failed|\.progress)?(?P<part>\.\d+\.part)?")
UNFINISHED = dt.timedelta(hours=1)  # after which nobody is writing any more


def everything(*, all_editions: bool = False) -> Iterator[Rendering]:
    """Each file of current editions and of the newest global report, or of all that can be read.

    What a file of an edition is made from is read when it is made.
    """
    with_ = made_with()
    editions = Edition.objects.readable().order_by("slug", "-number") if all_editions else Edition.objects.current()
    for edition in editions.with_checksum_before().defer("content"):
        yield from renderings_of(edition, with_)
    of_all = GlobalEdition.objects.readable().order_by("-number")
    for report in of_all if all_editions else of_all[:1]:
        yield from renderings_of_global(report)


@dataclass(frozen=True)
class States:
    """How many files there are in each state."""

    made: int
    failed: int
    missing: int

    @property
    def all(self) -> int:
        return self.made + self.failed + self.missing


def states(renderings: Iterable[Rendering]) -> States:
    """How many of them are made. Looks once into each folder."""
    kept = Folders()
    found = Counter(
        "made" if each.name in kept else "failed" if f"{each.name}.failed" in kept else "missing"
        for each in renderings
    )
    return States(made=found["made"], failed=found["failed"], missing=found["missing"])


def missing(renderings: Iterable[Rendering]) -> list[Rendering]:
    kept = Folders()
    return [each for each in renderings if each.name not in kept]


def keep_all(renderings: list[Rendering], *, jobs: int) -> Iterator[tuple[str, str]]:
    """Make them, `jobs` at once; for each that is done its label, and why it could not be made or nothing.

    Threads are enough: what takes time is a process for each PDF (pdf.py). Whoever stops listening ends it after
    those that have begun; what was made is kept.
    """
    if jobs == 1:
        yield from ((each.label, each.keep_in_advance()) for each in renderings)
        return
    pool = ThreadPoolExecutor(jobs)
    try:
        labels = {pool.submit(_keep, each): each.label for each in renderings}
        yield from ((labels[done], done.result()) for done in as_completed(labels))
    finally:
        pool.shutdown(cancel_futures=True)


def _keep(rendering: Rendering) -> str:
    try:
        return rendering.keep_in_advance()
    finally:
        connections.close_all()  # this thread's


def superseded() -> list[str]:
    """The kept files that nobody is given any more: made with what is no longer there, or of what was withdrawn.

    Names that are not of this module's making are left alone.
    """
    wanted = {each.name for each in everything(all_editions=True)}
    storage = storages["renderings"]
    found = []
    for folder in _listed("")[0]:
        for name in (f"{folder}/{file}" for file in _listed(folder)[1]):
            ours = OURS.fullmatch(name)
            if not ours or (ours["name"] in wanted and not ours["part"]):
                continue
            if not ours["part"] or storage.get_modified_time(name) < timezone.now() - UNFINISHED:
                found.append(name)
    return found


class Folders:
    """What is kept, read folder by folder when it is asked for."""

    def __init__(self) -> None:
        self.read: dict[str, set[str]] = {}

    def __contains__(self, name: str) -> bool:
        path = PurePosixPath(name)
        folder = str(path.parent)
        if folder not in self.read:
            self.read[folder] = set(_listed(folder)[1])
        return path.name in self.read[folder]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder of the storage; none, if it is not there yet."""
    try:
        return storages["renderings"].listdir(folder)
    except FileNotFoundError:
        return [], []
