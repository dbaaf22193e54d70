"""The reason the portal exists, in one go: from an invitation to the public page and its PDF, without JavaScript.

Everybody uses a telephone's window in which no script runs, and only forms, links and mail that the portal made.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as portal
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser

from accounts.models import User
from countries.models import Country
from priorities.models import ProgressUpdate
from reports.models import Edition
from tests.accessibility import sticks_out
from tests.accounts.people import SECRET, code_for
from tests.countries.making import staff
from tests.pdf import reading

from .desk import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("commits")]

WORDS = {
    "en": {
        "first": "Ten inspectors were hired.",
        "why": "By whom, and where?",
        "then": "The ministry hired ten inspectors in Bagmati.",
        "note": "First report of 2026.",
    },
    "ar": {
        "first": "تم تعيين عشرة مفتشين.",
        "why": "من عينهم وأين؟",
        "then": "عينت الوزارة عشرة مفتشين في باغماتي.",
        "note": "التقرير الأول لعام 2026.",
    },
}


@pytest.fixture(autouse=True)
def as_in_production(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator[Callable[..., Window]]:
    contexts = []

    def opened(user: User | None = None) -> Window:
        contexts.append(browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}))
        return Window(contexts[-1].new_page(), site, user)

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_invitation_to_public_page_and_pdf(window: Callable[..., Window], language: str) -> None:
    says, address = WORDS[language], f"maya-{language}@example.org"
    nepal = Country.objects.get(slug="nepal")
    Country.objects.filter(pk=nepal.pk).update(working_language=language)
    appoint(window(enrolled(staff("countries.add_focalpoint"))), language, address)
    focal_point = window()
    begin(focal_point, link_in(mail.outbox[-1]))

    fill_in(focal_point, language, says["first"], "save")
    assert ProgressUpdate.objects.get().state == "draft"
    assert says["first"] in focal_point.open(f"/{language}/desk/nepal/preview/").text
    fill_in(focal_point, language, says["first"], "submit")

    reviewer = window(enrolled(staff("priorities.review_progressupdate")))
    update = ProgressUpdate.objects.get()
    mail.outbox.clear()
    reviewer.open(f"/{language}/desk/review/")
    reviewer.press(f"main a[href$='/review/{update.pk}/']")
    reviewer.page.locator("textarea[name=reason]").fill(says["why"])
    reviewer.press("form:has(textarea[name=reason]) button")
    assert [address] in [message.to for message in mail.outbox]  # whoever else speaks for Nepal is told as well

    assert says["why"] in focal_point.open(f"/{language}/desk/").text
    assert says["why"] in focal_point.open(f"/{language}/desk/nepal/npl-04/").text
    fill_in(focal_point, language, says["then"], "submit")

    reviewer.open(f"/{language}/desk/review/{update.pk}/")
    reviewer.press("form:has(input[value=accept]) button")
    assert ProgressUpdate.objects.get().state == "accepted"
    reader = window()
    assert says["then"] not in reader.open(f"/{language}/countries/nepal/").text

    publisher = window(enrolled(staff("reports.publish_edition")))
    publish(publisher, language, says)
    assert Edition.objects.of("nepal").count() == 2
    assert says["then"] in reader.open(f"/{language}/countries/nepal/").text
    assert sticks_out(reader.page) == []
    pdf = b"".join(reader.client.get(f"/{language}/countries/nepal/report.pdf").streaming_content)
    assert squeezed(says["then"]) in squeezed(reading.text(pdf))


def enrolled(user: User) -> User:
    """A person of the secretariat who has set up their second factor."""
    user.authenticator_set.create(type="totp", data={"secret": "unused"})
    return user


def appoint(secretariat: Window, language: str, address: str) -> None:
    page = secretariat.open(f"/{language}/desk/people/appoint/").page
    page.locator("select[name=country]").select_option("nepal")
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=name]").fill("Maya Thapa")
    page.locator("input[name=institution]").fill("Ministry of Labour")
    secretariat.press("main form.form button")


def begin(someone: Window, link: str) -> None:
    """Follow the invitation: choose a password, set up the second factor it asks for, see the recovery codes."""
    page = someone.open(someone.client.get(link)["Location"]).page
    page.locator("input[name=password1]").fill(SECRET)
    page.locator("input[name=password2]").fill(SECRET)
    someone.press("main form button")
    someone.press("main a[href$='/2fa/totp/activate/']")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(code_for(secret))
    someone.press("main form:has(input[name=code]) button")
    assert page.locator("main textarea, main pre, main li").count()


def fill_in(someone: Window, language: str, words: str, button: str) -> None:
    page = someone.open(f"/{language}/desk/nepal/npl-04/").page
    page.locator("input[name=implementation][value=in_progress]").check()
    page.locator("input[name=as_of]").fill("2020-03")
    page.locator("textarea[name=narrative]").fill(words)
    someone.press(f"button[name={button}]")


def publish(publisher: Window, language: str, says: dict[str, str]) -> None:
    """See what becomes public, answer the checklist, publish."""
    publisher.open(f"/{language}/desk/nepal/publish/")
    assert says["then"] in publisher.text
    page = publisher.page
    page.locator("input[name=as_of]").fill("2020-03")
    page.locator("[name=note]").fill(says["note"])
    for box in page.locator("main form input[type=radio][value=yes]").all():
        box.check()
    publisher.press("main form.form button")


def link_in(message: mail.EmailMessage) -> str:
    return re.search(re.escape(portal.PORTAL_URL) + r"(/\S+)", message.body)[1]


def squeezed(text: str) -> str:
    """Without white space and marks of direction: a PDF has none where a line ends."""
    return re.sub(r"[\s\u200e\u200f]", "", text)
