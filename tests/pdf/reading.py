"""Read a PDF as a screen reader does: along its tags, not in the order in which the page was painted."""

import io
from collections import defaultdict

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


def text(pdf: bytes) -> str:
    """Return all tagged text in reading order. Compare it without white space: a PDF has none where a line ends.

    A picture is its alternative text. Left out is what the page makes by itself: list markers, dots and page numbers
    of the contents, a table's head repeated on the next page. Running headers and footers are in no tag.
    """
    pieces = _pieces(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.objgen: number for number, page in enumerate(document.pages)}
        return " ".join(_read(document.Root.StructTreeRoot.K[0], pages, pieces, {}))


def _read(element, pages, pieces, last_head):
    for name in ("/ActualText", "/Alt"):
        if name in element:
            yield str(element[name])
            return
    page = pages[element.Pg.objgen] if "/Pg" in element else None
    for kid in element.get("/K", ()):
        if not isinstance(kid, pikepdf.Dictionary):  # a number: a piece of the page
            yield pieces[page, int(kid)]
        elif kid.Type == "/OBJR" or kid.S == "/Lbl" or kid.S == element.S == "/Link":
            continue  # a link's frame, a list's marker, the dots behind a link
        else:
            words = list(_read(kid, pages, pieces, last_head))
            if kid.S != "/THead" or last_head.get(page - 1) != words:
                yield from words
            if kid.S == "/THead":
                last_head[page] = words


def _pieces(pdf):
    """Return {(page, number of marked content): text}."""
    # PDFium writes a hyphen at the end of a line as U+0002.
    found = defaultdict(str)
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        letters = page.get_textpage()
        for item in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
            size = pdfium.FPDFTextObj_GetText(item.raw, letters.raw, None, 0)
            buffer = (pdfium.FPDF_WCHAR * size)()
            pdfium.FPDFTextObj_GetText(item.raw, letters.raw, buffer, size)
            found[number, mark] += bytes(buffer).decode("utf-16-le").partition("\0")[0].replace("\x02", "-")
    document.close()
    return found
