"""Mail servers as they are on a bad day: real ones, on this machine, that speak SMTP for one line."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core import mail
from django.core.mail.backends import locmem
from django.db import OperationalError, connection
from django_tasks.backends.immediate import ImmediateBackend

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@contextmanager
def server(settings: Any, says: bytes | None) -> Iterator[None]:
    """Mail goes to a server that answers that line to whoever connects; None: it lets them wait."""
    listening = socket.create_server(("127.0.0.1", 0))
    visitors = []

    def answer() -> None:
        while True:
            try:
                visitor, _address = listening.accept()
            except OSError:  # closed
                return
            visitors.append(visitor)
            if says:
                visitor.sendall(says)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 0.2
    settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = LOCMEM
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connected in (listening, *visitors):
            connected.close()


class Watching(locmem.EmailBackend):
    """Takes mail, and notes whether a transaction besides the test's own was open meanwhile."""

    open_transactions: list[int] = []

    def send_messages(self, messages: Any) -> int:
        own = [block for block in connection.atomic_blocks if not getattr(block, "_from_testcase", False)]
        self.open_transactions.append(len(own))
        return super().send_messages(messages)


class Meeting(locmem.EmailBackend):
    """While one process sends a mail, another comes to it."""

    def send_messages(self, messages: Any) -> int:
        from accounts.jobs import send_mail
        from accounts.models import OutgoingMail

        assert send_mail.call(OutgoingMail.objects.latest("pk").pk) is None
        return super().send_messages(messages)


class Nowhere(ImmediateBackend):
    """Jobs are kept in a database that is away."""

    def enqueue(self, *args: Any, **options: Any) -> Any:
        raise OperationalError


def boxes() -> list[list[str]]:
    """To whom the mails went that left us."""
    return [message.to for message in mail.outbox]
