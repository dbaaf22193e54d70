"""A person who leaves: their name and address are nowhere, what they wrote stays."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone, translation

from accounts.mail import hand_in
from accounts.models import OutgoingMail, User
from accounts.workflow import erase, reset_second_factor
from countries.workflow import end_term
from library.models import AuditEntry
from tests.accounts.people import SECRET, a_person, is_in, set_up_totp, sign_in
from tests.countries.making import staff
from tests.priorities.reporting import accepted, cast, submitted

pytestmark = pytest.mark.django_db
ERASE = "/en/account/data/erase/"
NAME, ADDRESS = "Amina Ould-Zerrouk", "amina.ould-zerrouk@ministry.example"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def administrator():
    return a_person("root@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def people():
    """Amina speaks for a country and has left her name wherever the portal keeps one."""
    people = cast()
    amina = people.focal_point
    amina.name, amina.email = NAME, ADDRESS
    for user in (amina, people.deputy, people.reviewer):
        user.set_password(SECRET)
        user.save()
    return people


def signed_in(user: User) -> Client:
    client = Client()
    sign_in(client, user.email)
    assert is_in(client)
    return client


def has_left(user: User) -> None:
    for term in user.terms.filter(end=None):
        end_term(term=term, last_day=timezone.localdate() - dt.timedelta(days=1), by=staff("countries.add_focalpoint"))


def everything() -> str:
    """Each row of each table of the database, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_name_and_address_are_nowhere_in_the_database_afterwards(people, administrator):
    amina = people.focal_point
    accepted(people)
    signed_in(amina)
    set_up_totp(signed_in(people.deputy))  # who stays, with all that is theirs
    Client().post("/en/account/password/reset/", {"email": ADDRESS})
    hand_in(kind="x", to=people.deputy.email, subject=f"From {NAME}", text=f"{NAME} hands over", person=people.deputy)
    LogEntry.objects.create(
        user=administrator, content_type=ContentType.objects.get_for_model(User), object_id=amina.pk,
        object_repr=str(amina), action_flag=CHANGE, change_message=f"e-mail address: {ADDRESS}",
    )  # fmt: skip
    has_left(amina)
    assert NAME in everything()
    assert ADDRESS in everything()
    erase(user=amina, by=administrator)
    after = everything().lower()
    for word in (NAME, ADDRESS, "ould-zerrouk"):
        assert word.lower() not in after
    assert people.deputy.email in after


def test_what_they_wrote_stays_and_the_chain_holds(people, administrator):
    update = accepted(people)
    said = update.content
    has_left(people.focal_point)
    call_command("verify_audit", adopt=True)  # names the terms that the cast got without a verb
    erase(user=people.focal_point, by=administrator)
    update.refresh_from_db()
    assert update.content == said
    assert {decision.verb for decision in update.decisions.all()} == {"submit", "accept"}
    assert AuditEntry.objects.filter(what="accounts.erased", key=people.focal_point.pk, by=administrator.pk).exists()
    call_command("verify_audit")


def test_whose_data_were_erased_is_named_in_the_language_of_whoever_reads(people, administrator):
    update = submitted(people)
    has_left(people.focal_point)
    erase(user=people.focal_point, by=administrator)
    html = signed_in(people.reviewer).get(f"/en/desk/review/{update.pk}/").content.decode()
    assert "a person who has left the portal" in html
    assert "erased.invalid" not in html
    with translation.override("fr"):
        assert str(User.objects.get(pk=people.focal_point.pk)) != str(people.deputy)


def test_nobody_comes_in_with_the_account_any_more(people, administrator):
    amina = people.focal_point
    client = signed_in(amina)
    has_left(amina)
    erase(user=amina, by=administrator)
    assert client.get("/en/desk/").status_code == 302
    amina.refresh_from_db()
    assert (amina.name, amina.is_active, amina.is_staff) == ("", False, False)
    assert not amina.has_usable_password()
    for address in (ADDRESS, amina.email):
        again = Client()
        sign_in(again, address)
        assert not is_in(again)
    assert not EmailAddress.objects.filter(user=amina).exists()


def test_no_mail_waits_for_them(people, administrator):
    hand_in(kind="x", to=ADDRESS, subject="x", text="x", person=people.focal_point)
    hand_in(kind="x", to=ADDRESS, subject="x", text="x")
    has_left(people.focal_point)
    erase(user=people.focal_point, by=administrator)
    assert not OutgoingMail.objects.exists()


def test_whoever_speaks_for_a_country_is_told_whom_to_ask_first(people):
    client = signed_in(people.focal_point)
    page = client.get(ERASE).content.decode()
    assert "The secretariat has to end it or hand it over first." in page
    assert "Erase my data for good" not in page
    assert client.post(ERASE).status_code == 422
    people.focal_point.refresh_from_db()
    assert people.focal_point.email == ADDRESS


