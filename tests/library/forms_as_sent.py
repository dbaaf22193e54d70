"""A form as a browser sends it: what the page has filled in, changed by what a person types."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Form(HTMLParser):
    """The form of that id in a page. `values` holds what a browser would send, `form["name"]` one of them."""

    def __init__(self, response: HttpResponse, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.values: dict[str, list[str]] = {}
        self.hidden: set[str] = set()
        self.inside = False
        self.select: tuple[str, bool] | None = None
        self.textarea: str | None = None
        self.feed(response.content.decode())
        assert self.values, f"there is no form {form_id}"

    def __getitem__(self, name: str) -> str:
        return self.values[name][-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name") or ""
        if tag == "input":
            self.handle_input(name, given)
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = [""]
        elif tag == "select":
            self.select = (name, "multiple" in given)
            self.values.setdefault(name, [])
        elif tag == "option" and self.select:
            name, many = self.select
            chosen = "selected" in given
            if chosen or (not many and not self.values[name]):
                self.values[name] = [*(self.values[name] if many else []), given.get("value") or ""]

    def handle_input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        if kind in ("submit", "button", "image") or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        if kind == "hidden":
            self.hidden.add(name)
        self.values.setdefault(name, []).append(given.get("value") or ("on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.values[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea is not None:
            # A page's first line break in it is not part of the text, and a browser sends each as CR LF.
            text = self.values[self.textarea][0].removeprefix("\n")
            self.values[self.textarea] = [text.replace("\r\n", "\n").replace("\n", "\r\n")]
            self.textarea = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False

    def send(self, client: Client, address: str, **changes: Any) -> HttpResponse:
        """Send it with these changes: a text, a list of texts, or None for what is not sent at all."""
        values: dict[str, Any] = {**self.values}
        for name, value in changes.items():
            assert name in self.values or value not in (None, ""), f"the form has no {name}"
            values[name] = value if isinstance(value, list) else [value]
            if value is None:
                del values[name]
        return client.post(address, values)
