"""What is public of a country: its editions, each frozen for ever."""

import hashlib
import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from events.models import Event
from library.dates import PartialDateField
from library.frozen import FrozenModel, FrozenQuerySet
from library.models import Document, Initiative, LessonLearnt, PageText, ToolkitItem
from priorities.models import Theme


class WithdrawableQuerySet(FrozenQuerySet):
    def readable(self) -> Self:
        """Those that were not withdrawn: what the public may be shown anything of."""
        return self.filter(withdrawal=None)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawal=None)


class Withdrawable(FrozenModel):
    """What is published under a number and may be withdrawn: its row stays, and nothing public is rendered from it."""

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")


class EditionQuerySet(WithdrawableQuerySet):
    def of(self, slug: str) -> "EditionQuerySet":
        """The editions at the address of that country."""
        return self.filter(slug=slug)

    def newest_numbers(self) -> dict[str, int]:
        """Of one country: the number of its `newest` edition that can be read, and of the `last` one published."""
        return self.aggregate(newest=models.Max("number", filter=Q(withdrawal=None)), last=models.Max("number"))

    def next_number(self) -> int:
        """That of the edition to be. Numbers of withdrawn ones are not given anew."""
        return (self.aggregate(last=models.Max("number"))["last"] or 0) + 1

    def current(self) -> "EditionQuerySet":
        """The newest readable edition of each country: what the public reads."""
        newer = self.model.objects.readable().filter(
            slug=models.OuterRef("slug"), number__gt=models.OuterRef("number")
        )
        return self.readable().filter(~models.Exists(newer)).order_by("slug")

    def with_checksum_before(self) -> "EditionQuerySet":
        """Those, with `checksum_before` read along."""
        before = self.model.objects.readable().filter(
            slug=models.OuterRef("slug"), number__lt=models.OuterRef("number")
        )
        checksum = models.Subquery(before.order_by("-number").values("checksum")[:1])
        return self.annotate(checksum_before=Coalesce(checksum, models.Value("")))


class Edition(Withdrawable):
    """A country's records as they were on the day they were published, under a number and a checksum.

    Made by workflow.publish(), or by data/workflow.py where an export comes back; never changed and never deleted.
    Everything public is rendered from its content and from nothing else.
    """

    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="editions", verbose_name=_("country"), editable=False
    )
    slug = models.SlugField(_("slug"), max_length=60, editable=False, help_text=_("The country's, in addresses."))
    number = models.PositiveIntegerField(_("number"), editable=False)
    as_of = PartialDateField(_("as of"), editable=False)
    note = models.TextField(_("note"), blank=True, editable=False)
    # {"statements": […], "remark": "…"} (checklist.py), in the words that were answered. Null before there was a list.
    checks = models.JSONField(_("do-no-harm checklist"), null=True, blank=True, editable=False)
    content = models.TextField(_("content"), editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, unique=True, editable=False)
    published_at = models.DateTimeField(_("published at"), editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
        editable=False,
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["country", "-number"]
        permissions = [("publish_edition", _("May publish editions"))]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="reports_edition_number_once"),
            models.UniqueConstraint(fields=["slug", "number"], name="reports_edition_address_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reports_edition_numbers_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reports:edition", args=[self.slug, self.number])

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        """The content as plain data (snapshot.py says what is in it)."""
        return json.loads(self.content)

    @cached_property
    def previous(self) -> "Edition | None":
        """The one before it of the same country that can be read: what changed since a withdrawn one would tell it."""
        if self.number == 1:
            return None
        return Edition.objects.of(self.slug).readable().filter(number__lt=self.number).order_by("-number").first()

    @cached_property
    def checksum_before(self) -> str:
        """The checksum of `previous`, or nothing: what it tells that changed is told since that."""
        return self.previous.checksum if self.previous else ""

    @property
    def is_intact(self) -> bool:
        """Whether the content is still the one that was published."""
        return checksum_of(self.content) == self.checksum


