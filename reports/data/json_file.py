"""Tables as JSON, all in one file or one alone, and back. Values are those of tables.py: a text is {language: text}.

What is too big, too deep or said twice is refused: programs differ in what they make of it.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from reports.data import licence
from reports.data.checking import Problems, refused, rows_of
from reports.data.schema import CHECKS, TABLES, Field, Row, Table, Type
from reports.data.tables import Rows

HEAD = {"licence", "disclaimer"}


class Twice(ValueError):
    """Two values of one name: which of them counts differs from program to program."""


def write(rows: Rows) -> bytes:
    """All tables. The same rows give the same bytes."""
    tables = {name: [dict_of(TABLES[name], row) for row in found] for name, found in rows.items()}
    return text({**head(), "disclaimer": disclaimer(rows), "tables": tables})


def write_table(table: Table, rows: list[Row]) -> bytes:
    """One table."""
    return text({**head(), "table": table.name, "rows": [dict_of(table, row) for row in rows]})


def head() -> dict[str, Any]:
    terms = licence.current()
    return {"licence": {"name": terms.name, "title": terms.title, "url": terms.url}}


def disclaimer(rows: Rows) -> dict[str, str]:
    """On designations and boundaries, as the edition has it that was published last."""
    newest = max(rows.get("countries", []), key=lambda row: row["published"], default={})
    return newest.get("disclaimer", {})


def dict_of(table: Table, row: Row) -> dict[str, Any]:
    return {**{field.name: row[field.name] for field in table.fields}, CHECKS: table.line(row)[-1]}


def text(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read(content: bytes) -> Rows:
    """The rows in it. Raises Refused with every problem by table, row and column, up to a ceiling.

    Rows are counted as in a spreadsheet, with the first as row 2, so that a row has one number in every kind of file.
    """
    data = data_in(content)
    tables = {data["table"]: data["rows"]} if set(data) - HEAD == {"table", "rows"} else data.get("tables")
    if not isinstance(tables, dict) or set(data) - HEAD - {"tables", "table", "rows"}:
        raise refused(_("These are not the tables of an export."))
    problems, rows = Problems(), {}
    for name, found in tables.items():
        table = TABLES.get(name)
        if table is None:
            problems.add(name, None, "", _("There is no such table."))
        elif not isinstance(found, list):
            problems.add(name, None, "", _("Here a list of rows is expected."))
        else:
            rows[name] = rows_of(table, table.header, lines_of(table, found, problems), problems)
    problems.refuse()
    return rows


def data_in(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=no_number)
    except Twice as name:
        raise refused(_("The name %(name)s stands twice in one place.") % {"name": name}) from None
    except UnicodeDecodeError:
        raise refused(_("This is not UTF-8.")) from None
    except (ValueError, RecursionError):
        raise refused(_("This is not JSON, or the file was cut off.")) from None
    if not isinstance(data, dict) or not isinstance(data.get("table", ""), str):
        raise refused(_("These are not the tables of an export."))
    return data


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Twice(name)
        found[name] = value
    return found


def no_number(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity, which JSON does not have


def lines_of(table: Table, rows: list[Any], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Rows as cells of text, those without a problem."""
    names = {field.name for field in table.fields} | {CHECKS}
    for number, row in enumerate(rows, start=2):
        if not isinstance(row, dict):
            problems.add(table.name, number, "", _("Here a row is expected."))
        elif strange := sorted(set(row) ^ names):
            words = _("There is no such column.") if strange[0] in row else _("This column is missing.")
            problems.add(table.name, number, strange[0], words)
        elif wrong := [field.name for field in table.fields if not fits(field, row[field.name])]:
            for name in wrong:
                problems.add(table.name, number, name, _("This is another kind of value than is expected here."))
        else:
            yield number, [*table.cells(row), str(row[CHECKS])]


def fits(field: Field, value: Any) -> bool:
    """Whether it is a value of that type, whatever it says."""
    match field.type:
        case Type.TEXT:
            languages = {column.rpartition("_")[2] for column in field.columns}
            return isinstance(value, dict) and set(value) <= languages and all(said(text) for text in value.values())
        case Type.LIST:
            return isinstance(value, list) and all(said(item) for item in value)
        case Type.INTEGER:
            return value is None or type(value) is int
    return value is None or isinstance(value, str)


def said(text: Any) -> bool:
    return isinstance(text, str) and text != ""
