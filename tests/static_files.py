"""Reading a static site as a browser on a stick does: files, links between them, and nothing else."""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

LINKING = {"href", "src", "action", "poster", "xlink:href", "data", "srcset", "formaction", "content"}


class Read(HTMLParser):
    """What a page links to, what may be linked to in it, and its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: list[tuple[str, dict]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self.ids |= {given["id"]} if given.get("id") else set()
        self.links += [value or "" for name, value in attrs if name in LINKING and tag != "meta"]


def page(path: Path) -> Read:
    return Read(path.read_text(encoding="utf-8"))


def is_outside(link: str) -> bool:
    return bool(urlsplit(link).scheme)


def target(file: str, link: str) -> tuple[str, str]:
    """The file and the fragment that a relative link in that file leads to."""
    path, fragment = urldefrag(link)
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(path))) if path else file, fragment


def crawl(root: Path, start: str = "index.html") -> Iterator[tuple[str, Read]]:
    """Every page that is reached by links. Fails on a link to nothing, and on one that only a server understands."""
    ahead, seen, ids = [start], set(), {}
    fragments = []
    while ahead:
        file = ahead.pop()
        if file in seen:
            continue
        seen.add(file)
        assert (root / file).is_file(), file
        if file.endswith(".css"):
            links = re.findall(r"""url\(["']?([^"')]+)""", (root / file).read_text())
            ahead += [target(file, link)[0] for link in links if not is_outside(link) and not link.startswith("#")]
        if not file.endswith(".html"):
            continue
        read = page(root / file)
        ids[file] = read.ids
        for link in read.links:
            if is_outside(link):
                continue
            assert link, f"{file} has an empty link"
            assert not link.startswith("/"), f"{file} → {link}"
            assert not urlsplit(link).query, f"{file} → {link}"
            to, fragment = target(file, link)
            assert (root / to).is_file(), f"{file} → {link}"
            ahead.append(to)
            if fragment:
                fragments.append((file, to, fragment))
        yield file, read
    lost = [(file, to, fragment) for file, to, fragment in fragments if to in ids and fragment not in ids[to]]
    assert lost == []


def sums(root: Path) -> dict[str, str]:
    """What the list of checksums says, which `sha256sum -c` reads."""
    lines = (root / "checksums.sha256").read_text().splitlines()
    return {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}


def files(root: Path) -> dict[str, str]:
    """Every file with its SHA-256, but that list."""
    there = (path for path in root.rglob("*") if not path.is_dir() and path.name != "checksums.sha256")
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in there}
