"""HTML → PDF/UA-1 and PDF/A-3a. The work is done by `reports.pdf_worker` in a process of its own; here it is started and watched."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings

APT = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PDFFailed(Exception):
    """No PDF was made. The message says why, for staff; it holds no reader's data."""


class PangoMissing(PDFFailed):
    """A system library is missing. The message names it and the command that installs it."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship` is PDF/A-3's: Source, Data, Alternative, Supplement or Unspecified."""

    name: str
    data: bytes
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

    html: may refer to `static:…` and to STATIC_URL, nothing else
    language: BCP 47 tag of the document; parts in another language carry their own `lang`
    date: aware; written as the date of creation and of change, of the attachments too
    identifier: what the document is for ever, such as the edition's address or checksum
    base_url: absolute address of the page, to which its relative links are completed
    timeout, memory_mib: seconds and MiB of address space; PDF_TIMEOUT_SECONDS and PDF_MEMORY_MIB when not given

    Raises PDFFailed when time or memory run out, when the HTML refers to another address, to a missing `#id` or to a picture
    without a text, or has a letter that is in none of our fonts. Raises PangoMissing when WeasyPrint cannot start.
    """
    files = [
        {"name": file.name, "base64": base64.b64encode(file.data).decode(), "description": file.description,
         "relationship": file.relationship}
        for file in attachments
    ]  # fmt: skip
    static = str(settings.STATIC_SOURCE)
    job = {
        "html": html,
        "language": language,
        "title": title,
        "date": date.isoformat(timespec="seconds"),
        "identifier": identifier,
        "base_url": base_url,
        "folders": {"static:": static, urljoin(base_url, settings.STATIC_URL): static},
        "attachments": files,
        "memory_mib": memory_mib or settings.PDF_MEMORY_MIB,
    }
    return _work(job, timeout or settings.PDF_TIMEOUT_SECONDS)


def missing_parts() -> str | None:
    """Return one line that names the missing system library and the command that installs it, or None. Takes about 0.3 s."""
    try:
        _work({}, settings.PDF_TIMEOUT_SECONDS)
    except PangoMissing as missing:
        return str(missing)
    return None


def _work(job: dict, timeout: float) -> bytes:
    job |= {"cache": str(settings.VAR_DIR / "cache"), "seconds": int(timeout) + 1}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reports.pdf_worker"],
            input=json.dumps(job).encode(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired as error:
        raise PDFFailed(f"not done after {timeout:g} s") from error
    reason = (done.stderr.decode(errors="replace").strip().splitlines() or [f"the worker ended with code {done.returncode}"])[-1]
    if done.returncode == 3:
        raise PangoMissing(f"{reason} — {APT}")
    if done.returncode:
        raise PDFFailed(reason)
    return done.stdout
