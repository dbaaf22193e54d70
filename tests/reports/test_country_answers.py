"""Of what a country answers in a cycle, the public reads in the next edition what a question says is public."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from countries.models import Country, MilestoneType
from priorities import workflow
from priorities.models import Question, ReportingCycle
from priorities.subjects import MilestoneOf, ReportOf, WorkshopOf
from reports.page import SECTIONS, report
from reports.rendering import make_pdf, pdf_html
from reports.what_changed import Comparison
from tests.countries.making import a, staff
from tests.pdf import reading, verapdf
from tests.priorities.reporting import speaks_for
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


@pytest.fixture
def cycle() -> ReportingCycle:
    ReportingCycle.objects.all().delete()
    return a("priorities.ReportingCycle", name="Report of the year", opens=TODAY, due=TODAY)


@pytest.fixture
def public(cycle) -> Question:
    return Question.objects.create(cycle=cycle, order=1, text_en="Which laws changed?", is_public=True)


@pytest.fixture
def private(cycle) -> Question:
    return Question.objects.create(cycle=cycle, order=2, text_en="What do you need?", is_public=False)


def accept(of, **words):
    by = speaks_for(of.country)
    update = workflow.save_draft(of=of, by=by, words={"language": "en", **words})
    update = workflow.submit(update=update, by=by, version=update.version)
    return workflow.accept(update=update, by=staff("priorities.review_progressupdate"))


def test_public_answers_are_public_with_the_next_edition_and_others_never(nepal, cycle, public, private):
    uganda = Country.objects.get(slug="uganda")
    accept(ReportOf(uganda, cycle), details={public.key: "Another country's", private.key: "x"})
    accept(ReportOf(nepal, cycle), details={public.key: "The labour code.", private.key: "Forty-bicycles"})
    assert "The labour code." not in Client().get("/en/countries/nepal/").content.decode()
    edition = publish_again(nepal)
    for html in (Client().get("/en/countries/nepal/").content.decode(), pdf_html(report(edition, "en"))):
        assert "Which laws changed?" in html
        assert "The labour code." in html
        assert "Report of the year: reported by the country, accepted on" in html
        assert "What do you need?" not in html
        assert "Another country" not in html
    assert "Forty-bicycles" not in edition.content
    assert "The labour code." not in Client().get("/en/countries/nepal/editions/1/").content.decode()


def test_the_changes_of_an_edition_tell_the_answers(nepal, cycle, public, private):
    accept(ReportOf(nepal, cycle), details={public.key: "The labour code.", private.key: "x"})
    groups = {group.id: group for group in Comparison(publish_again(nepal), "en", SECTIONS).groups}
    (entry,) = groups["country-report"].entries
    assert "Which laws changed?" in entry.subject


def test_an_answer_keeps_the_language_it_was_written_in(nepal, cycle, public):
    accept(ReportOf(nepal, cycle), language="ar", details={public.key: "قانون العمل."})
    publish_again(nepal)
    html = Client().get("/en/countries/nepal/").content.decode()
    assert '<div lang="ar"' in html
    assert "قانون العمل." in html


def test_an_edition_from_before_says_that_nothing_was_answered(nepal):
    edition = publish_again(nepal)
    data = report(edition, "en")
    del data["answers"]
    assert "No answers from a report of the country are published." in pdf_html(data)


def test_a_milestone_and_a_workshop_that_were_reported_are_public_with_their_source(nepal):
    kind = MilestoneType.objects.exclude(milestones__country=nepal).first()
    accept(MilestoneOf(nepal, kind), details={"state": "done", "date": "2021-02"}, narrative="The ministry says so.")
    held = {"kind": "other", "start": "2021-03", "place": "Pokhara"}
    accept(WorkshopOf(nepal), details=held, narrative="Ten agreed.", language="fr")
    publish_again(nepal)
    html = Client().get("/en/countries/nepal/").content.decode()
    for words in ("The ministry says so.", "Pokhara", "Ten agreed.", "Reported by the country through this portal"):
        assert words in html


@pytest.mark.slow
def test_a_pdf_with_answers_and_a_workshop_in_it_keeps_every_rule(nepal, cycle, public, tmp_path: Path):
    accept(ReportOf(nepal, cycle), details={public.key: "The labour code."})
    accept(WorkshopOf(nepal), details={"kind": "other", "start": "2021-03"}, narrative="تم الاتفاق.", language="ar")
    path = tmp_path / "nepal.pdf"
    path.write_bytes(make_pdf(publish_again(nepal), "en"))
    assert not any(verapdf.validate([path])[path].values())
    assert "Thelabourcode." in "".join(reading.text(path.read_bytes()).split())
