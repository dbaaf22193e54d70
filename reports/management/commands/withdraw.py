from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from reports.models import Edition
from reports.workflow import withdraw


class Command(BaseCommand):
    help = "Let nobody read an edition any more: its addresses say when it was withdrawn and why, and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("country", help="its slug, such as nepal")
        parser.add_argument("number", type=int, help="of the edition")
        parser.add_argument("--by", required=True, help="the e-mail address of who withdraws it")
        parser.add_argument("--reason", required=True, help="why, for everybody to read")
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=codes, default="en", help="of the reason")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            withdrawal = withdraw(
                edition=Edition.objects.of(options["country"]).get(number=options["number"]),
                reason=options["reason"],
                language=options["language"],
                by=User.objects.get_by_natural_key(options["by"]),
            )
        except (Edition.DoesNotExist, User.DoesNotExist, PermissionDenied) as error:
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{withdrawal.edition}: withdrawn on {withdrawal.withdrawn_at:%Y-%m-%d}")
