"""Where people met: workshops of one country, and events of the partnership with who took part."""

import datetime as dt

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from library.dates import PartialDateField, forward
from library.models import Document, NaturalKeyQuerySet, Publishable, PublishedQuerySet, Sourced


class Workshop(Sourced):
    """A meeting of one country on its way."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", _("strategy workshop")
        CONSULTATION = "consultation", _("technical consultation")
        OTHER = "other", _("other workshop")

    NATURAL_KEY = ("country__slug", "kind", "start")

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="workshops", verbose_name=_("country"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    start = PartialDateField(_("from"), null=True, blank=True)
    end = PartialDateField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    headcount = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    organisers = models.CharField(_("organisers"), max_length=500, blank=True)
    outcomes = models.TextField(_("outcomes"), blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="workshops", verbose_name=_("documents"))

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["country", "start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["country", "kind", "start"], name="events_workshop_once_each"),
            models.CheckConstraint(
                condition=forward("start", "end"),
                name="events_workshop_forward",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.start or ''}".strip()


class Organisation(models.Model):
    """A body that takes part in events: an agency, a federation, a network."""

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


class EventQuerySet(PublishedQuerySet):
    def with_last_change(self) -> "EventQuerySet":
        """Each event with `last_change`: when it was saved last, by its history; 1970 where it has none."""
        history = self.model.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date")
        saved = Subquery(history.values("history_date")[:1])
        return self.annotate(last_change=Coalesce(saved, Value(dt.datetime.fromtimestamp(0, dt.UTC))))


class Event(Sourced, Publishable):
    """A global or regional event. Whether it is past or ahead follows from its dates and is never stored."""

    class Scope(models.TextChoices):
        GLOBAL = "global", _("global")
        REGIONAL = "regional", _("regional")

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=300)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope)
    start = PartialDateField(_("from"))
    end = PartialDateField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-start", "name"]
        constraints = [
            models.CheckConstraint(
                condition=forward("start", "end"),
                name="events_event_forward",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.slug])

    def is_over(self, at: dt.date) -> bool:
        """Whether its last possible day is before that day: one known by its year is over when the year is."""
        return (self.end or self.start).last_day < at

    @property
    def has_days(self) -> bool:
        """Whether it is known to the day when it begins and, where it lasts longer than that, when it ends."""
        return bool(self.start.day and (self.end or self.start).day)


class Participation(Sourced):
    """That a country or an organisation took part in an event, and as what."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        HOST = "host", _("host")
        CHAIR = "chair", _("chair of Alliance 8.7")
        VICE_CHAIR = "vice_chair", _("vice-chair of Alliance 8.7")
        PANELLIST = "panellist", _("high-level panellist")
        SPEAKER = "speaker", _("speaker")
        PARTICIPANT = "participant", _("participant")

    NATURAL_KEY = ("event__slug", "country__slug", "organisation__slug", "role")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations", verbose_name=_("event"))
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("country"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTICIPANT)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["event", "role", "country__name", "organisation__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                name="events_participation_country_or_organisation",
                violation_error_message=_("Name a country or an organisation, not both."),
            ),
            models.UniqueConstraint(
                fields=["event", "country", "role"],
                condition=Q(country__isnull=False),
                name="events_participation_country_once_each",
                violation_error_message=_("This country already takes part in this role."),
            ),
            models.UniqueConstraint(
                fields=["event", "organisation", "role"],
                condition=Q(organisation__isnull=False),
                name="events_participation_organisation_once_each",
                violation_error_message=_("This organisation already takes part in this role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_role_display()}"

    @property
    def who(self) -> Country | Organisation:
        return self.country or self.organisation

    @property
    def in_order(self) -> tuple[int, bool, str]:
        """The key by which a list of participations is sorted: by role, countries first, then by name."""
        return self.Role.values.index(self.role), self.country is None, str(self.who)
