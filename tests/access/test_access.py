"""Every address against every visitor and every method."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from reports import jobs

from .matrix import EVERYBODY, MATRIX, OUT, SIGNED_IN, STAFF, Rule
from .visitors import a_file, a_mail, a_term, visitor, waiting_update

READING, WRITING = ["get", "head"], ["post", "put", "patch", "delete"]
PUBLIC = {
    name: rule
    for name, rule in MATRIX.items()
    if rule.who == EVERYBODY and "account" not in name and name not in ("root", "data") and rule.sent is None
}
RULES = [rule for name, rule in MATRIX.items() if name != "admin:*"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop shows the style guide to everybody. What was counted against sign-in is forgotten. No PDF is made."""
    settings.LAPTOP = False
    monkeypatch.setattr(jobs, "SECONDS_WHILE_WAITING", 0)
    cache.clear()


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


def path_of(rule: Rule) -> str:
    made = {"update": waiting_update, "term": a_term, "evidence": a_file, "mail": a_mail}
    return rule.path.format(**{name: make().pk for name, make in made.items() if f"{{{name}}}" in rule.path})


def is_led_away(answer: HttpResponse, path: str) -> bool:
    """To sign in; whoever signs out without having signed in, to the home page."""
    to = "/" if "/logout/" in path else f"/en/account/login/?next={path}"
    return answer.status_code == 302 and answer["Location"] == to


def expected(rule: Rule, method: str) -> int:
    """The status that those get whom the rule names."""
    if rule.whatever:
        return rule.status
    if method in READING:
        return rule.status if rule.reads else 405
    takes = rule.sent is not None and (method == "post" or (method == "put" and rule.put))
    return rule.sent if takes else 405


def test_every_address_is_in_the_matrix_and_the_matrix_has_no_other() -> None:
    assert set(names(get_resolver().url_patterns)) == set(MATRIX)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.path)
def test_an_address_answers_those_whom_the_matrix_names_and_nobody_else(rule: Rule, who: str) -> None:
    path = path_of(rule)
    for method in READING + WRITING:
        answer = getattr(visitor(who), method)(path, {"nothing": "1"} if method == "post" else None)
        if who in rule.who:
            assert answer.status_code == expected(rule, method), method
        elif who in OUT and not rule.hidden:
            assert is_led_away(answer, path) or answer.status_code == 405, method
        else:
            assert answer.status_code in (rule.refusal, 405), method
        b"".join(answer)  # read to the end, a file is let go; close() would end PostgreSQL's connection as well


def test_no_address_takes_a_form_without_its_token() -> None:
    for rule in MATRIX.values():
        client = visitor("administrator", checks_csrf=True)
        assert (client.post(path_of(rule)).status_code == 403) != rule.is_secret, rule.path


@pytest.mark.parametrize("rule", PUBLIC.values(), ids=PUBLIC)
def test_a_public_answer_depends_on_no_cookie(rule: Rule) -> None:
    answer = visitor("administrator").get(rule.path)
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    answer.close()


def admin_addresses() -> list[str]:
    """Each screen of the admin; those of one record with a record that need not be there."""
    found = []
    for pattern in admin.site.get_urls():
        for name in names([pattern]) if isinstance(pattern, URLResolver) else [pattern.name]:
            for arguments in ([], ["1"], ["1", "1"]):
                try:
                    found.append(reverse(f"admin:{name}", args=arguments))
                except NoReverseMatch:
                    continue
    return sorted(set(found))


@pytest.mark.parametrize("who", sorted(OUT | (SIGNED_IN - STAFF)))
def test_nobody_but_staff_enters_any_screen_of_the_admin(who: str) -> None:
    client = visitor(who)
    addresses = admin_addresses()
    assert len(addresses) > 80
    for address in addresses:
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            if who in OUT:
                assert answer.status_code == 302, address
                assert "/login/" in answer["Location"]
            else:
                assert answer.status_code == 403, address


@pytest.mark.parametrize("who", sorted(STAFF))
def test_staff_enter_the_admin(who: str) -> None:
    assert visitor(who).get("/admin/").status_code == 200
