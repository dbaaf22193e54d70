import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from pathfinder.static_site.export import NotRendered, Progress, export
from pathfinder.static_site.folder import Folder, Refused

EVERY = 500  # files, between two lines where there is no terminal to draw a bar on


class Command(BaseCommand):
    help = (
        "Write the public site, in every language, with its PDFs and data, as files that open from a USB stick. "
        "Run again, it goes on where it was interrupted and writes only what changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="a new or empty folder, or one that was written by this command")
        parser.add_argument("--without-pdfs", action="store_true", help="leave out PDFs, which take longest")

    def handle(self, *args: Any, **options: Any) -> None:
        with_pdfs = not options["without_pdfs"]
        try:
            with Folder(options["out"]) as folder:
                if with_pdfs:
                    call_command("render_editions", all_editions=True)  # as many at once as there are cores
                for progress in self.shown(export(folder, with_pdfs=with_pdfs)):
                    last = progress
        except (NotRendered, Refused, OSError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted. Run it again to go on.", returncode=130) from None
        self.stdout.write(f"{last.done} files, {last.changed} written, {last.removed} removed")

    def shown(self, steps: Iterable[Progress]) -> Iterator[Progress]:
        """The same steps, shown on the way: as a bar on a terminal, elsewhere as a line now and then."""
        with tqdm(unit=" files", file=sys.stderr, disable=not sys.stderr.isatty(), dynamic_ncols=True) as bar:
            for step in steps:
                bar.total = step.known
                bar.update(step.done - bar.n)
                bar.set_postfix(written=step.changed, refresh=False)
                if bar.disable and step.done % EVERY == 0:
                    self.stderr.write(f"{step.done} of {step.known} files or more")
                yield step
