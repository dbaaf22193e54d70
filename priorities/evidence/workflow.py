"""How a file comes to an update and leaves it again: while its country writes. After that nobody touches it."""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from priorities.models import Evidence, ProgressUpdate
from priorities.models.evidence import evidence_storage
from priorities.workflow import check_right, check_state, locked

from .checking import Checked, checked

MOST_FILES = 20


def add_evidence(
    *,
    update: ProgressUpdate,
    by: User,
    upload: UploadedFile,
    title: str,
    is_public: bool = False,
    harm_note: str = "",
) -> Evidence:
    """Keep a file with an update.

    In this order: check right and state; check the file; write it under a name nobody can guess; write the row, with
    the update locked; take the file away again if that fails. The same file sent twice is kept once. Raises
    PermissionDenied, WrongState or ValidationError.
    """
    check_right(update, "add_evidence", by)
    check_state(update, "add_evidence")
    if is_public and not harm_note.strip():
        raise ValidationError(
            {"harm_note": _("What may be published needs a note of what is in it and whom it could harm.")}
        )
    try:
        file = checked(upload)
    except ValidationError as refused:
        raise ValidationError({"upload": refused.messages}) from refused
    storage = evidence_storage()
    name = storage.save(f"{secrets.token_hex(16)}.{file.kind}", ContentFile(file.content))
    words: dict[str, str | bool] = {
        "title": title,
        "is_public": is_public,
        "harm_note": harm_note.strip(),
        "file": name,
    }
    try:
        kept = write_row(update=update, by=by, file=file, words=words)
    except BaseException:
        storage.delete(name)
        raise
    if kept.file.name != name:
        storage.delete(name)
    return kept


@transaction.atomic
def write_row(*, update: ProgressUpdate, by: User, file: Checked, words: dict[str, str | bool]) -> Evidence:
    """Write down a file that is in its place already.

    In this order: lock the update; check right and state again; find the same file, or write the row. Raises
    PermissionDenied, WrongState or ValidationError.
    """
    update = locked(update)
    check_right(update, "add_evidence", by)
    check_state(update, "add_evidence")
    if same := update.evidence.filter(sha256=file.sha256).first():
        return same
    if update.evidence.count() >= MOST_FILES:
        raise ValidationError(
            _("There are %(most)s files here already, which is the most. Remove one first.") % {"most": MOST_FILES}
        )
    evidence = Evidence(
        update=update,
        original_name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=file.sha256,
        uploaded_by=by,
        uploaded_at=timezone.now(),
        **words,
    )
    evidence.full_clean()
    evidence.save()
    return evidence


@transaction.atomic
def remove_evidence(*, update: ProgressUpdate, by: User, pk: int) -> None:
    """Take a file away from an update.

    In this order: lock the update; check right and state; delete the row, and the file once that is certain. Said
    twice, it is gone once. Raises PermissionDenied or WrongState.
    """
    update = locked(update)
    check_right(update, "remove_evidence", by)
    check_state(update, "remove_evidence")
    for evidence in update.evidence.filter(pk=pk):
        evidence.delete()
        transaction.on_commit(lambda name=evidence.file.name: evidence_storage().delete(name))  # type: ignore[misc]
