import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from tests.countries.making import a
from tests.library.refused import refused

pytestmark = pytest.mark.django_db


def test_an_address_signs_in_one_person_whatever_its_case():
    a("accounts.User", email="amina@example.org")
    with refused("accounts_user_email_in_any_case"):
        a("accounts.User", email="Amina@Example.org")


def test_an_address_that_is_taken_is_refused_with_a_sentence():
    a("accounts.User", email="amina@example.org")
    with translation.override("en"), pytest.raises(ValidationError, match="already"):
        User(email="AMINA@example.org", password="x").full_clean()


def test_an_address_is_kept_in_small_letters_and_typed_in_any():
    amina = User.objects.create_user("Amina@Example.ORG", "a-long-enough-secret")
    a("accounts.User", email="somebody.else@example.org")
    assert amina.email == "amina@example.org"
    assert User.objects.get_by_natural_key("AMINA@EXAMPLE.ORG") == amina
    assert authenticate(username="aMiNa@example.org", password="a-long-enough-secret") == amina
    assert authenticate(username="amina@example.org", password="another-long-secret") is None


def test_nobody_signs_in_as_an_account_without_a_password():
    User.objects.create_user("amina@example.org")
    assert not User.objects.get(email="amina@example.org").has_usable_password()
    for guess in ("", "!", "None"):
        assert authenticate(username="amina@example.org", password=guess) is None


def test_the_portal_acts_under_one_account_that_nobody_signs_in_as():
    portal = User.objects.portal()
    assert User.objects.portal() == portal
    assert portal.is_portal
    assert not portal.is_active
    assert not portal.is_staff
    assert not portal.has_usable_password()
    assert not a("accounts.User").is_portal
    for guess in ("", "!", portal.password):
        assert authenticate(username=portal.email, password=guess) is None


def test_an_administrator_may_enter_the_admin_and_others_may_not():
    assert User.objects.create_superuser("boss@example.org", "a-long-enough-secret").is_staff
    assert not User.objects.create_user("amina@example.org", "a-long-enough-secret").is_staff


def test_a_person_is_called_by_name_else_by_address():
    named, unnamed = a("accounts.User", name="Amina"), a("accounts.User", name="", email="x@example.org")
    assert (str(named), named.get_full_name(), named.get_short_name()) == ("Amina",) * 3
    assert (str(unnamed), unnamed.get_full_name(), unnamed.get_short_name()) == ("x@example.org",) * 3
