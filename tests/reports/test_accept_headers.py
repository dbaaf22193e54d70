"""Whatever a program says it accepts, a public address answers it: with what it has, and never with a failure."""

import itertools

import pytest
from django.test import Client

from tests import public_pages

pytestmark = pytest.mark.django_db
# As bytes come off the line: one letter each, whatever they mean.
HOSTILE = {
    "nothing": "",
    "anything": "*",
    "anything of any kind": "*/*;q=NaN",
    "no number": "fr;q=NaN, en;q=-1, es;q=1e400, ar;q=\xb2",
    "very long": "fr-" + "x" * 20_000,
    "very many": ",".join(f"x{number};q=0.{number}" for number in range(2_000)),
    "control characters": "\x00\x01\x1b[2J\x7f;\x85",
    "no such letters": "\xff\xfe\xc3\x28\xe2\x82",
    "not what it is of": "application/json;version=\"'<script>, text/html;;;==;, , ;q",
    "a path": "../../etc/passwd",
    "lines": "en\r\nX-Evil: 1",
}
ACCEPT = ["accept", "accept-language", "accept-charset", "accept-encoding"]
# Each kind of page once: what stands after the "?" has tests of its own.
PAGES = [f"/en/{page}" for page in public_pages.PAGES.values() if "?" not in page]
FILES = ["report.pdf", "edition.json", "edition.csv", "edition.xlsx", "cite.txt", "cite.bib", "cite.ris", "cite.json"]
OTHERS = [
    "/",
    "/data/",
    "/data/countries.csv",
    "/data/countries.json",
    "/data/pathfinder.json",
    "/data/datapackage.json",
    "/data/nothing.csv",
    "/api/v1/",
    "/api/v1/countries/",
    "/api/v1/openapi.json",
    "/api/v1/nothing/",
    "/events.ics",
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/nothing/",
    "/ar/feed.atom",
    "/ar/countries/nepal/feed.atom",
    "/ar/themes/child-labour/feed.atom",
    "/ar/events/calendar.ics",
    "/ar/nothing/",
    *(f"/ar/countries/nepal/editions/1/{name}" for name in FILES if name != "report.pdf"),
]


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_no_header_makes_a_page_or_a_file_fail(client: Client, address: str) -> None:
    plain = client.get(address)
    for said in HOSTILE.values():
        answer = client.get(address, headers=dict.fromkeys(ACCEPT, said))
        if answer.status_code != 406:  # the API says so to whoever wants something else than JSON
            assert answer.status_code == plain.status_code < 500, said[:40]
            assert answer["Content-Type"] == plain["Content-Type"], said[:40]
        else:
            assert address.startswith("/api/")


@pytest.mark.parametrize("name", ["if-none-match", "if-match", "if-modified-since", "if-unmodified-since", "range"])
def test_no_condition_makes_a_file_fail(client: Client, name: str) -> None:
    files = ["/data/countries.csv", "/en/countries/nepal/editions/1/edition.json", "/en/feed.atom", "/events.ics"]
    for address, said in itertools.product(files, HOSTILE.values()):
        answer = client.get(address, headers={name: said})
        assert answer.status_code in {200, 304, 412}, (address, said[:40])


@pytest.mark.parametrize("number", ["0", "2", str(10**30), "9" * 5000])
def test_an_edition_that_is_not_there_is_not_found_whatever_its_number(client: Client, number: str) -> None:
    for name in ["", "changes/", *FILES]:
        answer = client.get(f"/en/countries/nepal/editions/{number}/{name}")
        assert answer.status_code == 404, name
        assert "<h1" in answer.content.decode()
