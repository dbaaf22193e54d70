"""Whatever stands behind the question mark of a public address, a page comes, and never an error of ours."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.public_pages import PAGES

pytestmark = pytest.mark.django_db

PATHS = sorted({page.partition("?")[0] for page in PAGES.values()})
NAMES = ["q", "region", "country", "theme", "state", "also", "group", "sort", "edition", "engagement", "kind", "page"]
NAMES += ["since", "next", "lang"]
# What somebody may type or paste, beside any text at all: bytes that are no text, signs of LIKE and of SQL, formats.
NASTY = ["", "%", "%%%", "_", "'\";--", "\x00", "%00", "%ff%fe", "{0}", "%(x)s", "\u202e", "😀", "-1", "0", "1e9"]
NASTY += ["9" * 40, "a" * 10_000, "nepal", "&", "=", "[]", "%ed%a0%80"]
VALUES = st.sampled_from(NASTY) | st.text(max_size=30)


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    asked=st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=10), VALUES), max_size=4),
    language=st.sampled_from(["en", "ar"]),
)
def test_any_query_string_gives_a_page(client: Client, path: str, asked: list[tuple[str, str]], language: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in asked).encode("utf-8", "surrogatepass").decode("latin-1")
    answer = client.get(f"/{language}/{path}", QUERY_STRING=query)
    assert answer.status_code == 200, query
    assert answer.content
