"""People who sign in, through the forms they see."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

SECRET = "nine-lakes-and-a-bell"
LOGIN = "/en/account/login/"


def a_person(email: str = "amina@example.org", **flags: Any) -> User:
    return User.objects.create_user(email, SECRET, **flags)


def sign_in(client: Client, email: str, password: str = SECRET, **where: Any) -> HttpResponse:
    return client.post(LOGIN, {"login": email, "password": password}, **where)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_for(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def set_up_totp(client: Client) -> str:
    """Scan and confirm; the secret."""
    page = client.get("/en/account/2fa/totp/activate/")
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page.content.decode())[1]
    answer = client.post("/en/account/2fa/totp/activate/", {"code": code_for(secret)})
    assert answer["Location"] == "/en/account/2fa/recovery-codes/"
    return secret


def recovery_codes(user: User) -> list[str]:
    """Those that were not used yet."""
    return user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()


def link_in_mail() -> str:
    """The path of the only link in the last mail."""
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.outbox[-1].body)[1]