def test_not_even_an_administrator_erases_whose_term_lasts(people, administrator):
    with pytest.raises(ValidationError, match="A term as focal point lasts"):
        erase(user=people.focal_point, by=administrator)


def test_staff_do_not_erase_themselves(administrator):
    client = signed_in(administrator)
    assert "ask an administrator" in client.get(ERASE).content.decode()
    assert client.post(ERASE).status_code == 422
    with pytest.raises(PermissionDenied):
        erase(user=administrator, by=administrator)


def test_whoever_has_left_erases_themselves_and_is_signed_out(people):
    amina = people.focal_point
    has_left(amina)
    client = signed_in(amina)
    assert "Erase my data for good" in client.get(ERASE).content.decode()
    answer = client.post(ERASE)
    assert "Your data are erased" in answer.content.decode()
    assert not is_in(client)
    amina.refresh_from_db()
    assert amina.erased_by == amina
    assert client.post(ERASE)["Location"].startswith("/en/account/login/")


def test_erasing_twice_erases_once(people, administrator):
    has_left(people.focal_point)
    first = erase(user=people.focal_point, by=administrator)
    second = erase(user=people.focal_point, by=administrator)
    assert first.erased_at == second.erased_at
    assert AuditEntry.objects.filter(what="accounts.erased").count() == 1


def test_the_portals_own_account_is_nobodys_to_erase(administrator):
    with pytest.raises(PermissionDenied):
        erase(user=User.objects.portal(), by=administrator)


def test_the_database_refuses_to_bring_anybody_back(people, administrator):
    has_left(people.focal_point)
    erase(user=people.focal_point, by=administrator)
    for words in ({"is_active": True}, {"name": NAME}, {"is_staff": True}):
        with pytest.raises(IntegrityError, match="accounts_user_erased_is_nobody"), transaction.atomic():
            User.objects.filter(pk=people.focal_point.pk).update(**words)


def ask_in_admin(client: Client, action: str, user: User, **more: str):
    sent = {"action": action, "_selected_action": user.pk, **more}
    return client.post("/admin/accounts/user/", sent, follow=True)


def test_an_administrator_erases_in_the_admin_once_they_confirmed(people, administrator):
    has_left(people.focal_point)
    client = signed_in(administrator)
    page = ask_in_admin(client, "erase", people.focal_point).content.decode()
    assert "taken out of the portal for good" in page
    assert User.objects.get(pk=people.focal_point.pk).email == ADDRESS
    done = ask_in_admin(client, "erase", people.focal_point, confirmed="yes").content.decode()
    assert "Done, of 1 account." in done
    assert User.objects.get(pk=people.focal_point.pk).erased_by == administrator
    assert client.post(f"/admin/accounts/user/{people.focal_point.pk}/change/", {"name": NAME}).status_code == 403


def test_the_admin_says_why_somebody_is_not_erased(people, administrator):
    page = ask_in_admin(signed_in(administrator), "erase", people.focal_point, confirmed="yes").content.decode()
    assert "A term as focal point lasts" in page
    assert "Done" not in page


# A second factor that is lost


def test_an_administrator_takes_off_a_lost_second_factor(people, administrator, mailoutbox, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    amina = people.focal_point
    client = signed_in(amina)
    set_up_totp(client)
    assert client.get("/en/desk/").status_code == 200
    reset_second_factor(user=amina, by=administrator)
    assert not Authenticator.objects.filter(user=amina).exists()
    assert client.get("/en/desk/")["Location"].startswith("/en/account/login/")
    again = signed_in(amina)
    assert again.get("/en/desk/")["Location"] == "/en/account/2fa/"
    assert OutgoingMail.objects.filter(person=amina, kind="second-factor-reset").exists()


def test_nobody_takes_off_their_own_or_without_the_right(people, administrator):
    set_up_totp(signed_in(administrator))
    for by in (administrator, people.reviewer, people.focal_point):
        with pytest.raises(PermissionDenied):
            reset_second_factor(user=administrator, by=by)
    assert Authenticator.objects.filter(user=administrator).exists()


def test_where_there_is_none_nothing_is_taken_off_and_nobody_told(people, administrator):
    with pytest.raises(ValidationError, match="no second factor"):
        reset_second_factor(user=people.focal_point, by=administrator)
    assert not OutgoingMail.objects.filter(kind="second-factor-reset").exists()


def test_the_admin_takes_it_off_once_it_was_confirmed(people, administrator):
    set_up_totp(signed_in(people.focal_point))
    client = signed_in(administrator)
    assert "call them" in ask_in_admin(client, "reset_second_factor", people.focal_point).content.decode()
    assert Authenticator.objects.filter(user=people.focal_point).exists()
    ask_in_admin(client, "reset_second_factor", people.focal_point, confirmed="yes")
    assert not Authenticator.objects.filter(user=people.focal_point).exists()
