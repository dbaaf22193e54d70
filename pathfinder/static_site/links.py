"""Links of pages and style sheets, made to work in a folder.

What is rewritten is our own: templates whose attributes stand in double quotes and in which every < and > of a text
is escaped. So expressions find its tags.
"""

import html
import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote, urldefrag, urljoin

from django.conf import settings

FileFor = Callable[[str], str | None]  # the file of an address of the portal, or None

FORM = re.compile(r"<form\b[^<>]*>.*?</form>", re.DOTALL)
ANCHOR = re.compile(r"<a\b[^<>]*>(.*?)</a>", re.DOTALL)
TAG = re.compile(r"<([a-zA-Z][\w-]*)[^<>]*>")
LINK = re.compile(r'(?<=\s)((?:xlink:)?(?:href|src|action|poster))="([^"]*)"')
IN_CSS = re.compile(r"""(?<=url\()(["']?)([^"')]*)\1(?=\))""")
NO_FILE = object()  # a link to something of ours that the static site does not have


class Rewriter:
    """Rewrites what is kept in `file` and was made for the address `path`."""

    def __init__(self, path: str, file: str, file_for: FileFor) -> None:
        self.base, self.file, self.file_for = settings.PORTAL_URL + path, file, file_for

    def page(self, text: str) -> str:
        """A page: what needs a server is taken out. Of a link the words stay, of a form nothing does."""
        text = FORM.sub(lambda form: form[0] if self.only_searches(form[0]) else "", text)
        text = ANCHOR.sub(lambda anchor: anchor[0] if self.has_target(anchor[0]) else anchor[1], text)
        return TAG.sub(self.tag, text)

    def style(self, text: str) -> str:
        """A style sheet."""
        return IN_CSS.sub(lambda link: f"{link[1]}{self.target(link[2])}{link[1]}", text)

    def tag(self, tag: re.Match) -> str:
        if not self.has_target(tag[0]):
            return ""
        return LINK.sub(lambda link: f'{link[1]}="{html.escape(str(self.target(html.unescape(link[2]))))}"', tag[0])

    def only_searches(self, form: str) -> bool:
        """Whether it is a form that leads to search, which the static site can do by itself (static_search.js)."""
        return 'role="search"' in form[: form.index(">")] and self.has_target(form)

    def has_target(self, element: str) -> bool:
        """Whether what the element's own tag links to is there. What links to nothing stays."""
        links = LINK.findall(element[: element.index(">")])
        return all(self.target(html.unescape(link)) is not NO_FILE for _attribute, link in links)

    def target(self, link: str) -> object:
        """The link as it works from this file: a path, or as it is where it leads out of the portal or nowhere."""
        if not link or link.startswith("#"):
            return link
        address, fragment = urldefrag(urljoin(self.base, link))
        if not address.startswith(f"{settings.PORTAL_URL}/"):
            return link
        path = unquote(address.removeprefix(settings.PORTAL_URL))
        file = None if "?" in address else self.file_for(path)
        if file is None:
            return NO_FILE
        relative = posixpath.relpath(file, posixpath.dirname(self.file) or ".")
        return f"{relative}#{fragment}" if fragment else relative
