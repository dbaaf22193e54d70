import os
from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from reports import in_advance


def number_of_jobs(text: str) -> int:
    if not 1 <= (jobs := int(text)) <= 256:
        raise ValueError
    return jobs


class Command(BaseCommand):
    help = (
        "Render the PDFs and pictures that current editions do not have yet, so that no reader waits for one. "
        "Interrupted and run again, it goes on. Each job may take PDF_MEMORY_MIB of memory."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        cores = os.cpu_count() or 1
        parser.add_argument("--jobs", type=number_of_jobs, default=cores, help=f"how many at once (here: {cores})")
        parser.add_argument("--all-editions", action="store_true", help="also those that are not current any more")
        parser.add_argument("--prune", action="store_true", help="delete what nobody is given any more")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prune"]:
            self.prune()
        wanted = list(in_advance.everything(all_editions=options["all_editions"]))
        missing = in_advance.missing(wanted)
        failed = 0
        # Without a terminal, a line for each file instead of the bar.
        with tqdm(total=len(missing), unit="file", disable=None, file=self.stderr._out) as bar:
            try:
                for label, error in in_advance.keep_all(missing, jobs=options["jobs"]):
                    failed += bool(error)
                    if error:
                        tqdm.write(f"{label}: {error}", file=self.stderr._out)
                    elif bar.disable:
                        self.stdout.write(label)
                    bar.update()
            except KeyboardInterrupt:
                raise CommandError("Interrupted. Run it again to go on.", returncode=130) from None
        made, before = len(missing) - failed, len(wanted) - len(missing)
        self.stdout.write(f"{len(wanted)} files: {made} made, {before} kept before, {failed} failed")
        if failed:
            raise CommandError(f"{failed} of {len(missing)} could not be made; their names are above.")

    def prune(self) -> None:
        names = in_advance.superseded()
        for name in names:
            storages["renderings"].delete(name)
        self.stdout.write(f"{len(names)} files deleted")
