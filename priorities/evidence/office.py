"""DOCX, XLSX, ODT and ODS: ZIP archives, which can hold far more than a document."""

import io
import re
import stat
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ENTRIES = 2000
MOST_UNPACKED = 100 * 1024 * 1024
TAKEN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Another archive, an object of another program, a program.
FOREIGN = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
SCRIPTS = re.compile(r"(^|/)(vbaProject|activeX|macrosheets|Basic|Scripts)(/|\.|$)", re.IGNORECASE)


def checked_office(content: bytes) -> bytes:
    """The same bytes, once every entry was looked at. Raises ValidationError for what a document does not hold."""
    if b"%PDF-" in content[:1024]:
        raise ValidationError(_("This file is two kinds of file at once. Save the document anew and send that."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_list(archive.infolist())
            for entry in archive.infolist():
                check_entry(archive, entry)
    except ValidationError:
        raise
    except Exception as damaged:  # zipfile and zlib raise a dozen kinds of error over a damaged one
        raise ValidationError(
            _("This file is damaged: it cannot be unpacked. Save it anew and send that.")
        ) from damaged
    return content


def check_list(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by the list of entries alone, before anything is unpacked."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ValidationError(_("Unpacked, this file is far larger than a document. Save it as PDF and send that."))
    if len({entry.filename for entry in entries}) < len(entries):
        raise ValidationError(_("This file is not a document as a word processor writes it. Save it anew."))
    for entry in entries:
        if SCRIPTS.search(entry.filename):
            raise ValidationError(_("There are macros or scripts in this file. Save it without them, or as PDF."))
        if is_trick(entry):
            raise ValidationError(_("This file is not a document as a word processor writes it. Save it anew."))


def is_trick(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry would land outside its folder, is locked, or is packed as no office packs."""
    parts = entry.orig_filename.split("/")
    escapes = ".." in parts or parts[0] == "" or re.search(r"[\\:\x00-\x1f]", entry.orig_filename)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return bool(escapes or is_link or entry.flag_bits & 1 or entry.compress_type not in TAKEN)


def check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry, piece by piece: it is what the list said (size, checksum), and no file of another kind."""
    with archive.open(entry) as unpacked:
        piece = unpacked.read(65536)
        if piece.startswith(FOREIGN):
            raise ValidationError(
                _("There is another file inside this one. Save it as PDF, or send the files one by one.")
            )
        while piece:  # reading to the end compares the checksum
            piece = unpacked.read(65536)
