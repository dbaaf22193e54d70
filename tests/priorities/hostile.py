"""Files that lie, burst or bite, made on the fly; and honest ones of each type that is taken."""

import io
import struct
import warnings
import zipfile
import zlib

from PIL import Image

MIB = 1024 * 1024
TYPES = "application/vnd.openxmlformats-officedocument"


def archive(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return file.getvalue()


def office(main: str, entries: dict[str, bytes]) -> bytes:
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), **entries})


def docx(**more: bytes) -> bytes:
    entries = {"word/document.xml": b"<document>Ten inspectors</document>", **more}
    return office(f"{TYPES}.wordprocessingml.document.main+xml", entries)


def docx_with(name: str, content: bytes = b"x") -> bytes:
    return docx(**{name: content})


def xlsx(**more: bytes) -> bytes:
    return office(f"{TYPES}.spreadsheetml.sheet.main+xml", {"xl/workbook.xml": b"<workbook/>", **more})


def odf(kind: str, **more: bytes) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mimetype, "content.xml": b"<office:document-content/>", **more})


def pdf(inside: bytes = b"", after: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b">>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n" + after
    )


def packed_pdf(inside: bytes) -> bytes:
    """A PDF whose objects lie packed in an object stream, as most programs write them."""
    stream = zlib.compress(inside, 9)
    return b"%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "red" if mode != "LA" else (9, 9)).save(file, kind, **options)
    return file.getvalue()


def with_gps() -> bytes:
    """A photograph that says where it was taken, by whom, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "A. Victim"
    exif.get_ifd(0x8825)[2] = (27.0, 42.0, 0.0)
    return picture("JPEG", exif=exif, comment=b"Kathmandu, shelter 4")


def endless_png() -> bytes:
    """60,000 × 60,000 pixels: 10 GB once unpacked, 70 bytes on the way."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(p)) + n + p + struct.pack(">I", zlib.crc32(n + p)) for n, p in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def bomb() -> bytes:
    """A DOCX of some 40 KB whose list says that it unpacks to 6 GB."""
    file = bytearray(docx_with("word/media/one.png", b"\0" * (40 * MIB)))
    at = file.rindex(b"PK\x01\x02")
    file[at + 24 : at + 28] = struct.pack("<I", 2**32 - 2)
    return bytes(file)


def honest_bomb() -> bytes:
    """A DOCX of 150 KB that unpacks to 150 MB, and says so."""
    return docx_with("word/media/one.png", b"\0" * (150 * MIB))


def modest_bomb() -> bytes:
    """A DOCX that unpacks to 40 MB and says it were 100 bytes."""
    file = bytearray(docx_with("word/media/one.png", b"\0" * (40 * MIB)))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = file.rindex(mark)
        file[at + offset : at + offset + 4] = struct.pack("<I", 100)
    return bytes(file)


def twice_the_name() -> bytes:
    file = io.BytesIO(docx())
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as packed:
        warnings.simplefilter("ignore")
        packed.writestr("word/document.xml", b"<other/>")
    return file.getvalue()


def link_out() -> bytes:
    file = io.BytesIO(docx())
    with zipfile.ZipFile(file, "a") as packed:
        entry = zipfile.ZipInfo("word/link")
        entry.external_attr = 0o120777 << 16
        packed.writestr(entry, "/etc/passwd")
    return file.getvalue()


def packed_oddly() -> bytes:
    file = io.BytesIO(docx())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_LZMA) as packed:
        packed.writestr("word/more.xml", b"<more/>")
    return file.getvalue()


def with_pdf_first() -> bytes:
    """A DOCX that a reader of PDFs opens as well: it looks for a PDF's head in the first kilobyte."""
    types = f"<Types>{TYPES}.wordprocessingml.document.main+xml</Types>".encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("first", pdf())
        packed.writestr("[Content_Types].xml", types)
    return file.getvalue()


def with_a_changed_byte() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("[Content_Types].xml", f"<Types>{TYPES}.wordprocessingml.document.main+xml</Types>")
        packed.writestr("word/document.xml", b"<document>Ten inspectors</document>")
    return file.getvalue().replace(b"Ten inspectors", b"One inspector.")


def locked() -> bytes:
    file = bytearray(docx())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        file[file.rindex(mark) + offset] |= 1
    return bytes(file)


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200 + b"This program cannot be run in DOS mode."
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
ZIP = archive({"a.txt": b"a"})
ODT = b"application/vnd.oasis.opendocument.text"

