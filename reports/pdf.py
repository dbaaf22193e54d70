"""HTML to PDF/UA-1 and PDF/A-3a. `reports.pdf_worker` makes it in a process of its own; here that is watched."""

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from threading import Thread
from urllib.parse import urljoin

from django.conf import settings
from fontTools.ttLib import TTFont

from .data.licence import Licence

APT = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# All that the worker sees of the environment: where programs and libraries are. Whatever else differs between two
# machines, their time zone, language, home, fonts and Python's hashes, changes no byte. Nor does it learn a secret.
INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}


class PDFFailed(Exception):
    """No PDF was made. The message says why, for staff."""


class PangoMissing(PDFFailed):
    """A system library is missing. The message names it and the command that installs it."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. Its relationship is PDF/A-3's: Source, Data, Alternative, Supplement or Unspecified."""

    name: str
    content: bytes
    description: str
    mime: str
    relationship: str = "Data"


def render_pdf(
    html: str,
    *,
    language: str,
    title: str,
    date: datetime,
    identifier: str,
    base_url: str,
    description: str = "",
    number: int | None = None,
    checksum: str = "",
    licence: Licence | None = None,
    attachments: Iterable[Attachment] = (),
    timeout: float | None = None,
    memory_mib: int | None = None,
    told: Callable[[str], None] | None = None,
) -> bytes:
    """Return the PDF of a whole HTML page. The same arguments give the same bytes.

    html: may refer to files as `static:…` or below STATIC_URL, and to nothing else
    language: BCP 47 tag of the document; a part in another language has its own `lang`
    date: aware; written as the day the document and its attachments were made
    identifier: what the document is for ever: its edition's address
    base_url: absolute address of the page, by which its relative links are completed
    description, number, checksum, licence: what its metadata say beside; number and checksum are its edition's
    timeout, memory_mib: seconds, and MiB of address space; else PDF_TIMEOUT_SECONDS and PDF_MEMORY_MIB
    told: is called with what WeasyPrint says it is at, at most once in a second

    Raises PDFFailed when time or memory run out, and when the HTML refers to another address or to a missing `#id`,
    or has a picture without a text or a letter that is in none of our fonts. Raises PangoMissing without Pango.
    """
    static = str(settings.STATIC_SOURCE)
    job = {
        "html": html,
        "language": language,
        "title": title,
        "description": description,
        "date": date.astimezone(UTC).isoformat(timespec="seconds"),
        "identifier": identifier,
        "number": number,
        "checksum": checksum,
        "licence": asdict(licence) if licence else None,
        "base_url": base_url,
        "folders": {"static:": static, urljoin(base_url, settings.STATIC_URL): static},
        "attachments": [_as_json(file) for file in attachments],
    }
    with _listening(told) as progress:
        job |= {"progress": progress}
        return _work(job, timeout or settings.PDF_TIMEOUT_SECONDS, memory_mib or settings.PDF_MEMORY_MIB)


def undrawable(text: str) -> list[str]:
    """Return the letters that none of our fonts has: an emoji, a Khmer letter. A PDF with one of them fails."""
    return sorted({letter for letter in text if letter.isprintable() and ord(letter) not in _letters()})


@cache
def _letters() -> frozenset[int]:
    letters = set()
    for path in (settings.BASE_DIR / "reports" / "fonts").glob("*.ttf"):
        with TTFont(path) as font:
            letters |= font.getBestCmap().keys()
    return frozenset(letters)


def missing_parts() -> str | None:
    """Return a line that names the missing library and the command that installs it, or None. Takes half a second."""
    try:
        _work({}, settings.PDF_TIMEOUT_SECONDS, settings.PDF_MEMORY_MIB)
    except PangoMissing as missing:
        return str(missing)
    return None


def _as_json(file: Attachment) -> dict[str, str]:
    return asdict(file) | {"content": base64.b64encode(file.content).decode()}


def _environment() -> dict[str, str]:
    """COVERAGE_…: whether the suite measures what of the worker ran."""
    kept = {name: value for name, value in os.environ.items() if name in INHERITED or name.startswith("COVERAGE_")}
    return kept | ENVIRONMENT


def _work(job: dict, timeout: float, memory_mib: int) -> bytes:
    job |= {"cache": str(settings.VAR_DIR / "cache"), "seconds": int(timeout) + 1, "memory_mib": memory_mib}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reports.pdf_worker"],
            input=json.dumps(job).encode(),
            capture_output=True,
            check=False,
            cwd=settings.BASE_DIR,
            env=_environment(),
            pass_fds=[fd for fd in [job.get("progress")] if fd is not None],
            timeout=timeout,
            process_group=0,  # Ctrl-C at a console ends whoever waits, and is no failure of the PDF
        )
    except subprocess.TimeoutExpired as error:
        raise PDFFailed(f"not done after {timeout:g} s") from error
    reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if done.returncode < 0:  # C code that gets no memory aborts
        reason = f"ended by signal {-done.returncode}, often for want of memory ({memory_mib} MiB): {reason}"
    if done.returncode == 3:
        raise PangoMissing(f"{reason} ({APT})")
    if done.returncode:
        raise PDFFailed(reason)
    return done.stdout


@contextmanager
def _listening(told: Callable[[str], None] | None) -> Iterator[int | None]:
    """The end of a pipe into which the worker writes what it is at, line by line; None where nobody wants to know."""
    if not told:
        yield None
        return
    reading, writing = os.pipe()
    thread = Thread(target=_pass_on, args=(reading, told), daemon=True)
    thread.start()
    try:
        yield writing
    finally:
        os.close(writing)
        thread.join()


def _pass_on(reading: int, told: Callable[[str], None]) -> None:
    """Reads to the end whatever happens: a full pipe would hold up the worker."""
    last = 0.0
    with os.fdopen(reading, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if time.monotonic() - last >= 1:
                last = time.monotonic()
                with suppress(OSError):
                    told(line.strip())
