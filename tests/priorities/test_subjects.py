"""Milestones and workshops are reported as actions are: the same verbs, the same states, the same pages."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from countries.models import Milestone, MilestoneType
from events.models import Workshop
from library.dates import PartialDate
from library.models import Document
from priorities import workflow
from priorities.desk import compared
from priorities.handover import open_work
from priorities.models import ProgressUpdate
from priorities.subjects import MilestoneOf, WorkshopOf, of_update, records
from tests.countries.making import a
from tests.priorities.reporting import WORDS, Cast, cast
from tests.priorities.test_desk import address, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DONE = {"details": {"state": "done", "date": "2019-03"}, "narrative": "The cabinet adopted it.", "language": "en"}
HELD = {
    "details": {"kind": "strategy", "start": "2019-05-14", "end": "2019-05-15", "place": "Pokhara", "headcount": "80"},
    "narrative": "Four priorities were agreed.",
    "language": "en",
}


@pytest.fixture
def people() -> Cast:
    cast()
    return cast()


@pytest.fixture
def milestone(people) -> MilestoneOf:
    a("countries.Milestone", type=MilestoneType.objects.get(slug="roadmap-adopted"))  # another country's
    return MilestoneOf(people.country, MilestoneType.objects.get(slug="roadmap-adopted"))


@pytest.fixture
def workshop(people) -> WorkshopOf:
    a("events.Workshop", start=PartialDate(2019, 5, 14))  # another country's
    return WorkshopOf(people.country, a("events.Workshop", country=people.country, start=PartialDate(2018)))


def submitted(people: Cast, of, **words) -> ProgressUpdate:
    update = workflow.save_draft(of=of, by=people.focal_point, words=words)
    return workflow.submit(update=update, by=people.focal_point, version=update.version)


def accepted(people: Cast, of, **words) -> ProgressUpdate:
    return workflow.accept(update=submitted(people, of, **words), by=people.reviewer)


# Milestones


def test_from_an_empty_form_to_a_milestone_on_record(people, milestone):
    client, reviewer = signed_in(people.focal_point), signed_in(people.reviewer)
    assert address(milestone) in client.get("/en/desk/").content.decode()
    html = client.get(address(milestone)).content.decode()
    assert 'name="state" value="done"' in html
    assert 'name="implementation"' not in html
    sent = {"state": "done", "date": "2019-03", "narrative": "The cabinet adopted it.", "version": "0", "submit": "1"}
    assert client.post(address(milestone), sent).status_code == 302
    update = ProgressUpdate.objects.awaiting_review().get()
    assert f"/en/desk/review/{update.pk}/" in reviewer.get("/en/desk/review/").content.decode()
    shown = reviewer.get(f"/en/desk/review/{update.pk}/").content.decode().replace("<ins>", "").replace("</ins>", "")
    assert "done" in shown
    assert "March 2019" in shown
    assert "The cabinet adopted it." in shown
    reviewer.post(f"/en/desk/review/{update.pk}/", {"verb": "accept"})
    record = Milestone.objects.get(country=people.country)
    assert (record.type, record.state, record.date) == (milestone.type, "done", PartialDate(2019, 3))
    assert record.note_en == "The cabinet adopted it."
    assert "March 2019" in client.get("/en/desk/").content.decode()


def test_an_accepted_milestone_cites_the_countrys_report_in_its_language(people, milestone):
    update = accepted(people, milestone, **DONE | {"language": "fr", "narrative": "Adoptée en conseil."})
    record = Milestone.objects.get(country=people.country)
    assert record.source.language == "fr"
    assert record.source.title_en == "Reported by the country through this portal"
    assert record.locator == f"{people.country.alpha3} {PartialDate.of(update.accepted_at)}"
    assert (record.note_fr, record.note_en or "") == ("Adoptée en conseil.", "")
    assert record.history.first().history_change_reason == f"update {update.pk}"
    accepted(people, MilestoneOf(people.country, MilestoneType.objects.get(slug="focal-point")), **DONE)
    assert Document.objects.filter(slug__startswith="country-reports-").count() == 2


def test_a_milestone_that_was_on_record_is_changed_and_no_second_made(people, milestone):
    record = a(
        "countries.Milestone",
        country=people.country,
        type=milestone.type,
        state="ahead",
        note_en="Planned for 2020.",
        note_fr="Prévue pour 2020.",
        editor_note_en="The slide has no date.",
    )
    html = signed_in(people.focal_point).get(address(milestone)).content.decode()
    assert "Planned for 2020." in html
    accepted(people, milestone, **DONE)
    record.refresh_from_db()
    assert (record.state, record.note_en, record.note_fr, record.editor_note_en) == (
        "done",
        "The cabinet adopted it.",
        "",
        "",
    )
    assert Milestone.objects.filter(country=people.country).count() == 1


def test_the_reviewer_sees_it_beside_the_record_which_it_would_replace(people, milestone):
    words = {"country": people.country, "type": milestone.type, "note_en": "The cabinet discussed it."}
    a("countries.Milestone", **words, state="done", date=PartialDate(2019, 3))
    changed = {str(one.label): one.is_new for one in compared(submitted(people, milestone, **DONE))}
    assert (changed["state"], changed["date"], changed["what happened"]) == (False, False, True)


def test_a_text_that_says_what_it_said_keeps_its_translations(people, milestone):
    words = {"country": people.country, "type": milestone.type, "state": "ahead"}
    record = a("countries.Milestone", **words, note_en="The cabinet adopted it.", note_fr="Adoptée en conseil.")
    accepted(people, milestone, **DONE)
    record.refresh_from_db()
    assert (record.state, record.note_fr) == ("done", "Adoptée en conseil.")


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({}, "state"),
        ({"date": "2019"}, "state"),
        ({"state": "done", "date": "2999"}, "date"),
        ({"state": "sideways"}, "state"),
    ],
)
def test_a_milestone_that_says_too_little_is_not_submitted(people, milestone, details, field):
    with pytest.raises(ValidationError) as refused:
        submitted(people, milestone, details=details)
    assert list(refused.value.message_dict) == [field]


def test_what_is_ahead_may_have_a_date_to_come(people, milestone):
    accepted(people, milestone, details={"state": "ahead", "date": "2999"})
    assert Milestone.objects.get(country=people.country).date == PartialDate(2999)


def test_a_date_that_is_none_is_refused_by_its_field_and_the_text_stays(people, milestone):
    sent = {"state": "done", "date": "last spring", "narrative": "Adopted.", "version": "0", "save": "1"}
    answer = signed_in(people.focal_point).post(address(milestone), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_date"' in html
    assert "last spring" in html
    assert "Adopted." in html


def test_an_update_keeps_no_details_that_its_kind_has_no_place_for(people, milestone):
    update = workflow.save_draft(
        of=milestone, by=people.focal_point, words={"details": {"state": "done", "country": "1", "headcount": "9"}}
    )
    assert update.details == {"state": "done"}
    update = workflow.save_draft(
        of=people.action, by=people.focal_point, words={**WORDS, "details": {"state": "done"}}
    )
    assert update.details == {}


def test_the_reviewer_sees_a_returned_milestone_as_it_was_submitted(people, milestone):
    update = workflow.return_for_changes(update=submitted(people, milestone, **DONE), by=people.reviewer, reason="?")
    words = {"details": {"state": "ahead"}, "narrative": "Half a thought"}
    workflow.save_draft(of=milestone, by=people.focal_point, words=words, version=update.version)
    html = signed_in(people.reviewer).get(f"/en/desk/review/{update.pk}/").content.decode()
    assert "Half a thought" not in html
    assert "cabinet" in html
    assert "March 2019" in html


def test_what_somebody_overtook_shows_both_details(people, milestone):
    workflow.save_draft(of=milestone, by=people.deputy, words=DONE)
    sent = {"state": "ahead", "date": "", "narrative": "Mine", "version": "0", "save": "1"}
    answer = signed_in(people.focal_point).post(address(milestone), sent)
    assert answer.status_code == 409
    assert "March 2019" in answer.content.decode()
    assert "Mine" in answer.content.decode()


def test_a_milestone_is_not_confirmed_in_one_click(people, milestone):
    accepted(people, milestone, **DONE)
    client = signed_in(people.focal_point)
    assert f"{address(milestone)}unchanged/" not in client.get("/en/desk/").content.decode()
    client.post(f"{address(milestone)}unchanged/")
    assert not ProgressUpdate.objects.open().exists()


# Workshops


def test_a_workshop_that_was_proposed_is_on_record_once_it_is_accepted(people):
    client = signed_in(people.focal_point)
    sent = HELD["details"] | {"narrative": "Four priorities were agreed.", "version": "0", "submit": "1"}
    assert client.post(address(WorkshopOf(people.country)), sent).status_code == 302
    assert not people.country.workshops.exists()
    update = workflow.accept(update=ProgressUpdate.objects.get(), by=people.reviewer)
    record = Workshop.objects.get(country=people.country)
    assert update.workshop == record
    assert (record.kind, record.start, record.end, record.headcount) == (
        "strategy",
        PartialDate(2019, 5, 14),
        PartialDate(2019, 5, 15),
        80,
    )
    assert (record.place_en, record.outcomes_en) == ("Pokhara", "Four priorities were agreed.")
    assert record.source.slug == "country-reports-en"
    assert record.history.count() == 1
    html = client.get("/en/desk/").content.decode()
    assert address(WorkshopOf(people.country, record)) in html
    assert address(WorkshopOf(people.country)) in html


def test_a_country_proposes_one_new_workshop_at_a_time(people):
    new = WorkshopOf(people.country)
    first = workflow.save_draft(of=new, by=people.focal_point, words=HELD)
    with pytest.raises(workflow.Overtaken):
        workflow.save_draft(of=new, by=people.deputy, words=HELD | {"narrative": "Another"})
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressUpdate.objects.create(country=people.country, written_by=people.deputy, written_at=timezone.now())
    assert ProgressUpdate.objects.get() == first
    update = workflow.submit(update=first, by=people.focal_point, version=1)
    workflow.accept(update=update, by=people.reviewer)
    second = workflow.save_draft(of=new, by=people.focal_point, words={"details": {"kind": "other"}})
    assert second.pk != first.pk


def test_a_workshop_on_record_is_changed(people, workshop):
    accepted(people, workshop, **HELD)
    workshop.workshop.refresh_from_db()
    assert (workshop.workshop.headcount, workshop.workshop.start) == (80, PartialDate(2019, 5, 14))
    assert people.country.workshops.count() == 1


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"start": "2019"}, "kind"),
        ({"kind": "strategy"}, "start"),
        ({"kind": "strategy", "start": "2019-05", "end": "2018"}, "__all__"),
        ({"kind": "strategy", "start": "2018"}, "__all__"),  # there is one of that kind and day already
        ({"kind": "strategy", "start": "2019", "place": "P" * 201}, "place"),
    ],
)
def test_a_workshop_that_cannot_stand_on_record_is_not_submitted(people, workshop, details, field):
    with pytest.raises(ValidationError) as refused:
        submitted(people, WorkshopOf(people.country), details=details)
    assert field in refused.value.message_dict


def test_a_workshop_that_somebody_recorded_meanwhile_is_not_accepted_twice(people):
    update = submitted(people, WorkshopOf(people.country), **HELD)
    a("events.Workshop", country=people.country, start=PartialDate(2019, 5, 14))
    answer = signed_in(people.reviewer).post(f"/en/desk/review/{update.pk}/", {"verb": "accept"})
    assert answer.status_code == 422
    update.refresh_from_db()
    assert (update.state, update.workshop) == ("submitted", None)


# Whatever it is


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer", "publisher"])
def test_what_is_another_countrys_does_not_exist(people, milestone, workshop, who):
    client = signed_in(getattr(people, who))
    for of in (milestone, workshop, WorkshopOf(people.country)):
        assert client.get(address(of)).status_code == 404
        assert client.post(address(of), {"state": "done", "kind": "other", "save": "1"}).status_code == 404
        assert client.get(f"{address(of)}files/").status_code == 404
        with pytest.raises(PermissionDenied):
            workflow.save_draft(of=of, by=getattr(people, who), words={})
    assert not ProgressUpdate.objects.exists()


def test_another_countrys_workshop_is_not_reached_through_ones_own_country(people, workshop):
    theirs = a("events.Workshop", country=people.outsider.terms.get().country)
    client = signed_in(people.focal_point)
    assert client.get(f"/en/desk/{people.country.slug}/workshop-{theirs.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["milestone-none", "workshop-0", "workshop-999999999", "report-1x", "milestone-"])
def test_a_name_of_nothing_is_a_404(people, name):
    assert signed_in(people.focal_point).get(f"/en/desk/{people.country.slug}/{name}/").status_code == 404


def test_an_update_is_of_one_thing(people, milestone):
    both = {"action": people.action, "milestone": milestone.type}
    with pytest.raises(IntegrityError, match="of_one_thing"), transaction.atomic():
        ProgressUpdate.objects.create(
            country=people.country, written_by=people.focal_point, written_at=timezone.now(), **both
        )


def test_at_most_one_update_of_each_is_open(people, milestone, workshop):
    for of in (milestone, workshop, WorkshopOf(people.country)):
        for count in (1, 2):
            update = of.new_update()
            update.written_by, update.written_at = people.focal_point, timezone.now()
            if count == 1:
                update.save()
                continue
            with pytest.raises(IntegrityError), transaction.atomic():
                update.save()


def test_what_was_accepted_is_frozen_whatever_it_is_of(people, milestone, workshop):
    accepted(people, milestone, **DONE)
    accepted(people, workshop, **HELD)
    accepted(people, WorkshopOf(people.country), **HELD | {"details": HELD["details"] | {"kind": "other"}})
    for attempt in ("UPDATE priorities_progressupdate SET details = '{}'", "DELETE FROM priorities_progressupdate"):
        with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)
    assert ProgressUpdate.objects.filter(details={}).count() == 0


def test_what_an_update_is_of_is_found_from_it(people, milestone, workshop):
    for of in (milestone, workshop, WorkshopOf(people.country)):
        assert of_update(of.new_update()) == of


@pytest.mark.parametrize("kind", ["milestone", "new workshop"])
def test_files_are_added_to_it_and_frozen_with_it(people, milestone, kind):
    of, words = (milestone, DONE) if kind == "milestone" else (WorkshopOf(people.country), HELD)
    workflow.save_draft(of=of, by=people.focal_point, words=words)
    client = signed_in(people.focal_point)
    sent = {"title": "Minutes", "upload": SimpleUploadedFile("minutes.csv", b"a,b\n")}
    assert client.post(f"{address(of)}files/", sent).status_code == 302
    update = workflow.accept(update=submitted(people, of, **words), by=people.reviewer)
    (file,) = update.evidence.all()
    assert signed_in(people.outsider).get(f"/en/desk/files/{file.pk}/").status_code == 404
    with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM priorities_evidence")


def test_what_is_open_of_it_is_handed_over(people, milestone):
    update = submitted(people, WorkshopOf(people.country), **HELD)
    workflow.return_for_changes(update=update, by=people.reviewer, reason="Who came?")
    workflow.save_draft(of=milestone, by=people.focal_point, words=DONE)
    parts = {str(part.heading): [(item.what, item.note) for item in part.items] for part in open_work(people.country)}
    assert parts["Returned by the secretariat"] == [("A new workshop", "Who came?")]
    assert parts["Begun and not submitted"] == [("Roadmap adopted", "")]


def test_the_desk_asks_no_more_the_more_there_is(people, milestone, django_assert_num_queries):
    client = signed_in(people.focal_point)
    accepted(people, milestone, **DONE)
    accepted(people, WorkshopOf(people.country), **HELD)
    client.get("/en/desk/")
    with CaptureQueriesContext(connection) as before:
        client.get("/en/desk/")
    for kind in MilestoneType.objects.exclude(pk=milestone.type.pk)[:3]:
        accepted(people, MilestoneOf(people.country, kind), **DONE)
        accepted(people, WorkshopOf(people.country), details={"kind": "other", "start": f"20{10 + kind.order}"})
    with django_assert_num_queries(len(before)):
        client.get("/en/desk/")


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40).map(str.strip)
dates = st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)).map(str)


@given(
    state=st.sampled_from(Milestone.State.values),
    date=dates | st.just(""),
    note=texts,
    language=st.sampled_from(["en", "fr", "es", "ar"]),
)
def test_what_a_record_says_is_what_the_update_said(state, date, note, language):
    said = {name: text for name, text in {"state": state, "date": date}.items() if text}
    update = ProgressUpdate(country=a_country(), details=said, narrative=note, language=language)
    record = records.laid_over(Milestone(), update, ("state", "date"), "note")
    told = records.words(record, ("state", "date"), "note", language)
    assert told == {"state": state, "date": date, "narrative": note, "language": language}


def a_country():
    from countries.models import Country

    return Country(alpha3="XYZ")
