"""Where a person is signed in, and how they end that."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from accounts.templatetags.devices import device
from tests.accounts.people import a_person, is_in, sign_in

pytestmark = pytest.mark.django_db
TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def signed_in(user, agent=TELEPHONE):
    client = Client(HTTP_USER_AGENT=agent)
    sign_in(client, user.email)
    return client


def session_of(client):
    return UserSession.objects.get(session_key=client.session.session_key)


def test_a_person_ends_the_session_on_a_lost_telephone_and_no_other():
    amina = a_person()
    here, lost, elsewhere = (signed_in(amina) for _browser in range(3))
    answer = here.post(f"/en/account/sessions/{session_of(lost).pk}/end/", follow=True)
    assert "You are signed out there." in answer.content.decode()
    assert lost.get("/en/desk/").status_code == 302
    assert here.get("/en/desk/").status_code == elsewhere.get("/en/desk/").status_code == 200


def test_nobody_ends_the_session_of_another():
    boris = signed_in(a_person("boris@example.org"))
    answer = signed_in(a_person()).post(f"/en/account/sessions/{session_of(boris).pk}/end/", follow=True)
    assert "You are signed out there." not in answer.content.decode()
    assert boris.get("/en/desk/").status_code == 200
    assert is_in(boris)


def test_sent_twice_it_ends_once():
    amina = a_person()
    here, lost = signed_in(amina), signed_in(amina)
    path = f"/en/account/sessions/{session_of(lost).pk}/end/"
    assert here.post(path).status_code == here.post(path).status_code == 302


def test_the_page_offers_an_end_to_each_session_but_this_one():
    amina = a_person()
    here, other = signed_in(amina), signed_in(amina)
    html = here.get("/en/account/sessions/").content.decode()
    assert f"/sessions/{session_of(other).pk}/end/" in html
    assert f"/sessions/{session_of(here).pk}/end/" not in html
    assert "Chrome, Android" in html


@pytest.mark.parametrize(
    ("says", "is_called"),
    [
        (TELEPHONE, "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17.0 Safari/605.1.15", "Safari, Mac"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(says, is_called):
    assert device(says) == is_called
