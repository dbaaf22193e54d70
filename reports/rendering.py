"""Files made of an edition: rendered once, kept under its checksum, served from there."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import translation

from . import page
from .models import Edition
from .pdf import render_pdf

# What a PDF is made with, besides its edition: when one of these changes, PDFs are made anew.
MADE_WITH = [
    "templates/reports/pdf/*",
    "templates/reports/sections/*",
    "templates/components/*",
    "static/css/pdf.css",
    "reports/*.py",
    "reports/fonts/*.ttf",
    "locale/*/LC_MESSAGES/*.mo",
]


def pdf_of(edition: Edition, language: str) -> File:
    """The e-report as PDF, opened for reading. Made now if it is not kept; raises PDFFailed and then keeps nothing."""
    storage, name = storages["renderings"], pdf_name(edition, language)
    if not storage.exists(name):
        with one_at_a_time(name):
            if not storage.exists(name):
                storage.save(name, ContentFile(make_pdf(edition, language)))
    return storage.open(name)


def pdf_name(edition: Edition, language: str) -> str:
    return f"{edition.checksum}/{language}-{made_with()}.pdf"


def pdf_is_kept(edition: Edition, language: str) -> bool:
    return storages["renderings"].exists(pdf_name(edition, language))


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
    return fingerprint.__wrapped__() if settings.DEBUG else fingerprint()


@cache
def fingerprint() -> str:
    files = sorted(path for pattern in MADE_WITH for path in Path(settings.BASE_DIR).glob(pattern) if path.is_file())
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()[:12]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold the lock of that file: a second process waits and then finds it made. Freed even if the process dies."""
    path = settings.VAR_DIR / "locks" / hashlib.sha256(name.encode()).hexdigest()
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
