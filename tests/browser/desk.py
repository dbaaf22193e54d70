"""A browser over what a test wrote: its pages are made in the test's own transaction and handed to the browser.

The running portal reads the seed alone, and would not see it. CSRF is checked as anywhere; the style is the portal's.
"""

from collections.abc import Callable
from typing import Any

from django.test import Client
from playwright.sync_api import Page, Route

from accounts.models import User


class Window:
    """A page of a browser in which somebody has signed in."""

    def __init__(self, page: Page, site: str, user: User | None = None, checks_csrf: bool = True) -> None:
        self.page, self.site = page, site
        self.client = Client(enforce_csrf_checks=checks_csrf)
        if user:
            self.client.force_login(user)
        self.asked: list[Route] = []
        self.prepared: Any = None
        self.status = 0
        page.route(lambda address: "/static/" not in address, self.heard)

    def heard(self, route: Route) -> None:
        """The browser asks. Not every thread may ask the database for the answer: if there is none yet, it waits."""
        if self.prepared:
            give(route, self.prepared)
        else:
            self.asked.append(route)

    def open(self, path: str, sent: dict[str, str] | None = None) -> "Window":
        """Go to that address, or to what it answers to a form."""
        answer = self.client.get(path) if sent is None else self.client.post(path, sent)
        self.prepared = answer
        self.page.goto(f"{self.site}{path}")
        self.prepared, self.status = None, answer.status_code
        return self

    def after(self, act: Callable[[], object]) -> "Window":
        """Do what makes the browser ask for another page, and answer as the portal would."""
        act()
        while not self.asked:
            self.page.wait_for_timeout(20)
        route = self.asked.pop()
        asked, path = route.request, route.request.url.removeprefix(self.site)
        if asked.method == "POST":
            kind = asked.headers["content-type"]
            answer = self.client.post(path, asked.post_data_buffer, content_type=kind, follow=True)
        else:
            answer = self.client.get(path, follow=True)
        with self.page.expect_event("domcontentloaded"):
            give(route, answer)
        return self

    def press(self, selector: str) -> "Window":
        """Press that button or follow that link."""
        return self.after(lambda: self.page.locator(selector).first.click(no_wait_after=True))

    @property
    def text(self) -> str:
        """What one reads in the page."""
        return self.page.locator("main").inner_text()


def give(route: Route, answer: Any) -> None:
    route.fulfill(body=answer.content, status=answer.status_code, content_type="text/html; charset=utf-8")
