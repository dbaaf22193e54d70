"""Outgoing mail: kept, sent after the commit, tried again, given up, seen, emptied. It breaks no request."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone, translation
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from accounts.invitations import invite
from accounts.jobs import PAUSES, send_mail
from accounts.mail import hand_in, post
from accounts.models import OutgoingMail
from tests.accounts.mail_servers import boxes, server
from tests.accounts.people import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
FAILING = "tests.countries.failing.EmailBackend"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def other_peoples_mail():
    cache.clear()
    boris = a_person("boris@example.org")
    OutgoingMail.objects.create(kind="review", person=boris, subject="Boris", next_try_at=timezone.now() + MINUTE)


@pytest.fixture
def amina():
    return a_person(name="Amina")


def write(to, /, **more):
    words = {"kind": "review", "to": to.email, "subject": "Returned", "text": "A secret link", "person": to}
    return hand_in(**words | more)


def again(mail_):
    """As it stands now."""
    return OutgoingMail.objects.get(pk=mail_.pk)


def wait(mail_, until=None):
    """Let its next attempt be due."""
    OutgoingMail.objects.filter(pk=mail_.pk).update(next_try_at=until or timezone.now())


def run(capsys, **options):
    call_command("send_mail", **options)
    return capsys.readouterr().out


def test_a_mail_leaves_after_the_commit_and_not_before(amina):
    with transaction.atomic():
        written = write(amina)
        assert (boxes(), again(written).state) == ([], "waiting")
    assert (boxes(), again(written).state) == ([["amina@example.org"]], "sent")


def test_what_is_rolled_back_is_not_sent(amina):
    with transaction.atomic():
        write(amina)
        transaction.set_rollback(True)
    assert boxes() == []
    assert amina.mails.count() == 0


def test_once_it_is_sent_nothing_is_kept_that_lets_in_or_says_where_to(amina):
    with_account, without = write(amina), write(amina, to="chen@example.org", person=None, stop="http://x.org/secret")
    assert boxes() == [["amina@example.org"], ["chen@example.org"]]
    for sent in (again(with_account), again(without)):
        assert (sent.text, sent.html, sent.to, sent.stop, sent.error) == ("",) * 5
        assert sent.sent_at
    with pytest.raises(IntegrityError, match="accounts_mail_sent_is_emptied"), transaction.atomic():
        OutgoingMail.objects.filter(pk=with_account.pk).update(text="A secret link")


@pytest.mark.parametrize(
    ("says", "error"), [(b"554 go away\r\n", "SMTPConnectError"), (None, "SMTPServerDisconnected")]
)
def test_a_server_that_refuses_or_does_not_answer_breaks_nothing_and_the_log_has_no_address(
    client, amina, settings, caplog, says, error
):
    with server(settings, says):
        answer = client.post("/en/account/password/reset/", {"email": amina.email})
    assert answer["Location"] == "/en/account/password/reset/done/"
    waits = amina.mails.get()
    assert (waits.state, waits.attempts, waits.error) == ("waiting", 1, error)
    assert waits.next_try_at - waits.tried_at == PAUSES[0]
    assert "http://127.0.0.1:8000/en/account/password/reset/key/" in waits.text
    assert f"password_reset_key {waits.pk} was not sent: {error}" in caplog.text
    assert not re.search("amina|@|reset/key", caplog.text)


def test_a_mail_that_failed_is_not_tried_before_its_time_and_then_leaves(amina, settings, capsys):
    settings.EMAIL_BACKEND = FAILING
    written = write(amina)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(capsys) == "0 sent.\n"
    wait(written)
    assert run(capsys) == "1 sent.\n"
    assert (again(written).state, again(written).attempts, again(written).error) == ("sent", 2, "")
    assert run(capsys) == "0 sent.\n"
    assert boxes() == [["amina@example.org"]]


def test_the_pauses_grow_and_after_five_attempts_it_is_given_up(amina, settings, capsys):
    settings.EMAIL_BACKEND = FAILING
    written, pauses = write(amina), []
    for _attempt in range(3):
        pauses.append(again(written).next_try_at - again(written).tried_at)
        wait(written)
        assert "1 failed and will be tried again" in run(capsys)
    assert pauses == PAUSES[:3]
    assert pauses == sorted(pauses)
    wait(written)
    with pytest.raises(CommandError, match="1 given up"):
        run(capsys)
    assert (again(written).state, again(written).attempts) == ("failed", 5)
    wait(written)
    assert run(capsys).endswith("0 sent.\n")


def test_a_second_worker_leaves_alone_what_the_first_is_sending(amina, settings):
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.Meeting"
    written = write(amina)
    assert (again(written).state, again(written).attempts) == ("sent", 1)
    assert boxes() == [["amina@example.org"]]
    assert send_mail.call(written.pk) is None


def test_what_a_crash_left_half_way_is_tried_again_after_the_pause(amina, settings, capsys):
    settings.EMAIL_BACKEND = FAILING
    written = write(amina)
    OutgoingMail.objects.filter(pk=written.pk).update(error="")  # as if the process had died then
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(capsys) == "0 sent.\n"
    wait(written)
    assert run(capsys) == "1 sent.\n"


def test_no_transaction_is_open_while_the_mail_server_is_asked(amina, settings):
    from tests.accounts.mail_servers import Watching

    Watching.open_transactions.clear()
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.Watching"
    write(amina)
    assert Watching.open_transactions == [0]


def test_names_cannot_become_a_header(amina):
    write(amina, subject="A\r\nBcc: everybody@example.org\n" + "long " * 100)
    (message,) = mail.outbox
    assert message.subject.startswith("A Bcc: everybody")
    assert message.recipients() == ["amina@example.org"]
    assert len(message.subject) <= 200


def test_an_address_that_would_become_a_header_is_not_written_to(amina):
    written = write(amina, to="a@example.org\nBcc: b@example.org", person=None)
    assert (boxes(), again(written).error) == ([], "BadHeaderError")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_mail_is_written_in_the_language_that_is_active_as_text_and_html(amina, language):
    with translation.override(language):
        words = {"name": "A <b>", "country": "Nepal", "address": "http://127.0.0.1:8000/"}
        written = post(kind="invitation", to="", subject="…", template="invitation", words=words, person=amina)
    (message,) = mail.outbox
    html = message.alternatives[0][0]
    assert f'lang="{language}"' in html
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert "A &lt;b&gt;" in html
    assert "A <b>" in message.body
    assert written.language == language
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_mail_that_waits_goes_to_the_address_that_somebody_has_by_then(amina, settings, capsys):
    settings.EMAIL_BACKEND = FAILING
    written = write(amina)
    amina.email = "amina.new@example.org"
    amina.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    wait(written)
    run(capsys)
    assert boxes() == [["amina.new@example.org"]]


def test_when_an_account_goes_so_does_its_mail(amina):
    write(amina)
    amina.delete()
    assert [mail_.subject for mail_ in OutgoingMail.objects.all()] == ["Boris"]


def test_an_invitation_takes_the_place_of_the_one_that_has_not_left_and_of_no_other(amina, settings):
    settings.EMAIL_BACKEND = FAILING
    write(amina)
    for country in ("Nepal", "Uganda", "Nepal"):
        invite(amina, country, "en")
    assert sorted(amina.mails.values_list("subject", flat=True)) == [
        "Report for Nepal on the Pathfinder portal",
        "Report for Uganda on the Pathfinder portal",
        "Returned",
    ]


def test_a_dry_run_says_what_would_be_tried_without_names_or_addresses_and_writes_nothing(amina, settings, capsys):
    settings.EMAIL_BACKEND = FAILING
    written = write(amina)
    wait(written)
    before = OutgoingMail.objects.filter(pk=written.pk).values().get()
    said = run(capsys, dry_run=True)
    assert f"Mail {written.pk}, review, written" in said
    assert "attempt 2, SMTPRecipientsRefused." in said
    assert "1 to send; nothing was sent." in said
    assert not re.search("amina|@|Returned|secret", said, re.IGNORECASE)
    assert OutgoingMail.objects.filter(pk=written.pk).values().get() == before


def test_mail_of_more_than_ninety_days_ago_is_forgotten_unless_it_waits(amina, capsys):
    long_ago, then = timezone.now() - dt.timedelta(days=91), timezone.now() + MINUTE
    for state in ("sent", "failed", "waiting"):
        for created in (long_ago, timezone.now()):
            row = {"state": state, "created_at": created, "sent_at": created, "next_try_at": then}
            OutgoingMail.objects.create(kind=state, person=amina, subject="…", **row)
    run(capsys)
    assert sorted(amina.mails.values_list("kind", flat=True)) == ["failed", "sent", "waiting", "waiting"]


def test_a_strangers_address_is_forgotten_a_week_after_its_mail_was_given_up(capsys):
    now = timezone.now()
    for state, days in (("failed", 6), ("failed", 8), ("waiting", 8)):
        row = {"created_at": now - dt.timedelta(days=days), "next_try_at": now + MINUTE}
        OutgoingMail.objects.create(kind=f"{state}-{days}", state=state, to="awa@example.org", subject="…", **row)
    run(capsys)
    kept = OutgoingMail.objects.filter(to="awa@example.org").values_list("kind", flat=True)
    assert sorted(kept) == ["failed-6", "waiting-8"]


def a_worker():
    """As `manage.py db_worker --batch --max-tasks 1` makes it, without its signal handlers.

    After more tasks than that it would close the connection that the test's transaction is in.
    """
    way = {"queue_names": ["default"], "backend_name": "default", "worker_id": "w", "max_tasks": 1}
    return Worker(**way, interval=0, batch=True, startup_delay=False)


def test_with_jobs_in_the_database_a_mail_leaves_when_the_worker_runs(client, amina, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": settings.DATABASE_JOBS}}
    client.post("/en/account/password/reset/", {"email": amina.email})
    assert (boxes(), amina.mails.get().state) == ([], "waiting")
    job = DBTaskResult.objects.get()
    assert job.args_kwargs == {"args": [amina.mails.get().pk], "kwargs": {}}
    if connection.vendor == "sqlite":  # or the worker would begin a transaction inside the test's
        monkeypatch.setattr(connections["default"], "transaction_mode", "EXCLUSIVE")
    a_worker().run()
    assert (boxes(), amina.mails.get().state) == ([["amina@example.org"]], "sent")
    job.refresh_from_db()
    assert (job.status, job.return_value) == ("SUCCESSFUL", "sent")


def test_where_no_job_can_be_made_the_command_finds_the_mail(amina, settings, capsys):
    settings.TASKS = {"default": {"BACKEND": "tests.accounts.mail_servers.Nowhere"}}
    write(amina)
    assert boxes() == []
    assert run(capsys) == "1 sent.\n"
