"""Invitations: a link that lets in for some days, and once."""

import datetime as dt

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.invitations import invite, link_to_begin
from accounts.models import User
from tests.accounts.people import SECRET, a_person, is_in, link_in_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
CHOSEN = {"password1": SECRET, "password2": SECRET}


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def amina():
    a_person("boris@example.org")
    return User.objects.create_user("amina@example.org", name="Amina")


def take_up(client: Client, path: str):
    return client.post(client.get(path, follow=True).request["PATH_INFO"], CHOSEN)


def test_the_link_lets_choose_a_password_and_comes_to_the_desk(client, amina):
    invite(amina, "Nepal", "en")
    assert take_up(client, link_in_mail())["Location"] == "/en/desk/"
    assert client.get("/en/desk/").status_code == 200
    amina.refresh_from_db()
    assert amina.check_password(SECRET)


def test_in_production_the_desk_then_asks_for_a_second_factor(client, amina, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    invite(amina, "Nepal", "en")
    take_up(client, link_in_mail())
    assert client.get("/en/desk/")["Location"] == "/en/account/2fa/"
    assert client.get("/en/account/2fa/totp/activate/").status_code == 200


def test_the_link_lets_in_once(client, amina):
    path = link_to_begin(amina)
    take_up(client, path)
    again = Client().get(path)
    assert again.status_code == 410
    html = again.content.decode()
    assert "This link no longer works" in html
    assert "ask the secretariat for a new invitation" in html
    assert 'href="/en/account/password/reset/"' in html


@pytest.mark.parametrize(("days", "status"), [(6, 200), (8, 410)])
def test_the_link_works_for_a_week(client, amina, monkeypatch, days, status):
    path = link_to_begin(amina)
    later = dt.datetime.now() + dt.timedelta(days=days)  # noqa: DTZ005  as Django's generator has it
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert client.get(path, follow=True).status_code == status


@pytest.mark.parametrize("path", ["1-x", "zzzzzzzzzzzzz-x", "0-set-password", "1-%00"])
def test_a_link_that_nobody_sent_is_gone_too(client, path):
    assert client.get(f"/en/account/password/reset/key/{path}/").status_code == 410


def test_the_link_of_one_person_lets_nobody_else_in(client, amina):
    boris = User.objects.get(email="boris@example.org")
    uid, token = link_to_begin(amina).split("/key/")[1].split("-", 1)
    other = link_to_begin(boris).split("/key/")[1].split("-", 1)[0]
    assert uid != other
    assert client.get(f"/en/account/password/reset/key/{other}-{token}").status_code == 410


def test_an_account_that_is_switched_off_is_not_let_in_by_its_link(client, amina):
    path = link_to_begin(amina)
    User.objects.filter(pk=amina.pk).update(is_active=False)
    client.post(client.get(path, follow=True).request["PATH_INFO"], CHOSEN)
    assert not is_in(client)


def test_the_log_does_not_hold_the_link(client, caplog):
    client.get("/en/account/password/reset/key/1-a-secret-token/")
    assert "secret" not in caplog.text


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_invitation_is_written_in_the_countrys_language_as_text_and_html(amina, language):
    invite(amina, "Nepal", language)
    sent = mail.outbox[0]
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html) is (language == "ar")
    assert link_in_mail().startswith(f"/{language}/account/password/reset/key/")
    assert link_in_mail() in html
    assert "7" in sent.body
    assert sent.to == ["amina@example.org"]


def test_who_has_a_password_is_led_to_the_desk(amina):
    invite(User.objects.get(email="boris@example.org"), "Nepal", "fr")
    assert link_in_mail() == "/fr/desk/"


def test_a_mail_that_cannot_be_sent_breaks_no_page_and_the_log_has_no_address(client, amina, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post("/en/account/password/reset/", {"email": amina.email})
    assert answer["Location"] == "/en/account/password/reset/done/"
    assert "not sent" in caplog.text
    assert "amina" not in caplog.text
