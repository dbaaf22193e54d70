"""The PDF engine on HTML of its own: what it promises of every document, and that it fails loudly or not at all."""

import io
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.conf import settings
from weasyprint.urls import FatalURLFetchingError

from reports.data.licence import Licence
from reports.pdf import Attachment, PangoMissing, PDFFailed, missing_parts, render_pdf
from reports.pdf_worker import fetcher
from tests.pdf import reading
from tests.pdf.verapdf import validate

STYLE = """<style>
@page { @top-center { content: string(title) } @bottom-right { content: counter(page) " / " counter(pages) } }
body { font-family: "Noto Sans", "Amiri" } h1 { string-set: title content() } ul { list-style-type: disc }
nav a::after { content: leader(".") target-counter(attr(href), page) }
.row { display: flex; list-style: none } .bar { display: inline-block; height: 8pt; background: #258 }
</style>"""
ROWS = "".join(f"<tr><th scope=row>NPL-{n:02}</th><td>End bonded labour in district {n}</td></tr>" for n in range(60))
ENGLISH = f"""<h1>Nepal</h1>
<nav><h2>Contents</h2><ol><li><a href="#actions">Priority <b>actions</b></a></li></ol></nav>
<h2>Pathway</h2>
<figure><svg width="90" height="20"><title>Two done, one ahead</title><rect width="60" height="9" opacity="0.5"/></svg>
<figcaption>Milestones</figcaption></figure>
<ul class="row"><li>Child labour</li><li>Forced labour</li></ul>
<ul><li><p>Workshop</p><p>Held in March 2019</p><ul><li>in efficient offices</li></ul></li>
<li>Roadmap <em>adopted</em></li></ul>
<dl><dt>Region</dt><dd>Asia</dd></dl>
<p>Progress <span class="bar" style="width: 60pt"></span> 60 of 100 → <span lang="fr">à suivre</span></p>
<section><h2 id="actions">Priority actions</h2><h3>Kamaiya</h3>
<table><caption>Actions</caption><thead><tr><th scope="col">Reference</th><th scope="col">Action</th></tr></thead>
<tbody>{ROWS}</tbody></table></section>
<p lang="ar" dir="rtl">عمل الأطفال في نيبال (2019)</p>
<p>Source: <a href="https://example.org/report" title="The report">slide 4</a>, <a href="../">all countries</a>.</p>"""
WORDS = ["عمل الأطفال", "الاتجار بالأشخاص", "موريتانيا", "في نيبال", "الإبلاغ", "العمل القسري والرق", "أسوأ أشكال"]
ARABIC = f"""<h1>تقرير نيبال</h1><ul>{"".join(f"<li>{word}</li>" for word in WORDS)}</ul>
<p>[1] “Forced labour (2019): 3 of 8.”</p>
<p>منظمة العمل الدولية (ILO) والتحالف 8.7، <a href="https://example.org/">المصدر (2019)</a></p>
<table><thead><tr><th scope="col">المرجع</th><th scope="col">الإجراء</th></tr></thead>
<tr><td>NPL-01</td><td>القضاء</td></tr></table>"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
DATA = Attachment("nepal.json", b'{"country": "Nepal"}', "The edition's data", "application/json", "Source")
TABLE = Attachment("nepal.csv", "البلد,نيبال".encode(), "Les déclarations <en tableau>", "text/csv")
JOB = {
    "title": "Nepal: e-report",
    "date": datetime(2019, 3, 31, 12, tzinfo=UTC),
    "identifier": "https://portal.example/en/countries/nepal/editions/1/",
    "base_url": "https://portal.example/en/countries/nepal/",
    "description": "Alliance 8.7 (2019). Nepal & others <1>.",
    "number": 7,
    "checksum": "ab" * 32,
    "licence": Licence("X-1", "A licence & its <terms>", "https://portal.example/?a=1&b=2"),
}
OURS = "{urn:x-pathfinder:edition#}"


def render(body: str, language: str = "en", **changes: object) -> bytes:
    direction = "rtl" if language == "ar" else "ltr"
    head = f'<!doctype html><html lang="{language}" dir="{direction}"><title>-</title>{STYLE}'
    return render_pdf(head + body, language=language, **JOB | changes)


def words_of(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def english() -> bytes:
    return render(ENGLISH, attachments=[DATA, TABLE])


@pytest.fixture(scope="module")
def arabic() -> bytes:
    return render(ARABIC, "ar")


@pytest.mark.verapdf
def test_documents_keep_every_rule_of_pdf_ua_1_and_pdf_a_3a(english, arabic, tmp_path):
    paths = [tmp_path / "en.pdf", tmp_path / "ar.pdf", tmp_path / "poor.pdf"]
    for path, pdf in zip(paths, [english, arabic, render("<h1>Nepal</h1><h3>Deep</h3>")], strict=True):
        path.write_bytes(pdf)
    good, right_to_left, poor = validate(paths).values()
    assert good == right_to_left == {"PDF/UA-1": [], "PDF/A-3a": []}
    assert [rule[:6] for rule in poor["PDF/UA-1"]] == ["7.4.2 "], "the validator must notice a skipped heading"


def test_text_is_read_in_the_order_of_the_html(english):
    assert letters(reading.text(english)) == letters(words_of(ENGLISH))


def test_arabic_is_read_in_full_and_found_by_a_search(arabic):
    assert letters(reading.text(arabic)) == letters(words_of(ARABIC))
    page = pypdfium2.PdfDocument(arabic)[0].get_textpage()
    assert [word for word in WORDS if page.search(word).get_next() is None] == []


def test_language_title_date_and_identifier_are_the_jobs(english):
    with pikepdf.open(io.BytesIO(english)) as pdf:
        about = pdf.open_metadata()
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == about["dc:title"] == JOB["title"]
        assert about["dc:identifier"] == JOB["identifier"]
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20190331120000+00'00"


def test_a_part_in_another_language_says_so(english):
    with pikepdf.open(io.BytesIO(english)) as pdf:
        parts = [
            part for part in pdf.objects if isinstance(part, pikepdf.Dictionary) and {"/Lang", "/S"} <= part.keys()
        ]
        assert [(str(part.S), str(part.Lang)) for part in parts] == [("/Span", "fr"), ("/P", "ar")]


def test_each_link_is_one_link_named_by_its_title_or_its_words(english):
    with pikepdf.open(io.BytesIO(english)) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        assert [str(link.Contents) for link in links] == ["Priority actions", "The report", "all countries"]
        assert str(links[-1].A.URI) == "https://portal.example/en/countries/"


def test_attachments_are_embedded_once_with_relationship_type_and_description(english):
    with pikepdf.open(io.BytesIO(english)) as pdf:
        names = [str(name) for name in pdf.Root.Names.EmbeddedFiles.Names if isinstance(name, pikepdf.String)]
        assert names == ["nepal.csv", "nepal.json"]  # a list of names is sorted
        files = {str(file.UF): file for file in pdf.Root.AF}
        assert len(pdf.Root.AF) == len(files) == 2
        for file, relationship in ((DATA, "/Source"), (TABLE, "/Data")):
            assert pdf.attachments[file.name].get_file().read_bytes() == file.content
            assert pdf.attachments[file.name].get_file().mime_type == file.mime
            assert str(files[file.name].AFRelationship) == relationship
            assert str(files[file.name].Desc) == file.description


def test_the_metadata_name_the_edition_its_publisher_and_its_terms(english, arabic):
    with pikepdf.open(io.BytesIO(english)) as pdf, pikepdf.open(io.BytesIO(arabic)) as other:
        about = pdf.open_metadata()
        assert about["dc:creator"] == ["Alliance 8.7"]
        assert about["dc:publisher"] == {"Alliance 8.7"}
        assert about["dc:language"] == {"en"}
        assert about["dc:description"] == str(pdf.docinfo.Subject) == JOB["description"]
        assert about["dc:rights"] == JOB["licence"].title
        assert about["xmpRights:WebStatement"] == JOB["licence"].url
        assert about["xmp:CreateDate"] == about["xmp:ModifyDate"] == "2019-03-31T12:00:00+00:00"
        assert (about[f"{OURS}number"], about[f"{OURS}checksum"]) == ("7", JOB["checksum"])
        assert 'xml:lang="x-default"' in str(about)
        assert other.open_metadata()["dc:language"] == {"ar"}
        assert f'xml:lang="ar">{JOB["title"]}' in str(other.open_metadata())


def test_what_is_not_known_is_not_in_the_metadata():
    pdf = render("<h1>Nepal</h1>", description="", number=None, checksum="", licence=None)
    with pikepdf.open(io.BytesIO(pdf)) as pdf:
        about = str(pdf.open_metadata())
        assert "None" not in about
        fields = ("dc:description", "dc:rights", "xmpRights:WebStatement", "pathfinder:checksum")
        assert [field for field in fields if field in about] == []


def test_headings_are_the_outline_in_either_direction(english, arabic):
    def tree(items):
        return [(item.title, tree(item.children)) for item in items]

    with pikepdf.open(io.BytesIO(english)) as pdf, pdf.open_outline() as outline:
        actions = ("Priority actions", [("Kamaiya", [])])
        assert tree(outline.root) == [("Nepal", [("Contents", []), ("Pathway", []), actions])]
    with pikepdf.open(io.BytesIO(arabic)) as pdf, pdf.open_outline() as outline:
        assert tree(outline.root) == [("تقرير نيبال", [])]
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"


def test_the_same_job_gives_the_same_bytes(english):
    assert render(ENGLISH, attachments=[DATA, TABLE]) == english


@pytest.mark.parametrize("address", ["static:a%20picture.svg", "/static/a%20picture.svg?v=1"])
def test_a_static_file_is_used(address, tmp_path, settings):
    settings.STATIC_SOURCE = tmp_path
    (tmp_path / "a picture.svg").write_text(PICTURE)
    assert "A map" in reading.text(render(f'<h1>Nepal</h1><p><img src="{address}" alt="A map"></p>'))


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1/", "https://portal.example/en/", "ftp://127.0.0.1/", "data:text/css,x",
     "static:../secret", "static:a/../../secret", "static:/etc/passwd", "static:%2e%2e/secret",
     "/static/%2e%2e/secret", "static:link", "static:", "static:a"],
)  # fmt: skip
def test_only_files_below_the_static_folder_are_fetched(address, tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "static" / "a").mkdir(parents=True)
    (tmp_path / "static" / "link").symlink_to(tmp_path / "secret")
    folder = str(tmp_path / "static")
    with pytest.raises(FatalURLFetchingError):
        fetcher({"static:": folder, "/static/": folder}).fetch(address)


@pytest.mark.parametrize(
    "html",
    ['<img src="{}" alt="x">', '<p style="background: url({})">x</p>', '<object data="{}">x</object>',
     '<link rel="stylesheet" href="{}">', '<style>@import url("{}");</style>', '<a rel="attachment" href="{}">x</a>',
     '<style>@font-face {{ font-family: x; src: url({}) }}</style>',
     '<svg><title>x</title><image href="{}" width="9" height="9"/></svg>'],
)  # fmt: skip
def test_an_address_outside_the_static_files_ends_the_job(html):
    with pytest.raises(PDFFailed, match="refused address: file:///etc/passwd"):
        render("<h1>Nepal</h1>" + html.format("file:///etc/passwd"))


@pytest.mark.parametrize(
    ("html", "reason"),
    [('<a href="#nowhere">x</a>', "nowhere"), ("<p>\U0001f642</p>", "U.1F642"),
     ("<svg aria-label=x></svg>", "no text"), ('<img src="static:x.svg">', "no text"),
     ("<p style='opacity: 0.5'>pale</p>", "pale")],
)  # fmt: skip
def test_a_document_that_would_be_wrong_is_refused_with_the_reason(html, reason, tmp_path, settings):
    settings.STATIC_SOURCE = tmp_path
    (tmp_path / "x.svg").write_text(PICTURE)
    with pytest.raises(PDFFailed, match=reason):
        render("<h1>Nepal</h1>" + html)


def test_a_job_that_takes_too_long_is_ended():
    with pytest.raises(PDFFailed, match="not done after 1 s"):
        render("<h1>Nepal</h1><table>" + "<tr><td>x</td><td>y</td></tr>" * 30_000 + "</table>", timeout=1)


def test_a_job_that_needs_too_much_memory_is_ended():
    with pytest.raises(PDFFailed, match="memory"):
        render("<h1>Nepal</h1>" + "<p>x</p>" * 5_000, memory_mib=150)


def test_a_missing_pango_is_named_with_the_command_that_installs_it(tmp_path, monkeypatch):
    assert missing_parts() is None
    (tmp_path / "libpango-1.0.so.0").write_bytes(b"")  # the first library of that name is broken
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    assert "libpango" in missing_parts()
    with pytest.raises(PangoMissing, match="apt-get install libpango"):
        render("<h1>Nepal</h1>")


def test_the_worker_imports_no_django():
    code = "import sys, reports.pdf_worker, reports.pdf_tags; print('django' in sys.modules)"
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, cwd=settings.BASE_DIR, text=True) == "False\n"


def test_every_font_comes_with_its_licence():
    fonts = Path(settings.BASE_DIR, "reports", "fonts")
    families = {font.name.split("_")[0] for font in fonts.glob("*.ttf")}
    assert families == {licence.stem.split("_")[1] for licence in fonts.glob("LICENSE_*.txt")}
