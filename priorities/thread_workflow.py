"""How the secretariat asks about an update and its country answers. The update itself stays as it is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from . import review_mails
from .models import Comment, ProgressUpdate
from .permissions import reports_for_it
from .workflow import check_length, check_right, check_state, locked


@transaction.atomic
def ask(*, update: ProgressUpdate, by: User, text: str, language: str) -> Comment:
    """Ask a country something about an update that was submitted or returned.

    In this order: lock the update; check right and state; refuse what is empty or too long; write the question, unless
    this person said just that last; post the mail to its country's people. Raises PermissionDenied, WrongState or
    ValidationError by field.
    """
    update = locked(update)
    check_right(update, "ask", by)
    check_state(update, "ask")
    question, is_new = said(update=update, written_by=by, text=text, language=language, asks=True)
    if is_new:
        review_mails.asked(question)
    return question


@transaction.atomic
def answer(*, update: ProgressUpdate, by: User, text: str, language: str) -> Comment:
    """Write to the secretariat about an update that was submitted or returned, whether it asked or not.

    In this order: lock the update; check right and state; refuse what is empty or too long; write the answer, unless
    this person said just that last; post the mail to whoever asked. Raises PermissionDenied, WrongState or
    ValidationError by field.
    """
    update = locked(update)
    check_right(update, "answer", by)
    check_state(update, "answer")
    on_behalf = reports_for_it(by, update)
    comment, is_new = said(
        update=update, written_by=by, text=text, language=language, asks=False, is_on_behalf=on_behalf
    )
    if is_new:
        review_mails.answered(comment)
    return comment


def said(*, update: ProgressUpdate, text: str, **about: Any) -> tuple[Comment, bool]:
    """The comment, and whether it is new: a form that is sent again finds its own words as the last of the thread."""
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write something first.")})
    check_length("text", text)
    last = update.last_comment
    if last and (last.text, last.written_by, last.asks) == (text, about["written_by"], about["asks"]):
        return last, False
    comment = Comment(update=update, text=text, written_at=timezone.now(), **about)
    comment.full_clean()
    comment.save()
    return comment, True
