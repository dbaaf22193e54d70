"""The secretariat's pages of who speaks for which country. Another country's people are always there too."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from countries.models import FocalPoint
from countries.people import people
from tests.countries.making import a, staff
from tests.priorities.reporting import cast, speaks_for

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
LIST = "/en/desk/people/"


@pytest.fixture
def country():
    speaks_for(a("countries.Country"))
    return a("countries.Country", name="Utopia")


@pytest.fixture
def officer():
    return staff("countries.add_focalpoint")


@pytest.fixture
def client(officer):
    return signed_in(officer)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def sent(country, **others):
    usual = {
        "country": country.slug, "email": "awa@example.org", "name": "Awa Ba", "institution": "Ministry of Labour",
        "role": "focal_point", "start": TODAY.isoformat(),
    }  # fmt: skip
    return usual | others


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_country_that_reports_and_has_no_focal_point_comes_first(country):
    def lacks():
        return country in [row.country for row in people(TODAY).without]

    assert lacks()
    speaks_for(country, is_deputy=True)
    assert lacks()
    speaks_for(country, end=TODAY - DAY)
    assert lacks()
    speaks_for(country, start=TODAY + DAY)
    assert lacks()
    off = speaks_for(country)
    User.objects.filter(pk=off.pk).update(is_active=False)
    assert lacks()
    speaks_for(country)
    assert not lacks()


def test_a_country_that_does_not_report_lacks_nobody_and_shows_who_is_there():
    outside = a("countries.Country", engagement="none")
    assert outside not in [row.country for row in people(TODAY).countries]
    speaks_for(outside, is_deputy=True)
    assert outside in [row.country for row in people(TODAY).countries]
    assert outside not in [row.country for row in people(TODAY).without]


def test_the_page_says_who_begins_next(client, country):
    later = speaks_for(country, start=TODAY + 20 * DAY)
    next_one = speaks_for(country, start=TODAY + 10 * DAY)
    speaks_for(country, start=TODAY + 5 * DAY, is_deputy=True)
    page = text_of(client.get(LIST))
    assert f"{next_one.name} begins on" in page
    assert f"{later.name} begins on" not in page


def test_terms_that_end_within_sixty_days_are_named_the_next_first(country):
    third, first, second = (speaks_for(country, end=TODAY + days * DAY) for days in (60, 0, 30))
    for end in (TODAY + 61 * DAY, TODAY - DAY, None):
        speaks_for(country, end=end)
    assert [term.user for term in people(TODAY).ending] == [first, second, third]


def test_who_never_signed_in_is_named_while_they_may(country):
    def names():
        return [term.user for term in people(TODAY).never_came if term.country == country]

    user = speaks_for(country)
    speaks_for(country, end=TODAY - DAY)
    assert names() == [user]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert names() == []
    User.objects.filter(pk=user.pk).update(is_active=True, last_login=timezone.now())
    assert names() == []


def test_the_list_names_people_with_role_institution_and_dates(client, country):
    somebody = speaks_for(country, is_deputy=True, institution="Ministry of Education", end=dt.date(2100, 2, 1))
    over = speaks_for(country, end=TODAY - DAY)
    page = text_of(client.get(LIST))
    assert f"{somebody.name} Deputy, Ministry of Education" in page
    assert somebody.email in page
    assert "1 January 2019 to 1 February 2100" in page
    assert over.email not in page


def test_the_number_of_queries_of_the_list_does_not_grow(client, country, django_assert_num_queries):
    speaks_for(country, end=TODAY)
    client.get(LIST)
    with CaptureQueriesContext(connection) as before:
        client.get(LIST)
    for _time in range(3):
        speaks_for(a("countries.Country"), end=TODAY)
        speaks_for(country, start=TODAY + DAY)
    with django_assert_num_queries(len(before)):
        client.get(LIST)


@pytest.mark.parametrize("who", ["focal_point", "deputy", "outsider", "former", "reviewer", "reporter", "publisher"])
def test_the_pages_are_there_for_those_who_may_appoint_and_for_nobody_else(who):
    persons = cast()
    client, term = signed_in(getattr(persons, who)), persons.focal_point.terms.get()
    for path in ("", "appoint/", f"{term.pk}/end/", f"{term.pk}/hand-over/"):
        assert client.get(f"{LIST}{path}").status_code == 404
    for path in ("appoint/", f"{term.pk}/end/", f"{term.pk}/hand-over/", f"{term.pk}/invite/"):
        answer = client.post(f"{LIST}{path}", sent(persons.country, last_day=TODAY, on=TODAY))
        assert answer.status_code == 404
    assert LIST not in client.get("/en/desk/").content.decode()
    term.refresh_from_db()
    assert term.end is None
    assert not User.objects.filter(email="awa@example.org").exists()


def test_the_desk_leads_to_them(client):
    assert LIST in client.get("/en/desk/").content.decode()


@pytest.mark.parametrize("path", ["0/end/", "99999999999999999999999/hand-over/", "x/end/", "1/delete/"])
def test_a_term_that_does_not_exist_is_a_404(client, path):
    assert client.get(f"{LIST}{path}").status_code == 404


def test_somebody_is_appointed_by_a_form_that_may_be_sent_twice(client, country, django_capture_on_commit_callbacks):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"{LIST}appoint/", sent(country, role="deputy"), follow=True)
        assert "Awa Ba speaks for Utopia." in text_of(answer)
    term = country.focal_points.get()
    assert (term.user.email, term.is_deputy, term.start) == ("awa@example.org", True, TODAY)
    assert len(mail.outbox) == 1


def test_a_country_is_chosen_already_where_the_list_leads(client, country):
    page = client.get(f"{LIST}appoint/?country={country.slug}").content.decode()
    assert re.search(rf'value="{country.slug}"\s+selected', page)
    assert client.get(f"{LIST}appoint/?country=%00").status_code == 200


@pytest.mark.parametrize(
    ("others", "field", "why"),
    [
        ({"email": ""}, "email", "required"),
        ({"email": "awa"}, "email", "valid"),
        ({"email": "{officer}"}, "email", "Staff"),
        ({"institution": " "}, "institution", "required"),
        ({"institution": "x" * 301}, "institution", "300"),
        ({"name": "a\0b"}, "name", "Null"),
        ({"start": "30.2."}, "start", "valid date"),
        ({"role": "minister"}, "role", "choices"),
        ({"country": "no-such-country"}, "country", "choice"),
        ({"country": "a\0b"}, "country", "Null"),
        ({"country": "{outside}"}, "country", "choice"),
    ],
)
def test_what_is_wrong_with_an_appointment_is_said_beside_it_and_nothing_is_lost(
    client, officer, country, others, field, why
):
    known = {"officer": officer.email, "outside": a("countries.Country", engagement="none").slug}
    others = {name: value.format(**known) for name, value in others.items()}
    answer = client.post(f"{LIST}appoint/", sent(country) | others)
    assert answer.status_code == 422
    assert why in str(answer.context["form"].errors[field])
    page = answer.content.decode()
    assert 'id="errors-title"' in page
    assert "Ministry of Labour" in page or field == "institution"
    assert not FocalPoint.objects.filter(country=country).exists()


def test_a_term_that_overlaps_is_said_beside_its_first_day(client, country):
    user = speaks_for(country, end=TODAY)
    answer = client.post(f"{LIST}appoint/", sent(country, email=user.email))
    assert answer.status_code == 422
    assert "in that time already" in str(answer.context["form"].errors["start"])


def test_a_term_is_ended_by_a_form(client, officer, country):
    term = speaks_for(country).terms.get()
    path = f"{LIST}{term.pk}/end/"
    assert term.user.name in client.get(path).content.decode()
    for _time in range(2):
        answer = client.post(path, {"last_day": TODAY.isoformat()}, follow=True)
        assert f"The last day of {term.user.name} is written down." in text_of(answer)
    term.refresh_from_db()
    assert term.end == TODAY
    assert term.history.latest().history_user == officer
    answer = client.post(path, {"last_day": "2018-01-01"})
    assert answer.status_code == 422
    assert "before it begins" in text_of(answer)


def test_a_term_is_handed_over_by_a_form(client, country, django_capture_on_commit_callbacks):
    term = speaks_for(country, institution="Ministry of Justice").terms.get()
    path = f"{LIST}{term.pk}/hand-over/"
    assert "Ministry of Justice" in client.get(path).content.decode()
    words = {
        "email": "awa@example.org", "name": "Awa Ba", "institution": "Ministry of Labour", "on": TODAY.isoformat(),
    }  # fmt: skip
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(path, words, follow=True)
        assert "Awa Ba takes over for Utopia." in text_of(answer)
    assert country.focal_points.count() == 2
    assert len(mail.outbox) == 3
    answer = client.post(path, words | {"email": "another@example.org"})
    assert answer.status_code == 422
    assert "Awa Ba takes over on that day already." in text_of(answer)


def test_a_term_that_is_over_is_not_handed_over(client, country):
    term = speaks_for(country, end=TODAY - 9 * DAY).terms.get()
    words = {"email": "awa@example.org", "name": "Awa", "institution": "Ministry", "on": TODAY.isoformat()}
    answer = client.post(f"{LIST}{term.pk}/hand-over/", words)
    assert answer.status_code == 422
    assert "This term has ended already." in text_of(answer)


def test_an_invitation_is_sent_again_from_the_list(client, country, django_capture_on_commit_callbacks):
    term = speaks_for(country).terms.get()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"{LIST}{term.pk}/invite/", follow=True)
        assert f"The invitation to {term.user.name} is on its way." in text_of(answer)
    assert [message.to for message in mail.outbox] == [[term.user.email]]
    assert "Invited on" in text_of(answer)
    User.objects.filter(pk=term.user.pk).update(last_login=timezone.now())
    assert "never signed in is invited" in text_of(client.post(f"{LIST}{term.pk}/invite/", follow=True))


def test_an_invitation_that_was_refused_is_said_not_to_have_left(
    client, country, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.countries.failing.EmailBackend"
    term = speaks_for(country).terms.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{LIST}{term.pk}/invite/", follow=True)
    assert answer.status_code == 200
    assert "The invitation has not left us." in text_of(client.get(LIST))


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_a_day_is_written_as_browsers_read_it_in_every_language(client, country, language):
    term = speaks_for(country).terms.get()
    path = f"/{language}/desk/people/{term.pk}/end/"
    assert f'value="{TODAY.isoformat()}"' in client.get(path).content.decode()
    assert client.post(path, {"last_day": TODAY.isoformat()}).status_code == 302
