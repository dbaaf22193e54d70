"""What each kind of page weighs in each language, and what axe finds in it, as a Markdown table."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.accessibility import findings, sticks_out
from tests.public_pages import MISSING, PAGES

from .portal import portal

LANGUAGES = ["en", "fr", "es", "ar"]
WIDTHS = [1280, 320]
KB = 1024


def measure(browser: Browser, address: str) -> tuple[int, int, int, int]:
    """Bytes of the page, bytes of all that its first view asks for, how many requests, how many findings.

    Bytes over the wire: packed, with the headers of the answers, nothing in the browser's cache.
    """
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900})
    page = context.new_page()
    sizes: dict[str, int] = {}
    network = context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    asked: dict[str, str] = {}
    network.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    # Icons that stand in the stylesheet itself (data:) travel with it.
    weights = [sizes[request] for request, url in asked.items() if not url.startswith("data:")]
    found = sum(defects(page))
    context.close()
    return weights[0], sum(weights), len(weights), found


def defects(page: Page) -> Iterator[int]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield len(findings(page)) + bool(sticks_out(page))


def line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    print(line("page", "HTML, KB", "in all, KB", "requests", "findings"))
    print(line(*["---"] * 5))
    with portal() as site, sync_playwright() as playwright:
        browser = chromium.start(playwright)
        for name, address in {**PAGES, "unknown address": MISSING}.items():
            rows = [measure(browser, f"{site}/{language}/{address}") for language in LANGUAGES]
            html, everything, requests, found = zip(*rows, strict=True)
            kilobytes = [" / ".join(f"{size / KB:.1f}" for size in sizes) for sizes in (html, everything)]
            print(line(name, *kilobytes, " / ".join(map(str, requests)), sum(found)), flush=True)
        browser.close()
    print(f"\nLanguages in this order: {', '.join(LANGUAGES)}. Findings of axe, and of what sticks out sideways, in")
    print(f"all languages at {' and '.join(map(str, WIDTHS))} px together.")


if __name__ == "__main__":
    main()
