"""Files of an export, and what somebody might do to them."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from countries.models import Country
from events.models import Event, Organisation, Participation
from library.models import AuditEntry, Document, Initiative, InitiativePoint, LessonLearnt, ToolkitItem
from priorities.models import Theme
from reports.data import csv_files, json_file, package, tables, workbook
from reports.data.schema import TABLES
from reports.models import Edition, SearchEntry, checksum_of
from reports.snapshot import canonical

BY = "publisher@example.org"
KEPT = [
    AuditEntry, Country, Document, Edition, Event, Initiative, InitiativePoint, LessonLearnt, Organisation,
    Participation, SearchEntry, Theme, ToolkitItem,
]  # fmt: skip


def bring_in(path: Path, *options: str, by: str = BY) -> str:
    """What the command says. Raises CommandError where it would end with a status other than 0."""
    said = io.StringIO()
    call_command("import_data", str(path), "--by", by, *options, stdout=said)
    return said.getvalue()


def refusal(path: Path, *options: str) -> str:
    """Why the command refuses that file, having written nothing."""
    before = [model._default_manager.count() for model in KEPT]
    try:
        said = bring_in(path, "--write", *options)
    except CommandError as error:
        assert before == [model._default_manager.count() for model in KEPT]
        return str(error)
    raise AssertionError(f"It was taken: {said}")


def rows_here() -> tables.Rows:
    """What is exported of two countries, and of what belongs to none: less to read than all nine."""
    return tables.of_editions(Edition.objects.current().filter(slug__in=["nepal", "uganda"])) | tables.of_library()


def in_csv(tmp_path: Path, table: str, change: Callable[[list[list[str]]], Any]) -> Path:
    """A folder of CSVs, one of them changed: its lines of cells, the header first."""
    rows, folder = rows_here(), tmp_path / "csv"
    folder.mkdir()
    for name, content in package.files_of(rows).items():
        saved(folder / name, content)
    lines = [TABLES[table].header, *(TABLES[table].line(row) for row in rows[table])]
    change(lines)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    saved(folder / f"{table}.csv", out.getvalue().encode())
    return folder


def whole_zip(tmp_path: Path, **changed: bytes | None) -> Path:
    """The zip of CSVs, with the files of those tables put in place of its own, or taken out."""
    rows = rows_here()
    files = package.files_of(rows)
    described = {package.NAME: package.description(rows, files), **files}
    described |= {f"{table}.csv": content for table, content in changed.items()}
    kept = {name: content for name, content in described.items() if content is not None}
    return saved(tmp_path / "pathfinder-csv.zip", package.packed(kept))


def csv_of(table: str, rows: list[dict[str, Any]]) -> bytes:
    return csv_files.write(TABLES[table], rows)


def in_json(tmp_path: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """pathfinder.json, with its tables changed."""
    data = json.loads(json_file.write(rows_here()))
    change(data["tables"])
    return saved(tmp_path / "pathfinder.json", json.dumps(data).encode())


def as_workbook(tmp_path: Path, rows: tables.Rows) -> Path:
    return saved(tmp_path / "pathfinder.xlsx", workbook.write(rows))


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """An archive with those files, whatever they are called."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def an_edition(slug: str = "atlantis", number: int = 1, **head: Any) -> dict[str, Any]:
    """The content of an edition of a country that this portal does not know, made of that of Nepal."""
    data = json.loads(Edition.objects.of("nepal").get(number=1).content)
    data["country"] |= {"slug": slug, "alpha2": "XA", "alpha3": "XAA", "m49": "999", "name": {"en": "Atlantis"}}
    data["edition"] |= {"number": number, "note": f"Number {number}", **head}
    return data


def editions(*contents: dict[str, Any]) -> tables.Rows:
    """The rows of those editions, as another portal would export them."""
    texts = [canonical(content) for content in contents]
    return tables.of_editions(Edition(content=text, checksum=checksum_of(text)) for text in texts)


def as_json(tmp_path: Path, content: dict[str, Any]) -> tuple[Path, str]:
    """An edition's own JSON, and the checksum that its page shows."""
    text = canonical(content)
    return saved(tmp_path / "edition.json", text.encode()), checksum_of(text)
