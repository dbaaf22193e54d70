"""Who comes in, who does not, and for how long."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.middleware import SEEN, SINCE
from accounts.models import User
from tests.accounts.people import SECRET, a_person, is_in, link_in_mail, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
HERE, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.7"}
RESET = "/en/account/password/reset/"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def amina():
    a_person("boris@example.org")
    return a_person()


def words(answer):
    """The page without what differs each time, and without what was typed."""
    html = answer.content.decode()
    for typed in ("amina@example.org", "nobody@example.org"):
        html = html.replace(typed, "…")
    return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize("typed", ["amina@example.org", "AMINA@Example.org", " amina@example.org "])
def test_people_sign_in_with_their_address_in_any_case_and_come_to_their_desk(client, amina, typed):
    assert sign_in(client, typed)["Location"] == "/en/desk/"
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_whoever_was_on_the_way_somewhere_comes_there_but_never_to_another_site(client, amina):
    answer = client.post("/en/account/login/?next=/fr/desk/", {"login": amina.email, "password": SECRET})
    assert answer["Location"] == "/fr/desk/"
    client.logout()
    answer = client.post("/en/account/login/?next=//evil.example/", {"login": amina.email, "password": SECRET})
    assert "evil" not in answer["Location"]


def test_a_known_and_an_unknown_address_are_answered_alike(client, amina):
    known = sign_in(client, "amina@example.org", "not-the-right-password")
    unknown = sign_in(Client(), "nobody@example.org", "not-the-right-password")
    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))
    assert not is_in(client)


def test_a_forgotten_password_is_answered_alike_and_mail_goes_to_accounts_only(client, amina):
    known, unknown = (client.post(RESET, {"email": who}) for who in (amina.email, "nobody@example.org"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [[amina.email]]
    assert words(client.get(known["Location"])) == words(client.get(unknown["Location"]))


def test_a_new_password_lets_in_at_once_and_the_old_one_no_more(client, amina):
    client.post(RESET, {"email": amina.email}, headers={"host": "localhost"})
    form = client.get(link_in_mail(), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "ten-lakes-and-a-drum", "password2": "ten-lakes-and-a-drum"})
    assert is_in(client)
    assert not is_in_after(Client(), SECRET)
    assert is_in_after(Client(), "ten-lakes-and-a-drum")


def is_in_after(client: Client, password: str) -> bool:
    sign_in(client, "amina@example.org", password)
    return is_in(client)


@pytest.mark.parametrize(("weak", "why"), [("short-one", "12 characters"), ("password1234", "too common")])
def test_a_weak_password_is_refused_with_the_reason(client, amina, weak, why):
    client.post(RESET, {"email": amina.email})
    form = client.get(link_in_mail(), follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": weak, "password2": weak})
    assert why in answer.content.decode()
    assert not is_in(client)


def test_nothing_keeps_a_browser_from_pasting_or_filling_in_a_password(client):
    html = client.get("/en/account/login/").content.decode()
    assert 'autocomplete="current-password"' in html
    assert "onpaste" not in html


def test_five_wrong_attempts_stop_whoever_makes_them_and_not_the_owner(amina):
    guesser, owner = Client(), Client()
    for _ in range(5):
        sign_in(guesser, amina.email, "a-guess-that-is-wrong", **ELSEWHERE)
    stopped = sign_in(guesser, amina.email, **ELSEWHERE)
    assert "Too many failed login attempts" in stopped.content.decode()
    assert not is_in(guesser)
    sign_in(owner, amina.email, **HERE)
    assert is_in(owner)


def test_whoever_owns_a_network_of_version_6_is_still_one_visitor(amina):
    for last in range(5):
        sign_in(Client(), amina.email, "a-guess-that-is-wrong", REMOTE_ADDR=f"2001:db8::{last + 1}")
    stopped = sign_in(Client(), amina.email, REMOTE_ADDR="2001:db8::99")
    assert "Too many failed login attempts" in stopped.content.decode()


def test_an_unknown_address_is_stopped_as_a_known_one_is(amina):
    said = []
    for email in (amina.email, "nobody@example.org"):
        cache.clear()
        for _ in range(6):
            answer = sign_in(Client(), email, "a-guess-that-is-wrong", **ELSEWHERE)
        said.append(words(answer))
    assert said[0] == said[1]


def test_trying_one_account_after_the_other_is_stopped_too():
    answers = [sign_in(Client(), f"guess-{n}@example.org", "a-guess-that-is-wrong", **ELSEWHERE) for n in range(11)]
    assert "Too many failed login attempts" in answers[-1].content.decode()
    assert "Too many failed login attempts" not in answers[0].content.decode()


def test_too_many_requests_get_a_page_of_ours():
    client = Client()
    for n in range(31):
        answer = sign_in(client, f"guess-{n}@example.org", "a-guess-that-is-wrong", **ELSEWHERE)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_a_session_ends_after_twelve_hours_however_busy(client, amina):
    sign_in(client, amina.email)
    move(client, SINCE, hours=11, minutes=59)
    assert client.get("/en/desk/").status_code == 200
    move(client, SINCE, minutes=2)
    assert client.get("/en/desk/?page=2")["Location"] == "/en/account/login/?next=/en/desk/%3Fpage%3D2"
    assert not is_in(client)


def test_a_session_without_a_beginning_has_ended(client, amina):
    sign_in(client, amina.email)
    session = client.session
    del session[SINCE]
    session.save()
    assert client.get("/en/desk/").status_code == 302


def test_a_session_ends_after_three_idle_hours_and_each_minute_of_work_begins_them_anew(client, amina):
    sign_in(client, amina.email)
    assert client.session.get_expiry_age() == 3 * 60 * 60
    client.get("/en/desk/")
    row = Session.objects.get(session_key=client.session.session_key)
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() + dt.timedelta(minutes=5))
    move(client, SEEN, minutes=2)
    client.get("/en/desk/")
    row.refresh_from_db()
    assert row.expire_date > timezone.now() + dt.timedelta(hours=2, minutes=58)
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert client.get("/en/desk/").status_code == 302


def move(client: Client, what: str, **back: int) -> None:
    """Let the session believe that this was so much earlier."""
    session = client.session
    session[what] -= dt.timedelta(**back).total_seconds()
    session.save()


def test_a_session_ends_at_once_when_the_account_is_switched_off(client, amina):
    sign_in(client, amina.email)
    assert client.get("/en/desk/").status_code == 200
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert client.get("/en/desk/").status_code == 302


def test_people_see_where_they_are_signed_in_and_end_it_elsewhere(amina):
    here, elsewhere = Client(), Client()
    for client, agent in ((here, "Here"), (elsewhere, "Elsewhere")):
        client.post("/en/account/login/", {"login": amina.email, "password": SECRET}, headers={"user-agent": agent})
    page = here.get("/en/account/sessions/").content.decode()
    assert "Elsewhere" in page
    here.post("/en/account/sessions/")
    assert here.get("/en/desk/").status_code == 200
    assert elsewhere.get("/en/desk/").status_code == 302


def test_nobody_signs_up(client):
    answer = client.post("/en/account/signup/", {"email": "new@example.org", "password1": SECRET, "password2": SECRET})
    assert answer["Location"] == "/en/account/login/"
    assert not User.objects.filter(email="new@example.org").exists()
    html = client.get("/en/account/login/").content.decode()
    assert "signup" not in html
    assert "invitation" in html


def test_attempts_are_counted_for_all_processes_together(settings):
    from accounts.apps import make_cache_table

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    make_cache_table(using="default")
    make_cache_table(using="default")
    cache.set("counted", 5)
    assert cache.get("counted") == 5


def test_an_address_that_was_changed_no_longer_signs_in_or_gets_mail(amina):
    sign_in(Client(), amina.email)
    amina.email = "amina.new@example.org"
    amina.save()
    old, new = Client(), Client()
    sign_in(old, "amina@example.org")
    sign_in(new, "amina.new@example.org")
    assert (is_in(old), is_in(new)) == (False, True)
    Client().post(RESET, {"email": "amina@example.org"})
    assert mail.outbox == []


def test_what_matters_is_asked_for_again_some_minutes_after_signing_in(client, amina):
    sign_in(client, amina.email)
    assert client.get("/en/account/2fa/totp/activate/").status_code == 200
    move(client, SINCE, minutes=6)
    asked = client.get("/en/account/2fa/totp/activate/")
    assert asked["Location"].startswith("/en/account/reauthenticate/?next=")
    assert client.post(asked["Location"], {"password": "a-guess-that-is-wrong"}).status_code == 422
    assert client.post(asked["Location"], {"password": SECRET}).status_code in (200, 302)
    assert client.get("/en/account/2fa/totp/activate/").status_code == 200
