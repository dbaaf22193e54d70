"""The second factor: required in production of whoever signs in, staff and focal points alike."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.accounts.people import SECRET, a_person, code_for, is_in, recovery_codes, set_up_totp, sign_in

pytestmark = pytest.mark.django_db
CLOSED = ["/en/desk/", "/admin/", "/en/account/sessions/", "/en/account/password/change/"]


@pytest.fixture(autouse=True)
def in_production(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def amina():
    a_person("boris@example.org")
    return a_person(is_staff=True, is_superuser=True)


@pytest.fixture
def client(amina):
    client = Client()
    sign_in(client, amina.email)
    return client


def later(monkeypatch, seconds=60):
    """An authenticator shows another code by then: no code works twice."""
    import time

    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + seconds)


@pytest.mark.parametrize("path", CLOSED)
def test_without_one_everything_leads_to_setting_it_up(client, path):
    for method in ("get", "post"):
        assert getattr(client, method)(path)["Location"] == "/en/account/2fa/"
    page = client.get("/en/account/2fa/").content.decode()
    assert "Set up a second factor first" in page
    assert 'href="/en/account/2fa/totp/activate/"' in page


def test_without_one_public_pages_and_signing_out_stay_open(client):
    assert client.get("/en/countries/nepal/").status_code == 200
    assert client.post("/en/account/logout/")["Location"] == "/"
    assert not is_in(client)


def test_a_laptop_does_without(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.get("/en/desk/").status_code == 200


def test_once_it_is_set_up_all_is_open(client):
    set_up_totp(client)
    for path in CLOSED:
        assert client.get(path).status_code == 200


def test_a_wrong_code_sets_nothing_up(client):
    client.get("/en/account/2fa/totp/activate/")
    answer = client.post("/en/account/2fa/totp/activate/", {"code": "000000"})
    assert "Incorrect code" in answer.content.decode()
    assert client.get("/en/desk/").status_code == 302


def test_from_then_on_the_password_alone_lets_nobody_in(client, amina, monkeypatch):
    secret = set_up_totp(client)
    other = Client()
    assert sign_in(other, amina.email)["Location"] == "/en/account/2fa/authenticate/"
    assert not is_in(other)
    assert other.get("/en/desk/").status_code == 302
    other.post("/en/account/2fa/authenticate/", {"code": "000000"})
    assert not is_in(other)
    later(monkeypatch)
    assert other.post("/en/account/2fa/authenticate/", {"code": code_for(secret)})["Location"] == "/en/desk/"
    assert other.get("/en/desk/").status_code == 200


def test_a_recovery_code_lets_in_once(client, amina):
    set_up_totp(client)
    code = recovery_codes(amina)[0]
    assert code in client.get("/en/account/2fa/recovery-codes/").content.decode()
    for attempt, comes_in in (("first", True), ("second", False)):
        other = Client()
        sign_in(other, amina.email)
        other.post("/en/account/2fa/authenticate/", {"code": code})
        assert is_in(other) is comes_in, attempt
    assert code not in recovery_codes(amina)


def test_nobody_sees_the_codes_of_another(client):
    set_up_totp(client)
    boris = Client()
    sign_in(boris, "boris@example.org")
    assert boris.get("/en/account/2fa/recovery-codes/").status_code == 404
    assert boris.get("/en/account/2fa/recovery-codes/download/").status_code == 404


def test_giving_it_up_closes_everything_again(client):
    set_up_totp(client)
    client.post("/en/account/2fa/totp/deactivate/")
    assert client.get("/en/desk/")["Location"] == "/en/account/2fa/"


@pytest.mark.usefixtures("commits")
def test_a_forgotten_password_does_not_go_round_it(client, amina):
    from django.core import mail

    from tests.accounts.people import link_in_mail

    set_up_totp(client)
    mail.outbox.clear()
    other = Client()
    other.post("/en/account/password/reset/", {"email": amina.email})
    form = other.get(link_in_mail(), follow=True)
    new = {"password1": f"{SECRET}-two", "password2": f"{SECRET}-two"}
    assert other.post(form.request["PATH_INFO"], new)["Location"].startswith("/en/account/2fa/authenticate/")
    assert not is_in(other)


def test_each_change_is_told_by_mail(client, amina, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up_totp(client)
    assert {tuple(message.to) for message in mailoutbox} == {(amina.email,)}
    assert any("Authenticator app activated." in message.body for message in mailoutbox)
