"""Questions and answers in a real browser: the whole way without JavaScript, and each page in its worst states."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from countries.models import Country
from priorities import workflow
from priorities.models import Comment
from priorities.thread_workflow import answer, ask
from tests.accessibility import findings, sticks_out
from tests.countries.making import a, staff
from tests.long_texts import ARABIC, WORD
from tests.priorities.reporting import WORDS, Cast, cast, speaks_for, submitted

from .desk import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SAYS = {"en": ("Hired by whom?", "By the ministry."), "ar": ("من عينهم؟", "عينتهم الوزارة.")}


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A telephone's window in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_question_is_asked_and_answered_without_javascript(plain: Page, site: str, language: str) -> None:
    nepal, (question, reply) = Country.objects.get(slug="nepal"), SAYS[language]
    someone, reviewer = speaks_for(nepal), staff("priorities.review_progressupdate")
    action = nepal.priority_actions.get(reference="NPL-04")
    update = workflow.save_draft(of=action, by=someone, words=WORDS)
    workflow.submit(update=update, by=someone, version=update.version)
    desk, queue = Window(plain, site, someone), Window(plain.context.new_page(), site, reviewer)

    queue.open(f"/{language}/desk/review/{update.pk}/")
    queue.page.locator("#comment_text").fill(" ")
    queue.press("form[action$='/comments/'] button")
    assert "#comment_text" in queue.page.content()  # nothing was written: the summary leads to the field
    queue.page.locator("#comment_text").fill(question)
    queue.press("form[action$='/comments/'] button")
    assert question in queue.text

    assert question in desk.open(f"/{language}/desk/").text
    desk.press("main a[href$='/npl-04/#thread']")
    plain.locator("#comment_text").fill(reply)
    desk.press("form[action*='/comments/'] button")
    assert reply in desk.text
    assert question not in desk.open(f"/{language}/desk/").text
    assert reply in queue.open(f"/{language}/desk/review/{update.pk}/").text
    assert [(said.asks, said.language) for said in Comment.objects.all()] == [(True, language), (False, language)]


def states(people: Cast) -> dict[str, tuple]:
    """Each page that shows a thread, in each of its states: who looks, where, what they send, and the status."""
    update, words = submitted(people), f"{WORD} {ARABIC}\n\n{WORD}"
    ask(update=update, by=people.reviewer, text=words, language="ar")
    answer(update=update, by=people.reporter, text=words, language="en")
    ask(update=update, by=people.reviewer, text="And when?", language="fr")
    here = f"{people.country.slug}/{people.action.desk_name}/"
    people.action = a("priorities.PriorityAction", country=people.country)
    over = workflow.accept(update=submitted(people), by=people.reviewer)
    people.action = a("priorities.PriorityAction", country=people.country)
    back = workflow.return_for_changes(update=submitted(people), by=people.reviewer, reason="By whom?")
    answer(update=back, by=people.focal_point, text=words, language="en")
    return {
        "a question on the desk": (people.focal_point, "", None, 200),
        "a thread below the report": (people.focal_point, here, None, 200),
        "a thread of its own": (people.focal_point, f"{here}comments/{update.pk}/", None, 200),
        "nothing written": (people.focal_point, f"{here}comments/{update.pk}/", {"text": ""}, 422),
        "too long": (people.reviewer, f"review/{update.pk}/comments/", {"text": WORD * 900}, 422),
        "accepted meanwhile": (people.reviewer, f"review/{over.pk}/comments/", {"text": words}, 409),
        "a thread in review": (people.reviewer, f"review/{update.pk}/", None, 200),
        "the queue": (people.reviewer, "review/", None, 200),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_where_people_talk_and_nothing_sticks_out(page: Page, site: str, language: str) -> None:
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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_where_a_text_is_given_back(page: Page, site: str, language: str) -> None:
    people, wrong = cast(), {}
    path = f"/{language}/desk/{people.country.slug}/{people.action.desk_name}/"
    pages = {"not theirs": (people.outsider, False, 404), "an old form": (people.focal_point, True, 403)}
    for name, (who, checks_csrf, status) in (pages | {"signed out": (None, False, 403)}).items():
        window = Window(page, site, who, checks_csrf=checks_csrf)
        window.client.defaults["HTTP_ORIGIN"] = "http://testserver"
        assert window.open(path, {"narrative": f"{WORD}\n\n{ARABIC}"}).status == status
        assert WORD in window.text
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if found := [*sticks_out(page), *findings(page)]:
                wrong[f"{name} at {width}"] = found
        page.unroute_all()
    assert wrong == {}
