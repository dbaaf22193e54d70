"""What is kept about a person, shown to them and taken along."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from accounts import own_data
from accounts.mail import hand_in
from priorities import workflow
from reports.models import Follower
from tests.access.visitors import visitor
from tests.accounts.people import LOGIN, SECRET, a_person, set_up_totp, sign_in
from tests.countries.making import a, staff
from tests.priorities.reporting import cast, submitted

pytestmark = pytest.mark.django_db
FILE = "/en/account/data/file/"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def signed_in(user) -> Client:
    user.set_password(SECRET)
    user.save()
    client = Client()
    assert sign_in(client, user.email).status_code == 302
    return client


def a_mail(user) -> None:
    hand_in(kind="x", to=user.email, subject="x", text="x", person=user)


def kept(user) -> dict:
    answer = signed_in(user).get(FILE)
    assert answer["Content-Disposition"] == 'attachment; filename="pathfinder-my-data.json"'
    assert answer["Cache-Control"] == "private, no-store"
    return json.loads(answer.content)


@pytest.fixture
def people():
    return cast()


def test_the_file_has_what_a_focal_point_is_and_did(people):
    update = submitted(people)
    workflow.return_for_changes(update=update, by=people.reviewer, reason="Which year?")
    data = kept(people.focal_point)
    assert data["account"][0]["email"] == people.focal_point.email
    assert data["account"][0]["name"] == people.focal_point.name
    assert [term["country__slug"] for term in data["terms"]] == [people.country.slug]
    assert [row["update_id"] for row in data["updates"]] == [update.pk]
    assert [row["verb"] for row in data["decisions"]] == ["submit"]
    assert [row["verb"] for row in kept(people.reviewer)["decisions"]] == ["return"]
    assert kept(people.outsider)["updates"] == kept(people.outsider)["decisions"] == []


def test_the_file_says_where_one_is_signed_in_and_nothing_of_others(people):
    signed_in(people.deputy)
    data = kept(people.focal_point)
    assert len(data["sessions"]) == 1
    assert people.deputy.email not in json.dumps(data)


def test_the_file_tells_of_a_second_factor_and_not_its_secret(people):
    client = signed_in(people.focal_point)
    secret = set_up_totp(client)
    data = client.get(FILE).content.decode()
    assert {row["type"] for row in json.loads(data)["second_factors"]} == {"totp", "recovery_codes"}
    assert secret not in data
    assert "seed" not in data
    assert "password" not in data
    assert all(session.session_key not in data for session in people.focal_point.usersession_set.all())


def test_the_file_counts_what_staff_changed_in_records():
    editor = staff()
    country = a("countries.Country")
    country._history_user = editor
    country.save()
    assert {"record": "countries.country", "changes": 1} in kept(editor)["history"]


def test_whoever_follows_finds_it_in_the_file():
    amina = a_person()
    Follower.objects.create(address="Amina@example.org", language="fr")
    Follower.objects.create(address="boris@example.org", language="fr")
    assert [row["country__slug"] for row in kept(amina)["following"]] == [None]


def test_the_page_tells_every_part_in_words(people):
    html = signed_in(people.focal_point).get("/en/account/data/").content.decode()
    for part in own_data.parts_of(people.focal_point):
        assert (escape(part.heading) in html) == bool(part.rows)


def test_the_password_is_asked_for_again_before_anything_leaves():
    for path in (FILE, "/en/account/data/erase/"):
        client = visitor("focal point")  # who signed in an hour ago
        answer = client.get(path)
        assert answer["Location"].startswith("/en/account/reauthenticate/")
        assert client.post(answer["Location"], {"password": "wrong-wrong-wrong"}).status_code in (200, 422)
        assert client.get(path).status_code == 302
        assert client.post(answer["Location"], {"password": SECRET})["Location"] == path
        assert client.get(path).status_code == 200
        cache.clear()


def test_nobody_gets_it_without_signing_in():
    assert Client().get(FILE)["Location"].startswith(LOGIN)


def test_the_number_of_queries_does_not_depend_on_how_much_is_kept(people, django_assert_num_queries):
    own_data.as_document(people.focal_point)  # content types are looked up once
    with CaptureQueriesContext(connection) as once:
        own_data.as_document(people.focal_point)
    submitted(people)
    for _more in range(3):
        a_mail(people.focal_point)
        workflow.save_draft(
            of=a("priorities.PriorityAction", country=people.country), by=people.focal_point, words={"narrative": "x"}
        )
    with django_assert_num_queries(len(once)):
        own_data.as_document(people.focal_point)