HONEST = {
    "report.pdf": pdf(),
    "packed.pdf": packed_pdf(b"<< /Type /Page >>"),
    "minutes.docx": docx(),
    "table.xlsx": xlsx(),
    "minutes.odt": odf("text"),
    "table.ods": odf("spreadsheet"),
    "table.csv": "région,inspecteurs\nNord,-5\nSud,+33 1 23\n@unicef,-\n".encode(),
    "excel.csv": "﻿a;b\r\n1;2\r\n".encode(),
    "mozambique.csv": b"MZ,BM,II*,5\n",
    "photo.jpg": picture("JPEG"),
    "PHOTO.JPEG": picture("JPEG", mode="L"),
    "print.jpg": picture("JPEG", mode="CMYK"),
    "scan.png": picture("PNG"),
    "glass.png": picture("PNG", mode="RGBA"),
    "grey.png": picture("PNG", mode="LA"),
    "palette.png": picture("PNG", mode="P", transparency=0),
}

# name → what is sent, and words of the sentence that says why not.
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "HTML named PDF": ("report.pdf", HTML, "a web page (HTML)"),
    "HTML named CSV": ("report.csv", HTML, "a web page (HTML)"),
    "HTML inside a CSV": ("report.csv", b"a,b\n<iframe src=x>,2\n", "a web page (HTML)"),
    "HTML under its own name": ("report.html", HTML, "cannot be added"),
    "SVG named PNG": ("map.png", SVG, "a drawing (SVG)"),
    "SVG under its own name": ("map.svg", SVG, "cannot be added"),
    "EXE named DOCX": ("minutes.docx", EXE, "a program"),
    "EXE named PDF": ("report.pdf", EXE, "a program"),
    "ELF named CSV": ("table.csv", b"\x7fELF\x02\x01\x01\x00", "a program"),
    "EXE behind a PDF's name": ("report.pdf.exe", EXE, "cannot be added"),
    "EXE behind a NUL": ("report.exe\x00.pdf", EXE, "a program"),
    "EXE behind writing that turns around": ("report\u202efdp.exe", EXE, "cannot be added"),
    "old DOC named DOCX": ("minutes.docx", OLD, "older Office"),
    "RTF named DOCX": ("minutes.docx", b"{\\rtf1 hello}", "(RTF)"),
    "PNG named JPG": ("photo.jpg", picture("PNG"), "a picture (PNG)"),
    "JPG named PDF": ("photo.pdf", picture("JPEG"), "a picture (JPG)"),
    "GIF and script at once": ("photo.png", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "a picture (GIF)"),
    "WebP named PNG": ("photo.png", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
    "HEIC named JPG": ("photo.jpg", b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
    "TIFF named JPG": ("photo.jpg", b"II*\x00\x08\x00\x00\x00", "TIFF"),
    "DOCX named XLSX": ("table.xlsx", docx(), "Word document"),
    "XLSX named ODS": ("table.ods", xlsx(), "Excel workbook"),
    "ZIP named DOCX": ("minutes.docx", ZIP, "an archive"),
    "ZIP with nothing in it": ("minutes.docx", archive({}), "an archive"),
    "DOCX and ODT at once": ("minutes.docx", docx(**{"mimetype": ODT, "content.xml": b""}), "an archive"),
    "ZIP that lost its end": ("minutes.docx", docx()[:-30], "damaged"),
    "ZIP with a changed byte": ("minutes.docx", with_a_changed_byte(), "damaged"),
    "bomb that says so": ("minutes.docx", honest_bomb(), "far larger than a document"),
    "bomb of 6 GB": ("minutes.docx", bomb(), "far larger than a document"),
    "bomb that says it were small": ("minutes.docx", modest_bomb(), "damaged"),
    "bomb of many entries": (
        "minutes.docx",
        docx(**{f"e{n}": b"" for n in range(2100)}),
        "far larger than a document",
    ),
    "archive inside": ("minutes.docx", docx_with("word/embeddings/a.bin", ZIP), "another file inside"),
    "program inside": ("minutes.docx", docx_with("word/embeddings/a.bin", EXE), "another file inside"),
    "OLE object inside": ("table.xlsx", xlsx(**{"xl/embeddings/oleObject1.bin": OLD}), "another file inside"),
    "path up and out": ("minutes.docx", docx_with("../../../../etc/cron.d/x"), "not a document as"),
    "path from the root": ("minutes.docx", docx_with("/etc/cron.d/x"), "not a document as"),
    "path of another system": ("minutes.docx", docx_with("word/..\\..\\x"), "not a document as"),
    "path on a drive": ("minutes.docx", docx_with("C:/x"), "not a document as"),
    "link out of the archive": ("minutes.docx", link_out(), "not a document as"),
    "two entries of one name": ("minutes.docx", twice_the_name(), "not a document as"),
    "locked entry": ("minutes.docx", locked(), "not a document as"),
    "packed as no office packs": ("minutes.docx", packed_oddly(), "not a document as"),
    "XLSX with macros": ("table.xlsx", xlsx(**{"xl/vbaProject.bin": OLD}), "with macros"),
    "XLSM named XLSX": (
        "table.xlsx",
        office("application/vnd.ms-excel.sheet.macroEnabled.main+xml", {}),
        "with macros",
    ),
    "DOCX with ActiveX": ("minutes.docx", docx_with("word/activeX/activeX1.xml"), "macros or scripts"),
    "XLSX with macro sheets": ("table.xlsx", xlsx(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros or scripts"),
    "ODT with Basic": ("minutes.odt", odf("text", **{"Basic/Standard/Module1.xml": b"<x/>"}), "macros or scripts"),
    "ODS with Python": ("table.ods", odf("spreadsheet", **{"Scripts/python/x.py": b"x"}), "macros or scripts"),
    "PDF and DOCX at once": ("report.pdf", pdf(after=docx()), "two kinds of file"),
    "PDF and ZIP at once": ("report.pdf", pdf(after=ZIP), "two kinds of file"),
    "DOCX and PDF at once": ("minutes.docx", with_pdf_first(), "two kinds of file"),
    "PDF that runs a script": ("report.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a script"),
    "PDF that runs a script, in hex": ("report.pdf", pdf(b"/OpenAction << /S /J#61vaScript >>"), "a script"),
    "PDF that runs a script, packed": ("report.pdf", packed_pdf(b"<< /S /JavaScript /JS (x) >>"), "a script"),
    "PDF that starts a program": ("report.pdf", pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "a script"),
    "PDF with a file inside": ("report.pdf", pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), "a script"),
    "PDF with a form of XFA": ("report.pdf", pdf(b"/AcroForm << /XFA [1 0 R] >>"), "a script"),
    "PDF under lock": ("report.pdf", pdf(b"/Encrypt 5 0 R"), "locked or protected"),
    "PDF that bursts": ("report.pdf", packed_pdf(b"\0" * (60 * MIB)), "far larger than a document"),
    "PDF without its end": ("report.pdf", pdf()[:-20], "damaged"),
    "PDF that begins late": ("report.pdf", b"\0\0\0" + pdf(), "unknown"),
    "PNG of 60,000 × 60,000": ("map.png", endless_png(), "million pixels"),
    "JPG of 49 million pixels": ("photo.jpg", picture("JPEG", (7000, 7000), "L"), "million pixels"),
    "JPG cut short": ("photo.jpg", picture("JPEG", (400, 400))[:-900], "damaged"),
    "PNG cut short": ("photo.png", picture("PNG", (400, 400))[:60], "damaged"),
    "PNG of a head alone": ("photo.png", b"\x89PNG\r\n\x1a\n", "damaged"),
    "CSV in UTF-16": ("table.csv", "a,b\n1,2\n".encode("utf-16"), "UTF-8"),
    "CSV in Latin-1": ("table.csv", "région,5\n".encode("latin-1"), "UTF-8"),
    "CSV with NUL": ("table.csv", b"a,b\x00\n", "unknown"),
    "CSV that calls a program": ("table.csv", b"a,b\n1,=cmd|'/C calc'!A0\n", "line 2"),
    "CSV that calls one by minus": ("table.csv", b"a;b\r\n1;-2+3+cmd|' /C calc'!A0\r\n", "line 2"),
    "CSV that calculates by at": ("table.csv", b"@SUM(1+9)\n", "line 1"),
    "CSV that calculates in quotes": ("table.csv", b'a\ttext\n\n1\t"=HYPERLINK(""http://x"")"\n', "line 3"),
    "nothing": ("table.csv", b"", "empty"),
    "random bytes": ("report.pdf", bytes(range(256)), "unknown"),
    "no ending": ("report", pdf(), "cannot be added"),
    "a dot and no name": (".pdf", pdf(), "cannot be added"),
    "one byte too many": ("table.csv", b"1" * (10 * MIB + 1), "larger than 10"),
}
