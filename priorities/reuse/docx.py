"""A draft as DOCX: headings that are headings, each text in its own language and direction, "draft" on every page."""

import io
import re

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from library.texts import Text

from .content import Draft, plain

# What XML 1.0 cannot hold and a person may have pasted.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def docx_of(draft: Draft) -> bytes:
    """The draft as a file, in the language that is active."""
    document = Document()
    document.styles["Normal"].element.get_or_add_rPr().append(language_mark(get_language()))
    document.core_properties.title = f"{draft.kind.label}: {draft.country}"
    document.core_properties.author = "Pathfinder"
    document.core_properties.comments = _("Draft")
    document.core_properties.language = get_language()
    add(document.sections[0].header.paragraphs[0], plain(_("Draft")))
    write(document, plain(f"{draft.country}: {draft.kind.label}"), "Heading 1")
    for remark in draft.remarks:
        write(document, plain(remark), "Intense Quote")
    for passage in draft.passages:
        write(document, passage.title, f"Heading {passage.level}")
        for statement in passage.statements:
            number = f" [{statement.source}]" if statement.source else ""
            write(document, statement.text, "Normal", number)
    write(document, plain(_("Sources")), "Heading 2")
    for number, line in enumerate(draft.sources, start=1):
        write(document, plain(f"[{number}] {line}"), "Normal")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def write(document: Docx, text: Text, style: str, after: str = "") -> None:
    """The text's paragraphs, in that style; `after` follows the last."""
    lines = [line for line in UNWRITABLE.sub("", text).splitlines() if line.strip()]
    for line in lines:
        paragraph = document.add_paragraph(style=style)
        add(paragraph, Text(line, text.language, text.wanted), after if line is lines[-1] else "")


def add(paragraph: Paragraph, text: Text, after: str = "") -> None:
    """Text in a paragraph of the text's direction; what comes after it is the portal's."""
    if is_right_to_left(text.language):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    mark(paragraph.add_run(text), text.language)
    if not text.is_translated:
        after = f" ({_('not yet translated')}){after}"
    if after:
        mark(paragraph.add_run(after), get_language())


def mark(run: Run, language: str) -> None:
    """Say which language a run is in, and that it runs from right to left if it does."""
    properties = run._r.get_or_add_rPr()
    if is_right_to_left(language):
        properties.append(OxmlElement("w:rtl"))
    properties.append(language_mark(language))


def language_mark(language: str) -> BaseOxmlElement:
    element = OxmlElement("w:lang")
    element.set(qn("w:bidi" if is_right_to_left(language) else "w:val"), language)
    return element


def is_right_to_left(language: str) -> bool:
    return get_language_info(language)["bidi"]
