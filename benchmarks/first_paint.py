"""How long a reader on a slow line waits for the first words of a page, beside a floor and a peer, as Markdown."""

from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests import chromium

from .portal import portal

TIMES = 5
BITS_PER_SECOND, LATENCY_MS = 400_000, 400
FLOOR = "a page made by hand (12 KB)"
PAGES = {
    FLOOR: "floor/",
    "a page like GOV.UK Frontend's (101 KB)": "peer/",
    "e-report, Nepal": "en/countries/nepal/",
    "e-report, Nepal, Arabic": "ar/countries/nepal/",
    "e-report, Viet Nam (the longest)": "en/countries/viet-nam/",
    "home with its map": "en/",
    "list of countries": "en/countries/",
    "comparison of four": "en/compare/?country=chile&country=mauritania&country=nigeria&country=viet-nam",
    "search": "en/search/?q=labour",
}
LINE = {
    "offline": False,
    "latency": LATENCY_MS,
    "downloadThroughput": BITS_PER_SECOND / 8,
    "uploadThroughput": BITS_PER_SECOND / 8,
}
FIRST_PAINT = """() => new Promise(seen => new PerformanceObserver(
    entries => entries.getEntriesByName("first-contentful-paint").forEach(entry => seen(entry.startTime))
).observe({type: "paint", buffered: true}))"""


def first_paint(browser: Browser, address: str) -> float:
    """Seconds from the click to the first words or picture, with nothing in the browser's cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", LINE)
    page.goto(address, wait_until="load")
    milliseconds: float = page.evaluate(FIRST_PAINT)
    context.close()
    return milliseconds / 1000


def main() -> None:
    taken: dict[str, list[float]] = {name: [] for name in PAGES}
    with portal() as site, sync_playwright() as playwright:
        browser = chromium.start(playwright)
        for address in PAGES.values():  # once unmeasured: templates and files are read for the first time
            first_paint(browser, f"{site}/{address}")
        for _time in range(TIMES):  # in turns, so that what else the machine does hits all of them
            for name, address in PAGES.items():
                taken[name].append(first_paint(browser, f"{site}/{address}"))
        browser.close()
    print("| page | first contentful paint, s | least to most | as a multiple of the floor |")
    print("| --- | --- | --- | --- |")
    floor = median(taken[FLOOR])
    for name, seconds in taken.items():
        middle = median(seconds)
        print(f"| {name} | {middle:.2f} | {min(seconds):.2f}–{max(seconds):.2f} | {middle / floor:.2f} |")
    print(f"\n{BITS_PER_SECOND // 1000} kbit/s, {LATENCY_MS} ms for each answer, empty cache, median of {TIMES}.")


if __name__ == "__main__":
    main()
