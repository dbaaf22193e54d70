"""All tables as a Frictionless Data Package: datapackage.json describes the CSV files for programs."""

import hashlib
import io
import json
import zipfile
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from library.texts import LANGUAGES, best
from reports.data import csv_files, licence
from reports.data.json_file import disclaimer
from reports.data.schema import CHECKS, TABLES, Field, Row, Table, Type
from reports.data.tables import Rows

NAME = "datapackage.json"
DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
NUMBERS = {Type.INTEGER: "integer", Type.NUMBER: "number"}
# The oldest moment that a ZIP can name: bytes say nothing of when they were written.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def files_of(rows: Rows) -> dict[str, bytes]:
    return {f"{name}{csv_files.END}": csv_files.write(TABLES[name], found) for name, found in rows.items()}


def zip_of(rows: Rows) -> bytes:
    """The CSV files and their description in one archive. The same rows give the same bytes."""
    files = files_of(rows)
    return packed({NAME: description(rows, files), **files})


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def describe(rows: Rows) -> bytes:
    """datapackage.json alone, for whoever takes the CSV files from beside it."""
    return description(rows, files_of(rows))


def description(rows: Rows, files: dict[str, bytes]) -> bytes:
    """In English, because a package has one language. It says nothing of when it was made, only of what."""
    newest = max((row["published"] for row in rows.get("countries", [])), default=None)
    terms = licence.current()
    with translation.override("en"):
        package = {
            "profile": "tabular-data-package",
            "name": "pathfinder",
            "title": _("Pathfinder: open data"),
            "description": " ".join([what(), str(best(disclaimer(rows), "en") or "")]).strip(),
            "version": hashlib.sha256(b"".join(files.values())).hexdigest()[:12],
            **({"created": f"{newest}T00:00:00Z"} if newest else {}),
            "licenses": [{"name": terms.name, "title": terms.title, **({"path": terms.url} if terms.url else {})}],
            "resources": [resource(TABLES[name], files[f"{name}{csv_files.END}"]) for name in rows],
        }
    return json.dumps(package, ensure_ascii=False, indent=1).encode() + b"\n"


def what() -> str:
    """What the data are, in the active language."""
    return _(
        "Data from the e-reports of Pathfinder countries of Alliance 8.7 and from the library of the partnership. "
        "An empty cell means that nothing is known or said. A cell that would begin with = + - @ has an apostrophe "
        "before it."
    )


def resource(table: Table, content: bytes) -> Row:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": str(table.title),
        "description": str(table.description),
        "path": f"{table.name}{csv_files.END}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    """Table Schema of it. Keys that are only partly filled in a row are left out: it knows none of that sort."""
    required = {field.name for field in table.fields if field.is_required}
    keys = [
        {"fields": list(to.fields), "reference": {"resource": to.table, "fields": list(to.key)}}
        for to in table.references
        if len(to.fields) == 1 or set(to.fields) <= required
    ]
    columns = [column for field in table.fields for column in columns_of(field)]
    checks = {"name": CHECKS, "type": "string", "title": _("Checks"), "description": what_checks_are()}
    return {
        "fields": [*columns, checks],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }


def what_checks_are() -> str:
    return _("Four digits for each column before it, by which an import finds a cell that was changed. Pass it over.")


def columns_of(field: Field) -> list[dict[str, Any]]:
    column = {
        "type": NUMBERS.get(field.type, "string"),
        "title": capfirst(str(field.title)),
        "description": str(field.description),
    }
    if found := constraints(field):
        column["constraints"] = found
    if field.type != Type.TEXT:
        return [{"name": field.name, **column}]
    return [
        {"name": name, **column, "title": f"{column['title']} ({get_language_info(language)['name_local']})"}
        for name, language in zip(field.columns, LANGUAGES, strict=True)
    ]


def constraints(field: Field) -> dict[str, Any]:
    codes = [code for code, _label in field.choices]
    found: dict[str, Any] = {"required": True} if field.is_required else {}
    match field.type:
        case Type.WORD:
            found["enum"] = codes
        case Type.INTEGER:
            found["minimum"] = 0
        case Type.DATE:
            found["pattern"] = DATE
        case Type.LIST if codes:
            one = "|".join(code.replace(".", "[.]") for code in codes)
            found["pattern"] = f"({one})(;({one}))*"
    return found
