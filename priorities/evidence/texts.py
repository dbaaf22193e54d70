"""PDF and CSV: kept byte for byte, and refused where opening them could do something."""

import io
import re
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_INFLATED = 50 * 1024 * 1024
STEP = 8192
MOST_STREAMS = 5000


def spelled(name: str) -> str:
    """A name as a PDF may write it: any letter of it in hex as well, /J#61vaScript."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


DANGERS = "|".join(spelled(name) for name in ("JavaScript", "Launch", "EmbeddedFile", "RichMedia"))
ACTIVE = re.compile(rf"/(?:{DANGERS}|XFA[\s\[(<0-9])".encode())
STREAM = re.compile(rb"stream\r?\n")
# What a spreadsheet would calculate. -5, +33 1 23 and @unicef are no formulas.
FORMULA = re.compile(r"""(?:^|[,;\t|])[ "']*([=＝]|[+＋@＠-][^,;\t\n]*[(|!])""", re.MULTILINE)


def checked_pdf(content: bytes) -> bytes:
    """The same bytes. Raises ValidationError for what does something when opened, or hides what it holds.

    Read as bytes and in packed objects, not as a reader of PDFs would: what somebody hides on purpose in another
    packing than Flate is not found. Readers ask before they run it, and ours only ever download it.
    """
    if b"%%EOF" not in content[-2048:]:
        raise ValidationError(_("This PDF is damaged: its end is missing. Save it anew and send that."))
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise ValidationError(_("This file is two kinds of file at once. Save the document anew and send that."))
    if b"/Encrypt" in content:
        raise ValidationError(
            _("This PDF is locked or protected, so it cannot be checked. Save it without protection.")
        )
    if any(ACTIVE.search(part) for part in [content, *unpacked(content)]):
        raise ValidationError(
            _("There is a script, a fillable form or another file in this PDF. Print it to a new PDF and send that.")
        )
    return content


def unpacked(content: bytes) -> list[bytes]:
    """The packed objects of a PDF: they lie in object streams, which nearly everybody packs by Flate.

    Raises ValidationError if they are far more than a document has.
    """
    parts, left = [], MOST_INFLATED
    for stream in STREAM.finditer(content):
        if content.rfind(b"/ObjStm", max(0, stream.start() - 400), stream.start()) < 0:
            continue
        parts.append(inflated(content, stream.end(), left))
        left -= len(parts[-1])
        if left <= 0 or len(parts) > MOST_STREAMS:
            raise ValidationError(_("Unpacked, this file is far larger than a document. Print it to a new PDF."))
    return parts


def inflated(content: bytes, start: int, most: int) -> bytes:
    """What is packed at that place, as far as it goes. In small steps: zlib copies whatever it is given too much."""
    inflate, whole = zlib.decompressobj(), b""
    for at in range(start, len(content), STEP):
        try:
            whole += inflate.decompress(content[at : at + STEP], most - len(whole))
        except zlib.error:
            break
        if inflate.eof or len(whole) >= most:
            break
    return whole


def checked_csv(content: bytes) -> bytes:
    """The same bytes: text in UTF-8 without formulas. Raises ValidationError, with the line where there is one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as other:
        raise ValidationError(
            _("This text is not in UTF-8. In the spreadsheet program, choose “CSV UTF-8”.")
        ) from other
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if formula := FORMULA.search(text):
        line = text.count("\n", 0, formula.start(1)) + 1
        raise ValidationError(
            _("There is a formula in line %(line)s. Save the values alone and send that.") % {"line": line}
        )
    return content
