from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from accounts.models import User
from reports.data.checking import Refused
from reports.data.receiving import read
from reports.data.workflow import bring_in


class Command(BaseCommand):
    help = "Restore what was exported: editions under their number and checksum, events, library and themes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="the zip of CSVs, a folder with them, pathfinder.json, pathfinder.xlsx, or an edition's XLSX or JSON",
        )
        parser.add_argument("--by", required=True, help="the e-mail address of whoever answers for it: a publisher")
        parser.add_argument(
            "--checksum",
            action="append",
            default=[],
            help="of an edition in it, as its page and its PDF show it: an edition's JSON needs it",
        )
        parser.add_argument("--write", action="store_true", help="write it; without this, only show what would be new")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            by = User.objects.get_by_natural_key(options["by"])
            rows = read(options["file"], [checksum.lower() for checksum in options["checksum"]])
            found = bring_in(rows=rows, by=by, write=options["write"])
        except Refused as refusal:
            lines = "\n".join(f"- {problem}" for problem in refusal.problems)
            raise CommandError(f"Nothing was written:\n{lines}") from None
        except (PermissionDenied, User.DoesNotExist) as error:
            raise CommandError(str(error)) from None
        except IntegrityError:
            raise CommandError("Nothing was written: somebody wrote the same meanwhile. Do it again.") from None
        for line in found.lines():
            self.stdout.write(line)
        if not any(found.new.values()):
            self.stdout.write("There is nothing to do.")
        elif options["write"]:
            self.stdout.write("All of it was written. `render_editions` makes the PDFs.")
        else:
            self.stdout.write("Nothing was written: this is what --write would do.")
