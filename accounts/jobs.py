"""Sending what mail.py wrote: each mail by one process at a time, and again later where that fails."""

import datetime as dt
import logging

from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from .models import OutgoingMail

# How long after an attempt the next one comes; after five the mail is given up, and staff see it.
PAUSES = [dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=2), dt.timedelta(hours=12)]
MOST_ATTEMPTS = len(PAUSES) + 1
log = logging.getLogger("django.accounts")


@task()
def send_mail(pk: int) -> str | None:
    """Send a mail that is due, and say in which state it is then; None where it is not due, or another was first.

    In this order: take it on, which puts off its next attempt, so that no second process sends it; send it, with no
    transaction open; write how that went. What a crash leaves half-way is tried again then: rather twice than never.
    """
    mail = claim(pk)
    if mail is None:
        return None
    try:
        message_of(mail).send()
    except Exception as error:
        # Whatever is wrong with one mail keeps nobody else's from leaving. Its words may hold an address.
        state = OutgoingMail.State.FAILED if mail.attempts >= MOST_ATTEMPTS else OutgoingMail.State.WAITING
        went = {"state": state, "error": type(error).__name__}
        log.error("Mail %s was not sent: %s", mail, went["error"])
    else:
        went = {"state": OutgoingMail.State.SENT, "sent_at": timezone.now()}
        went |= {"to": "", "text": "", "html": "", "stop": "", "error": ""}
    OutgoingMail.objects.filter(pk=pk).update(**went)
    return went["state"]


def claim(pk: int) -> OutgoingMail | None:
    """The mail, for whoever was the first to put off its next attempt; None for everybody else."""
    now = timezone.now()
    due = OutgoingMail.objects.due(now).filter(pk=pk)
    mail = due.select_related("person").first()
    if mail is None:
        return None
    pause = PAUSES[min(mail.attempts, len(PAUSES) - 1)]
    taken = due.update(attempts=F("attempts") + 1, tried_at=now, next_try_at=now + pause)
    if taken:
        mail.attempts += 1
    return mail if taken else None


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """What the mail server gets. Nobody's absence is to be answered to a machine (RFC 3834)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if mail.stop:
        headers |= {"List-Unsubscribe": f"<{mail.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message
