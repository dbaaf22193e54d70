"""Mail to those whose country has not reported yet: four times a cycle at most, never twice within five days."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from countries.models import Country, FocalPoint

from .cycles import Standing, standings
from .models import Reminder, ReportingCycle
from .models.cycles import OFFSETS

REST = dt.timedelta(days=5)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class DueReminder:
    """A mail that is to be sent: to whom, which of the four, what about, and how often it failed."""

    person: User
    cycle: ReportingCycle
    offset: int
    standings: tuple[Standing, ...]
    attempts: int

    @property
    def why(self) -> str:
        """What a log may say of it: the countries and how far they are, nobody's name or address."""
        return "; ".join(
            f"{standing.country} ({standing.reported} of {standing.expected} reported, {standing.due_in_words})"
            for standing in self.standings
        )


def offset_to_send(day: dt.date, due: dt.date, out: Collection[int], last: dt.date | None) -> int | None:
    """Which of the four a person gets that day, if any: the last one reached, unless it is out.

    `out` are those of this cycle that left us, `last` is when any reminder last did. One that was missed is made up
    for until the next is reached, so nobody gets two at once when the portal was down or somebody new begins.
    """
    reached = [offset for offset in OFFSETS if due + dt.timedelta(days=offset) <= day]
    if not reached or reached[-1] in out or (last and day - last < REST):
        return None
    return reached[-1]


def late_or_due(today: dt.date) -> list[Standing]:
    """The countries whose report still waits for them, while a cycle runs."""
    return [found for found in standings(Country.objects.with_report(), today) if not found.is_finished]


def due_reminders(today: dt.date) -> list[DueReminder]:
    """The mails that are to be sent that day, one for each person. Writes nothing."""
    waiting = late_or_due(today)
    if not waiting:
        return []
    cycle = waiting[0].cycle
    theirs = by_person(waiting, today)
    log = Reminder.objects.filter(person__in=theirs)
    last = dict(log.out(today).order_by().values_list("person").annotate(Max("tried_at")))
    out: dict[int, set[int]] = {}
    for person, offset in log.out(today).filter(cycle=cycle).values_list("person", "offset"):
        out.setdefault(person, set()).add(offset)
    attempts = {
        (person, offset): tried
        for person, offset, tried in log.filter(cycle=cycle).values_list("person", "offset", "attempts")
    }
    found = []
    for person, about in theirs.items():
        when = timezone.localdate(last[person.pk]) if person.pk in last else None
        offset = offset_to_send(today, cycle.due, out.get(person.pk, ()), when)
        if offset is not None:
            found.append(DueReminder(person, cycle, offset, tuple(about), attempts.get((person.pk, offset), 0)))
    return found


def by_person(waiting: Iterable[Standing], today: dt.date) -> dict[User, list[Standing]]:
    """Whoever speaks for one of those countries that day, deputies too, each with theirs."""
    of = {standing.country.pk: standing for standing in waiting}
    found: dict[User, list[Standing]] = {}
    terms = FocalPoint.objects.serving(today).filter(country__in=of).select_related("user")
    for term in terms.order_by("user", "country__name"):
        theirs = found.setdefault(term.user, [])
        if of[term.country_id] not in theirs:
            theirs.append(of[term.country_id])
    return found


def without_focal_point(today: dt.date) -> list[Standing]:
    """The countries whose report waits and for which nobody speaks that day, so that nobody can be reminded."""
    waiting = late_or_due(today)
    spoken_for = {standing.country.pk for about in by_person(waiting, today).values() for standing in about}
    return [standing for standing in waiting if standing.country.pk not in spoken_for]


@dataclass(frozen=True)
class Overview:
    """What the secretariat sees of one country: its standing, who speaks for it today, who was reminded."""

    standing: Standing
    is_spoken_for: bool
    reminders: list[Reminder]


def overviews(today: dt.date) -> list[Overview]:
    """Every country that is to report in the cycle that runs, the late ones first."""
    found = standings(Country.objects.with_report(), today)
    if not found:
        return []
    spoken_for = set(FocalPoint.objects.serving(today).values_list("country", flat=True))
    sent: dict[int, list[Reminder]] = {}
    for reminder in found[0].cycle.reminders.select_related("person").prefetch_related("countries"):
        for country in reminder.countries.all():
            sent.setdefault(country.pk, []).append(reminder)
    return [
        Overview(standing, standing.country.pk in spoken_for, sent.get(standing.country.pk, [])) for standing in found
    ]


def send(reminder: DueReminder) -> Reminder.Outcome | None:
    """Send one reminder and say how that went; None where another run has taken it on.

    In this order: write that it is being sent, so that a second run leaves it alone; send it; write how that went. No
    transaction is open while the mail server is asked. What fails is tried again by the next run.
    """
    row = claim(reminder)
    if row is None:
        return None
    try:
        mail(reminder)
        row.outcome = Reminder.Outcome.SENT
    except Exception as error:
        # Whatever is wrong with one mail keeps nobody else's from leaving. Its words may hold an address.
        logger.warning("Reminder %s failed: %s", row.pk, type(error).__name__)
        row.outcome = Reminder.Outcome.FAILED
    row.save(update_fields=["outcome"])
    return row.outcome


def claim(reminder: DueReminder) -> Reminder | None:
    """The reminder's row in the log, which says now that it is being sent; None where somebody else was first."""
    one = {"person": reminder.person, "cycle": reminder.cycle, "offset": reminder.offset}
    now = {"outcome": Reminder.Outcome.SENDING, "tried_at": timezone.now(), "attempts": reminder.attempts + 1}
    if reminder.attempts:
        if not Reminder.objects.filter(**one, attempts=reminder.attempts).update(**now):
            return None
        row = Reminder.objects.get(**one)
    else:
        try:
            with transaction.atomic():
                row = Reminder.objects.create(**one, **now)
        except IntegrityError:
            return None
    row.countries.set([standing.country for standing in reminder.standings])
    return row


def mail(reminder: DueReminder) -> None:
    """Write to the person in the working language of their country, as text and as HTML."""
    with translation.override(reminder.standings[0].country.working_language):
        words = {
            "name": reminder.person.name,
            "cycle": reminder.cycle,
            "date": reminder.cycle.due_date.in_a_sentence,
            "standings": reminder.standings,
            "is_late": reminder.standings[0].is_late,
            "address": settings.PORTAL_URL + reverse("priorities:desk"),
        }
        subject = _("Your report was due on %(date)s") if words["is_late"] else _("Your report is due on %(date)s")
        words["subject"] = subject % words
        send_mail(
            subject=words["subject"],
            message=render_to_string("mail/reminder.txt", words),
            html_message=render_to_string("mail/reminder.html", words),
            from_email=None,
            recipient_list=[reminder.person.email],
        )
