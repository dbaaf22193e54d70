from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.data import files, tables


class Command(BaseCommand):
    help = (
        "Write all files of open data into a folder, with the bytes that /data/ sends. `import_data` reads them back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="the folder; files in it that have the same name are written over")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        contents = files.contents(tables.public())
        try:
            out.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                (out / name).write_bytes(content)
                self.stdout.write(f"{name:28} {len(content):>10,} bytes")
        except OSError as error:
            raise CommandError(str(error)) from None
