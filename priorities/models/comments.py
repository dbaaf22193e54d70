"""What the secretariat asks about an update and its country answers. Written by thread_workflow.py alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from library.dates import PartialDate
from library.frozen import FrozenModel

from .reporting import ProgressUpdate


class Comment(FrozenModel):
    """A question or an answer, kept with the update for its country's people and reviewers. Never public."""

    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, related_name="comments", verbose_name=_("progress update")
    )
    asks = models.BooleanField(_("asked by the secretariat"))
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    is_on_behalf = models.BooleanField(_("answered by the secretariat on the country's behalf"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="priorities_comment_says_something",
                violation_error_message=_("Write something first."),
            ),
            models.CheckConstraint(
                condition=~Q(asks=True, is_on_behalf=True), name="priorities_comment_only_answers_are_on_behalf"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update.of}: {self.written_on.in_words}"

    @property
    def written_on(self) -> PartialDate:
        """The day, to be shown in words."""
        return PartialDate.of(self.written_at)
