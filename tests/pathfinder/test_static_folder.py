"""The folder of an export, the names in it and the links between them: the parts that need no portal."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from pathfinder.static_site.folder import JOURNAL, SUMS, Folder, Refused
from pathfinder.static_site.links import Rewriter
from pathfinder.static_site.names import safe

FILES = {"/en/": "en/index.html", "/en/a/": "en/a/index.html", "/en/search/": "en/search/index.html"}


def rewriter(path: str = "/en/a/", file: str = "en/a/index.html") -> Rewriter:
    return Rewriter(path, file, FILES.get)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/en/">Home</a>', '<a href="../index.html">Home</a>'),
        ('<a class="x" href="/en/#map">Map</a>', '<a class="x" href="../index.html#map">Map</a>'),
        ('<a href="#map">Map</a>', '<a href="#map">Map</a>'),
        ('<a href="/en/a/">Here</a>', '<a href="index.html">Here</a>'),
        (f'<a href="{settings.PORTAL_URL}/en/">Home</a>', '<a href="../index.html">Home</a>'),
        ('<a href="https://www.ilo.org/a?b=1">ILO</a>', '<a href="https://www.ilo.org/a?b=1">ILO</a>'),
        ('<a href="mailto:a@example.org">Mail</a>', '<a href="mailto:a@example.org">Mail</a>'),
        ('<p><a href="/en/desk/">For <b>staff</b></a>.</p>', "<p>For <b>staff</b>.</p>"),
        ('<a href="?since=2">Edition 2</a>', "Edition 2"),
        ('<a href="/en/?a=1&amp;b=2">Filtered</a>', "Filtered"),
        ('<svg><a\n   href="/en/desk/"><path d="M0 0"/></a></svg>', '<svg><path d="M0 0"/></svg>'),
        ('<link rel="alternate" href="/en/feed">', ""),
        ('<form method="get" action="/en/a/"><input></form>!', "!"),
        (
            '<form role="search" action="/en/search/"></form>',
            '<form role="search" action="../search/index.html"></form>',
        ),
        ('<form role="search" action="/en/desk/"></form>', ""),
        ("<p>/en/desk/ &lt;a href=&quot;/en/&quot;&gt;</p>", "<p>/en/desk/ &lt;a href=&quot;/en/&quot;&gt;</p>"),
    ],
)
def test_links_become_relative_and_what_needs_a_server_is_taken_out(before: str, after: str) -> None:
    assert rewriter().page(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a{background:url(/en/)}", "a{background:url(../index.html)}"),
        ('a{background:url("../")}', 'a{background:url("../index.html")}'),
        ("a{background:url('data:image/svg+xml,%3Csvg/%3E')}", "a{background:url('data:image/svg+xml,%3Csvg/%3E')}"),
        ("a{fill:url(#map)}", "a{fill:url(#map)}"),
    ],
)
def test_links_of_a_style_sheet_become_relative(before: str, after: str) -> None:
    assert rewriter().style(before) == after


paths = st.lists(st.text(min_size=1).filter(lambda name: "/" not in name), min_size=1).map("/".join)


@given(paths)
def test_any_address_has_a_name_that_every_file_system_takes(path: str) -> None:
    for name in safe(path.encode(errors="replace").decode()).split("/"):
        assert re.fullmatch(r"[a-z0-9._~-]{1,255}", name)
        assert name[0] != "." != name[-1]
        assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)


@given(st.sets(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda name: "/" not in name), max_size=9))
def test_two_addresses_have_two_names(names: set[str]) -> None:
    assert len({safe(name) for name in names}) == len(names)


def test_usual_names_stay_as_they_are() -> None:
    assert safe("/fr/countries/viet-nam/editions/2/report.pdf") == "fr/countries/viet-nam/editions/2/report.pdf"
    assert safe("/static/js/static_search.js") == "static/js/static_search.js"


# The folder


def kept(root: Path, **contents: bytes) -> None:
    """A run that ends before it is done."""
    with Folder(root) as folder:
        for name, content in contents.items():
            folder.write(f"{name}.txt", content)


def finished(root: Path, **contents: bytes) -> int:
    kept(root, **contents)
    with Folder(root) as folder:
        for name, content in contents.items():
            folder.write(f"{name}.txt", content)
        return folder.finish()


def test_files_of_an_interrupted_run_that_belong_no_more_are_removed(tmp_path: Path) -> None:
    kept(tmp_path, a=b"1", b=b"2")
    kept(tmp_path, c=b"3")
    assert finished(tmp_path, a=b"1") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", SUMS]


def test_what_was_damaged_on_the_way_is_written_again(tmp_path: Path) -> None:
    finished(tmp_path, a=b"whole")
    (tmp_path / "a.txt").write_bytes(b"whola")
    finished(tmp_path, a=b"whole")
    assert (tmp_path / "a.txt").read_bytes() == b"whole"


def test_a_line_of_the_journal_that_was_cut_off_names_nothing(tmp_path: Path) -> None:
    finished(tmp_path, a=b"1")
    (tmp_path / "aa").write_text("mine")
    (tmp_path / JOURNAL).write_text(f"{'0' * 64}  aa")
    assert finished(tmp_path, a=b"1") == 0
    assert (tmp_path / "aa").exists()


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    finished(tmp_path, a=b"1")
    (tmp_path / "b.txt").write_text("mine")
    with pytest.raises(Refused, match="in the way"):
        kept(tmp_path, a=b"1", b=b"2")
    assert (tmp_path / "b.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "linked/outside.txt", "a/../../outside.txt"])
def test_a_list_that_names_a_file_elsewhere_removes_nothing(tmp_path: Path, name: str) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    for path in (tmp_path / "outside.txt", elsewhere / "outside.txt"):
        path.write_text("mine")
    (root / "linked").symlink_to(elsewhere)
    (root / SUMS).write_text(f"{'0' * 64}  {name}\n")
    with pytest.raises(Refused):
        finished(root, a=b"1")
    assert (tmp_path / "outside.txt").exists()
    assert (elsewhere / "outside.txt").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused):
        Folder(tmp_path / "file")


def test_two_exports_at_once_do_not_mix(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(Refused, match="another export"):
        Folder(tmp_path)
