"""Citations: what reference managers read of them, whatever the words are."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from library.dates import PartialDate
from reports import citations
from reports.citations import Work
from reports.models import Edition

LANGUAGES = [code for code, _name in settings.LANGUAGES]
HERE = settings.PORTAL_URL
WORK = Work(
    title="Nepal: Pathfinder e-report",
    edition="edition 2, as of 2026",
    number=2,
    published=PartialDate(2026, 3, 1),
    address="https://example.org/en/countries/nepal/editions/2/",
    checksum="a" * 64,
    language="en",
    key="alliance87-nepal-2-en",
)
# Whatever people write: the words of TeX and of line formats, control characters, Arabic.
anything = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\\{}$&#_%~^\r\n\t\u2028ش-")), max_size=60)


def written(**changes: Any) -> Work:
    return Work(**{**WORK.__dict__, **changes})


def fields_of(bibtex: str) -> dict[str, str]:
    """The fields of one BibTeX entry, read as BibTeX does: a value ends where its braces are closed."""
    assert bibtex.count("@techreport{") == 1
    body, fields = bibtex[bibtex.index(",") + 1 : bibtex.rindex("}")], {}
    while match := re.match(r"\s*(\w+) = \{", body):
        depth, place = 1, match.end()
        while depth:
            step = 2 if body[place] == "\\" and body[place + 1] in "{}" else 1
            depth += {"{": 1, "}": -1}.get(body[place], 0) if step == 1 else 0
            place += step
        fields[match[1]] = body[match.end() : place - 1]
        body = body[place:].removeprefix(",")
    assert not body.strip()
    return fields


def printed(tex: str) -> str:
    """What TeX prints of words without any command but those for its own signs."""
    for sign, command in {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}.items():
        tex = tex.replace(command, f"\x00{ord(sign):03d}")
    tex = re.sub(r"\\([{}$&#_%])", r"\1", tex)
    return re.sub("\x00(\\d{3})", lambda match: chr(int(match[1])), tex)


def test_the_plain_text_names_author_year_title_edition_and_address() -> None:
    assert citations.text(WORK) == (
        "Alliance 8.7. (2026). Nepal: Pathfinder e-report (edition 2, as of 2026). "
        "https://example.org/en/countries/nepal/editions/2/\n"
    )


def test_bibtex_has_the_facts() -> None:
    assert fields_of(citations.bibtex(WORK)) == {
        "author": "{Alliance 8.7}",
        "title": "{Nepal: Pathfinder e-report}",
        "institution": "{Alliance 8.7}",
        "year": "2026",
        "month": "3",
        "number": "2",
        "url": WORK.address,
        "language": "en",
        "note": f"edition 2, as of 2026. SHA-256: {WORK.checksum}",
    }


@given(anything)
def test_bibtex_prints_any_title_as_it_is(title: str) -> None:
    found = fields_of(citations.bibtex(written(title=title)))
    assert printed(found["title"][1:-1]) == citations.one_line(title)
    assert found["url"] == WORK.address


@given(anything)
def test_no_title_begins_a_field_in_ris(title: str) -> None:
    lines = citations.ris(written(title=title)).split("\r\n")
    assert lines.pop() == ""
    assert [line[:6] for line in lines] == [
        f"{tag}  - " for tag in ["TY", "ID", "AU", "TI", "PY", "DA", "ET", "PB", "UR", "LA", "N1", "ER"]
    ]
    assert lines[3] == f"TI  - {citations.one_line(title)}"


def test_a_date_that_is_not_known_to_the_day_is_not_padded() -> None:
    work = written(published=PartialDate(2026))
    assert "DA  - 2026///\r\n" in citations.ris(work)
    assert json.loads(citations.csl_json(work))[0]["issued"] == {"date-parts": [[2026]]}
    assert "month" not in fields_of(citations.bibtex(work))


@given(anything)
def test_csl_json_is_json_whatever_the_title(title: str) -> None:
    (item,) = json.loads(citations.csl_json(written(title=title)))
    assert item["title"] == citations.one_line(title)
    assert item["author"] == [{"literal": "Alliance 8.7"}]
    assert item["issued"] == {"date-parts": [[2026, 3, 1]]}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("txt", "text/plain; charset=utf-8"),
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_each_edition_is_cited_in_each_form_and_language(client: Client, language: str, kind: str, type_: str) -> None:
    edition = Edition.objects.of("viet-nam").get()
    answer = client.get(f"/{language}/countries/viet-nam/editions/1/cite.{kind}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Content-Type"] == type_
    assert f"{HERE}/{language}/countries/viet-nam/editions/1/" in text
    assert edition.snapshot["country"]["name"][language] in text
    assert kind == "txt" or edition.checksum in text


@pytest.mark.django_db
def test_the_page_shows_the_citation_that_the_file_has(client: Client) -> None:
    text = client.get("/fr/countries/nepal/editions/1/cite.txt").content.decode()
    words, address = text.rsplit(" ", 1)
    html = client.get("/fr/countries/nepal/editions/1/").content.decode()
    assert f'<p class="cite">{words} <bdi>{address.strip()}</bdi></p>' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["nepal/editions/1/cite.doc", "nepal/editions/2/cite.bib", "atlantis/editions/1/cite.bib"]
)
def test_what_is_not_there_is_not_cited(client: Client, path: str) -> None:
    assert client.get(f"/en/countries/{path}").status_code == 404
