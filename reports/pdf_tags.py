"""What PDF/UA or a screen reader needs and WeasyPrint 70 leaves out. Runs in the worker only.

Two of WeasyPrint's private parts are extended (`Stream.marked`, `_build_box_tree`); tests/reports/test_pdf_engine.py
fails when an upgrade moves them. A structure element is a dictionary in `pdf.objects`, referred to as b"12 0 R".
"""

import unicodedata

import pydyf
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream


class Finisher:
    """Made before the PDF is written, to note what WeasyPrint draws; called when all is written but the trailer."""

    def __init__(self, metadata: bytes, mimes: dict[str, str]):
        self.metadata, self.mimes = metadata, mimes
        self.written = []  # (stream, number of the piece in it, its box)
        marked, build = Stream.marked, tags._build_box_tree

        def note_text(stream, box, tag):
            self.written.append((stream, len(stream._tags), box))
            return marked(stream, box, tag)

        def keep_language(box, *rest):  # WeasyPrint writes the document's language alone
            language = None if box.element is None else box.element.get("lang")
            for element in build(box, *rest):
                if language and box.element_tag != "html":
                    element.setdefault("Lang", pydyf.String(language))
                yield element

        Stream.marked, tags._build_box_tree = note_text, keep_language

    def __call__(self, document, pdf):
        follow(pdf, pdf.catalog["Metadata"]).stream = [self.metadata]
        if "AF" in pdf.catalog:
            self.type_files(pdf)
        name_links(document)
        for element in list(pdf.objects):
            kind = isinstance(element, dict) and element.get("S")
            if kind == "/LI":
                gather_body(pdf, element)
            if kind == "/Figure" and "Alt" not in element:
                raise ValueError("a picture has no text: an img needs its alt, an svg a <title> as its own child")
        is_mirrored = document.pages[0]._page_box.style["direction"] == "rtl"
        if is_mirrored:  # pages side by side, too
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
        self.spell_out(pdf, everything=is_mirrored)

    def type_files(self, pdf):
        """Give each file inside its type, where WeasyPrint guesses, and list it once; WeasyPrint lists it twice."""
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        for reference in pdf.catalog["AF"]:
            file = follow(pdf, reference)
            mime = self.mimes[file["UF"].string]
            follow(pdf, file["EF"]["F"]).extra["Subtype"] = "/" + mime.replace("/", "#2f")

    def spell_out(self, pdf, everything):
        """Write right-to-left text beside its glyphs: in these, ordered as drawn, readers guess where a number goes.

        On a right-to-left page they guess at English as well, so there everything is spelled out.

        It stands on the structure element, where assistive technology looks; in the page itself PDFium and Poppler
        would reverse it.
        """
        tree = follow(pdf, pdf.catalog["StructTreeRoot"])
        rows = follow(pdf, tree["ParentTree"])["Nums"][1::2]  # one for each page: the element of each piece
        rows = {follow(pdf, page)["Contents"]: row for page, row in zip(pdf.page_references, rows, strict=False)}
        for stream, piece, box in self.written:
            text = getattr(box, "text", "")
            if stream.reference not in rows:
                raise ValueError(f"opacity takes a text out of the tags, use a paler colour: {text}")
            if text and (everything or box.style["direction"] == "rtl" or any(map(is_right_to_left, text))):
                row = rows[stream.reference]
                element = follow(pdf, row[piece])
                if (
                    element["S"] == "/Link"
                ):  # holds its pieces bare; a text for all of it would hide what else it holds
                    span = add(pdf, "/Span", element, [piece])
                    element["K"][element["K"].index(piece)] = row[piece] = span.reference
                    element = span
                element["ActualText"] = pydyf.String(text)


def is_right_to_left(letter):
    return unicodedata.bidirectional(letter) in ("R", "AL")


def follow(pdf, reference):
    return pdf.objects[int(reference.split()[0])]


def add(pdf, kind, parent, kids):
    element = pydyf.Dictionary(
        {"Type": "/StructElem", "S": kind, "K": pydyf.Array(kids), "Pg": parent["Pg"], "P": parent.reference}
    )
    pdf.add_object(element)
    return element


def drop_inner_links(document):
    """Keep one link for each `a`. WeasyPrint adds one for each element inside it, tagged as no link."""
    for page in document.pages:
        page.links = [link for link in page.links if link[3].element_tag == "a"]


def name_links(document):
    """Describe each link by its title or its words; WeasyPrint uses the bare address."""
    for page in document.pages:
        for *_, box in page.links:
            name = box.element.get("title") or " ".join("".join(box.element.itertext()).split())
            if box.link_annotation and name:
                box.link_annotation["Contents"] = pydyf.String(name)


def gather_body(pdf, item):
    """Put all of a list item but its label into one body, as PDF/UA wants; WeasyPrint leaves paragraphs bare."""
    kids = [follow(pdf, kid) for kid in item["K"]]
    if any(kid["S"] not in ("/Lbl", "/LBody") for kid in kids):
        content = [kid for kid in kids if kid["S"] != "/Lbl"]
        body = add(pdf, "/LBody", item, [kid.reference for kid in content])
        for kid in content:
            kid["P"] = body.reference
            kid["S"] = "/Div" if kid["S"] == "/LBody" else kid["S"]
        item["K"] = pydyf.Array([kid.reference for kid in kids if kid["S"] == "/Lbl"] + [body.reference])
