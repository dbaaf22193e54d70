"""What a file is, by its content alone."""

import io
import re
import zipfile
from typing import Any

from django.utils.translation import gettext_lazy as _

# How a file of that type begins.
BEGINNINGS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "zip",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"{\\rtf": "rtf",
    b"\xd0\xcf\x11\xe0": "old office",
    b"\x7fELF": "program",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"PK\x05\x06": "archive",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"RIFF": "webp",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
MARKUP = re.compile(rb"<(!doctype|\?xml|html|head|body|script|iframe|svg)\b", re.IGNORECASE)
MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"macroEnabled": "macros",
}
MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
NAMES: dict[str, Any] = {
    "docx": _("a Word document (DOCX)"),
    "xlsx": _("an Excel workbook (XLSX)"),
    "odt": _("a text document (ODT)"),
    "ods": _("a spreadsheet (ODS)"),
    "pdf": _("a PDF"),
    "png": _("a picture (PNG)"),
    "jpg": _("a picture (JPG)"),
    "gif": _("a picture (GIF); save it as PNG"),
    "tiff": _("a picture (TIFF); save it as JPG or PNG"),
    "webp": _("a picture (WebP) or a recording; save a picture as JPG or PNG"),
    "heic": _("a picture (HEIC) or a film; save a picture as JPG"),
    "svg": _("a drawing (SVG); save it as PNG"),
    "html": _("a web page (HTML) or XML; print it to a PDF"),
    "rtf": _("a text document (RTF); save it as DOCX or PDF"),
    "old office": _("a file of an older Office, or one locked with a password; save it as DOCX, XLSX or PDF"),
    "macros": _("an Office file with macros; save it without macros as DOCX or XLSX"),
    "program": _("a program"),
    "archive": _("an archive (ZIP or similar); send the files in it one by one"),
    "text": _("plain text"),
    "utf-16": _("text in UTF-16; in the spreadsheet program, choose “CSV UTF-8”"),
    "unknown": _("unknown, or damaged"),
}


def what_is(content: bytes) -> str:
    """A word for what the file is: a key of NAMES."""
    begins = next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), None)
    if begins == "zip":
        return what_archive(content)
    if begins:
        return begins
    if content[4:8] == b"ftyp":
        return "heic"
    if markup := MARKUP.search(content):
        return "svg" if markup[1].lower() == b"svg" or b"<svg" in content[:2000].lower() else "html"
    if is_text(content):
        return "text"
    # "MZ" begins a program, and a list of Mozambique as well.
    return "program" if content.startswith(b"MZ") else "unknown"


def what_archive(content: bytes) -> str:
    """What a ZIP holds. Only the two entries that say so are read, and of them no more than a type needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            main = beginning(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
            mimetype = beginning(archive, "mimetype") if "mimetype" in names else b""
    except Exception:  # zipfile raises a dozen kinds of error over a damaged one
        return "unknown"
    if any("vbaproject" in name.lower() for name in names):
        return "macros"
    found = {kind for mark, kind in MAIN_PARTS.items() if mark in main}
    found |= {kind for mark, kind in MIMETYPES.items() if mimetype.strip() == mark and "content.xml" in names}
    if "macros" in found:
        return "macros"
    return found.pop() if len(found) == 1 else "archive"


def beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(1_000_000)


def is_text(content: bytes) -> bool:
    """Whether these are letters, of whatever encoding but UTF-16, and nothing that no text has."""
    return not re.search(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]", content)


def said(kind: str) -> Any:
    """What a kind is called in the reader's language."""
    return NAMES[kind]
