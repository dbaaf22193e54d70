"""What axe-core finds in a page that is open in a browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    # Off in axe itself: WCAG 2.2's rule that what is pressed measures 24 by 24 px, or stands so far from the next.
    "rules": {"target-size": {"enabled": True}},
    # All that is well, element by element, would take as long again to be told.
    "resultTypes": ["violations"],
}


def findings(page: Page) -> list[str]:
    """Each defect: the rule that is broken, and the element that breaks it."""
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in violations for node in rule["nodes"]]


def sticks_out(page: Page) -> list[str]:
    """What makes the page wider than its window; empty where there is nothing to scroll sideways."""
    return page.evaluate(
        """() => {
            const root = document.documentElement
            if (root.scrollWidth <= root.clientWidth) return []
            const scrolls = element => element && element !== document.body && (
                getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement))
            const found = [...document.body.querySelectorAll("*")].filter(element => {
                const {left, right} = element.getBoundingClientRect()
                return (right > root.clientWidth + 1 || left < -1) && !scrolls(element.parentElement)
            })
            return [`${root.scrollWidth} > ${root.clientWidth}`, ...found.slice(0, 5).map(
                element => element.outerHTML.slice(0, 200))]
        }"""
    )
