"""Withdrawing: the verb, the publisher's pages and the command. test_withdrawal.py says what readers find then."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from countries.models import Country
from library.frozen import Frozen
from reports import workflow
from reports.models import Edition, GlobalEdition, Withdrawal
from reports.publication import Publication, candidates
from tests.access.visitors import visitor
from tests.countries.making import staff

from .second_edition import published
from .withdrawals import REASON, a_global_edition, edition, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


@pytest.fixture
def publisher() -> User:
    return User.objects.get(email="publisher@example.org")


# The verb


def test_withdrawing_needs_the_right_to_publish() -> None:
    for by in (staff("countries.change_country"), staff(), User.objects.portal()):
        with pytest.raises(PermissionDenied):
            withdraw(by=by)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_withdrawing_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(ValidationError):
        withdraw(reason=reason)
    assert not edition(1).is_withdrawn


def test_withdrawing_twice_gives_the_same_answer() -> None:
    first = withdraw()
    assert withdraw(reason="Another") == first
    assert Withdrawal.objects.get().reason == REASON


def test_a_global_edition_is_withdrawn_by_the_same_verb(publisher: User) -> None:
    made = a_global_edition()
    withdrawal = workflow.withdraw(edition=made, reason=REASON, by=publisher, language="fr")
    assert workflow.withdraw(edition=made, reason="Another", by=publisher) == withdrawal
    assert (withdrawal.global_edition, withdrawal.edition, withdrawal.language) == (made, None, "fr")
    assert not GlobalEdition.objects.readable().exists()
    assert GlobalEdition.objects.withdrawn().get().is_withdrawn


def test_a_withdrawal_is_of_one_thing_and_says_why(publisher: User) -> None:
    made, by = a_global_edition(), {"language": "en", "withdrawn_by": publisher}
    for of in ({}, {"edition": edition(1), "global_edition": made}):
        with pytest.raises(IntegrityError, match="reports_withdrawal_of_one_thing"), transaction.atomic():
            Withdrawal.objects.create(**of, **by, reason=REASON)
    with pytest.raises(IntegrityError, match="reports_withdrawal_has_a_reason"), transaction.atomic():
        Withdrawal.objects.create(edition=edition(1), **by, reason="")


def test_a_withdrawal_stays_as_it_is() -> None:
    withdrawal = withdraw()
    withdrawal.reason = "Another"
    with pytest.raises(Frozen):
        withdrawal.save()
    for sql in ("UPDATE reports_withdrawal SET reason = 'Another'", "DELETE FROM reports_withdrawal"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_audit_chain_names_a_withdrawal(publisher: User) -> None:
    from library.models import AuditEntry

    withdrawal = withdraw()
    entry = AuditEntry.objects.get(what="reports.withdrawal", key=withdrawal.pk)
    assert entry.by == publisher.pk


def test_the_next_edition_has_a_number_of_its_own_and_mends_it(client: Client) -> None:
    withdraw(1)
    second = published()
    assert second.number == 2
    assert client.get("/en/countries/nepal/").status_code == 200
    assert client.get("/en/countries/nepal/editions/1/").status_code == 410
    withdraw(2)
    assert published().number == 3


def test_a_form_that_was_opened_before_a_withdrawal_publishes_nothing_after_it(
    nepal: Country, publisher: User
) -> None:
    seen = Publication(nepal, "en").fingerprint
    published()
    withdraw(2)
    with pytest.raises(workflow.Unseen):
        published_as_seen(nepal, publisher, seen)
    seen = Publication(nepal, "en").fingerprint
    third = published_as_seen(nepal, publisher, seen)
    assert published_as_seen(nepal, publisher, seen) == third


def published_as_seen(nepal: Country, publisher: User, seen: str) -> Edition:
    from library.dates import PartialDate
    from tests.publishing import publish

    return publish(country=nepal, as_of=PartialDate(2021), by=publisher, seen=seen)


# The publisher's pages

FORM = "/en/desk/nepal/editions/1/withdraw/"


def test_a_publisher_withdraws_an_edition_from_its_history() -> None:
    client = visitor("publisher")
    assert FORM in client.get("/en/desk/nepal/publish/").content.decode()
    html = client.get(FORM).content.decode()
    assert "The country then has no e-report" in html
    answer = client.post(FORM, {"reason": REASON, "language": "en"}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [("/en/desk/nepal/publish/", 302)]
    assert "Edition 1 is withdrawn." in html
    assert "It named &lt;somebody&gt;" in html
    assert FORM not in html
    assert "Publish edition 2" in html  # all of it is new
    assert edition(1).is_withdrawn


def test_the_form_sent_twice_or_opened_too_late_does_no_harm() -> None:
    client = visitor("publisher")
    for reason in (REASON, "Another", ""):
        assert client.post(FORM, {"reason": reason, "language": "en"}).status_code == 302
    assert client.get(FORM).status_code == 302
    assert Withdrawal.objects.get().reason == REASON


def test_the_form_says_what_is_missing_and_what_comes_instead() -> None:
    client = visitor("publisher")
    answer = client.post(FORM, {"reason": " ", "language": "xx"})
    assert answer.status_code == 422
    assert not edition(1).is_withdrawn
    published()
    assert "Readers go on reading edition 2." in client.get(FORM).content.decode()
    assert "Readers are shown edition 1 again" in client.get(FORM.replace("/1/", "/2/")).content.decode()
    assert client.get(FORM.replace("/1/", "/7/")).status_code == 404


def test_the_publishers_list_says_that_an_edition_was_withdrawn(nepal: Country) -> None:
    def of_nepal() -> Any:
        (found,) = (each for each in candidates() if each.country == nepal)
        return found

    published()
    assert of_nepal().withdrawn is None
    withdraw(2)
    assert (of_nepal().number, of_nepal().withdrawn, of_nepal().is_new) == (1, 2, True)
    withdraw(1)
    assert (of_nepal().number, of_nepal().withdrawn, of_nepal().is_new) == (None, 2, True)
    html = visitor("publisher").get("/en/desk/publish/").content.decode()
    assert "No edition can be read" in html
    assert "Edition 2 was withdrawn" in html
    html = visitor("publisher").get("/en/desk/nepal/publish/").content.decode()
    assert "No edition can be read at the moment" in html
    assert "Make the PDFs" not in html


def test_the_publishers_own_data_names_what_they_withdrew(publisher: User) -> None:
    from reports.own_data import kept_of

    withdraw()
    (part,) = (part for part in kept_of(publisher) if part.name == "withdrawals")
    assert part.rows[0]["reason"] == REASON


def test_the_admin_shows_what_was_withdrawn_and_why() -> None:
    withdraw()
    client = visitor("administrator")
    assert client.get("/admin/reports/edition/").status_code == 200
    html = client.get(f"/admin/reports/edition/{edition(1).pk}/change/").content.decode()
    assert "It named &lt;somebody&gt;" in html


# The command


def test_the_command_withdraws(capsys: Any) -> None:
    call_command("withdraw", "nepal", "1", by="publisher@example.org", reason=REASON)
    assert capsys.readouterr().out.startswith("Nepal 1: withdrawn on ")
    assert edition(1).withdrawal.language == "en"


@pytest.mark.parametrize(
    ("which", "by", "reason"),
    [
        (["nepal", "7"], "publisher@example.org", REASON),
        (["nepal", "1"], "nobody@example.org", REASON),
        (["nepal", "1"], "editor@example.org", REASON),
        (["nepal", "1"], "publisher@example.org", " "),
    ],
)
def test_the_command_says_why_it_does_nothing(which: list[str], by: str, reason: str) -> None:
    with pytest.raises(CommandError):
        call_command("withdraw", *which, by=by, reason=reason)
    assert not Withdrawal.objects.exists()
