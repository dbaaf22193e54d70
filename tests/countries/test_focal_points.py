"""Who speaks for a country, from when to when. Another country's focal points are always there too."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone, translation

from accounts.models import User
from countries.models import FocalPoint
from countries.people import people as listed
from countries.workflow import appoint, end_term, hand_over, invite_again
from priorities import workflow as reporting
from priorities.models import Question
from priorities.permissions import can_report
from tests.countries.making import a, staff
from tests.library.refused import refused
from tests.priorities.reporting import WORDS, a_draft, accepted, cast, speaks_for, submitted

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def country():
    speaks_for(a("countries.Country"))
    return a("countries.Country", working_language="fr", name="Utopia", name_fr="Utopie")


@pytest.fixture
def officer():
    return staff("countries.add_focalpoint")


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Do something, and what follows once it is saved."""

    def do(verb, **words):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(**words)

    return do


def words(country, by, **others):
    usual = {"email": "Awa@Example.org", "name": "Awa Ba", "institution": "Ministry of Labour", "start": TODAY}
    return {"country": country, "by": by, **usual, **others}


def terms_of(country):
    return list(country.focal_points.order_by("start", "pk").values_list("user__email", "start", "end"))


def test_an_appointment_gives_a_term_an_account_and_an_invitation(done, country, officer):
    term = done(appoint, **words(country, officer))
    assert terms_of(country) == [("awa@example.org", TODAY, None)]
    assert (term.user.name, term.institution, term.is_deputy) == ("Awa Ba", "Ministry of Labour", False)
    assert (term.appointed_by, term.history.get().history_user) == (officer, officer)
    assert not term.user.has_usable_password()
    assert not term.user.is_staff
    assert can_report(term.user, country)
    assert [message.to for message in mail.outbox] == [["awa@example.org"]]
    assert "Utopie" in mail.outbox[0].subject
    assert term.invited_at is not None


def test_an_appointment_sent_twice_gives_one_term_and_one_mail(done, country, officer):
    assert done(appoint, **words(country, officer)) == done(
        appoint, **words(country, officer, email="awa@example.ORG")
    )
    assert len(terms_of(country)) == len(mail.outbox) == FocalPoint.history.filter(country=country).count() == 1


def test_a_deputy_may_report_too_and_a_focal_point_may_speak_for_two_countries(done, country, officer):
    somebody = User.objects.get(pk=speaks_for(a("countries.Country"), is_deputy=True).pk)
    done(appoint, **words(country, officer, email=somebody.email, name="Another name", is_deputy=True))
    somebody.refresh_from_db()
    assert can_report(somebody, country)
    assert somebody.terms.count() == 2
    assert somebody.name != "Another name"


def test_an_account_without_a_name_gets_it(done, country, officer):
    nameless = a("accounts.User", name="")
    done(appoint, **words(country, officer, email=nameless.email))
    nameless.refresh_from_db()
    assert nameless.name == "Awa Ba"


