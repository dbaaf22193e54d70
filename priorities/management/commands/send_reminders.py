from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from priorities.models import Reminder
from priorities.reminders import due_reminders, send, without_focal_point


class Command(BaseCommand):
    help = "Reminds focal points and deputies whose country has not reported yet. Once a day; a second run sends none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say whom and why; send and write nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        today = timezone.localdate()
        for standing in without_focal_point(today):
            self.stdout.write(f"Nobody speaks for {standing.country}: its report is {standing.due_in_words}.")
        due = due_reminders(today)
        if dry_run:
            for reminder in due:
                self.stdout.write(f"{reminder.person}: {reminder.why}, reminder {reminder.offset:+d} days.")
            self.stdout.write(f"{len(due)} to send; nothing was sent.")
            return
        outcomes = [send(reminder) for reminder in due]
        self.stdout.write(f"{outcomes.count(Reminder.Outcome.SENT)} sent.")
        if failed := outcomes.count(Reminder.Outcome.FAILED):
            raise CommandError(f"{failed} failed and will be tried again by the next run.")
