"""What a country reported, and the secretariat accepted, is public with the next edition and no sooner."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate
from priorities import workflow
from reports.page import SECTIONS, report
from reports.rendering import make_pdf, pdf_html
from reports.what_changed import Comparison
from tests.countries.making import a, staff
from tests.pdf import reading, verapdf
from tests.priorities.reporting import WORDS, speaks_for
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
SECRET = {"obstacles": "No-budget-for-cars", "support_needed": "A-trainer-please"}


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


def accept(of, by: User, **words):
    update = workflow.save_draft(of=of, by=by, words={**WORDS, **SECRET, **words})
    update = workflow.submit(update=update, by=by, version=update.version)
    return workflow.accept(update=update, by=staff("priorities.review_progressupdate"))


@pytest.mark.parametrize("kind", ["priority_actions", "next_steps"])
def test_what_was_accepted_is_public_with_the_next_edition_on_page_and_in_pdf(nepal, kind):
    someone = speaks_for(nepal)
    accept(getattr(nepal, kind).first() or a("priorities.NextStep", country=nepal), someone)
    assert "Ten inspectors" not in Client().get("/en/countries/nepal/").content.decode()
    edition = publish_again(nepal)
    for html in (Client().get("/en/countries/nepal/").content.decode(), pdf_html(report(edition, "en"))):
        assert "Ten inspectors were hired." in html
        assert "Reported by the country, as of March 2020" in html
        assert "No-budget-for-cars" not in html
        assert "A-trainer-please" not in html
        assert someone.name not in html
    assert all(secret not in edition.content for secret in [*SECRET.values(), someone.name, someone.email])
    assert "Ten inspectors" not in Client().get("/en/countries/nepal/editions/1/").content.decode()


def test_that_the_secretariat_reported_for_a_country_stays_visible(nepal):
    accept(nepal.priority_actions.first(), staff("priorities.report_for_country"))
    publish_again(nepal)
    html = Client().get("/en/countries/nepal/").content.decode()
    assert "Reported by the secretariat on the country’s behalf, as of March 2020" in html
    assert "Reported by the country" not in html


def test_a_report_says_its_language_where_it_is_not_the_readers(nepal):
    accept(nepal.priority_actions.first(), speaks_for(nepal), language="ar", narrative="تم تعيين عشرة مفتشين.")
    publish_again(nepal)
    html = Client().get("/en/countries/nepal/").content.decode()
    assert re.search(r'<div lang="ar"\s+dir="rtl"><p>تم تعيين', html)
    assert '<div lang="ar"' not in Client().get("/ar/countries/nepal/").content.decode()


def test_still_correct_keeps_the_last_words_and_says_of_which_day(nepal):
    action, someone = nepal.priority_actions.first(), speaks_for(nepal)
    accept(action, someone)
    again = workflow.confirm_unchanged(of=action, by=someone, on=dt.date(2021, 5, 4))
    workflow.accept(update=again, by=staff("priorities.review_progressupdate"))
    publish_again(nepal)
    html = Client().get("/en/countries/nepal/").content.decode()
    assert "Ten inspectors were hired." in html
    assert "Reported by the country, as of March 2020" in html
    assert "Confirmed as still correct: 4 May 2021" in html


def test_a_correction_takes_the_place_of_what_it_corrects_also_of_an_earlier_day(nepal):
    action, someone = nepal.priority_actions.first(), speaks_for(nepal)
    wrong = accept(action, someone, as_of=PartialDate(2021), narrative="A slip", implementation="completed")
    right = workflow.save_draft(of=action, by=someone, words=WORDS, corrects=wrong)
    right = workflow.submit(update=right, by=someone, version=right.version)
    workflow.accept(update=right, by=staff("priorities.review_progressupdate"))
    action.refresh_from_db()
    assert action.implementation == "in_progress"
    publish_again(nepal)
    html = Client().get("/en/countries/nepal/").content.decode()
    assert "Ten inspectors were hired." in html
    assert "A slip" not in html


def test_the_changes_of_an_edition_tell_what_was_reported(nepal):
    accept(nepal.priority_actions.first(), speaks_for(nepal))
    edition = publish_again(nepal)
    (group,) = [group for group in Comparison(edition, "en", SECTIONS).groups if group.id == "actions"]
    details = {detail.name: detail.after for entry in group.entries for detail in entry.details}
    assert details["Latest report"] == "Ten inspectors were hired. (March 2020)"


def test_search_finds_what_was_reported(nepal):
    accept(nepal.priority_actions.first(), speaks_for(nepal), narrative="Quinquennial audits began.")
    assert not Client().get("/en/search/?q=quinquennial").context["form"].items
    publish_again(nepal)
    assert Client().get("/en/search/?q=quinquennial").context["form"].items


@pytest.mark.slow
def test_a_pdf_with_reports_in_it_keeps_every_rule(nepal, tmp_path: Path):
    someone = speaks_for(nepal)
    first, second = nepal.priority_actions.all()[:2]
    accept(first, someone)
    accept(second, someone, language="ar", narrative="تم تعيين عشرة مفتشين.")
    workflow.accept(
        update=workflow.confirm_unchanged(of=first, by=someone, on=dt.date(2021, 5, 4)),
        by=staff("priorities.review_progressupdate"),
    )
    path = tmp_path / "nepal.pdf"
    path.write_bytes(make_pdf(publish_again(nepal), "en"))
    assert not any(verapdf.validate([path])[path].values())
    assert "Teninspectorswerehired." in "".join(reading.text(path.read_bytes()).split())
