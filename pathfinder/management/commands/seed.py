from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pathfinder import demo
from pathfinder.seeding import BrokenRow, seed
from reports import index


class Command(BaseCommand):
    help = "Bring the records in step with fixtures/*.csv. Safe to repeat; never over what staff changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument("--demo", action="store_true", help="also demo accounts, and edition 1 of each country")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and not settings.LAPTOP:
            raise CommandError("--demo makes accounts whose password everybody knows: only with LAPTOP=1.")
        try:
            outcome = seed(options["folder"])
        except BrokenRow as error:
            raise CommandError(f"Nothing was written. {error}") from None
        for file, counts in outcome.counts.items():
            self.stdout.write(
                f"{file:28} " + (", ".join(f"{n} {word}" for word, n in sorted(counts.items())) or "no file")
            )
        if options["demo"]:
            for line in demo.set_up():
                self.stdout.write(line)
        index.rebuild()  # search follows each save; a database from before there was an index gets it here
