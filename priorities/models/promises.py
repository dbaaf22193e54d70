"""What a country promised to do: its roadmap, the pillars it grouped its actions under, the actions and next steps."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from library.dates import PartialDateField, forward
from library.models import NaturalKeyQuerySet, Publishable, PublishedQuerySet, Sourced


class Theme(Publishable):
    """What an action is about. Core themes are those of SDG Target 8.7; context themes cut across them."""

    class Kind(models.TextChoices):
        CORE = "core", _("core theme")
        CONTEXT = "context", _("context theme")

    class Look(models.TextChoices):
        """An icon and its colour: static/img/looks/<value>.svg, and --look-<value> in static/scss/_tokens.scss."""

        CHILD_LABOUR = "child-labour", _("pinwheel, red")
        FORCED_LABOUR = "forced-labour", _("broken chain, violet")
        TRAFFICKING = "trafficking", _("heart, blue")
        MIGRATION = "migration", _("two arrows, teal")
        SUPPLY_CHAINS = "supply-chains", _("parcel, brown")
        CONFLICT_HUMANITARIAN = "conflict-humanitarian", _("tent, mauve")
        EDUCATION = "education", _("book, dark blue")
        AGRICULTURE = "agriculture", _("seedling, green")
        PLAIN = "plain", _("label, grey")

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    look = models.CharField(
        _("icon and colour"),
        max_length=30,
        choices=Look,
        default=Look.PLAIN,
        db_default=Look.PLAIN,
        help_text=_(
            "They stand beside its name, so that readers find the theme again. The name is always there, too."
        ),
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Roadmap(Sourced):
    """The plan a country adopted."""

    NATURAL_KEY = ("country__slug", "order")

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="roadmaps", verbose_name=_("country"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=300)
    adopted = PartialDateField(_("adopted"), null=True, blank=True)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("roadmap")
        verbose_name_plural = _("roadmaps")
        ordering = ["country", "order"]
        constraints = [models.UniqueConstraint(fields=["country", "order"], name="priorities_roadmap_one_place_each")]

    def __str__(self) -> str:
        return self.title


class Pillar(Sourced):
    """The heading under which a country grouped its actions, kept as reported."""

    NATURAL_KEY = ("country__slug", "order")

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="pillars", verbose_name=_("country"))
    roadmap = models.ForeignKey(
        Roadmap, on_delete=models.SET_NULL, null=True, blank=True, related_name="pillars", verbose_name=_("roadmap")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=200)
    themes = models.ManyToManyField(Theme, related_name="pillars", verbose_name=_("themes"))

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = ["country", "order"]
        constraints = [models.UniqueConstraint(fields=["country", "order"], name="priorities_pillar_one_place_each")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a roadmap of another country."""
        if self.roadmap and self.roadmap.country_id != self.country_id:
            raise ValidationError({"roadmap": _("This roadmap belongs to another country.")})


class Implementation(models.TextChoices):
    """How far something is. No official scale was found: these words are ours (docs/decisions/0004)."""

    NOT_REPORTED = "not_reported", _("not reported")
    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    DISCONTINUED = "discontinued", _("discontinued")


class Outlook(models.TextChoices):
    """How it looks. Empty where nobody said."""

    ON_TRACK = "on_track", _("on track")
    AT_RISK = "at_risk", _("at risk")
    OFF_TRACK = "off_track", _("off track")


class PriorityAction(Sourced):
    """Something a country says it will do, in its official wording."""

    NATURAL_KEY = ("reference",)

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="priority_actions", verbose_name=_("country")
    )
    reference = models.CharField(
        _("reference"),
        max_length=10,
        unique=True,
        help_text=_("Stays for ever and is never used again, as in NPL-04."),
    )
    order = models.PositiveSmallIntegerField(_("order"))
    pillar = models.ForeignKey(
        Pillar, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name=_("pillar")
    )
    wording = models.TextField(
        _("official wording"), help_text=_("As the source has it. Only broken lines are mended.")
    )
    themes = models.ManyToManyField(Theme, related_name="actions", verbose_name=_("themes"))
    lead = models.CharField(_("lead body"), max_length=300, blank=True)
    partners = models.CharField(_("partners"), max_length=500, blank=True)
    period_start = PartialDateField(_("from"), null=True, blank=True)
    period_end = PartialDateField(_("until"), null=True, blank=True)
    target = models.TextField(_("target"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("ISO 4217, such as USD."))
    budget_needed = models.DecimalField(_("budget needed"), max_digits=14, decimal_places=2, null=True, blank=True)
    budget_secured = models.DecimalField(_("budget secured"), max_digits=14, decimal_places=2, null=True, blank=True)
    implementation = models.CharField(
        _("implementation"), max_length=20, choices=Implementation, default=Implementation.NOT_REPORTED
    )
    outlook = models.CharField(_("outlook"), max_length=20, choices=Outlook, blank=True)
    status_date = PartialDateField(_("state as of"), null=True, blank=True)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("priority action")
        verbose_name_plural = _("priority actions")
        ordering = ["country", "order"]
        constraints = [
            models.UniqueConstraint(fields=["country", "order"], name="priorities_priorityaction_one_place_each"),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^[A-Z]{3}-[0-9]{2,3}$"),
                name="priorities_priorityaction_reference",
                violation_error_message=_("Write the reference as three capitals and a number, as in NPL-04."),
            ),
            models.CheckConstraint(
                condition=forward("period_start", "period_end"),
                name="priorities_priorityaction_period_forward",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=(Q(budget_needed__isnull=True) & Q(budget_secured__isnull=True)) | ~Q(currency=""),
                name="priorities_priorityaction_money_has_currency",
                violation_error_message=_("Say in which currency the budget is."),
            ),
            models.CheckConstraint(
                condition=~Q(implementation="not_reported") | Q(outlook=""),
                name="priorities_priorityaction_no_outlook_unreported",
                violation_error_message=_("What is not reported has no outlook."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.wording[:80]}"

    @property
    def desk_name(self) -> str:
        """Its name in the addresses of the desk, as in "npl-04"."""
        return self.reference.lower()

    @property
    def short_title(self) -> str:
        """What it is called where its wording stands beside it."""
        return self.reference

    def clean(self) -> None:
        """Refuse a pillar of another country."""
        if self.pillar and self.pillar.country_id != self.country_id:
            raise ValidationError({"pillar": _("This pillar belongs to another country.")})


class NextStep(Sourced):
    """What a country does next on the way, beside its priority actions."""

    class Horizon(models.TextChoices):
        SHORT = "short", _("short term")
        MEDIUM = "medium", _("medium term")
        LONG = "long", _("long term")

    NATURAL_KEY = ("country__slug", "order")

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="next_steps", verbose_name=_("country")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    wording = models.TextField(_("wording"), help_text=_("As the source has it."))
    horizon = models.CharField(
        _("horizon"), max_length=20, choices=Horizon, blank=True, help_text=_("Empty where the source does not say.")
    )
    due = PartialDateField(_("due"), null=True, blank=True)
    implementation = models.CharField(
        _("implementation"), max_length=20, choices=Implementation, default=Implementation.NOT_REPORTED
    )

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")
        ordering = ["country", "order"]
        constraints = [models.UniqueConstraint(fields=["country", "order"], name="priorities_nextstep_one_place_each")]

    def __str__(self) -> str:
        return self.wording[:80]

    @property
    def desk_name(self) -> str:
        """Its name in the addresses of the desk, as in "step-3"."""
        return f"step-{self.order}"

    @property
    def short_title(self) -> str:
        """What it is called where its wording stands beside it."""
        return gettext("Next step %(number)s") % {"number": self.order}
