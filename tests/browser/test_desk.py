"""The desk in a real browser: the whole way of an update without JavaScript, and each page in its worst states."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from countries.models import Country
from priorities import workflow
from priorities.models import ProgressUpdate, ReportingCycle
from priorities.subjects import ReportOf
from reports.page import report
from reports.rendering import pdf_html
from tests.accessibility import findings, sticks_out
from tests.countries.making import staff
from tests.long_texts import ARABIC, WORD
from tests.priorities.reporting import Cast, a_draft, accepted, cast, speaks_for, submitted
from tests.publishing import publish_again

from .desk import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SAYS = {
    "en": {"narrative": "Ten inspectors were hired.", "more": "The ministry hired ten inspectors.", "why": "By whom?"},
    "ar": {"narrative": "تم تعيين عشرة مفتشين.", "more": "عينت الوزارة عشرة مفتشين.", "why": "من عينهم؟"},
}


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A telephone's window in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_update_goes_its_whole_way_without_javascript(plain: Page, site: str, language: str) -> None:
    nepal, says = Country.objects.get(slug="nepal"), SAYS[language]
    someone, reviewer = speaks_for(nepal), staff("priorities.review_progressupdate")
    desk, queue = Window(plain, site, someone), Window(plain.context.new_page(), site, reviewer)
    desk.open(f"/{language}/desk/")
    desk.press("main a[href$='/npl-04/']")
    plain.locator("input[name=implementation][value=in_progress]").check()
    plain.locator("input[name=as_of]").fill("2020-03")
    plain.locator("textarea[name=narrative]").fill(says["narrative"])
    desk.press("button[name=save]")
    assert ProgressUpdate.objects.get().state == "draft"
    desk.open(f"/{language}/desk/nepal/preview/")
    assert says["narrative"] in desk.text
    desk.open(f"/{language}/desk/nepal/npl-04/")
    assert plain.locator("textarea[name=narrative]").input_value() == says["narrative"]
    desk.press("button[name=submit]")
    update = ProgressUpdate.objects.get()
    assert (update.state, update.language) == ("submitted", language)

    queue.open(f"/{language}/desk/review/")
    queue.press(f"main a[href$='/review/{update.pk}/']")
    queue.page.locator("textarea[name=reason]").fill(says["why"])
    queue.press("form:has(textarea[name=reason]) button")
    assert says["why"] in desk.open(f"/{language}/desk/").text
    assert says["why"] in desk.open(f"/{language}/desk/nepal/npl-04/").text
    plain.locator("textarea[name=narrative]").fill(says["more"])
    desk.press("button[name=submit]")

    queue.open(f"/{language}/desk/review/{update.pk}/")
    queue.press("form:has(input[value=accept]) button")
    assert ProgressUpdate.objects.get().state == "accepted"
    edition = publish_again(nepal)
    public = Window(plain.context.new_page(), site)
    assert says["more"] in public.open(f"/{language}/countries/nepal/").text
    with override(language):
        assert says["more"] in pdf_html(report(edition, language))


def states(people: Cast) -> dict[str, tuple]:
    """Each page of the desk in each of its states: who looks, where, what they send if anything, and the status."""
    country, action = people.country.slug, f"{people.country.slug}/{people.action.desk_name}"
    sent = {"implementation": "in_progress", "as_of": "2020-03", "narrative": WORD, "version": "0"}
    accepted(people, narrative=f"{WORD} {ARABIC}", outlook="at_risk", currency="NPR", budget_secured=7, language="ar")
    returned = submitted(people, narrative=f"{ARABIC} {WORD}", obstacles=WORD, support_needed=ARABIC)
    workflow.return_for_changes(update=returned, by=people.reviewer, reason=f"{WORD} {ARABIC}")
    people.action = people.step
    waiting = submitted(people, narrative=f"{ARABIC} {WORD}")
    step = f"{country}/{people.step.desk_name}"
    answers = ReportOf(people.country, ReportingCycle.objects.current(timezone.localdate()))
    return {
        "desk": (people.focal_point, "", None, 200),
        "desk of nobody": (people.former, "", None, 200),
        "returned": (people.focal_point, f"{action}/", None, 200),
        "wrong": (people.focal_point, f"{action}/", sent | {"as_of": "soon", "save": "1"}, 422),
        "overtaken": (people.focal_point, f"{action}/", sent | {"save": "1"}, 409),
        "lies with the secretariat": (people.focal_point, f"{step}/", None, 200),
        "submitted meanwhile": (people.focal_point, f"{step}/", sent | {"save": "1"}, 409),
        "milestone": (people.focal_point, f"{country}/milestone-roadmap-adopted/", None, 200),
        "workshop of no kind": (people.focal_point, f"{country}/workshop-new/", {"start": "2020", "submit": "1"}, 422),
        "report without answers": (people.focal_point, f"{country}/{answers.desk_name}/", {"submit": "1"}, 422),
        "preview": (people.focal_point, f"{country}/preview/", None, 200),
        "queue": (people.reviewer, "review/", None, 200),
        "reporting cycle": (people.reviewer, "cycles/", None, 200),
        "review": (people.reviewer, f"review/{waiting.pk}/", None, 200),
        "review without a reason": (people.reviewer, f"review/{waiting.pk}/", {"verb": "return", "reason": ""}, 422),
        "review of what was returned": (people.reviewer, f"review/{returned.pk}/", None, 200),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_desk_and_nothing_sticks_out(page: Page, site: str, language: str) -> None:
    cast()
    wrong = {}
    for name, (who, path, sent, status) in states(cast()).items():
        window = Window(page, site, who, checks_csrf=False).open(f"/{language}/desk/{path}", sent)
        assert window.status == status, name
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if found := [*sticks_out(page), *findings(page)]:
                wrong[f"{name} at {width}"] = found
        page.unroute_all()
    assert wrong == {}


def test_an_update_is_written_and_sent_by_keyboard_alone(page: Page, site: str) -> None:
    people = cast()
    a_draft(people)
    window = Window(page, site, people.focal_point)
    window.open(f"/en/desk/{people.country.slug}/{people.action.desk_name}/")
    reached = []
    for _press in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || ''"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if reached[-1] == "submit":
            break
    wanted = ["implementation", "outlook", "as_of", "language", "narrative", "currency", "budget_secured"]
    assert [name for name in reached if name in wanted] == wanted
    window.after(lambda: page.keyboard.press("Enter"))
    assert ProgressUpdate.objects.get().state == "submitted"
