"""When countries report, what they are asked, and who was reminded of it.

How far each of them is, priorities/cycles.py computes.
"""

import datetime as dt
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from library.dates import PartialDate

# When reminders leave, in days from the due date.
OFFSETS = (-30, -7, 7, 21)


class ReportingCycleQuerySet(models.QuerySet):
    def current(self, on: dt.date) -> "ReportingCycle | None":
        """The cycle that runs on that day: the one that opened last, unless it is closed. There is never a second."""
        newest = self.filter(opens__lte=on).order_by("-opens").first()
        return newest if newest and (newest.closed is None or newest.closed >= on) else None


class ReportingCycle(models.Model):
    """A time in which every country says how far it is, by a day. It runs until the next one opens or it is closed."""

    name = models.CharField(_("name"), max_length=120, help_text=_("As countries read it, such as “Report of 2026”."))
    period_start = models.DateField(_("reports cover from"))
    period_end = models.DateField(_("reports cover up to"), help_text=_("The last day on which countries report."))
    opens = models.DateField(
        _("opens on"), unique=True, help_text=_("What a country submits from this day on counts for this cycle.")
    )
    due = models.DateField(
        _("due on"), help_text=_("Reminders that were not sent yet move with it. Countries see it on their desk.")
    )
    closed = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Nobody is reminded after it. Empty: until the next opens.")
    )

    objects = ReportingCycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting cycle")
        verbose_name_plural = _("reporting cycles")
        ordering = ["-opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="priorities_reportingcycle_period_forward",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("opens")),
                name="priorities_reportingcycle_due_once_open",
                violation_error_message=_("Reports are due before the cycle opens."),
            ),
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | Q(closed__gte=F("opens")),
                name="priorities_reportingcycle_closed_once_open",
                violation_error_message=_("The cycle is closed before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def due_date(self) -> PartialDate:
        """The day on which reports are due, as dates are shown here."""
        return PartialDate(self.due.year, self.due.month, self.due.day)


def new_key() -> str:
    """A name for a question that no other has."""
    return f"q{secrets.token_hex(6)}"


class QuestionQuerySet(models.QuerySet):
    def asked(self) -> "QuestionQuerySet":
        """Those that countries are asked, in their order."""
        return self.filter(is_asked=True)


class Question(models.Model):
    """What every country is asked in its report of a cycle. One with answers is switched off, never deleted."""

    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.CASCADE, related_name="questions", verbose_name=_("reporting cycle")
    )
    # Answers name it, and the same question in the next cycle has the same key: that is how answers are carried over.
    key = models.CharField(_("key"), max_length=20, default=new_key, editable=False)
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("question"), max_length=300)
    help_text = models.TextField(_("how to answer it"), blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)
    is_public = models.BooleanField(
        _("answers become public"), default=False, help_text=_("With the next edition, once they were accepted.")
    )
    is_asked = models.BooleanField(
        _("asked"), default=True, help_text=_("Switch it off to ask it no more. Answers that were given stay.")
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["cycle", "order", "pk"]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="priorities_question_once_per_cycle"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse to publish what was answered for the secretariat alone."""
        promised = Question.objects.filter(pk=self.pk, is_public=False)
        if self.is_public and promised and self.cycle.updates.filter(details__has_key=self.key).exists():
            raise ValidationError(
                {"is_public": _("It was answered as a question that only the secretariat reads. Ask a new one.")}
            )


class ReminderQuerySet(models.QuerySet):
    def out(self, on: dt.date) -> "ReminderQuerySet":
        """Those that left us by that day: sent, or being sent that very day. What a crash left half-way is not."""
        return self.filter(Q(outcome=Reminder.Outcome.SENT) | Q(outcome=Reminder.Outcome.SENDING, tried_at__date=on))


class Reminder(models.Model):
    """That a person was reminded of a cycle, or could not be. One mail, for all the countries they speak for."""

    class Outcome(models.TextChoices):
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, tried again")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("person")
    )
    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("reporting cycle")
    )
    countries = models.ManyToManyField(Country, related_name="reminders", verbose_name=_("countries"))
    offset = models.SmallIntegerField(_("days from the due date"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.SENDING)
    tried_at = models.DateTimeField(_("tried at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-tried_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["person", "cycle", "offset"], name="priorities_reminder_once_each"),
            models.CheckConstraint(condition=Q(offset__in=OFFSETS), name="priorities_reminder_offset"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.offset:+d}"

    @property
    def date(self) -> PartialDate:
        """The day on which it was sent or tried last, as dates are shown here."""
        day = timezone.localdate(self.tried_at)
        return PartialDate(day.year, day.month, day.day)
