"""How an uploaded workbook comes to be drafts."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from countries.models import Country
from priorities.models import ProgressUpdate
from priorities.permissions import can_report
from priorities.workflow import NOT_THEIRS, save_draft

from .proposals import Upload, proposals_of
from .values import words_of


class ShownOtherwise(Exception):
    """Something stands otherwise now than in the preview that was confirmed. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("Somebody wrote meanwhile. Nothing is saved yet: look at it once more."))


@transaction.atomic
def save_workbook(*, country: Country, by: User, upload: Upload, answers: Mapping[str, str]) -> list[ProgressUpdate]:
    """Save as drafts what a workbook changes, as it was shown: all of it or nothing.

    In this order: check the right; read how each row stands; leave out what the secretariat looks at and what stands
    there already; refuse what stands otherwise than it was shown; save each row as a draft. Sent twice, it is saved
    once. Raises PermissionDenied, ShownOtherwise, ValidationError, or Overtaken and WrongState where somebody was
    quicker by a moment.
    """
    if not can_report(by, country):
        raise PermissionDenied(NOT_THEIRS)
    saved = []
    for proposal in proposals_of(country, upload):
        is_as_shown = upload.seen.get(proposal.key) == proposal.seen
        if is_as_shown and proposal.is_held:
            continue
        try:
            values = proposal.resolved(answers)
        except KeyError:
            raise ShownOtherwise from None
        if values == proposal.theirs:
            continue
        if not is_as_shown:
            raise ShownOtherwise
        try:
            saved.append(save_draft(of=proposal.row.of, by=by, words=words_of(values), version=proposal.version))
        except ValidationError as wrong:
            raise ValidationError([f"{proposal.row.of.short_title}: {what}" for what in wrong.messages]) from wrong
    return saved
