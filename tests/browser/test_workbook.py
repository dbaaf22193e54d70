"""The offline round trip in a real browser: a telephone, no script; and each page of it in its worst states."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from countries.models import Country
from priorities import workflow
from priorities.models import Implementation, PriorityAction, ProgressUpdate
from tests.accessibility import findings, sticks_out
from tests.countries.making import a
from tests.long_texts import ARABIC, WORD
from tests.priorities.reporting import WORDS, Cast, a_draft, cast, speaks_for
from tests.priorities.workbooks import Paper, downloaded

from .desk import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A telephone's window in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_round_trip_works_without_javascript(plain: Page, site: str, language: str) -> None:
    nepal = Country.objects.get(slug="nepal")
    action, someone, deputy = PriorityAction.objects.get(reference="NPL-04"), speaks_for(nepal), speaks_for(nepal)
    desk = Window(plain, site, someone).open(f"/{language}/desk/")
    desk.press("main a[href$='/nepal/workbook/']")
    link = plain.locator("main a[download]").get_attribute("href")
    paper = Paper(desk.client.get(link).content)
    with override(language):
        paper.write(action, implementation=str(Implementation.COMPLETED.label), as_of="2020-03", narrative="Mine.")
    workflow.save_draft(of=action, by=deputy, words={"narrative": "Theirs."})
    # What a browser sends of a file is not handed to whoever listens to it: the form is sent with it by hand.
    form = plain.locator("main form")
    assert form.get_attribute("enctype") == "multipart/form-data"
    token = form.locator("[name=csrfmiddlewaretoken]").get_attribute("value")
    file = SimpleUploadedFile("workbook.xlsx", paper.content)
    desk.open(f"/{language}/desk/nepal/workbook/", {"csrfmiddlewaretoken": token, "workbook": file})
    assert "NPL-04" in desk.text
    assert ProgressUpdate.objects.get().narrative == "Theirs."
    assert plain.locator("input[type=radio]:checked").count() == 0
    plain.locator("input[type=radio][value=mine]").check()
    desk.press("main form button")
    update = ProgressUpdate.objects.get()
    assert (update.narrative, update.implementation, update.state) == ("Mine.", "completed", "draft")
    assert plain.locator("main [role=status]").count() == 1


def states(people: Cast, language: str) -> dict[str, Paper | None]:
    """Each state of the two pages: what is sent."""
    more = a("priorities.PriorityAction", country=people.country, wording=WORD)
    a_draft(people)
    nothing = downloaded(people.focal_point, people.country, language)
    full = downloaded(people.focal_point, people.country, language)
    full.write(people.action, narrative=f"{WORD} {ARABIC}", obstacles=ARABIC, as_of=2019).write(more, narrative=WORD)
    full.write(people.step, narrative=ARABIC)
    wrong = downloaded(people.focal_point, people.country, language)
    wrong.write(people.action, implementation=WORD, as_of=ARABIC[:90], narrative=WORD).write(more, currency="$")
    workflow.save_draft(of=people.action, by=people.deputy, words={"narrative": ARABIC, "obstacles": WORD}, version=1)
    update = workflow.save_draft(of=people.step, by=people.deputy, words=WORDS)
    workflow.submit(update=update, by=people.deputy, version=1)
    return {"empty": None, "nothing new": nothing, "collisions": full, "problems": wrong}


STATUS = {"empty": 200, "nothing new": 200, "collisions": 200, "problems": 422}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_either_page_and_nothing_sticks_out(page: Page, site: str, language: str) -> None:
    people, wrong = cast(), {}
    path = f"/{language}/desk/{people.country.slug}/workbook/"
    for name, paper in states(people, language).items():
        sent = {"workbook": SimpleUploadedFile("w.xlsx", paper.content)} if paper else None
        window = Window(page, site, people.focal_point, checks_csrf=False).open(path, sent)
        assert window.status == STATUS[name], name
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if found := [*sticks_out(page), *findings(page)]:
                wrong[f"{name} at {width}"] = found
        page.unroute_all()
    assert wrong == {}
