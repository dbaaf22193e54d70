"""What a copy of the database tells of second factors: nothing that makes a code."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.people import a_person, code_for, is_in, recovery_codes, set_up_totp, sign_in

pytestmark = pytest.mark.django_db
OLD, NEW = "an-old-key" * 6, "a-new-key" * 6


@pytest.fixture
def amina(settings):
    cache.clear()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    return a_person()


@pytest.fixture
def secret(amina):
    client = Client()
    sign_in(client, amina.email)
    return set_up_totp(client)


def opens_with_code(amina, secret) -> bool:
    cache.clear()  # a code works once
    return TOTP(Authenticator.objects.get(user=amina, type="totp")).validate_code(code_for(secret))


def test_the_database_holds_neither_secret_nor_codes(amina, secret):
    kept = str(list(Authenticator.objects.filter(user=amina).values_list("data", flat=True)))
    assert secret not in kept
    assert not [code for code in recovery_codes(amina) if code in kept]
    assert opens_with_code(amina, secret)


def test_the_same_secret_is_never_sealed_the_same_way():
    from accounts.second_factor import safe

    assert safe().encrypt(b"x") != safe().encrypt(b"x")


def test_an_earlier_key_opens_until_all_is_sealed_anew(amina, secret, settings):
    codes = recovery_codes(amina)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert opens_with_code(amina, secret)
    call_command("reseal_second_factors")
    settings.SECRET_KEY_FALLBACKS = []
    assert opens_with_code(amina, secret)
    assert recovery_codes(amina) == codes


def test_with_a_lost_key_no_code_is_right_and_nothing_breaks(amina, secret, settings, caplog):
    settings.SECRET_KEY = NEW
    assert not opens_with_code(amina, secret)
    client = Client()
    assert sign_in(client, amina.email).status_code == 302
    answer = client.post("/en/account/2fa/authenticate/", {"code": code_for(secret)})
    assert answer.status_code in (200, 422)
    assert not is_in(client)
    assert "opens neither" in caplog.text
    with pytest.raises(CommandError, match="none of the keys"):
        call_command("reseal_second_factors")


def test_a_secret_that_nobody_sealed_is_not_taken_for_one(amina):
    Authenticator.objects.create(user=amina, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert not opens_with_code(amina, "JBSWY3DPEHPK3PXP")
