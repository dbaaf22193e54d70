"""Who is reminded, when, and what becomes of it. No mail leaves: Django's locmem keeps it."""

import datetime as dt
import smtplib
from itertools import pairwise

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from countries.models import FocalPoint
from priorities.models import Reminder, ReportingCycle
from priorities.reminders import DueReminder, due_reminders, offset_to_send, send
from priorities.workflow import return_for_changes
from tests.countries.making import a
from tests.priorities.reporting import accepted, cast, speaks_for, submitted

TODAY = timezone.localdate()


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


class RefusingBackend(EmailBackend):
    """A mail server that knows nobody whose address begins with "refused"."""

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].startswith("refused"):
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"No such user")})
        return super().send_messages(messages)


@pytest.fixture
def people(db):
    ReportingCycle.objects.all().delete()
    FocalPoint.objects.all().delete()
    cast()
    return cast()


@pytest.fixture
def cycle(people):
    return a("priorities.ReportingCycle", opens=TODAY - days(60), due=TODAY + days(7), name="Report of the year")


def of(person, today: dt.date = TODAY) -> list[DueReminder]:
    return [reminder for reminder in due_reminders(today) if reminder.person == person]


def run(capsys, *arguments: str) -> str:
    call_command("send_reminders", *arguments)
    return capsys.readouterr().out


def sent_to(person) -> list:
    return [message for message in mail.outbox if message.to == [person.email]]


# The plan, whatever the dates


SOME_DAYS = st.integers(0, 200)


@given(
    due=st.integers(-20, 120),
    runs=st.sets(SOME_DAYS),
    changes=st.dictionaries(SOME_DAYS, st.integers(-20, 200), max_size=5),
    failures=st.sets(SOME_DAYS),
)
@example(due=30, runs=set(range(60)), changes={}, failures=set())
@example(due=30, runs=set(range(200)), changes={24: 36, 40: 90}, failures={23})
def test_never_two_within_five_days_nor_the_same_twice_whatever_becomes_of_the_due_date(due, runs, changes, failures):
    start = dt.date(2026, 1, 1)
    out: list[tuple[dt.date, int]] = []
    for number in range(201):
        due = changes.get(number, due)
        if number in runs:
            today, last = start + days(number), max((day for day, _offset in out), default=None)
            offset = offset_to_send(today, start + days(due), {offset for _day, offset in out}, last)
            if offset is not None:
                assert number >= due + offset
                if number not in failures:
                    out.append((today, offset))
    assert len({offset for _day, offset in out}) == len(out) <= 4
    assert all((later - earlier).days >= 5 for (earlier, _), (later, _) in pairwise(out))


@given(due=st.integers(-400, 400))
def test_with_a_run_each_day_and_a_fixed_date_each_of_the_four_leaves_on_its_day(due):
    start, out = dt.date(2026, 6, 1), {}
    for number in range(due - 40, due + 40):
        last = max(out.values(), default=None)
        offset = offset_to_send(start + days(number), start + days(due), set(out), last)
        if offset is not None:
            out[offset] = start + days(number)
    assert out == {offset: start + days(due + offset) for offset in (-30, -7, 7, 21)}


def test_what_was_missed_is_made_up_for_once_and_by_the_newest():
    due = dt.date(2026, 6, 30)
    assert offset_to_send(dt.date(2026, 6, 20), due, set(), None) == -30
    assert offset_to_send(dt.date(2026, 7, 20), due, set(), None) == 7
    assert offset_to_send(dt.date(2026, 7, 20), due, {7}, None) is None


# Who


def test_focal_points_and_deputies_are_reminded_each_of_their_country(people, cycle):
    for person in (people.focal_point, people.deputy):
        (reminder,) = of(person)
        assert [standing.country for standing in reminder.standings] == [people.country]
        assert reminder.offset == -7
    assert of(people.outsider)


@pytest.mark.parametrize("who", ["former", "reviewer", "reporter", "publisher"])
def test_nobody_else_is(people, cycle, who):
    assert of(getattr(people, who)) == []


def test_an_account_that_is_switched_off_is_not_reminded(people, cycle):
    people.focal_point.is_active = False
    people.focal_point.save()
    assert of(people.focal_point) == []
    assert of(people.deputy)


def test_whose_term_ends_today_is_reminded_and_whose_ended_yesterday_is_not(people, cycle):
    people.focal_point.terms.update(end=TODAY)
    assert of(people.focal_point)
    people.focal_point.terms.update(end=TODAY - days(1))
    assert of(people.focal_point) == []


@pytest.mark.parametrize("become", [submitted, accepted])
def test_who_has_reported_is_not_reminded(people, cycle, become):
    people.step.delete()
    assert of(people.focal_point)
    become(people)
    assert of(people.focal_point) == []


def test_to_whom_something_was_returned_is_reminded(people, cycle):
    people.step.delete()
    return_for_changes(update=submitted(people), by=people.reviewer, reason="Which year?")
    assert of(people.focal_point)


def test_who_speaks_for_two_countries_gets_one_mail_about_both(people, cycle):
    other = a("countries.Country")
    a("priorities.PriorityAction", country=other)
    speaks_for(other).terms.update(user=people.focal_point)
    (reminder,) = of(people.focal_point)
    assert {standing.country for standing in reminder.standings} == {people.country, other}


def test_nobody_is_reminded_where_no_cycle_runs(people, cycle):
    ReportingCycle.objects.update(closed=TODAY - days(1))
    assert due_reminders(TODAY) == []
    ReportingCycle.objects.update(closed=None, opens=TODAY + days(1))
    assert due_reminders(TODAY) == []


