"""Files that show what an update says. Private; written by evidence_workflow.py alone."""

from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from library.frozen import Audited, Frozen

from .reporting import ProgressUpdate


def evidence_storage() -> Storage:
    """Where the files lie: a folder, or in production a private bucket. No address leads into it."""
    return storages["evidence"]


class Evidence(models.Model):
    """One file of an update, as it is kept: checked, and pictures without what a camera writes into them."""

    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("progress update")
    )
    title = models.CharField(_("title"), max_length=200)
    harm_note = models.TextField(_("what is in it, and whom it could harm"), blank=True)
    is_public = models.BooleanField(_("may be published"), default=False)
    file = models.FileField(_("file"), storage=evidence_storage, max_length=100, editable=False)
    original_name = models.CharField(_("name of the file"), max_length=120, editable=False)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    uploaded_at = models.DateTimeField(_("added at"))

    AUDITED = Audited(only={"update__state": "accepted"})

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["uploaded_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["update", "sha256"], name="priorities_evidence_once_per_update"),
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(harm_note=""),
                name="priorities_evidence_public_only_with_a_note",
                violation_error_message=_(
                    "What may be published needs a note of what is in it and whom it could harm."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **options: Any) -> None:
        """Refuse to touch what belongs to an accepted update. The database refuses it too (migration 0006)."""
        self.refuse_if_accepted()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        self.refuse_if_accepted()
        return super().delete(*args, **options)

    def refuse_if_accepted(self) -> None:
        if ProgressUpdate.objects.accepted().filter(pk=self.update_id).exists():
            raise Frozen(self._meta.verbose_name)

    @property
    def kind(self) -> str:
        """What people call its type: PDF, DOCX, …"""
        return self.original_name.rsplit(".", 1)[-1].upper()
