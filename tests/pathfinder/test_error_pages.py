"""A failure is a real error, in the reader's language, and asks nothing that may be what failed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.fixture
def visitor(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def failing(error: Exception) -> Callable[..., Any]:
    """What every question to the database meets."""

    def fail(*_question: Any) -> None:
        raise error

    return fail


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "countries/", "countries/nepal/", "countries/nepal/report.pdf", "search/?q=a"])
def test_without_its_database_the_portal_says_503_and_when_to_come_back(visitor: Client, page: str) -> None:
    with connection.execute_wrapper(failing(OperationalError("the connection is gone"))):
        answer = visitor.get(f"/fr/{page}")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert re.search(r'<html[^>]* lang="fr"', answer.content.decode())
    assert "connection is gone" not in answer.content.decode()


@pytest.mark.django_db
def test_a_mistake_of_ours_is_a_500_that_tells_no_secret(visitor: Client) -> None:
    with connection.execute_wrapper(failing(ZeroDivisionError("secret"))):
        answer = visitor.get("/ar/countries/nepal/")
    assert answer.status_code == 500
    assert re.search(r'<html[^>]* lang="ar"[^>]* dir="rtl"', answer.content.decode())
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_what_a_reader_has_already_is_not_sent_again(client: Client) -> None:
    answer = client.get("/en/countries/nepal/")
    assert client.get("/en/countries/nepal/", headers={"if-none-match": answer["ETag"]}).status_code == 304