def test_a_changed_due_date_moves_what_was_not_sent(people, cycle):
    send(of(people.focal_point)[0])
    later = TODAY + days(40)
    ReportingCycle.objects.update(due=later)
    expected = {later - days(30): [-30], later - days(7): [], later + days(6): [], later + days(7): [7]}
    assert {day: [reminder.offset for reminder in of(people.focal_point, day)] for day in expected} == expected


def test_five_days_are_kept_from_one_cycle_to_the_next(people, cycle):
    send(of(people.focal_point)[0])
    a("priorities.ReportingCycle", opens=TODAY + days(1), due=TODAY + days(20))
    assert of(people.focal_point, TODAY + days(4)) == []
    assert [reminder.offset for reminder in of(people.focal_point, TODAY + days(5))] == [-30]


def test_the_queries_do_not_grow_with_the_people(people, cycle, django_assert_num_queries):
    with django_assert_num_queries(10):
        due_reminders(TODAY)
    for _person in range(3):
        speaks_for(people.country, is_deputy=True)
    with django_assert_num_queries(10):
        due_reminders(TODAY)


# The command


def test_the_command_sends_logs_and_sends_nothing_the_second_time(people, cycle, capsys):
    assert "3 sent." not in run(capsys, "--dry-run")
    count = len(due_reminders(TODAY))
    assert f"{count} sent." in run(capsys)
    assert "0 sent." in run(capsys)
    assert len(sent_to(people.focal_point)) == len(sent_to(people.deputy)) == 1
    row = Reminder.objects.get(person=people.focal_point)
    assert (row.cycle, row.offset, row.outcome, row.attempts) == (cycle, -7, "sent", 1)
    assert list(row.countries.all()) == [people.country]
    assert len(mail.outbox) == Reminder.objects.count() == count


def test_a_dry_run_says_whom_and_why_and_writes_nothing(people, cycle, capsys):
    said = run(capsys, "--dry-run")
    assert f"{people.focal_point}: {people.country} (0 of 2 reported, due in 7 days), reminder -7 days." in said
    assert "nothing was sent" in said
    assert (len(mail.outbox), Reminder.objects.count()) == (0, 0)


def test_a_real_run_names_nobody(people, cycle, capsys):
    said = run(capsys)
    assert people.focal_point.email not in said
    assert str(people.focal_point) not in said


def test_a_country_for_which_nobody_speaks_is_named_for_staff(people, cycle, capsys):
    FocalPoint.objects.filter(country=people.country).update(end=TODAY - days(1))
    assert f"Nobody speaks for {people.country}: its report is due in 7 days." in run(capsys)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_mail_is_in_the_countrys_language_as_text_and_as_html(people, cycle, language):
    people.country.working_language = language
    people.country.save()
    send(of(people.focal_point)[0])
    (message,) = sent_to(people.focal_point)
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    for words in (message.body, html):
        assert f"/{language}/desk/" in words
        assert cycle.name in words
        assert str(people.country) in words
    assert f'lang="{language}"' in html
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html


def test_names_are_text_in_the_mail_and_cannot_become_a_header(people, cycle):
    people.focal_point.name = "A <b>\r\nBcc: everybody@example.org"
    people.focal_point.save()
    send(of(people.focal_point)[0])
    (message,) = sent_to(people.focal_point)
    assert "A &lt;b&gt;" in message.alternatives[0][0]
    assert "A <b>" in message.body
    assert message.recipients() == [people.focal_point.email]


def test_a_late_report_is_said_to_be_late(people, cycle):
    ReportingCycle.objects.update(due=TODAY - days(7))
    send(of(people.focal_point)[0])
    (message,) = sent_to(people.focal_point)
    assert "was due" in message.subject
    assert "overdue by 7 days" in message.body


def test_a_mail_that_fails_is_logged_tried_again_and_stops_no_other(people, cycle, settings, capsys, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    address, people.focal_point.email = people.focal_point.email, "refused@example.org"
    people.focal_point.save()
    with pytest.raises(CommandError, match="1 failed"):
        run(capsys)
    assert Reminder.objects.get(person=people.focal_point).outcome == "failed"
    assert len(sent_to(people.deputy)) == 1
    assert "SMTPRecipientsRefused" in caplog.text
    assert "refused@" not in caplog.text
    people.focal_point.email = address
    people.focal_point.save()
    assert "1 sent." in run(capsys)
    row = Reminder.objects.get(person=people.focal_point)
    assert (row.outcome, row.attempts) == ("sent", 2)
    assert len(sent_to(people.focal_point)) == 1


def test_two_runs_at_once_send_one_mail(people, cycle):
    first, second = of(people.focal_point)[0], of(people.focal_point)[0]
    assert send(first) == "sent"
    assert send(second) is None
    Reminder.objects.update(outcome="failed")
    first, second = of(people.focal_point)[0], of(people.focal_point)[0]
    assert send(first) == "sent"
    assert send(second) is None
    assert len(sent_to(people.focal_point)) == 2


def test_what_a_crash_left_half_way_is_left_alone_that_day_and_tried_again_the_next(people, cycle):
    send(of(people.focal_point)[0])
    Reminder.objects.update(outcome="sending")
    assert of(people.focal_point) == []
    assert [reminder.attempts for reminder in of(people.focal_point, TODAY + days(1))] == [1]


def test_reviewers_see_who_was_reminded(people, cycle, client: Client):
    send(of(people.focal_point)[0])
    client.force_login(people.reviewer)
    page = client.get("/en/desk/cycles/").content.decode()
    assert f"<bdi>{people.focal_point}</bdi>" in page.split(str(people.country))[1].split("</tr>")[0]
    assert str(people.deputy) not in page
