"""Every address against every visitor and every method."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User

from .matrix import EVERYBODY, MATRIX, Rule

WRITING = ["post", "put", "patch", "delete"]


@pytest.fixture(autouse=True)
def in_production(settings: Any) -> None:
    """A laptop shows the style guide to everybody."""
    settings.LAPTOP = False


def names(patterns: list, namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace == "admin":
                yield "admin:*"
            else:
                yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def visitor(who: str) -> Client:
    client = Client()
    flags = {
        "member": {},
        "editor": {"is_staff": True},
        "publisher": {"is_staff": True},
        "administrator": {"is_staff": True, "is_superuser": True},
        "switched off": {"is_staff": True, "is_superuser": True, "is_active": False},
    }
    if who != "anonymous":
        client.force_login(User.objects.create_user(f"{who.replace(' ', '-')}@example.net", None, **flags[who]))
    return client


def test_every_address_is_in_the_matrix_and_the_matrix_has_no_other() -> None:
    assert set(names(get_resolver().url_patterns)) == set(MATRIX)


@pytest.mark.django_db
@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize("rule", MATRIX.values(), ids=MATRIX)
def test_an_address_answers_those_whom_the_matrix_names_and_nobody_else(rule: Rule, who: str) -> None:
    client = visitor(who)
    answer = client.get(rule.path)
    head = client.head(rule.path)
    if who in rule.who:
        assert answer.status_code == rule.status
    else:
        assert answer.status_code in rule.refusal
        assert answer.status_code != 302 or "/admin/login/" in answer["Location"]
    assert head.status_code == answer.status_code
    answer.close()
    head.close()


@pytest.mark.django_db
@pytest.mark.parametrize("method", WRITING)
@pytest.mark.parametrize("rule", [rule for name, rule in MATRIX.items() if name != "admin:*"])
def test_nobody_writes_through_a_public_address(rule: Rule, method: str) -> None:
    assert getattr(visitor("administrator"), method)(rule.path).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("rule", [rule for name, rule in MATRIX.items() if rule.who == EVERYBODY and name != "root"])
def test_a_public_answer_depends_on_no_cookie(rule: Rule) -> None:
    answer = visitor("administrator").get(rule.path)
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    answer.close()