OUTSIDERS = {
    "nobody in particular": lambda: a("accounts.User"),
    "staff without the right": staff,
    "staff who may look": lambda: staff("countries.view_focalpoint"),
    "somebody with the right who is no staff": lambda: staff("countries.add_focalpoint", is_staff=False),
    "staff with the right whose account is off": lambda: staff("countries.add_focalpoint", is_active=False),
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_only_the_secretariat_changes_who_speaks_for_a_country(done, country, who):
    term = FocalPoint.objects.get(user=speaks_for(country))
    before, by = terms_of(country), OUTSIDERS[who]()
    for verb, given in (
        (appoint, words(country, by)),
        (end_term, {"term": term, "last_day": TODAY, "by": by}),
        (hand_over, {"term": term, "email": "awa@example.org", "name": "Awa", "on": TODAY, "by": by}),
        (invite_again, {"term": term, "by": by}),
    ):
        with pytest.raises(PermissionDenied):
            done(verb, **given)
    assert terms_of(country) == before
    assert not mail.outbox
    assert not User.objects.filter(email="awa@example.org").exists()


@pytest.mark.parametrize(
    ("others", "field", "why"),
    [
        ({"email": "no address"}, "email", "valid"),
        ({"institution": ""}, "institution", "blank"),
        ({"name": "x" * 201}, "name", "200"),
    ],
)
def test_what_makes_no_term_is_refused_and_nothing_is_left_behind(done, country, officer, others, field, why):
    people = User.objects.count()
    with pytest.raises(ValidationError) as caught:
        done(appoint, **words(country, officer, **others))
    assert why in caught.value.message_dict[field][0]
    assert (terms_of(country), User.objects.count(), mail.outbox) == ([], people, [])


def test_staff_are_not_appointed(done, country, officer):
    for by in (officer, staff()):
        with pytest.raises(ValidationError, match="Staff"):
            done(appoint, **words(country, officer, email=by.email.upper()))
    assert not mail.outbox


@pytest.mark.parametrize("who", [lambda: a("accounts.User", is_active=False), User.objects.portal])
def test_an_account_that_is_switched_off_is_not_switched_on_by_the_way(done, country, officer, who):
    off = who()
    with pytest.raises(ValidationError, match="switched off"):
        done(appoint, **words(country, officer, email=off.email))
    off.refresh_from_db()
    assert not off.is_active
    assert not mail.outbox


SPAN = (dt.date(2020, 1, 1), dt.date(2020, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "is_free"),
    [
        (dt.date(2019, 1, 1), dt.date(2019, 12, 31), True),
        (dt.date(2019, 1, 1), SPAN[0], False),
        (dt.date(2020, 3, 1), dt.date(2020, 3, 2), False),
        (SPAN[1], dt.date(2021, 5, 1), False),
        (SPAN[1], None, False),
        (dt.date(2019, 1, 1), None, False),
        (dt.date(2021, 1, 1), None, True),
    ],
)
def test_the_terms_of_one_person_for_one_country_do_not_overlap(country, officer, start, end, is_free):
    user = speaks_for(country, start=SPAN[0], end=SPAN[1])
    for there, free in ((country, is_free), (a("countries.Country"), True)):
        term = FocalPoint(user=user, country=there, institution="x", start=start, end=end, appointed_by=officer)
        if free:
            term.full_clean()
        else:
            with pytest.raises(ValidationError, match="in that time"):
                term.full_clean()


def test_somebody_whose_term_is_over_is_appointed_again(done, country, officer):
    user = speaks_for(country, end=TODAY - DAY)
    assert not can_report(user, country)
    done(appoint, **words(country, officer, email=user.email))
    assert can_report(user, country)


def test_the_database_refuses_a_second_open_term(country, officer):
    user = speaks_for(country)
    with refused("countries_focalpoint_one_open_term_each"):
        FocalPoint.objects.create(user=user, country=country, institution="x", start=TODAY, appointed_by=officer)


def test_the_database_refuses_a_term_that_ends_before_it_begins(country):
    with refused("countries_focalpoint_forward"):
        speaks_for(country, start=TODAY, end=TODAY - DAY)


def test_a_term_lasts_through_its_last_day_and_who_ended_it_is_kept(done, country, officer):
    user = speaks_for(country)
    term = done(end_term, term=user.terms.get(), last_day=TODAY, by=officer)
    assert can_report(user, country)
    assert (term.history.latest().history_user, term.history.latest().end) == (officer, TODAY)
    done(end_term, term=term, last_day=TODAY - DAY, by=officer)
    assert not can_report(user, country)


def test_ending_a_term_twice_ends_it_once(done, country, officer):
    term = speaks_for(country).terms.get()
    for _time in range(2):
        done(end_term, term=term, last_day=TODAY - DAY, by=officer)
    assert term.history.count() == 2


@pytest.mark.parametrize(
    ("fields", "last_day", "why"),
    [
        ({"start": TODAY}, TODAY - DAY, "before it begins"),
        ({"end": TODAY - DAY}, TODAY, "ended already"),
        ({"end": TODAY - DAY}, TODAY - 2 * DAY, "ended already"),
    ],
)
def test_a_term_is_not_ended_before_it_begins_nor_changed_once_it_is_over(
    done, country, officer, fields, last_day, why
):
    term = speaks_for(country, **fields).terms.get()
    with pytest.raises(ValidationError, match=why):
        done(end_term, term=term, last_day=last_day, by=officer)
    term.refresh_from_db()
    assert term.end == fields.get("end")


def handed_over(done, cast, officer, **others):
    usual = {"email": "awa@example.org", "name": "Awa Ba", "on": TODAY, "by": officer}
    return done(hand_over, term=cast.focal_point.terms.get(), **usual | others)


def test_a_handover_ends_one_term_begins_another_and_leaves_what_is_open(done, officer):
    others, people = cast(), cast()
    draft, elsewhere = a_draft(people), a_draft(others)
    new = handed_over(done, people, officer)
    old = people.focal_point.terms.get()
    assert (old.end, new.start, new.end) == (TODAY - DAY, TODAY, None)
    assert (new.institution, new.is_deputy, new.appointed_by) == (old.institution, False, officer)
    assert not can_report(people.focal_point, people.country)
    assert can_report(people.deputy, people.country)
    draft.refresh_from_db()
    assert draft.state == "draft"
    mine = {**WORDS, "narrative": "Twelve."}
    reporting.save_draft(of=people.action, by=new.user, words=mine, version=draft.version)
    assert elsewhere.of.updates.get() == elsewhere
    assert others.focal_point.terms.get().end is None


def test_a_handover_ahead_changes_nothing_before_its_day(done, officer):
    people = cast()
    new = handed_over(done, people, officer, on=TODAY + DAY, institution="Ministry of Justice")
    assert can_report(people.focal_point, people.country)
    assert not can_report(new.user, people.country)
    assert new.institution == "Ministry of Justice"


def test_both_are_told_what_is_handed_on_in_their_countrys_language(done, officer):
    others, people = cast(), cast()
    people.country.working_language = "fr"
    people.country.name_fr = "Utopie"
    people.country.save()
    update = submitted(people, narrative="Draft text of a country")
    reporting.return_for_changes(update=update, by=people.reviewer, reason="Hired by whom?")
    a_draft(others)
    with translation.override("en"):
        handed_over(done, people, officer)
    _invitation, pack, thanks = mail.outbox
    assert [message.to for message in mail.outbox] == [
        ["awa@example.org"], ["awa@example.org"], [people.focal_point.email],
    ]  # fmt: skip
    for message in (pack, thanks):
        html = message.alternatives[0].content
        assert '<html lang="fr"' in html
        for text in (message.body, html):
            assert "Utopie" in text
            assert str(people.action) in text
            assert str(people.step) in text
            assert str(others.action) not in text
            assert "Draft text" not in text
    assert people.focal_point.name in pack.body
    assert f"/fr/desk/{people.country.slug}/{people.action.desk_name}/" in pack.body
    assert "Hired by whom?" in pack.body
    assert "Awa Ba" in thanks.body
    assert "Hired by whom?" not in thanks.body
    assert "http" not in thanks.body


def test_a_handover_with_nothing_open_says_so(done, officer):
    Question.objects.all().delete()  # a cycle that asks something has a report of every country open
    user = speaks_for(a("countries.Country"))
    done(hand_over, term=user.terms.get(), email="awa@example.org", name="", on=TODAY, by=officer)
    assert "Nothing is open." in mail.outbox[1].body
    assert "Nothing was open." in mail.outbox[2].body


def test_what_was_accepted_is_not_open(done, officer):
    people = cast()
    accepted(people)
    handed_over(done, people, officer)
    assert str(people.action) not in mail.outbox[1].body


def test_a_handover_sent_twice_is_done_once(done, officer):
    people = cast()
    terms = FocalPoint.objects.count()
    assert handed_over(done, people, officer) == handed_over(done, people, officer)
    assert FocalPoint.objects.count() == terms + 1
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"on": dt.date(2019, 1, 1)}, "on"),
    ],
)
def test_a_handover_that_is_refused_leaves_the_term_as_it_was(done, officer, others, field):
    people = cast()
    with pytest.raises(ValidationError) as caught:
        handed_over(done, people, officer, **others)
    assert list(caught.value.message_dict) == [field]
    assert people.focal_point.terms.get().end is None
    assert not mail.outbox


