"""Files made of an edition: rendered once, kept under its checksum, served from there."""

import fcntl
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import translation

from . import cards, page, picture
from .models import Edition
from .pdf import PDFFailed, render_pdf
from .picture import PictureFailed

# What a PDF is made with, besides its edition, the address of the portal and WeasyPrint: when one of these changes,
# PDFs are made anew.
MADE_WITH = [
    "templates/reports/pdf/*",
    "templates/reports/sections/*",
    "templates/components/*",
    "static/css/pdf.css",
    "static/img/looks/*.svg",
    "*/models.py",
    "library/*.py",
    "reports/*.py",
    "reports/fonts/*.ttf",
    "locale/*/LC_MESSAGES/*.mo",
]


def pdf_of(edition: Edition, language: str) -> File:
    """The e-report as PDF, opened for reading. Made now if it is not kept; raises PDFFailed and then keeps nothing."""
    storage, name = storages["renderings"], pdf_name(edition, language)
    if not storage.exists(name):
        with one_at_a_time():
            if not storage.exists(name):
                storage.save(name, ContentFile(make_pdf(edition, language)))
    return storage.open(name)


def picture_of(edition: Edition, language: str) -> File:
    """The edition at a glance as PNG, opened for reading. Made now if it is not kept; may raise PictureFailed."""
    storage, name = storages["renderings"], f"{edition.checksum}/{language}-{made_with()}.png"
    if not storage.exists(name):
        storage.save(name, ContentFile(picture.of_edition(cards.card(edition, language), language)))
    return storage.open(name)


def make_in_advance(edition: Edition, language: str) -> str:
    """Make the picture and the PDF of an edition where they are not kept. Why there is no PDF, if there is none."""
    with suppress(PictureFailed, OSError):  # readers get the portal's own
        picture_of(edition, language).close()
    error = ""
    try:
        pdf_of(edition, language).close()
    except PDFFailed as failed:
        error = str(failed)
    note_failure(edition, language, error)
    return error


def note_failure(edition: Edition, language: str, error: str) -> None:
    """Keep beside where the PDF would be why there is none, until there is one."""
    storage, name = storages["renderings"], f"{pdf_name(edition, language)}.failed"
    storage.delete(name)
    if error:
        storage.save(name, ContentFile(error.encode()))


def pdf_name(edition: Edition, language: str) -> str:
    return f"{edition.checksum}/{language}-{made_with()}.pdf"


def pdf_state(edition: Edition, language: str) -> str:
    """Whether that PDF is "made", "failed" when it was to be made in advance, or "missing": from what is kept."""
    storage, name = storages["renderings"], pdf_name(edition, language)
    if storage.exists(name):
        return "made"
    return "failed" if storage.exists(f"{name}.failed") else "missing"


def make_pdf(edition: Edition, language: str) -> bytes:
    """Render the PDF, in a process of its own (pdf.py)."""
    report = page.report(edition, language)
    return render_pdf(
        pdf_html(report),
        language=language,
        title=page.title(report),
        date=edition.published_at,
        identifier=edition.checksum,
        base_url=report["address"],
    )


def pdf_html(report: dict) -> str:
    """The HTML of which the PDF is made: the page's sections between a cover and a disclaimer."""
    with translation.override(report["language"]):
        context = {"report": report, "portal_name": settings.PORTAL_NAME}
        return render_to_string("reports/pdf/report.html", context)


def made_with() -> str:
    """A fingerprint of what PDFs are made with. On a laptop it is taken anew each time, so that editing shows."""
    return fingerprint.__wrapped__() if settings.LAPTOP else fingerprint()


@cache
def fingerprint() -> str:
    files = sorted({path for pattern in MADE_WITH for path in Path(settings.BASE_DIR).glob(pattern) if path.is_file()})
    made_with = hashlib.sha256(f"{settings.PORTAL_URL} {version('weasyprint')}".encode())
    for path in files:
        made_with.update(hashlib.sha256(path.read_bytes()).digest())
    return made_with.hexdigest()[:12]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Make one PDF at a time on this machine, so that many readers who ask for many cannot take all its memory.

    Whoever waits longer than a PDF may take gets PDFFailed. The lock is freed even if its process dies.
    """
    patience = time.monotonic() + settings.PDF_TIMEOUT_SECONDS
    with (settings.VAR_DIR / "pdf.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > patience:
                    raise PDFFailed("other PDFs are being made") from None
                time.sleep(0.05)
        yield
