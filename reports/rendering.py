"""Files made of an edition: rendered once, kept under its checksum, served from there."""

import hashlib
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from . import cards, page, picture
from .data import licence
from .data.statements import csv_of
from .models import Edition
from .pdf import Attachment, PDFFailed, render_pdf
from .picture import PictureFailed
from .turns import Busy, alone_with, one_of

# What renderings are made with, besides their edition, our address, the licence and WITH_PACKAGES: when one of these
# changes, they are made anew. What is not here leaves them as they are: views, forms, workflows, the API.
# tests/reports/test_made_with.py finds what is missing.
MADE_WITH = [
    "templates/reports/pdf/*",
    "templates/reports/sections/*",
    "templates/components/*",
    "static/css/pdf.css",
    "static/img/looks/*.svg",
    *(f"{app}/models.py" for app in ("countries", "events", "library", "reports")),
    "priorities/models/*.py",
    *(f"library/{name}.py" for name in ("dates", "originals", "texts", "wording")),
    "priorities/workbook/values.py",
    "pathfinder/formats/*/formats.py",
    *(
        f"reports/{name}.py"
        for name in (
            "cards",
            "changes",
            "citations",
            "data/licence",
            "data/statements",
            "fields",
            "files",
            "page",
            "pdf",
            "pdf_metadata",
            "pdf_tags",
            "pdf_worker",
            "picture",
            "rendering",
            "shapes",
            "templatetags/names",
            "texts",
            "timeline",
            "unknown",
            "what_changed",
        )
    ),
    "reports/fonts/*.ttf",
    "reports/fonts/fonts.conf",
    "locale/*/LC_MESSAGES/*.mo",
]
# Not Pango and HarfBuzz, which the system updates by itself: what was made before is as good (decision 22).
WITH_PACKAGES = ["weasyprint", "pydyf", "fonttools", "pillow"]


@dataclass(frozen=True)
class Rendering:
    """A file that is made once and then kept. `make` may raise PDFFailed or PictureFailed, and nothing is kept.

    `name` says in the storage what is in it, `label` on a console.
    """

    name: str
    label: str
    make: Callable[[], bytes]

    @property
    def is_kept(self) -> bool:
        return storages["renderings"].exists(self.name)

    @property
    def state(self) -> str:
        """Whether it is "made", "failed" when it was to be made in advance, or "missing": from what is kept."""
        if self.is_kept:
            return "made"
        return "failed" if storages["renderings"].exists(f"{self.name}.failed") else "missing"

    def open(self) -> File:
        """For reading. Made now if it is not kept, when it is its turn (PDF_AT_ONCE)."""
        self.keep(at_once=settings.PDF_AT_ONCE)
        return storages["renderings"].open(self.name)

    def keep(self, *, at_once: int | None = None) -> bool:
        """Make it if it is not kept, and say whether it was made now. Two who want the same make it once.

        at_once: wait until fewer are being made on this machine; None leaves that to the caller. Whoever waits
        longer than a PDF may take gets PDFFailed.
        """
        if self.is_kept:
            return False
        patience = settings.PDF_TIMEOUT_SECONDS
        try:
            with alone_with(self.name, patience=patience):
                if self.is_kept:
                    return False
                with one_of(at_once, patience=patience) if at_once else nullcontext():
                    storages["renderings"].save(self.name, ContentFile(self.make()))
                return True
        except Busy:
            raise PDFFailed("other PDFs are being made") from None

    def keep_in_advance(self, *, at_once: int | None = None) -> str:
        """As keep(). Why it could not be made, which is kept beside its place until it is there; else nothing."""
        error = ""
        try:
            self.keep(at_once=at_once)
        except (PDFFailed, PictureFailed, OSError) as failed:
            error = str(failed) or type(failed).__name__
        self.note(error)
        return error

    def note(self, error: str) -> None:
        """Keep beside its place why it could not be made; forget that, if there is nothing to say."""
        storage, name = storages["renderings"], f"{self.name}.failed"
        storage.delete(name)
        if error:
            storage.save(name, ContentFile(error.encode()))


