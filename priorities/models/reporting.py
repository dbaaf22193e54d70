"""What a country says of how far it is, and what the secretariat decided on it. Changed by workflow.py alone."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Country, MilestoneType
from events.models import Workshop
from library.dates import PartialDate, PartialDateField
from library.frozen import Audited, Frozen, FrozenModel

from .cycles import ReportingCycle
from .promises import Implementation, NextStep, Outlook, PriorityAction

if TYPE_CHECKING:
    from .comments import Comment

# In which time each side should answer the other.
ANSWER_WITHIN = dt.timedelta(days=14)

# What a country says in an update; the rest of its fields is how it came about.
CONTENT = (
    "implementation",
    "outlook",
    "as_of",
    "language",
    "narrative",
    "obstacles",
    "support_needed",
    "currency",
    "budget_secured",
    "is_unchanged",
    "details",
)

# What an update is of; at most one of them. Where none is, it is of a workshop that has no record yet.
OF = ("action", "next_step", "milestone", "workshop", "cycle")
OF_ONE_AT_MOST = reduce(or_, (Q(**{f"{name}__isnull": True for name in OF if name != own}) for own in OF))
OF_A_NEW_WORKSHOP = Q(**{f"{name}__isnull": True for name in OF})


class ProgressUpdateQuerySet(models.QuerySet):
    def awaiting_review(self) -> "ProgressUpdateQuerySet":
        """What the secretariat has to look at, the oldest first."""
        return self.filter(state=ProgressUpdate.State.SUBMITTED).order_by("submitted_at", "pk")

    def accepted(self) -> "ProgressUpdateQuerySet":
        """What counts, the newest first: by the day it speaks of, then by the day it was accepted.

        What an accepted update corrects counts no longer.
        """
        accepted = ProgressUpdate.State.ACCEPTED
        corrected = ProgressUpdate.objects.filter(corrects=models.OuterRef("pk"), state=accepted)
        return self.filter(~models.Exists(corrected), state=accepted).order_by("-as_of", "-accepted_at", "-pk")

    def open(self) -> "ProgressUpdateQuerySet":
        """What is still on its way: drafts, what was submitted, what was returned."""
        return self.exclude(state=ProgressUpdate.State.ACCEPTED)

    def awaiting_a_word(self) -> "ProgressUpdateQuerySet":
        """What was returned and its country has written about since, unless it was answered; the oldest first."""
        wrote, asked = (Max("comments__written_at", filter=Q(comments__asks=asks)) for asks in (False, True))
        returned = Max("decisions__decided_at", filter=Q(decisions__verb=Decision.Verb.RETURN))
        spoken = self.filter(state=ProgressUpdate.State.RETURNED).annotate(wrote=wrote, asked=asked, returned=returned)
        unanswered = Q(asked=None) | Q(asked__lt=F("wrote"))
        return spoken.filter(unanswered, wrote__gt=F("returned")).order_by("wrote", "pk")

    def of_a_new_workshop(self) -> "ProgressUpdateQuerySet":
        """Those that propose a workshop which has no record yet."""
        return self.filter(OF_A_NEW_WORKSHOP)

    def with_subjects(self) -> "ProgressUpdateQuerySet":
        """With what `of` needs to say what each is of."""
        return self.select_related("country", *OF, "workshop__source")

    def hanging(self, at: dt.datetime) -> "ProgressUpdateQuerySet":
        """What was returned and has not come back since, for longer than `ANSWER_WITHIN`; the longest first."""
        returned = Max("decisions__decided_at", filter=Q(decisions__verb=Decision.Verb.RETURN))
        waiting = self.filter(state=ProgressUpdate.State.RETURNED).annotate(returned=returned)
        return waiting.filter(returned__lt=at - ANSWER_WITHIN).order_by("returned", "pk")


def one_open(name: str, *fields: str, of: Q) -> models.UniqueConstraint:
    """Of one thing, at most one update is on its way."""
    return models.UniqueConstraint(
        fields=fields,
        condition=~Q(state="accepted") & of,
        name=f"priorities_progressupdate_one_open_{name}",
        violation_error_message=_("There is an open update of this already."),
    )


class ProgressUpdate(models.Model):
    """What a country says of one thing that it reports on (priorities/subjects/): how far an action is, that a
    workshop took place, its answers in a reporting cycle.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="progress_updates", verbose_name=_("country")
    )
    action = models.ForeignKey(
        PriorityAction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("priority action"),
    )
    next_step = models.ForeignKey(
        NextStep,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("next step"),
    )
    milestone = models.ForeignKey(
        MilestoneType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("milestone"),
    )
    workshop = models.ForeignKey(
        Workshop,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("workshop"),
    )
    cycle = models.ForeignKey(
        ReportingCycle,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("reporting cycle"),
    )
    implementation = models.CharField(_("implementation"), max_length=20, choices=Implementation, blank=True)
    outlook = models.CharField(_("outlook"), max_length=20, choices=Outlook, blank=True)
    as_of = PartialDateField(_("state as of"), null=True, blank=True, help_text=_("When this was so."))
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("In which language your texts here are written."),
    )
    narrative = models.TextField(_("what happened"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    support_needed = models.TextField(_("support needed"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("ISO 4217, such as USD."))
    budget_secured = models.DecimalField(
        _("money secured so far"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_unchanged = models.BooleanField(
        _("still correct, nothing new"), default=False, help_text=_("The state that was accepted last still holds.")
    )
    details = models.JSONField(
        _("details"),
        default=dict,
        db_default={},  # the code before this field writes rows without it
        blank=True,
        help_text=_("What only this kind of update says, by name."),
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    is_on_behalf = models.BooleanField(
        _("reported by the secretariat on the country's behalf"), default=False, editable=False
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    AUDITED = Audited(only={"state": "accepted"})

    objects = ProgressUpdateQuerySet.as_manager()
    is_frozen = False

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["country", "-written_at", "-pk"]
        default_permissions = ("view",)
        # Kept in the database, in one language.
        permissions = [
            ("report_for_country", "May report on a country's behalf"),
            ("review_progressupdate", "May accept and return progress updates"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=OF_ONE_AT_MOST,
                name="priorities_progressupdate_of_one_thing",
                violation_error_message=_("An update is of one thing."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~OF_A_NEW_WORKSHOP,
                name="priorities_progressupdate_accepted_has_a_record",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(submitted_by__isnull=False) & Q(submitted_at__isnull=False)),
                name="priorities_progressupdate_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True)),
                name="priorities_progressupdate_accepted_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(action__isnull=True, next_step__isnull=True)
                | (~Q(implementation="") & Q(as_of__isnull=False)),
                name="priorities_progressupdate_whole_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(implementation="not_reported"),
                name="priorities_progressupdate_reports_something",
                violation_error_message=_("An update says how far it is: “not reported” is what stands without one."),
            ),
            models.CheckConstraint(
                condition=Q(budget_secured__isnull=True) | (~Q(currency="") & Q(budget_secured__gte=0)),
                name="priorities_progressupdate_money_has_currency",
                violation_error_message=_("Say in which currency the money is, and give an amount of 0 or more."),
            ),
            one_open("per_action", "action", of=Q(action__isnull=False)),
            one_open("per_next_step", "next_step", of=Q(next_step__isnull=False)),
            one_open("per_milestone", "country", "milestone", of=Q(milestone__isnull=False)),
            one_open("per_workshop", "workshop", of=Q(workshop__isnull=False)),
            one_open("new_workshop", "country", of=OF_A_NEW_WORKSHOP),
            one_open("per_cycle", "country", "cycle", of=Q(cycle__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.of}: {self.get_state_display()}"

    def save(self, *args: Any, **options: Any) -> None:
        """Refuse to change what was accepted. The database refuses it too (library/frozen.py)."""
        if self.is_frozen:
            raise Frozen(self._meta.verbose_name)
        super().save(*args, **options)
        self.is_frozen = self.state == self.State.ACCEPTED

    def delete(self, *args: Any, **options: Any) -> Any:
        if self.is_frozen:
            raise Frozen(self._meta.verbose_name)
        return super().delete(*args, **options)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "ProgressUpdate":
        update = super().from_db(*args, **kwargs)
        update.is_frozen = update.state == cls.State.ACCEPTED
        return update

    @property
    def of(self) -> Any:
        """What it is an update of: an action, a next step, or what subjects/ makes of the rest."""
        from priorities.subjects import of_update  # needs the models

        return self.action or self.next_step or of_update(self)

    @property
    def details_in_words(self) -> list[Any]:
        """What its details say, as a reader sees it (`Detail` in subjects/)."""
        from priorities.subjects import of_update  # needs the models

        return list(of_update(self).details(self))

    @property
    def content(self) -> dict[str, Any]:
        """What it says, as plain data: what a decision keeps, and by which two of them are compared."""
        values = {name: getattr(self, name) for name in CONTENT}
        values["budget_secured"] = "" if self.budget_secured is None else f"{self.budget_secured:.2f}"
        plain = (bool, dict)
        return {name: value if isinstance(value, plain) else str(value or "") for name, value in values.items()}

    @property
    def last_return(self) -> "Decision | None":
        """Why it came back, if it did. Asks for the decisions as a whole: lists fetch them along."""
        returns = [decision for decision in self.decisions.all() if decision.verb == Decision.Verb.RETURN]
        return max(returns, key=lambda decision: decision.pk, default=None)

    @property
    def last_comment(self) -> "Comment | None":
        """What was said last between its country and the secretariat. Lists fetch the comments along."""
        return max(self.comments.all(), key=lambda comment: comment.pk, default=None)

    @property
    def question(self) -> "Comment | None":
        """What the secretariat asked and its country owes an answer to: a word, or the update submitted again."""
        last = self.last_comment
        waits = self.state in (self.State.SUBMITTED, self.State.RETURNED) and last and last.asks
        return last if waits and last.written_at > self.submitted_at else None

    @property
    def accepted_on(self) -> PartialDate | None:
        """The day, to be shown in words."""
        return PartialDate.of(self.accepted_at) if self.accepted_at else None

    @property
    def review_due(self) -> PartialDate | None:
        """By when the secretariat should have looked at it."""
        return PartialDate.of(self.submitted_at + ANSWER_WITHIN) if self.submitted_at else None

    @property
    def is_late(self) -> bool:
        """Whether the secretariat should have looked at it by now."""
        return self.state == self.State.SUBMITTED and self.review_due.first_day < timezone.localdate()

    @property
    def is_hanging(self) -> bool:
        """Whether it was returned so long ago that somebody should ask what is the matter."""
        came_back = self.last_return if self.state == self.State.RETURNED else None
        return bool(came_back) and came_back.decided_at < timezone.now() - ANSWER_WITHIN


class Decision(FrozenModel):
    """That somebody submitted, returned or accepted an update: who, when, why. Written by workflow.py alone."""

    class Verb(models.TextChoices):
        SUBMIT = "submit", _("submitted")
        RETURN = "return", _("returned")
        ACCEPT = "accept", _("accepted")

    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("progress update")
    )
    verb = models.CharField(_("what"), max_length=20, choices=Verb)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("at"))
    content = models.JSONField(_("what the update said"), help_text=_("As it was when this was decided."))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb="return") | ~Q(reason=""),
                name="priorities_decision_a_return_has_a_reason",
                violation_error_message=_("Say what has to change."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.update.of}: {self.get_verb_display()}"

    @property
    def decided_on(self) -> PartialDate:
        """The day, to be shown in words."""
        return PartialDate.of(self.decided_at)
