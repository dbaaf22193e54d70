"""The browser of tests and benchmarks: the system's Chromium. Playwright's own would have to be downloaded."""

import shutil

from playwright.sync_api import Browser, Playwright

# Nothing asked of the network by itself; --no-sandbox because root (a container) may have none.
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ChromiumIsMissing(Exception):
    """There is no Chromium on this machine: apt-get install chromium."""


def start(playwright: Playwright) -> Browser:
    """Start it; raises ChromiumIsMissing."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise ChromiumIsMissing("Chromium is missing: apt-get install chromium")
    return playwright.chromium.launch(executable_path=chromium, args=QUIET)
