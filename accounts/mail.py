import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage

log = logging.getLogger("django.accounts")


def send(message: EmailMessage) -> bool:
    """Send a mail, and say whether it went out. The log knows what went wrong, and nobody's address."""
    try:
        return bool(message.send())
    except (SMTPException, OSError) as error:
        log.error("A mail was not sent: %s", type(error).__name__)
        return False
