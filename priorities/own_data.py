"""What reporting keeps of a person: what they wrote, decided, asked and showed, and of what they were reminded."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own_data import Part, rows

from .models import Comment, Decision, Evidence, ProgressUpdate, Reminder
from .models.reporting import OF


def kept_of(user: User) -> list[Part]:
    """Each thing by the update that it belongs to: their words are on their country's desk."""
    written = ProgressUpdate.objects.filter(Q(written_by=user) | Q(submitted_by=user))
    stays = _("It stays with the country.")
    return [
        Part("updates", _("Updates you wrote or submitted"), stays, of_updates(written)),
        Part(
            "decisions",
            _("What you submitted, returned or accepted"),
            _("It stays: it is the record of how an update came to count."),
            rows(Decision.objects.filter(decided_by=user), "update_id", "verb", "reason", "decided_at"),
        ),
        Part(
            "comments",
            _("Questions and answers you wrote"),
            stays,
            rows(Comment.objects.filter(written_by=user), "update_id", "text", "written_at"),
        ),
        Part(
            "evidence",
            _("Files you added"),
            stays,
            rows(Evidence.objects.filter(uploaded_by=user), "update_id", "title", "original_name", "uploaded_at"),
        ),
        Part(
            "reminders",
            _("Reminders of reports that are due"),
            _("Of which cycle, and when."),
            rows(Reminder.objects.filter(person=user), "cycle__name", "offset", "outcome", "tried_at"),
        ),
    ]


def of_updates(found: Any) -> list[dict[str, Any]]:
    """Of which country and thing each update is, how it stands and since when."""
    found = found.select_related("country", *OF).order_by("pk")
    return [
        {
            "update_id": update.pk,
            "country": update.country.slug,
            "of": str(update.of),
            "state": update.state,
            "written_at": update.written_at,
            "submitted_at": update.submitted_at,
        }
        for update in found
    ]