def checksum_of(content: str) -> str:
    """SHA-256 of an edition's content, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


class GlobalEditionQuerySet(WithdrawableQuerySet):
    def newest(self) -> "GlobalEdition | None":
        """The one published last."""
        return self.order_by("-number").first()


class GlobalEdition(Withdrawable):
    """The global report as it was on the day it was published, under a number and a checksum.

    Its content names the editions it is made of, by country, number and checksum, and holds copies of what belongs to
    no country (global_report/snapshot.py). Made by global_report/workflow.py alone, never changed and never deleted.
    """

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    note = models.TextField(_("note"), blank=True, editable=False)
    # As those of an edition.
    checks = models.JSONField(_("do-no-harm checklist"), null=True, blank=True, editable=False)
    content = models.TextField(_("content"), editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, unique=True, editable=False)
    published_at = models.DateTimeField(_("published at"), editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
        editable=False,
    )

    objects = GlobalEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("global report")
        verbose_name_plural = _("global reports")
        ordering = ["-number"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="reports_globaledition_numbers_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reports:global-edition", args=[self.number])

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        """The content as plain data (global_report/snapshot.py says what is in it)."""
        return json.loads(self.content)

    @property
    def is_intact(self) -> bool:
        """Whether the content is still the one that was published."""
        return checksum_of(self.content) == self.checksum


class Withdrawal(FrozenModel):
    """That an edition, or a global report, is not to be read any more, and why: what its addresses say from then on.

    Made by workflow.withdraw() alone. There is no way back: what shall be read again is published again.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, null=True, related_name="withdrawal", verbose_name=_("edition")
    )
    global_edition = models.OneToOneField(
        GlobalEdition, on_delete=models.PROTECT, null=True, related_name="withdrawal", verbose_name=_("global report")
    )
    reason = models.TextField(_("reason"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("withdrawn by")
    )

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-withdrawn_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(edition=None) ^ Q(global_edition=None), name="reports_withdrawal_of_one_thing"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reports_withdrawal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.edition or self.global_edition)


class FollowerQuerySet(models.QuerySet):
    def to_tell(self, edition: Edition) -> "FollowerQuerySet":
        """Who follows that country, or all of them, and was not told of the edition yet; each address once."""
        of_country = self.filter(country=edition.country_id)
        of_all = self.filter(country=None).exclude(address__in=of_country.values("address"))
        return (of_country | of_all).exclude(told__edition=edition)


class Follower(models.Model):
    """Somebody who gets a mail when an edition is published. All that is kept of them stands here.

    Made by followers.confirm() once the address has been confirmed, and deleted when they stop: who asked and did not
    confirm is nowhere. Its name holds no address, because the admin writes names into its log.
    """

    address = models.EmailField(_("e-mail address"), max_length=254)
    country = models.ForeignKey(
        Country,
        on_delete=models.CASCADE,
        related_name="followers",
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("Empty: all countries."),
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        ordering = ["country", "pk"]
        default_permissions = ("view", "delete")
        constraints = [
            # Two, because to a database no country is never the same as no country.
            models.UniqueConstraint(Lower("address"), "country", name="reports_follower_once"),
            models.UniqueConstraint(Lower("address"), condition=Q(country=None), name="reports_follower_of_all_once"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Told(models.Model):
    """That a follower was told of an edition, so that a job that runs twice tells nobody twice."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="told")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["follower", "edition"], name="reports_told_once")]

    def __str__(self) -> str:
        return f"{self.follower_id} {self.edition_id}"


# What an entry can be made from, in the order in which entries of one kind are listed.
OWNERS = [Edition, Theme, Event, ToolkitItem, LessonLearnt, Initiative, Document, PageText]


class SearchEntryQuerySet(models.QuerySet):
    def public(self) -> "SearchEntryQuerySet":
        """Those made from what is public at this moment: a current edition, or a row that is published.

        Entries are kept in step with what they are made from (index.py). That they are is not relied upon here: a row
        that was switched off behind the back of its model (QuerySet.update, SQL) is found no more, either.
        """
        shown = Q()
        for model in OWNERS:
            rows = Edition.objects.current() if model is Edition else model.objects.published()
            shown |= Q(owner=model._meta.label_lower, owner_pk__in=rows.values("pk"))
        return self.filter(shown)


class SearchEntry(models.Model):
    """Something that search finds, in one language. Derived: index.py makes it, and can make all of them anew.

    Texts are {language: text} with the one language they are in, which may be another than the entry's. `owner` and
    `owner_pk` say from which row it is made, `part` from what of it. On PostgreSQL the table has one column more,
    `vector`, which the database itself makes from `folded` (migration 3).
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Countries")
        ACTION = "action", _("Priority actions")
        THEME = "theme", _("Themes")
        EVENT = "event", _("Events")
        LIBRARY = "library", _("Library")
        PAGE = "page", _("This portal")

    language = models.CharField(max_length=12)
    owner = models.CharField(max_length=60)
    owner_pk = models.BigIntegerField()
    part = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    translated_from = models.JSONField(default=list)
    address = models.CharField(max_length=300)
    country = models.CharField(max_length=60, blank=True)
    country_name = models.JSONField(default=dict)
    region = models.CharField(max_length=20, blank=True)
    themes = models.JSONField(default=list)
    order = models.IntegerField(default=0)
    folded_title = models.TextField(blank=True)
    folded = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["language", "owner", "owner_pk", "part"], name="reports_searchentry_once")
        ]
        indexes = [models.Index(fields=["owner", "owner_pk"], name="reports_searchentry_owner")]

    def __str__(self) -> str:
        return f"{self.address} ({self.part})" if self.part else self.address
