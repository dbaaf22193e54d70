"""The settings as production reads them: in a process of their own, from its environment alone."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

ASK = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
answer = Client().get("/healthz", headers={"host": "127.0.0.1"}, secure=True)
plain = Client().get("/en/", headers={"host": "127.0.0.1"})
print(json.dumps({
    "settings": {name: getattr(settings, name) for name in json.loads(sys.argv[1])},
    "headers": dict(answer.headers), "status": answer.status_code,
    "plain": [plain.status_code, plain.get("Location")],
}, default=str))
"""
NAMES = [
    "DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS",
    "PASSWORD_HASHERS", "SESSION_COOKIE_AGE", "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN", "SESSION_COOKIE_PATH",
]  # fmt: skip


def python(*arguments, **environment):
    """Run with that environment and no other; .env cannot name what is named here."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VAR_DIR") if name in os.environ}
    given = {"DJANGO_SETTINGS_MODULE": "pathfinder.settings", "DATABASE_URL": "sqlite://:memory:"} | environment
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR, env=kept | given, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.fixture(scope="module")
def production():
    ran = python("-c", ASK, json.dumps(NAMES), DEBUG="0", SECRET_KEY="s" * 60)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("environment", [{"DEBUG": "0"}, {"DEBUG": "0", "SECRET_KEY": ""}, {"DEBUG": "false"}])
def test_without_a_secret_key_nothing_starts_in_production(environment):
    ran = python("-c", "import django; django.setup()", **{"SECRET_KEY": ""} | environment)
    assert ran.returncode != 0
    assert "ImproperlyConfigured: Set SECRET_KEY" in ran.stderr


def test_a_laptop_needs_no_secret_key():
    ran = python("-c", "import django; django.setup()", DEBUG="1", SECRET_KEY="")
    # An empty SECRET_KEY in the environment is a mistake, on a laptop too.
    assert "Set SECRET_KEY" in ran.stderr
    assert python("manage.py", "check", DEBUG="1").returncode == 0


def test_debug_is_off_unless_it_is_asked_for():
    ran = python("-c", "from django.conf import settings; print(settings.DEBUG)", SECRET_KEY="s" * 60, DEBUG="")
    assert ran.stdout.strip() == "False"


def test_production_passes_djangos_own_check():
    secret = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ran = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", DEBUG="0", SECRET_KEY=secret)
    assert ran.returncode == 0, ran.stderr


def test_cookies_of_production_go_to_this_host_by_https_alone(production):
    read = production["settings"]
    assert read["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert read["CSRF_COOKIE_NAME"].startswith("__Host-")
    for flag in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"):
        assert read[flag] is True
    # A browser accepts __Host- without a domain and for the whole host only.
    assert (read["SESSION_COOKIE_DOMAIN"], read["CSRF_COOKIE_DOMAIN"], read["SESSION_COOKIE_PATH"]) == (
        None,
        None,
        "/",
    )
    assert read["SESSION_COOKIE_AGE"] <= 3 * 60 * 60


def test_production_answers_by_https_and_tells_browsers_to_stay_there(production):
    assert production["settings"]["DEBUG"] is False
    assert production["plain"] == [301, "https://127.0.0.1/en/"]
    assert production["status"] == 200
    assert production["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_production_sends_the_headers_that_keep_a_browser_safe(production):
    headers = production["headers"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"


def test_the_policy_lets_in_no_code_of_a_page_and_nothing_from_elsewhere():
    for directive, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items():
        for source in sources:
            assert not source.startswith("'unsafe"), directive
            assert source in ("'self'", "'none'", "data:"), directive
    assert "data:" not in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]


def test_passwords_are_kept_with_argon2(production):
    assert production["settings"]["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize("password", ["", "short", "elevenchars", "password1234", "Qwerty123456", "amina@example.org"])
def test_a_password_that_is_easily_guessed_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(email="amina@example.org", name="Amina"))


@pytest.mark.parametrize("password", ["nine-lakes-bell", "a b c d e f g", "كلمة سر طويلة جدا", "Twelve-chars"])
def test_a_long_password_of_any_letters_is_accepted(password):
    validate_password(password, User(email="amina@example.org", name="Amina"))


def test_sqlite_waits_for_another_writer_and_loses_nothing_on_a_power_cut(tmp_path):
    ask = (
        "import django; django.setup(); from django.db import connection as c; cursor = c.cursor();"
        "print([cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in ('journal_mode', 'synchronous')],"
        " c.transaction_mode)"
    )
    ran = python("-c", ask, DEBUG="1", DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}")
    assert ran.stdout.strip() == "['wal', 2] IMMEDIATE", ran.stderr


def test_postgresql_is_reached_through_psycopg2():
    # A package that brings psycopg 3 along would make Django use that instead.
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3


def test_every_view_is_closed_unless_it_says_otherwise():
    assert "pathfinder.middleware.ClosedByDefaultMiddleware" in settings.MIDDLEWARE
