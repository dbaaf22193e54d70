"""The publisher's pages in a browser without scripts: by hand from the list to the edition, and in every state."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, Page

from accounts.models import User
from countries.models import Country
from priorities import workflow
from priorities.evidence.workflow import add_evidence
from priorities.models import PriorityAction
from reports import rendering
from reports.checklist import STATEMENTS
from reports.models import Edition
from tests.accessibility import findings, sticks_out
from tests.countries.making import staff
from tests.long_texts import ARABIC, WORD
from tests.priorities.reporting import WORDS, cast, speaks_for, submitted
from tests.publishing import publish_again

from .desk import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def accepted_with_a_file() -> None:
    """An accepted update of Nepal with a file that may be published, in words as long as any."""
    nepal = Country.objects.get(slug="nepal")
    by, action = speaks_for(nepal), PriorityAction.objects.get(reference="NPL-04")
    update = workflow.save_draft(of=action, by=by, words={**WORDS, "narrative": f"{WORD} {ARABIC}", "language": "ar"})
    file = SimpleUploadedFile(f"{'x' * 100}.csv", b"a,b\n")
    add_evidence(update=update, by=by, upload=file, title=WORD[:200], is_public=True, harm_note=f"{WORD} {ARABIC}")
    update = workflow.submit(update=update, by=by, version=update.version)
    workflow.accept(update=update, by=staff("priorities.review_progressupdate"))


@pytest.mark.parametrize("width", [320, 1280])
def test_a_publisher_publishes_without_scripts(browser: Browser, site: str, width: int) -> None:
    accepted_with_a_file()
    with browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}) as context:
        publisher = User.objects.get(email="publisher@example.org")
        window = Window(context.new_page(), site, publisher).open("/en/desk/")
        window.press("a[href$='/desk/publish/']").press("a[href$='/nepal/publish/']")
        assert "Files that become public" in window.text
        window.page.fill("[name=as_of]", "2020-06")
        for name in STATEMENTS:  # the browser itself asks for what is not answered
            window.page.check(f"[name={name}][value=no]")
        window.press("form.form button")
        assert "Then nothing is published." in window.text
        assert Edition.objects.of("nepal").count() == 1
        for name in STATEMENTS:
            window.page.check(f"[name={name}][value=yes]")
        window.press("form.form button")
        assert "Edition 2 is public." in window.text
        assert "Nothing is new since edition 2" in window.text
        edition = Edition.objects.of("nepal").current().get()
        assert (str(edition.as_of), edition.published_by) == ("2020-06", publisher)
        window.open("/en/countries/nepal/")
        assert "Evidence: " in window.text


def states() -> dict[str, tuple]:
    """Each state of the publisher's pages: where, what is sent, the status."""
    people = cast()
    submitted(people)
    accepted_with_a_file()
    PriorityAction.objects.get(country__slug="uganda", order=1).themes.clear()
    rendering.pdf_rendering(publish_again(Country.objects.get(slug="fiji")), "fr").note("no paper")
    first = f"desk/{people.country.slug}/publish/"
    mistakes = {"as_of": "soon", "note": f"{WORD} {ARABIC}", "small_numbers": "no"}
    return {
        "the list": ("desk/publish/", None, 200),
        "differences and a file": ("desk/nepal/publish/", None, 200),
        "the whole": ("desk/nepal/publish/report/", None, 200),
        "a first edition, and something in review": (first, None, 200),
        "problems": ("desk/uganda/publish/", None, 200),
        "nothing new, and a PDF that failed": ("desk/fiji/publish/", None, 200),
        "mistakes": ("desk/nepal/publish/", mistakes, 422),
        "overtaken": ("desk/nepal/publish/", {**mistakes, "seen": "0"}, 409),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_state_and_nothing_sticks_out(page: Page, site: str, language: str) -> None:
    wrong, publisher = {}, User.objects.get(email="publisher@example.org")
    for name, (path, sent, status) in states().items():
        window = Window(page, site, publisher, checks_csrf=False).open(f"/{language}/{path}", sent)
        assert window.status == status, name
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if found := [*sticks_out(page), *findings(page)]:
                wrong[f"{name} at {width}"] = found
        page.unroute_all()
    assert wrong == {}
