"""How pages are found and shared: one title, one address, its translations, a picture, and data about e-reports."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client
from PIL import Image

from library.sharing import as_script
from reports import picture, rendering
from reports.models import Edition

from .test_views import LANGUAGES, PAGES

pytestmark = pytest.mark.django_db
HERE = settings.PORTAL_URL


def head(html: str) -> Any:
    return html5lib.parse(html, namespaceHTMLElements=False).find("head")


def properties(html: str) -> dict[str, str]:
    return {tag.get("property") or tag.get("name"): tag.get("content") for tag in head(html).findall("meta")}


def data_of(html: str) -> dict[str, Any]:
    return json.loads(head(html).find("script[@type='application/ld+json']").text)


def somewhere_else(settings: Any, folder: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "renderings": {"BACKEND": "reports.storage.WholeFileStorage", "OPTIONS": {"location": folder}}
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_it_is_in_one_line_and_where_it_stands(client: Client, page: str, language: str) -> None:
    html = client.get(f"/{language}/{page}").content.decode()
    path, found = page.split("?")[0], properties(html)
    for text in (head(html).findtext("title"), found["description"], found["og:title"]):
        assert text.strip() == text
        assert "\n" not in text
        assert "&amp;" not in text
    assert found["description"] == found["og:description"]
    links = {tag.get("hreflang"): tag.get("href") for tag in head(html).findall("link[@rel='alternate']")}
    links = {code: address for code, address in links.items() if code}
    assert links == {code: f"{HERE}/{code}/{path}" for code in LANGUAGES} | {"x-default": f"{HERE}/en/{path}"}
    canonical = [tag.get("href") for tag in head(html).findall("link[@rel='canonical']")]
    assert canonical == [f"{HERE}/{language}/{path}"] == [found["og:url"]]
    assert found["og:locale"].startswith(language)
    assert found["og:image"].startswith(f"{HERE}/")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"]


def test_pages_of_different_kinds_describe_themselves_differently(client: Client) -> None:
    pages = ["", "countries/", "countries/nepal/", "themes/", "themes/child-labour/", "compare/", "about/"]
    pages += ["events/", "events/hlpf-2019/", "library/", "library/good-practices/", "search/"]
    descriptions = {properties(client.get(f"/en/{page}").content.decode())["description"] for page in pages}
    assert len(descriptions) == len(pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_says_as_data_how_the_portal_is_searched_in_the_readers_language(client: Client, language: str) -> None:
    data = data_of(client.get(f"/{language}/").content.decode())
    assert (data["@type"], data["url"], data["inLanguage"]) == ("WebSite", f"{HERE}/", language)
    address = data["potentialAction"]["target"]["urlTemplate"].replace("{search_term_string}", "nepal")
    assert address == f"{HERE}/{language}/search/?q=nepal"
    assert client.get(address.removeprefix(HERE)).status_code == 200
    assert data["potentialAction"]["query-input"] == "required name=search_term_string"


def test_only_an_e_report_is_shared_as_an_article(client: Client) -> None:
    for page, kind in (("", "website"), ("events/hlpf-2019/", "website"), ("countries/nepal/", "article")):
        assert properties(client.get(f"/en/{page}").content.decode())["og:type"] == kind


def test_an_error_names_no_address_to_share(client: Client) -> None:
    html = client.get("/en/countries/atlantis/").content.decode()
    assert 'rel="canonical"' not in html
    assert "hreflang" not in html.split("</head>")[0]
    assert "og:" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_e_report_describes_itself_as_data_with_its_checksum_as_identifier(client: Client, language: str) -> None:
    edition = Edition.objects.of("nepal").get()
    data = data_of(client.get(f"/{language}/countries/nepal/").content.decode())
    assert data["@type"] == "Report"
    assert data["identifier"]["value"] == edition.checksum
    assert data["inLanguage"] == language
    assert data["version"] == "1"
    assert data["datePublished"] == edition.published_at.date().isoformat()
    assert data["isBasedOn"][0]["name"]
    at = f"{HERE}/{language}/countries/nepal/editions/1/"
    files = ["report.pdf", "edition.json", "edition.csv", "edition.xlsx"]
    assert [file["contentUrl"] for file in data["encoding"]] == [at + name for name in files]
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["url"] == f"{HERE}/{language}/countries/nepal/"
    assert data["@id"] == f"{HERE}/{language}/countries/nepal/editions/1/"


def test_data_in_a_page_can_neither_end_its_script_nor_begin_another() -> None:
    hostile = {"name": "</script><script>alert(1)</script><!-- & \u2028"}
    written = as_script(hostile)
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == hostile


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_has_the_size_that_the_page_promises(client: Client, language: str) -> None:
    shown = properties(client.get(f"/{language}/countries/nepal/").content.decode())["og:image"]
    answer = client.get(shown.removeprefix(HERE))
    image = Image.open(BytesIO(answer.content))
    assert answer["Content-Type"] == "image/png"
    assert "public" in answer["Cache-Control"]
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 60 * 1024
    assert answer.content == client.get(f"/{language}/countries/nepal/card.png").content


def test_a_picture_says_another_thing_in_each_language_and_for_each_country(client: Client) -> None:
    pictures = {
        client.get(f"/{code}/countries/{slug}/card.png").content for code in LANGUAGES for slug in ("fiji", "nepal")
    }
    assert len(pictures) == 2 * len(LANGUAGES)


def test_a_picture_is_made_once_and_then_kept(settings: Any, tmp_path: Path) -> None:
    somewhere_else(settings, tmp_path)
    edition = Edition.objects.of("fiji").get()
    rendering.picture_of(edition, "ar").close()
    (kept,) = tmp_path.rglob("*.png")
    assert edition.checksum in str(kept)
    kept.write_bytes(b"as it was")
    with storages["renderings"].open(str(kept.relative_to(tmp_path))), rendering.picture_of(edition, "ar") as file:
        assert file.read() == b"as it was"


def test_where_no_picture_can_be_kept_readers_get_the_portals_own(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("")
    somewhere_else(settings, tmp_path / "a file")
    answer = client.get("/en/countries/nepal/card.png")
    assert answer.status_code == 302
    assert answer["Location"] == "/static/img/share.png"


@pytest.mark.parametrize("address", ["countries/tunisia/card.png", "countries/nepal/editions/2/card.png"])
def test_what_has_no_edition_has_no_picture(client: Client, address: str) -> None:
    assert client.get(f"/en/{address}").status_code == 404


def test_the_portals_own_picture_is_of_that_size_and_small() -> None:
    path = settings.STATIC_SOURCE / "img" / "share.png"
    with Image.open(path) as image:
        assert image.size == (picture.WIDTH, picture.HEIGHT)
    assert path.stat().st_size < 20 * 1024
    assert Image.open(BytesIO(picture.of_portal())).size == (picture.WIDTH, picture.HEIGHT)


@pytest.mark.parametrize("name", ["A" * 60, "The United Kingdom of Great Britain and Northern Ireland", "ناورو"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_name_is_too_long_for_a_picture(name: str, language: str) -> None:
    canvas = picture.Canvas(language)
    before = canvas.image.crop((0, 0, 30, picture.HEIGHT * picture.SCALE)).tobytes()
    picture.name_in_lines(canvas, name)
    picture.strip(canvas, ["done", "under_way", "ahead", "not_reported"], 400)
    assert canvas.image.crop((0, 0, 30, picture.HEIGHT * picture.SCALE)).tobytes() == before


def test_arabic_is_not_written_where_its_letters_cannot_be_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture.features, "check", lambda name: False)
    with pytest.raises(picture.PictureFailed):
        picture.Canvas("ar")
    assert picture.Canvas("fr")


def test_the_only_script_in_a_page_is_data(client: Client) -> None:
    html = client.get("/en/countries/nepal/").content.decode()
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/ld+json">']
