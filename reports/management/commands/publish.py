from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate
from reports import checklist
from reports.workflow import PublicationRefused, publish


class Command(BaseCommand):
    help = "Freeze a country's records into its next edition, which everybody can read from then on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("country", help="its slug, such as nepal")
        parser.add_argument("--by", required=True, help="the e-mail address of who publishes")
        parser.add_argument("--as-of", required=True, help="when the content was true: 2019, 2019-02 or 2019-02-14")
        parser.add_argument("--note", default="", help="what readers should know of this edition")

        answers = " ".join(str(statement) for statement in checklist.STATEMENTS.values())
        parser.add_argument("--checked", required=True, action="store_true", help=f"that you answer yes to: {answers}")
        parser.add_argument("--remark", default="", help="on what you checked; kept with the edition, not published")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = publish(
                country=Country.objects.get(slug=options["country"]),
                as_of=PartialDate.parse(options["as_of"]),
                note=options["note"],
                by=User.objects.get_by_natural_key(options["by"]),
                checks=checklist.all_yes(options["remark"]),
            )
        except (Country.DoesNotExist, User.DoesNotExist) as error:
            raise CommandError(str(error)) from None
        except ValueError as error:
            raise CommandError(f"--as-of: {error}") from None
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        except PublicationRefused as error:
            raise CommandError(
                "Nothing was published:\n" + "\n".join(f"- {line}" for line in error.problems)
            ) from None
        self.stdout.write(f"{edition.country}, edition {edition.number}, {edition.checksum}")
