"""A country on its way: who it is, its milestones, who coordinates, what it shares."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from library.dates import PartialDateField
from library.frozen import Audited, FrozenModel
from library.models import NaturalKeyQuerySet, Sourced


class CountryQuerySet(NaturalKeyQuerySet):
    def with_report(self) -> "CountryQuerySet":
        """Countries that have, or may come to have, an e-report; not those that only took part in an event."""
        return self.exclude(engagement=Country.Engagement.NONE)


class Country(Sourced):
    """A state, named and coded as the United Nations does (M49). Its source says when its engagement began."""

    class Region(models.TextChoices):
        AFRICA = "africa", _("Africa")
        AMERICAS = "americas", _("Americas")
        ASIA = "asia", _("Asia")
        EUROPE = "europe", _("Europe")
        OCEANIA = "oceania", _("Oceania")

    class Engagement(models.TextChoices):
        NONE = "none", _("not engaged")
        PROSPECTIVE = "prospective", _("prospective")
        CANDIDATE = "candidate", _("candidate")
        PATHFINDER = "pathfinder", _("Pathfinder country")

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("Its short name in addresses."))
    name = models.CharField(_("name"), max_length=120, help_text=_("The short name the United Nations uses."))
    alpha2 = models.CharField(_("two-letter code"), max_length=2, unique=True, help_text=_("ISO 3166-1 alpha-2."))
    alpha3 = models.CharField(_("three-letter code"), max_length=3, unique=True, help_text=_("ISO 3166-1 alpha-3."))
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True, help_text=_("Three digits, as the UN writes it."))
    region = models.CharField(_("region"), max_length=20, choices=Region, help_text=_("As in the UN's M49 list."))
    working_language = models.CharField(
        _("working language"),
        max_length=2,
        choices=settings.LANGUAGES,
        help_text=_("The language in which we write to this country, until its focal point chooses."),
    )
    engagement = models.CharField(
        _("engagement"),
        max_length=20,
        choices=Engagement,
        default=Engagement.NONE,
        help_text=_("Changed only by recording a decision."),
    )
    pathfinder_since = PartialDateField(_("pathfinder since"), null=True, blank=True)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences that open the e-report. May be empty.")
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(alpha2__regex=r"^[A-Z]{2}$"),
                name="countries_country_alpha2",
                violation_error_message=_("Write the two-letter code in capitals, as in NP."),
            ),
            models.CheckConstraint(
                condition=Q(alpha3__regex=r"^[A-Z]{3}$"),
                name="countries_country_alpha3",
                violation_error_message=_("Write the three-letter code in capitals, as in NPL."),
            ),
            models.CheckConstraint(
                condition=Q(m49__regex=r"^[0-9]{3}$"),
                name="countries_country_m49",
                violation_error_message=_("Write the M49 code in three digits, as in 524."),
            ),
            models.CheckConstraint(
                condition=Q(pathfinder_since__isnull=True) | Q(engagement="pathfinder"),
                name="countries_country_since_only_for_pathfinders",
                violation_error_message=_("Only a Pathfinder country has a date since when it is one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:country", args=[self.slug])


class EngagementDecision(FrozenModel):
    """That staff changed a country's engagement: who, when, from what to what, why. Written by workflow.py alone."""

    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="engagement_decisions", verbose_name=_("country")
    )
    before = models.CharField(_("before"), max_length=20, choices=Country.Engagement)
    after = models.CharField(_("after"), max_length=20, choices=Country.Engagement)
    reason = models.TextField(_("reason"), help_text=_("What was decided, by whom and where it is written."))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("recorded by"))
    decided_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on engagement")
        verbose_name_plural = _("decisions on engagement")
        ordering = ["-decided_at", "-pk"]
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="countries_engagementdecision_changes"),
            models.CheckConstraint(condition=~Q(reason=""), name="countries_engagementdecision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_after_display()}"


class MilestoneType(models.Model):
    """A step on the way that every country may take, in the order most take them."""

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of milestone")
        verbose_name_plural = _("kinds of milestones")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Milestone(Sourced):
    """How far a country is with one step. No row means: not reported. That is not the same as not done."""

    class State(models.TextChoices):
        DONE = "done", _("done")
        UNDER_WAY = "under_way", _("under way")
        AHEAD = "ahead", _("ahead")

    NATURAL_KEY = ("country__slug", "type__slug")

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("country")
    )
    type = models.ForeignKey(
        MilestoneType, on_delete=models.PROTECT, related_name="milestones", verbose_name=_("milestone")
    )
    state = models.CharField(_("state"), max_length=20, choices=State)
    date = PartialDateField(_("date"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["country", "type__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "type"],
                name="countries_milestone_once_each",
                violation_error_message=_("This country already has this milestone."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.type}: {self.get_state_display()}"


class CoordinationBody(Sourced):
    """Who brings the ministries and their partners together in a country."""

    NATURAL_KEY = ("country__slug", "order")

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="coordination_bodies", verbose_name=_("country")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("name"), max_length=300)
    lead = models.CharField(_("led by"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination body")
        verbose_name_plural = _("coordination bodies")
        ordering = ["country", "order"]
        constraints = [
            models.UniqueConstraint(fields=["country", "order"], name="countries_coordinationbody_one_place_each")
        ]

    def __str__(self) -> str:
        return self.name


class CoordinationStep(Sourced):
    """A step a country identified to set up its coordination, in its own words."""

    NATURAL_KEY = ("country__slug", "order")

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="coordination_steps", verbose_name=_("country")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    wording = models.TextField(_("wording"), help_text=_("As the source has it."))

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination step")
        verbose_name_plural = _("coordination steps")
        ordering = ["country", "order"]
        constraints = [
            models.UniqueConstraint(fields=["country", "order"], name="countries_coordinationstep_one_place_each")
        ]

    def __str__(self) -> str:
        return self.wording[:80]


class GoodPractice(Sourced):
    """Something a country did and others can learn from."""

    NATURAL_KEY = ("country__slug", "order")

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="good_practices", verbose_name=_("country")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["country", "order"]
        constraints = [
            models.UniqueConstraint(fields=["country", "order"], name="countries_goodpractice_one_place_each")
        ]

    def __str__(self) -> str:
        return self.title


class FocalPointQuerySet(models.QuerySet):
    def serving(self, at: dt.date) -> "FocalPointQuerySet":
        """The terms that have begun by that day and not ended before it, of people who may sign in."""
        return self.not_over(at).filter(start__lte=at, user__is_active=True)

    def not_over(self, at: dt.date) -> "FocalPointQuerySet":
        """The terms that last on that day or are still to begin."""
        return self.filter(Q(end=None) | Q(end__gte=at))


class FocalPoint(models.Model):
    """That a person speaks for a country, from a day to a day. The public sees the institution, never the person.

    Written by workflow.py alone. Who ended a term, and when, is in its history.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="terms", verbose_name=_("person")
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="focal_points", verbose_name=_("country")
    )
    is_deputy = models.BooleanField(_("deputy"), default=False)
    institution = models.CharField(_("institution"), max_length=300, help_text=_("The public sees it."))
    start = models.DateField(_("from"))
    end = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty while nobody knows it."))
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("appointed by")
    )
    invited_at = models.DateTimeField(
        _("invited"), null=True, blank=True, help_text=_("When the last invitation was written.")
    )

    # Whether an invitation arrived is not part of what somebody answers for.
    AUDITED = Audited(
        fields=("id", "user_id", "country_id", "is_deputy", "institution", "start", "end", "appointed_by_id")
    )

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["country", "is_deputy", "-start", "-pk"]
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="countries_focalpoint_forward",
                violation_error_message=_("The term ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["user", "country"],
                condition=Q(end__isnull=True),
                name="countries_focalpoint_one_open_term_each",
                violation_error_message=_("This person's term for this country is open already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.country}"

    @property
    def is_over(self) -> bool:
        return self.end is not None and self.end < timezone.localdate()

    def clean(self) -> None:
        super().clean()
        if self.start and self.overlapping().exists():
            raise ValidationError({"start": _("This person has a term for this country in that time already.")})

    def overlapping(self) -> models.QuerySet:
        """The other terms of the same person for the same country that share a day with this one."""
        others = FocalPoint.objects.filter(user_id=self.user_id, country_id=self.country_id).exclude(pk=self.pk)
        others = others.filter(Q(end=None) | Q(end__gte=self.start))
        return others.filter(start__lte=self.end) if self.end else others
