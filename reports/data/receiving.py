"""A file that came from somewhere → the rows in it, if it is whole: nothing of what is read here is trusted."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from reports.data import csv_files, json_file, package, tables, wholes, workbook
from reports.data.checking import Problems, refused, rows_of
from reports.data.schema import OF_LIBRARY, TABLES, Row, Table
from reports.data.tables import Rows
from reports.models import checksum_of

MIB = 1024 * 1024
# The tables of 200 countries with ten editions each are 100 MB of text, and a tenth of that packed.
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 256 * MIB, 1024 * MIB, 1000
ZIP, WORKBOOK = b"PK\x03\x04", "[Content_Types].xml"


def read(path: Path, checksums: Collection[str] = ()) -> Rows:
    """The rows of a zip or a folder of CSVs, of pathfinder.json, of a workbook, or of an edition's JSON.

    Each of `checksums` has to be that of an edition in it: of an edition's JSON, which does not say its own, the one.
    Raises Refused, with table, row and column where there are some.
    """
    rows = rows_in(path, checksums)
    for name in TABLES:
        rows.setdefault(name, [])
    wholes.check(rows, Problems())
    there = {head["checksum"] for head in rows[wholes.HEADS]}
    if missing := [checksum for checksum in checksums if checksum not in there]:
        raise refused(_("There is no edition with the checksum %(checksum)s in it.") % {"checksum": missing[0]})
    if not any(rows.values()):
        raise refused(_("There is nothing in it."))
    return rows


def rows_in(path: Path, checksums: Collection[str]) -> Rows:
    if path.is_dir():
        return rows_of_files({file.name: file.read_bytes() for file in sorted(path.iterdir()) if is_ours(file.name)})
    if not path.is_file():
        raise refused(_("There is no such file."))
    if path.stat().st_size > MOST_BYTES:
        raise refused(_("It is larger than %(most)s MB.") % {"most": MOST_BYTES // MIB})
    content = path.read_bytes()
    if content.startswith(ZIP):
        return rows_of_archive(content)
    return rows_of_json(content, checksums)


def rows_of_archive(content: bytes) -> Rows:
    """Of a workbook or a zip of CSVs. Unpacked in memory alone, once its directory says that it is not too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise refused(_("It holds far more than an export does."))
            if WORKBOOK in archive.namelist():
                return workbook.read(content)
            return rows_of_files(files_of(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise refused(_("It is a broken archive: fetch it anew.")) from None


def files_of(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The files in it. A zip of ours has no folders, so one with a path or two files of a name is not ours."""
    names = archive.namelist()
    for name in names:
        if not is_ours(name) or names.count(name) > 1:
            raise refused(_("An export has no such file: %(name)s") % {"name": name})
    return {name: archive.read(name) for name in names}


def is_ours(name: str) -> bool:
    return name in {package.NAME, *(f"{table}{csv_files.END}" for table in TABLES)}


def rows_of_files(files: dict[str, bytes]) -> Rows:
    """Of CSV files. Of those of what belongs to no country there is no checksum but in datapackage.json."""
    description = files.pop(package.NAME, None)
    rows = csv_files.read(files)
    if description:
        check_described(
            {f"{name}{csv_files.END}": files.get(f"{name}{csv_files.END}") for name in OF_LIBRARY}, description
        )
    return rows


def check_described(files: dict[str, bytes | None], description: bytes) -> None:
    problems = Problems()
    try:
        described = {resource["path"]: resource["hash"] for resource in json.loads(description)["resources"]}
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise refused(_("This is not the description of an export."), package.NAME) from None
    for name, content in files.items():
        if content is None:
            problems.add(name, None, "", _("This file is missing."))
        elif described.get(name) != f"sha256:{hashlib.sha256(content).hexdigest()}":
            words = _("This is not the file that %(name)s describes: rows were changed, or a program saved it anew.")
            problems.add(name, None, "", words % {"name": package.NAME})
    problems.refuse()


def rows_of_json(content: bytes, checksums: Collection[str]) -> Rows:
    """Of pathfinder.json, or of an edition's own JSON."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise refused(_("It is neither a ZIP nor an XLSX nor JSON, or it was cut off.")) from None
    if isinstance(data, dict) and "edition" in data:
        return rows_of_edition(content.decode(), checksums)
    return json_file.read(content)


def rows_of_edition(content: str, checksums: Collection[str]) -> Rows:
    """Of what was frozen, to the byte. It cannot hold its own checksum: that is printed, and has to be said."""
    if len(checksums) != 1:
        words = _("An edition’s JSON does not say its own checksum: give the one that its page and its PDF show.")
        raise refused(f"{words} (--checksum)")
    (checksum,) = checksums
    if checksum_of(content) != checksum:
        words = _("This is not the edition of that checksum: its own is %(checksum)s.")
        raise refused(words % {"checksum": checksum_of(content)})
    try:
        return checked(tables.rows_of(json.loads(content), checksum))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise refused(_("This is no edition, though its checksum is the one that was given.")) from None


def checked(rows: Rows) -> Rows:
    """The same rows, each value of which has been asked whether it may stand where it does."""
    problems, read = Problems(), {}
    for name, found in rows.items():
        read[name] = rows_of(TABLES[name], TABLES[name].header, lines_of(TABLES[name], found), problems)
    problems.refuse()
    return read


def lines_of(table: Table, rows: list[Row]) -> Iterator[tuple[int, list[str]]]:
    """Rows as cells of text, numbered as they would be in a spreadsheet."""
    for number, row in enumerate(rows, start=2):
        if not all(isinstance(cell, str) for cell in table.cells(row)):
            raise TypeError(table.name)
        yield number, table.line(row)
