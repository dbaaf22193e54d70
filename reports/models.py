"""What is public of a country: its editions, each frozen for ever."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from library.dates import PartialDateField
from library.frozen import FrozenModel, FrozenQuerySet


class EditionQuerySet(FrozenQuerySet):
    def of(self, slug: str) -> "EditionQuerySet":
        """The editions at the address of that country."""
        return self.filter(slug=slug)

    def current(self) -> "EditionQuerySet":
        """The newest edition of each country: what the public reads."""
        newer = self.model.objects.filter(slug=models.OuterRef("slug"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer)).order_by("slug")


class Edition(FrozenModel):
    """A country's records as they were on the day they were published, under a number and a checksum.

    Made by workflow.publish() alone, never changed and never deleted. Everything public is rendered from its content
    and from nothing else.
    """

    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="editions", verbose_name=_("country"), editable=False
    )
    slug = models.SlugField(_("slug"), max_length=60, editable=False, help_text=_("The country's, in addresses."))
    number = models.PositiveIntegerField(_("number"), editable=False)
    as_of = PartialDateField(_("as of"), editable=False)
    note = models.TextField(_("note"), blank=True, editable=False)
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

    @property
    def is_intact(self) -> bool:
        """Whether the content is still the one that was published."""
        return checksum_of(self.content) == self.checksum


def checksum_of(content: str) -> str:
    """SHA-256 of an edition's content, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()
