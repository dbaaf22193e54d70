"""Which files may be kept as evidence. What a file is, its content says; its name must say the same.

Nothing here opens a file for anybody: it is kept and sent as an attachment. What is refused is what could harm whoever
opens it later, or the people in it.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from . import pictures
from .office import checked_office
from .texts import checked_csv, checked_pdf
from .types import said, what_is


@dataclass(frozen=True)
class Kind:
    """A type of file that is taken: what it is sent as, and what its content goes through."""

    content_type: str
    check: Callable[[bytes], bytes]


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind("application/pdf", checked_pdf),
    "docx": Kind(f"{OOXML}.wordprocessingml.document", checked_office),
    "xlsx": Kind(f"{OOXML}.spreadsheetml.sheet", checked_office),
    "odt": Kind(f"{ODF}.text", checked_office),
    "ods": Kind(f"{ODF}.spreadsheet", checked_office),
    "csv": Kind("text/csv; charset=utf-8", checked_csv),
    "jpg": Kind("image/jpeg", pictures.checked_jpg),
    "png": Kind("image/png", pictures.checked_png),
}
ENDINGS = {**{kind: kind for kind in KINDS}, "jpeg": "jpg"}
LONGEST_NAME = 120


@dataclass(frozen=True)
class Checked:
    """A file that may be kept, as it is kept."""

    name: str
    kind: str
    content: bytes

    @property
    def content_type(self) -> str:
        return KINDS[self.kind].content_type

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(upload: File) -> Checked:
    """The file that somebody sent, fit to be kept. Raises ValidationError, in words that say how to mend it."""
    name = clean_name(upload.name or "")
    kind = ENDINGS.get(PurePosixPath(name).suffix.lower().removeprefix("."))
    if not kind:
        raise ValidationError(
            _("“%(name)s” is of a type that cannot be added. These can: PDF, DOCX, XLSX, ODT, ODS, CSV, JPG and PNG.")
            % {"name": name}
        )
    check_size(upload.size)
    content = upload.read()
    if not content:
        raise ValidationError(_("This file is empty."))
    found = what_is(content)
    if found != ("text" if kind == "csv" else kind):
        raise ValidationError(
            _("The name of this file says %(named)s, but its content is another: %(found)s. Nothing was kept.")
            % {"named": kind.upper(), "found": said(found)}
        )
    content = KINDS[kind].check(content)
    check_size(len(content))  # a picture that was written anew may have grown
    return Checked(name, kind, content)


def check_size(size: int) -> None:
    if size > settings.EVIDENCE_MIB * 1024 * 1024:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Send a smaller one: fewer pages, or pictures of less detail.")
            % {"limit": settings.EVIDENCE_MIB}
        )


def clean_name(name: str) -> str:
    """A name that is safe to show and to send: no folder, nothing invisible or that turns the writing around."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join("" if unicodedata.category(letter).startswith("C") else letter for letter in last)
    path = PurePosixPath(" ".join(shown.split()).strip(". ") or "-")
    ending = path.suffix[:10]
    return path.name.removesuffix(path.suffix)[: LONGEST_NAME - len(ending)] + ending
