"""Which files of data there are: of each edition, and of all that is public. A name says what is in its file."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from reports import rendering
from reports.data import json_file, package, state, tables, workbook
from reports.data.schema import TABLES
from reports.data.serving import kept
from reports.data.statements import csv_of
from reports.models import Edition
from reports.turns import Busy, alone_with

# What files of data are made with besides what all renderings are (rendering.py).
MADE_WITH = "reports/data/*.py"
# Those with all tables in them.
WHOLES = ["pathfinder.json", "pathfinder.xlsx", "pathfinder-csv.zip", "datapackage.json"]
NAMES = {*WHOLES, *(f"{name}.{kind}" for name in TABLES for kind in ("csv", "json"))}
INDEX = "index.json"


def json_of(edition: Edition, language: str) -> bytes:
    """What was frozen, to the byte and the same in every language: its SHA-256 is the checksum."""
    return edition.content.encode()


def statements_of(edition: Edition, language: str) -> bytes:
    return kept(f"{edition_mark(edition, language)}.csv", lambda: csv_of(edition, language))


def workbook_of(edition: Edition, language: str) -> bytes:
    return kept(
        f"{edition_mark(edition, language)}.xlsx", lambda: workbook.write(tables.of_editions([edition]), language)
    )


# By the end of their address.
OF_EDITION: dict[str, Callable[[Edition, str], bytes]] = {
    "json": json_of,
    "csv": statements_of,
    "xlsx": workbook_of,
}


def edition_mark(edition: Edition, language: str) -> str:
    """What a file of an edition in that language is made of, and where it is kept."""
    return f"{edition.checksum}/{language}-{made_with()}"


def public_mark() -> str:
    """The same for the files of all that is public: once anything of it changes, they are others. Two queries."""
    return f"data/{state.mark()}-{made_with()}"


def public_file(mark: str, name: str) -> bytes:
    """One of NAMES. Whoever asks for the first has all of them made."""
    index_of(mark)
    with storages["renderings"].open(f"{mark}/{name}") as file:
        return file.read()


def forget_what_was() -> int:
    """Delete the files of all that was public once, and not those of today. How many that was."""
    folders = [f"data/{name}" for name in rendering.names_in("data")]
    return sum(rendering.forget(folder) for folder in folders if folder != public_mark())


def index_of(mark: str) -> dict[str, Any]:
    """{"rows": {table: count}, "files": {name: bytes}}. It is kept last, so what it names is there."""
    name = f"{mark}/{INDEX}"
    if not storages["renderings"].exists(name):
        # Others who ask meanwhile wait for whoever makes them, and if that takes too long do it themselves.
        with suppress(Busy), alone_with(name, patience=settings.PDF_TIMEOUT_SECONDS):
            kept(name, lambda: make(mark))
    return json.loads(kept(name, lambda: make(mark)))


def make(mark: str) -> bytes:
    """Keep all files but the index, which is what comes back."""
    rows, files = tables.public(), {}
    for name, content in contents(rows).items():
        storages["renderings"].save(f"{mark}/{name}", ContentFile(content))
        files[name] = len(content)
    return json.dumps({"rows": {name: len(rows[name]) for name in TABLES}, "files": files}).encode()


def contents(rows: tables.Rows) -> dict[str, bytes]:
    """Each of NAMES with its bytes."""
    found = package.files_of(rows)
    described = package.description(rows, found)
    return {
        **found,
        **{f"{name}.json": json_file.write_table(table, rows[name]) for name, table in TABLES.items()},
        "pathfinder.json": json_file.write(rows),
        "pathfinder.xlsx": workbook.write(rows),
        "pathfinder-csv.zip": package.packed({package.NAME: described, **found}),
        package.NAME: described,
    }


def made_with() -> str:
    """A fingerprint of what files of data are made with; on a laptop taken anew each time, so that editing shows."""
    return fingerprint.__wrapped__() if settings.LAPTOP else fingerprint()


@cache
def fingerprint() -> str:
    made_with = hashlib.sha256(rendering.made_with().encode())
    for path in sorted(Path(settings.BASE_DIR).glob(MADE_WITH)):
        made_with.update(hashlib.sha256(path.read_bytes()).digest())
    return made_with.hexdigest()[:12]
