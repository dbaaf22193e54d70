"""Writes every public page in every language to a folder, as readers get it, for programs that look for mistakes:

    python deploy/html/pages.py <folder>

The pages stand over a database made for this: first empty, then with the seed, then with what is long and awkward.
"""

import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ["en", "fr", "es", "ar"]


def main(folder: Path) -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.test import override_settings

    from pathfinder import demo
    from pathfinder.seeding import seed
    from tests import long_texts
    from tests.public_pages import MISSING, PAGES, WITHOUT_RECORDS, error_page

    logging.disable()  # errors are asked for here
    call_command("migrate", verbosity=0)
    errors = [(f"{code}-{status}", error_page(status, code)) for status in (400, 403, 500, 503) for code in LANGUAGES]
    write(folder / "errors", errors)
    write(folder / "empty", pages({name: PAGES[name] for name in WITHOUT_RECORDS}))
    with transaction.atomic():  # quicker
        seed(ROOT / "fixtures")
        list(demo.set_up())
    write(folder / "seed", pages(PAGES))
    with override_settings(PDF_TIMEOUT_SECONDS=0):
        write(folder / "failed", pages({"no PDF": "countries/nepal/report.pdf"}, status=503))
    write(folder / "missing", pages({"unknown address": MISSING}, status=404))
    with transaction.atomic():
        awkward = long_texts.make()
    write(folder / "long", pages(awkward))


def pages(addresses: dict[str, str], status: int = 200) -> Iterator[tuple[str, bytes]]:
    """Each page in each language: its name, and what a reader gets."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    for name, address in addresses.items():
        for language in LANGUAGES:
            answer = client.get(f"/{language}/{address}")
            if answer.status_code != status:  # the page of an error is valid too, and not what was to be looked at
                sys.exit(f"/{language}/{address} answers {answer.status_code} instead of {status}")
            yield f"{language}-{name}", answer.content


def write(folder: Path, found: Iterable[tuple[str, bytes]]) -> None:
    folder.mkdir(parents=True)
    for name, html in found:
        (folder / f"{re.sub('[^a-z0-9]+', '-', name.lower())}.html").write_bytes(html)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="pathfinder-html-") as var:
        os.environ |= {"LAPTOP": "1", "DATABASE_URL": "sqlite://:memory:", "VAR_DIR": var}
        os.environ["DJANGO_SETTINGS_MODULE"] = "pathfinder.settings"
        import django

        django.setup()
        main(Path(sys.argv[1]))
