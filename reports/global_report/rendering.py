"""What is made of a global edition and kept: its HTML and its PDF, in each language.

Both name the editions of countries that can be read: once one of them is withdrawn, they are made anew without it.
"""

import datetime as dt
import hashlib
import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports import rendering
from reports.data import licence
from reports.global_report import page
from reports.models import Edition, GlobalEdition
from reports.pdf import Attachment, PDFFailed, render_pdf
from reports.rendering import Rendering

# What it is made with besides what e-reports are.
MADE_WITH = [
    "templates/reports/global/*",
    *(f"reports/global_report/{name}.py" for name in ("countries", "page", "rendering")),
    "reports/map.py",
    "reports/map.json",
]
# With so many countries a PDF takes some seconds, and a reader who asks for one waits. With more it takes minutes, and
# a job makes it.
MOST_WHILE_WAITING = 30
# After so long without a word from whoever makes a PDF, it is not being made any more.
SILENCE = dt.timedelta(minutes=5)


def readable(edition: GlobalEdition) -> list[str]:
    """The checksums of the editions it is made of that can still be read. One query."""
    sums = [country["checksum"] for country in edition.snapshot["countries"]]
    found = Edition.objects.readable().filter(checksum__in=sums).order_by("slug")
    return list(found.values_list("checksum", flat=True))


def name_of(edition: GlobalEdition, language: str, kind: str) -> str:
    made_of = " ".join([rendering.made_with(), made_with(), *readable(edition)])
    return f"{edition.checksum}/{language}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}.{kind}"


def made_with() -> str:
    """On a laptop it is taken anew each time, so that editing shows."""
    return fingerprint.__wrapped__() if settings.LAPTOP else fingerprint()


@cache
def fingerprint() -> str:
    files = sorted(path for pattern in MADE_WITH for path in Path(settings.BASE_DIR).glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def renderings_of(edition: GlobalEdition) -> list[Rendering]:
    """Its PDF and its HTML, in each language."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [kind(edition, code) for code in codes for kind in (pdf_rendering, html_rendering)]


def html_rendering(edition: GlobalEdition, language: str) -> Rendering:
    return Rendering(
        name=name_of(edition, language, "html"),
        label=f"global {edition.number} {language} html",
        make=lambda: make_html(edition, language).encode(),
    )


def html_of(edition: GlobalEdition, language: str) -> str:
    """Its sections as HTML: kept, for over hundreds of countries they take seconds."""
    file = html_rendering(edition, language)
    try:
        file.keep()
    except (PDFFailed, OSError):  # it is not its turn for too long, or the disk is full
        return make_html(edition, language)
    with storages["renderings"].open(file.name) as kept:
        return kept.read().decode()


def make_html(edition: GlobalEdition, language: str) -> str:
    report = page.report(edition, language)
    with translation.override(language):
        return render_to_string("reports/global/page.html", {"report": report})


def pdf_rendering(edition: GlobalEdition, language: str) -> Rendering:
    name = name_of(edition, language, "pdf")
    label = f"global {edition.number} {language} pdf"
    return Rendering(name=name, label=label, make=lambda: make_pdf(edition, language, name))


def pdf_of(edition: GlobalEdition, language: str) -> File:
    """The report as PDF, opened for reading. Made now if it is not kept; raises PDFFailed and then keeps nothing."""
    return pdf_rendering(edition, language).open()


def make_in_advance(edition: GlobalEdition, language: str) -> str:
    """Make its PDF where it is not kept. Why there is none, if there is none."""
    return pdf_rendering(edition, language).keep_in_advance(at_once=settings.PDF_AT_ONCE)


def pdf_html(report: dict[str, Any]) -> str:
    """The HTML of which the PDF is made: the page's sections after a cover."""
    with translation.override(report["language"]):
        return render_to_string("reports/global/pdf.html", {"report": report, "portal_name": settings.PORTAL_NAME})


def make_pdf(edition: GlobalEdition, language: str, name: str) -> bytes:
    """Render the PDF with its content inside; how far that is, is kept beside its place meanwhile."""
    report = page.report(edition, language)
    with translation.override(language):
        about = _("The data of this edition. The SHA-256 of this file is the edition’s checksum.")
    tell(name, "")
    try:
        return render_pdf(
            pdf_html(report),
            language=language,
            title=report["title"],
            description=report["citation"],
            date=edition.published_at,
            identifier=report["address"],
            number=edition.number,
            checksum=edition.checksum,
            base_url=report["address"],
            licence=licence.current(),
            attachments=[
                Attachment("edition.json", edition.content.encode(), about, "application/json", "Source"),
            ],
            timeout=settings.GLOBAL_PDF_TIMEOUT_SECONDS,
            memory_mib=settings.GLOBAL_PDF_MEMORY_MIB,
            told=partial(tell, name),
        )
    finally:
        storages["renderings"].delete(f"{name}.progress")


def tell(name: str, line: str) -> None:
    """Keep what WeasyPrint said last, and when."""
    storage = storages["renderings"]
    storage.delete(f"{name}.progress")
    said = json.dumps({"at": timezone.now().isoformat(), "line": line})
    storage.save(f"{name}.progress", ContentFile(said.encode()))


def told(name: str) -> str | None:
    """What it said last, if it is being made: "Step 5 - Creating layout - Page 12"; "" before it said anything."""
    try:
        with storages["renderings"].open(f"{name}.progress") as file:
            said = json.loads(file.read())
            is_fresh = timezone.now() - dt.datetime.fromisoformat(said["at"]) < SILENCE
    except (OSError, ValueError):  # not there, or just being written
        return None
    return said["line"] if is_fresh else None
