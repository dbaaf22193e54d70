"""What a PDF says of itself to programs: its XMP packet. Runs in the worker only.

WeasyPrint's own has neither the title's language nor rights, and no place for fields that are not its own.
"""

from xml.sax.saxutils import escape

from weasyprint import VERSION

WHO = "Alliance 8.7"  # publishes and answers for every edition
PRODUCER = f"WeasyPrint {VERSION}"

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:CreateDate="{date}" xmp:ModifyDate="{date}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
{core}
</rdf:Description>
{rights}{edition}{described}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

RIGHTS = """<rdf:Description rdf:about="" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmpRights:Marked="True">
<xmpRights:WebStatement>{}</xmpRights:WebStatement></rdf:Description>
"""

# Two fields of our own, since no vocabulary has an edition's number and checksum. The name is no address: it is the
# same wherever the portal stands.
OURS = "urn:x-pathfinder:edition#"
EDITION = f"""<rdf:Description rdf:about="" xmlns:pathfinder="{OURS}">
<pathfinder:number>{{}}</pathfinder:number><pathfinder:checksum>{{}}</pathfinder:checksum></rdf:Description>
"""

# PDF/A wants every field described that it does not know.
DESCRIBED = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>{}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
SCHEMA = """<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{}</rdf:Seq></pdfaSchema:property></rdf:li>"""
PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{}</pdfaProperty:name>
<pdfaProperty:valueType>{}</pdfaProperty:valueType><pdfaProperty:category>{}</pdfaProperty:category>
<pdfaProperty:description>{}</pdfaProperty:description></rdf:li>"""
SCHEMAS = [
    (
        "PDF/UA identification",
        "http://www.aiim.org/pdfua/ns/id/",
        "pdfuaid",
        [("part", "Integer", "internal", "Part of ISO 14289")],
    ),
    (
        "Edition of a report of Pathfinder countries",
        OURS,
        "pathfinder",
        [
            ("number", "Integer", "external", "Number of the edition"),
            ("checksum", "Text", "external", "SHA-256, in hexadecimal, of the edition's content: of edition.json"),
        ],
    ),
]


def packet(job: dict) -> bytes:
    """Return the XMP packet of a job, whose fields `reports.pdf.render_pdf` explains."""
    licence = job["licence"] or {"title": "", "url": ""}
    core = {
        "title": in_language(job["title"], job["language"]),
        "description": in_language(job["description"], job["language"]),
        "rights": in_language(licence["title"], "en"),
        "creator": listed("Seq", WHO),
        "publisher": listed("Bag", WHO),
        "language": listed("Bag", job["language"]),
        "identifier": escape(job["identifier"]),
        "format": "application/pdf",
    }
    text = PACKET.format(
        producer=PRODUCER,
        date=escape(job["date"]),
        core="\n".join(f"<dc:{name}>{value}</dc:{name}>" for name, value in core.items() if value),
        rights=RIGHTS.format(escape(licence["url"])) if licence["url"] else "",
        edition=EDITION.format(job["number"], escape(job["checksum"])) if job["checksum"] else "",
        described=DESCRIBED.format("".join(map(schema, SCHEMAS))),
    )
    return text.encode()


def in_language(text: str, language: str) -> str:
    """A text for whoever asks in that language, and for everybody else."""
    if not text:
        return ""
    words = "".join(f'<rdf:li xml:lang="{code}">{escape(text)}</rdf:li>' for code in ("x-default", language))
    return f"<rdf:Alt>{words}</rdf:Alt>"


def listed(kind: str, text: str) -> str:
    return f"<rdf:{kind}><rdf:li>{escape(text)}</rdf:li></rdf:{kind}>"


def schema(of: tuple) -> str:
    *names, properties = of
    return SCHEMA.format(*names, "".join(PROPERTY.format(*map(escape, each)) for each in properties))
