from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from reports import checklist
from reports.global_report.workflow import publish_global
from reports.workflow import PublicationRefused


class Command(BaseCommand):
    help = "Freeze the current editions of all countries into the next edition of the global report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, help="the e-mail address of who publishes")
        parser.add_argument("--note", default="", help="what readers should know of this edition")
        answers = " ".join(str(statement) for statement in checklist.STATEMENTS.values())
        parser.add_argument("--checked", required=True, action="store_true", help=f"that you answer yes to: {answers}")
        parser.add_argument("--remark", default="", help="on what you checked; kept with the edition, not published")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = publish_global(
                note=options["note"],
                by=User.objects.get_by_natural_key(options["by"]),
                checks=checklist.all_yes(options["remark"]),
            )
        except (User.DoesNotExist, PermissionDenied) as error:
            raise CommandError(str(error)) from None
        except PublicationRefused as error:
            raise CommandError(
                "Nothing was published:\n" + "\n".join(f"- {line}" for line in error.problems)
            ) from None
        self.stdout.write(f"Global report, edition {edition.number}, {edition.checksum}")