def renderings_of(edition: Edition, with_: str = "") -> list[Rendering]:
    """Its PDF and its picture, in each language. `with_` is made_with(), for who asks for many."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [kind(edition, code, with_) for code in codes for kind in (pdf_rendering, picture_rendering)]


def pdf_rendering(edition: Edition, language: str, with_: str = "") -> Rendering:
    return Rendering(
        name=name_of(edition, language, "pdf", with_),
        label=f"{edition.slug} {edition.number} {language} pdf",
        make=lambda: make_pdf(edition, language),
    )


def picture_rendering(edition: Edition, language: str, with_: str = "") -> Rendering:
    return Rendering(
        name=name_of(edition, language, "png", with_),
        label=f"{edition.slug} {edition.number} {language} png",
        make=lambda: picture.of_edition(cards.card(edition, language), language),
    )


def name_of(edition: Edition, language: str, kind: str, with_: str = "") -> str:
    """Where it is kept. It tells what changed since the edition before, so it is another once that is withdrawn."""
    made_of = f"{with_ or made_with()} {edition.checksum_before}"
    return f"{edition.checksum}/{language}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}.{kind}"


def pdf_of(edition: Edition, language: str) -> File:
    """The e-report as PDF, opened for reading. Made now if it is not kept; raises PDFFailed and then keeps nothing."""
    return pdf_rendering(edition, language).open()


def picture_of(edition: Edition, language: str) -> File:
    """The edition at a glance as PNG, opened for reading. Made now if it is not kept; may raise PictureFailed."""
    rendering = picture_rendering(edition, language)
    try:
        rendering.keep()  # takes a tenth of a second: no turn
    except PDFFailed as busy:
        raise PictureFailed(str(busy)) from busy
    return storages["renderings"].open(rendering.name)


def make_in_advance(edition: Edition, language: str) -> str:
    """Make the picture and the PDF of an edition where they are not kept. Why there is no PDF, if there is none."""
    with suppress(PictureFailed, PDFFailed, OSError):  # readers get the portal's own
        picture_rendering(edition, language).keep()
    return pdf_rendering(edition, language).keep_in_advance(at_once=settings.PDF_AT_ONCE)


def forget(folder: str) -> int:
    """Delete all that is kept in a folder, such as under the checksum of an edition. How many files that was."""
    storage = storages["renderings"]
    names = names_in(folder)
    for name in names:
        storage.delete(f"{folder}/{name}")
    return len(names)


def names_in(folder: str) -> list[str]:
    """What is kept in a folder: files, and folders."""
    try:
        folders, files = storages["renderings"].listdir(folder)
    except FileNotFoundError:  # nothing was ever made
        return []
    return folders + files


def make_pdf(edition: Edition, language: str) -> bytes:
    """Render the PDF with the edition's data inside, in a process of its own (pdf.py)."""
    report = page.report(edition, language)
    return render_pdf(
        pdf_html(report),
        language=language,
        title=page.title(report),
        description=page.citation(report),
        date=edition.published_at,
        identifier=report["address"],
        number=edition.number,
        checksum=edition.checksum,
        base_url=report["address"],
        licence=licence.current(),
        attachments=attachments(edition, language),
    )


def attachments(edition: Edition, language: str) -> list[Attachment]:
    """The edition's data: its content to the byte, whose SHA-256 is its checksum, and its statements as a table."""
    with translation.override(language):
        of_json = _("The data of this edition. The SHA-256 of this file is the edition’s checksum.")
        of_csv = _("The statements of this edition as a table.")
    return [
        Attachment("edition.json", edition.content.encode(), of_json, "application/json", "Source"),
        Attachment("edition.csv", csv_of(edition, language), of_csv, "text/csv", "Data"),
    ]


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
    files = {path for pattern in MADE_WITH for path in Path(settings.BASE_DIR).glob(pattern) if path.is_file()}
    packages = [f"{name} {version(name)}" for name in WITH_PACKAGES]
    made_with = hashlib.sha256(" ".join([settings.PORTAL_URL, settings.DATA_LICENCE, *packages]).encode())
    for path in sorted(files):
        made_with.update(hashlib.sha256(path.read_bytes()).digest())
    return made_with.hexdigest()[:12]
