"""Rows of a table as JSON. A serializer is made of the table's description, so the API says what the files say."""

from functools import cache
from typing import Any

from django.utils.functional import cached_property
from rest_framework import serializers

from library.texts import best
from reports.api.rows import PARTS
from reports.data.schema import TABLES, Field, Table, Type


class Cell(serializers.Field):
    """One field of a row. With a language, a text is {"text": …, "language": …} instead of all its languages."""

    def __init__(self, field: Field) -> None:
        super().__init__(label=field.title, help_text=field.description, allow_null=may_be_null(field))
        self.of = field

    def get_attribute(self, row: dict[str, Any]) -> Any:
        return row[self.of.name]

    def to_representation(self, value: Any) -> Any:
        language = self.context.get("language")
        if self.of.type == Type.TEXT and language:
            text = best(value, language)
            return {"text": str(text), "language": text.language} if text else None
        return None if value == "" and self.of.type == Type.WORD else value


def may_be_null(field: Field) -> bool:
    """A list is empty where nothing is in it, and so are strings that an edition has so."""
    return field.type != Type.LIST and not field.is_required and not (field.type == Type.STRING and field.empty == "")


class RowSerializer(serializers.Serializer):
    """A row of a table, and in the language asked for the words for its codes."""

    table: Table

    @cached_property
    def coded(self) -> list[Field]:
        return [field for field in self.table.fields if field.choices]

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = super().to_representation(row)
        if self.context.get("language"):
            shown["labels"] = {field.name: labelled(field, row[field.name]) for field in self.coded}
        return shown


def labelled(field: Field, value: Any) -> Any:
    """The word for a code in the language in use, or for each of several; null for none."""
    words = dict(field.choices)
    if isinstance(value, list):
        return [str(words[code]) for code in value]
    return str(words[value]) if value else None


# What a row of each table is called in the description of the API. Programs are made with these names, so they stay.
NAMES = {
    "countries": "Country",
    "milestones": "Milestone",
    "roadmaps": "Roadmap",
    "pillars": "Pillar",
    "actions": "Action",
    "next_steps": "NextStep",
    "coordination_bodies": "CoordinationBody",
    "coordination_steps": "CoordinationStep",
    "workshops": "Workshop",
    "attended": "AttendedEvent",
    "practices": "Practice",
    "answers": "Answer",
    "evidence": "EvidenceFile",
    "edition_themes": "EditionTheme",
    "sources": "Source",
    "themes": "Theme",
    "events": "Event",
    "participations": "Participation",
    "documents": "Document",
    "toolkit": "ToolkitItem",
    "lessons": "Lesson",
    "networks": "Network",
    "network_points": "NetworkPoint",
}


@cache
def of_table(name: str) -> type[RowSerializer]:
    """The serializer of a table."""
    table = TABLES[name]
    cells: dict[str, Any] = {field.name: Cell(field) for field in table.fields}
    inside = {part: of_table(rows)(many=True) for part, rows, _by in PARTS.get(name, ())}
    return type(NAMES[name], (RowSerializer,), {**cells, **inside, "table": table, "__doc__": table.description})


# What goes wrong (problems.py)


class Problem(serializers.Serializer):
    """What went wrong, as RFC 9457 describes it."""

    type = serializers.CharField(help_text="about:blank: the title says all there is.")
    title = serializers.CharField(help_text="What the status means.")
    status = serializers.IntegerField(help_text="The status of the answer.")
    detail = serializers.CharField(help_text="What went wrong this time.")


class Wrong(serializers.Serializer):
    """A parameter that is unknown, or has a value that is."""

    parameter = serializers.CharField()
    detail = serializers.CharField()
    allowed = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What could stand there, where that can be listed."
    )


class BadRequest(Problem):
    """Something in the address that is unknown."""

    errors = Wrong(many=True)


class Withdrawn(Problem):
    """An edition that was withdrawn: when and why."""

    reason = serializers.CharField()
    language = serializers.CharField(help_text="The language of the reason.")
    withdrawn = serializers.DateField()
