"""The way out for mail: it is kept, and a job sends it once all is saved. No request waits for a mail server."""

from functools import partial
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from . import jobs
from .models import OutgoingMail, User


def post(
    *,
    kind: str,
    to: str,
    subject: str,
    template: str,
    words: dict[str, Any],
    person: User | None = None,
    stop: str = "",
) -> OutgoingMail:
    """Write a mail in the active language, from mail/<template>.txt and .html, and have it sent after the commit.

    `kind` is a short word for staff and for queries. `person` is whose address it is, where they have an account.
    `stop` is where one POST ends mail of that kind, for mail programs that have a button for it. What a mail server
    says or does raises nothing: it is tried again, and staff see it at desk/mail/.
    """
    text, html = (render_to_string(f"mail/{template}.{ending}", words) for ending in ("txt", "html"))
    return hand_in(kind=kind, to=to, subject=subject, text=text, html=html, person=person, stop=stop)


def hand_in(
    *, kind: str, to: str, subject: str, text: str, html: str = "", person: User | None = None, stop: str = ""
) -> OutgoingMail:
    """Keep a mail that is written already, and have it sent after the commit."""
    mail = OutgoingMail.objects.create(
        kind=kind,
        person=person,
        to="" if person else to,
        language=get_language() or "",
        subject=one_line(subject),
        text=text,
        html=html,
        stop=stop,
    )
    send_soon(mail)
    return mail


def one_line(subject: str) -> str:
    """Names stand in it, and a line break would begin another header."""
    return " ".join(subject.split())[:200]


def send_soon(mail: OutgoingMail) -> None:
    """Have a job send it after the commit. Where no job can be made, `manage.py send_mail` finds the mail."""
    transaction.on_commit(partial(jobs.send_mail.enqueue, mail.pk), robust=True)


def withdraw(*, kind: str, person: User, subject: str) -> None:
    """Take back what of that has not left us, because something newer takes its place."""
    OutgoingMail.objects.unsent().filter(kind=kind, person=person, subject=one_line(subject)).delete()


@transaction.atomic
def try_again(mail: OutgoingMail) -> bool:
    """Have a mail tried now instead of later or never, and say whether it will be.

    One that is sent, or that may be on its way to the mail server, is left alone: sent twice this does it once.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    just_tried = mail.tried_at and timezone.now() - mail.tried_at < jobs.PAUSES[0]
    if mail.state == OutgoingMail.State.SENT or mail.is_too_old or just_tried:
        return False
    mail.state, mail.attempts, mail.next_try_at = OutgoingMail.State.WAITING, 0, timezone.now()
    mail.save(update_fields=["state", "attempts", "next_try_at"])
    send_soon(mail)
    return True