def test_nobody_hands_over_to_themselves_or_to_two(done, officer):
    people = cast()
    with pytest.raises(ValidationError, match="who hands over"):
        handed_over(done, people, officer, email=people.focal_point.email.upper())
    handed_over(done, people, officer)
    with pytest.raises(ValidationError, match="Awa Ba takes over"):
        handed_over(done, people, officer, email="another@example.org")
    assert people.country.focal_points.filter(start=TODAY).count() == 1


def test_whoever_never_came_in_is_invited_again_once_in_ten_minutes(done, country, officer):
    term = done(appoint, **words(country, officer))
    for _time in range(2):
        done(invite_again, term=term, by=officer)
    assert len(mail.outbox) == 1
    FocalPoint.objects.filter(pk=term.pk).update(invited_at=timezone.now() - dt.timedelta(minutes=11))
    for _time in range(2):
        done(invite_again, term=term, by=officer)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("why", ["came in", "is over", "is off"])
def test_who_came_in_or_has_no_term_is_not_invited_again(done, country, officer, why):
    term = speaks_for(country, end=TODAY - DAY if why == "is over" else None).terms.get()
    changed = {"came in": {"last_login": timezone.now()}, "is over": {}, "is off": {"is_active": False}}[why]
    User.objects.filter(pk=term.user.pk).update(**{"is_active": True, **changed})
    with pytest.raises(ValidationError, match="never signed in"):
        done(invite_again, term=term, by=officer)
    assert not mail.outbox


def test_an_invitation_that_fails_breaks_nothing_is_shown_and_can_be_written_again(
    done, country, officer, settings, caplog
):
    settings.EMAIL_BACKEND = "tests.countries.failing.EmailBackend"
    term = done(appoint, **words(country, officer))
    assert listed(TODAY).uninvited == {term.user.pk}
    assert "awa" not in caplog.text.lower()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    FocalPoint.objects.filter(pk=term.pk).update(invited_at=timezone.now() - dt.timedelta(minutes=11))
    done(invite_again, term=term, by=officer)
    assert [(row.kind, row.state) for row in term.user.mails.all()] == [("invitation", "sent")]
    assert len(mail.outbox) == 1
    assert listed(TODAY).uninvited == set()


def test_two_at_once_wait_for_each_other(country, officer, django_assert_num_queries):
    """A country is locked before its terms are read, where the database has locks of rows."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        appoint(**words(country, officer))
    locks = [n for n, query in enumerate(asked) if "FOR UPDATE" in query["sql"]]
    reads = [n for n, query in enumerate(asked) if 'FROM "countries_focalpoint"' in query["sql"]]
    assert locks
    assert locks[0] < reads[0]
