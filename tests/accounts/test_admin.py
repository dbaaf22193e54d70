"""The secretariat's way in, and the accounts' own screens."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from tests.countries.making import a
from tests.library.forms_as_sent import Form

pytestmark = pytest.mark.django_db

LOGIN = "/en/account/login/?next=/admin/"
SECRET = "nine-lakes-and-a-bell"


@pytest.fixture(autouse=True)
def _in_english():
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def amina():
    a("accounts.User", email="boris@example.org", is_staff=True)
    return User.objects.create_user("amina@example.org", SECRET, is_staff=True, name="Amina")


@pytest.fixture
def administrator():
    client = Client()
    client.force_login(a("accounts.User", is_staff=True, is_superuser=True))
    return client


def sign_in(client, email, password):
    form = Form(client.get(LOGIN), "login-form")
    return form.send(client, LOGIN, login=email, password=password)


def test_the_admins_own_sign_in_is_the_portals(client):
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/en/account/login/?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": "amina@example.org", "password": SECRET}).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("typed", ["amina@example.org", "Amina@Example.org", "AMINA@EXAMPLE.ORG"])
def test_staff_sign_in_with_their_address_in_any_case(client, amina, typed):
    answer = sign_in(client, typed, SECRET)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    page = client.get("/admin/").content.decode()
    assert "Amina" in page
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_a_known_and_an_unknown_address_are_answered_alike(client, amina):
    errors = []
    for email in ("amina@example.org", "nobody@example.org"):
        answer = sign_in(client, email, "not-the-right-password")
        assert answer.status_code == 422
        errors.append(answer.context["form"].errors)
        assert "_auth_user_id" not in client.session
    assert errors[0] == errors[1]
    assert errors[0]["__all__"]


def test_who_is_switched_off_does_not_come_in(client, amina):
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert sign_in(client, "amina@example.org", SECRET)["Location"] == "/en/account/inactive/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("flags", [{"is_staff": False}, {"is_staff": False, "is_superuser": True}])
def test_who_is_no_staff_comes_in_but_not_into_the_admin(client, amina, flags):
    User.objects.filter(pk=amina.pk).update(**flags)
    sign_in(client, "amina@example.org", SECRET)
    answer = client.get("/admin/")
    assert answer.status_code == 403
    assert "You may not do this" in answer.content.decode()
    assert client.get("/admin/login/").status_code == 403


def test_an_account_that_is_switched_off_is_out_at_once(client, amina):
    sign_in(client, "amina@example.org", SECRET)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_signing_out_ends_the_session(client, amina):
    sign_in(client, "amina@example.org", SECRET)
    assert client.post("/admin/logout/").status_code in (200, 302)
    assert client.get("/admin/").status_code == 302


def test_nobody_signs_in_as_the_portal(client):
    portal = User.objects.portal()
    for password in ("", "!", portal.password):
        assert sign_in(client, portal.email, password).status_code == 422
    assert "_auth_user_id" not in client.session


def add(administrator, **typed):
    url = reverse("admin:accounts_user_add")
    usual = {"email": "chen@example.org", "name": "Chen", "password1": SECRET, "password2": SECRET}
    return Form(administrator.get(url), "user_form").send(administrator, url, **usual | typed)


def test_an_administrator_adds_somebody_who_can_then_sign_in(administrator, client):
    assert add(administrator).status_code == 302
    chen = User.objects.get(email="chen@example.org")
    assert (chen.name, chen.is_staff, chen.is_superuser, chen.is_active) == ("Chen", False, False, True)
    change = reverse("admin:accounts_user_change", args=[chen.pk])
    assert Form(administrator.get(change), "user_form").send(administrator, change, is_staff="on").status_code == 302
    assert sign_in(client, "chen@example.org", SECRET).status_code == 302


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short-one", "at least 12 characters"),
        ("password1234", "too common"),
        ("chen@example.org", "too similar to the e-mail address"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(administrator, password, why):
    answer = add(administrator, password1=password, password2=password)
    assert answer.status_code == 200
    assert why in " ".join(answer.context["adminform"].form.errors["password2"])
    assert not User.objects.filter(email="chen@example.org").exists()


@pytest.mark.parametrize("taken", ["amina@example.org", "Amina@Example.org"])
def test_an_address_that_is_taken_in_any_case_is_refused_with_a_sentence(administrator, amina, taken):
    answer = add(administrator, email=taken)
    assert answer.status_code == 200
    assert "already" in str(answer.context["adminform"].form.errors)
    assert User.objects.filter(email__iexact=taken).count() == 1


def test_an_account_may_be_made_without_a_password(administrator, client):
    assert add(administrator, usable_password="false", password1="", password2="").status_code == 302
    assert not User.objects.get(email="chen@example.org").has_usable_password()
    assert sign_in(client, "chen@example.org", "").status_code == 422


def test_a_password_is_never_shown(administrator, amina):
    page = administrator.get(reverse("admin:accounts_user_change", args=[amina.pk])).content.decode()
    assert "amina@example.org" in page
    assert amina.password not in page
    assert SECRET not in page
