from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.jobs import send_mail
from accounts.models import OutgoingMail


class Command(BaseCommand):
    help = "Sends the mail that waits for another attempt, and forgets what is old. Every few minutes, by a timer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be tried; send and write nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        due = OutgoingMail.objects.due(now).order_by("next_try_at", "pk")
        if dry_run:
            for mail in due:
                self.stdout.write(
                    f"Mail {mail.pk}, {mail.kind}, written {mail.created_at:%Y-%m-%d %H:%M} UTC, "
                    f"attempt {mail.attempts + 1}, {mail.error or 'no error so far'}."
                )
            self.stdout.write(f"{due.count()} to send; nothing was sent.")
            return
        states = [send_mail.call(pk) for pk in due.values_list("pk", flat=True)]
        OutgoingMail.objects.outdated(now).delete()
        self.stdout.write(f"{states.count(OutgoingMail.State.SENT)} sent.")
        if failed := states.count(OutgoingMail.State.WAITING):
            self.stdout.write(f"{failed} failed and will be tried again.")
        if given_up := states.count(OutgoingMail.State.FAILED):
            raise CommandError(f"{given_up} given up: see desk/mail/.")
