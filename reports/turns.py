"""Taking turns on one machine: how many PDFs are made at once, and never two processes or threads at one file.

Every lock is a file's under VAR_DIR/locks. The operating system frees it when its process dies.
"""

import fcntl
import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

FILES = 256  # that names share: two of the same lock wait for each other without need, and rarely


class Busy(Exception):
    """Whoever waited did so for longer than they wanted to."""


@contextmanager
def one_of(at_once: int, *, patience: float) -> Iterator[None]:
    """Wait until fewer than `at_once` are in here, for `patience` seconds at most; then Busy."""
    with _first_free([f"turn-{number}" for number in range(at_once)], patience):
        yield


@contextmanager
def alone_with(name: str, *, patience: float) -> Iterator[None]:
    """Wait until nobody else is in here with that name, for `patience` seconds at most; then Busy."""
    number = hashlib.sha256(name.encode()).digest()[0] % FILES
    with _first_free([f"name-{number:02x}"], patience):
        yield


@contextmanager
def _first_free(names: Iterable[str], patience: float) -> Iterator[None]:
    folder = settings.VAR_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    while True:
        for path in (Path(folder, f"{name}.lock") for name in names):
            with path.open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > until:
            raise Busy
        time.sleep(0.05)
