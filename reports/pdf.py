"""HTML to PDF/UA-1 and PDF/A-3a. `reports.pdf_worker` makes it in a process of its own; here that is watched."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from fontTools.ttLib import TTFont

APT = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


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
    relationship: str = "Data"


def render_pdf(
    html: str,
    *,
    language: str,
    title: str,
    date: datetime,
    identifier: str,
    base_url: str,
    attachments: Iterable[Attachment] = (),
    timeout: float | None = None,
    memory_mib: int | None = None,
) -> bytes:
    """Return the PDF of a whole HTML page. The same arguments give the same bytes.

    html: may refer to files as `static:…` or below STATIC_URL, and to nothing else
    language: BCP 47 tag of the document; a part in another language has its own `lang`
    date: aware; written as the day the document and its attachments were made
    identifier: what the document is for ever, such as its edition's address or checksum
    base_url: absolute address of the page, by which its relative links are completed
    timeout, memory_mib: seconds, and MiB of address space; else PDF_TIMEOUT_SECONDS and PDF_MEMORY_MIB

    Raises PDFFailed when time or memory run out, and when the HTML refers to another address or to a missing `#id`,
    or has a picture without a text or a letter that is in none of our fonts. Raises PangoMissing without Pango.
    """
    static = str(settings.STATIC_SOURCE)
    job = {
        "html": html,
        "language": language,
        "title": title,
        "date": date.isoformat(timespec="seconds"),
        "identifier": identifier,
        "base_url": base_url,
        "folders": {"static:": static, urljoin(base_url, settings.STATIC_URL): static},
        "attachments": [_as_json(file) for file in attachments],
    }
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
    content = base64.b64encode(file.content).decode()
    return {"name": file.name, "description": file.description, "relationship": file.relationship, "base64": content}


def _work(job: dict, timeout: float, memory_mib: int) -> bytes:
    job |= {"cache": str(settings.VAR_DIR / "cache"), "seconds": int(timeout) + 1, "memory_mib": memory_mib}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reports.pdf_worker"],
            input=json.dumps(job).encode(),
            capture_output=True,
            check=False,
            cwd=settings.BASE_DIR,
            timeout=timeout,
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
