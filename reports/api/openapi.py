"""The description of the API, openapi.json: drf-spectacular's, with what our views and tables know better."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import include, path
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from library.texts import LANGUAGES
from reports.api import problems
from reports.api.parameters import LANGUAGE
from reports.api.rows import KNOWN, Now
from reports.api.serializers import BadRequest, Problem, may_be_null
from reports.data import licence
from reports.data.schema import Field, Type

JSONSchema = dict[str, Any]

PARTIAL_DATE = {
    "type": "string",
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    "example": "2019-02",
}
PLAIN: dict[Type, JSONSchema] = {
    Type.STRING: {"type": "string"},
    Type.INTEGER: {"type": "integer", "minimum": 0},
    Type.NUMBER: {"type": "string", "pattern": "^[0-9]+\\.[0-9]{2}$", "example": "1200.50"},
    Type.DATE: PARTIAL_DATE,
}
# All its languages; with a language asked for, one of them.
ALL_LANGUAGES = {
    "type": "object",
    "title": "In every language it exists in",
    "properties": {code: {"type": "string"} for code in LANGUAGES},
    "additionalProperties": False,
    "example": {"en": "Adopt the national action plan.", "fr": "Adopter le plan d’action national."},
}
ONE_LANGUAGE = {
    "type": "object",
    "title": "In one language",
    "required": ["text", "language"],
    "properties": {"text": {"type": "string"}, "language": {"type": "string", "enum": LANGUAGES}},
    "additionalProperties": False,
    "example": {"text": "Adopter le plan d’action national.", "language": "fr"},
}
TEXT = {"oneOf": [ALL_LANGUAGES, ONE_LANGUAGE]}


def schema_of(field: Field) -> JSONSchema:
    """Which values a field has, as JSON Schema says it; null apart (may_be_null)."""
    if field.type == Type.TEXT:
        return TEXT
    if field.type == Type.LIST:
        return {"type": "array", "items": word_of(field)}
    return word_of(field) if field.choices else dict(PLAIN[field.type])


def word_of(field: Field) -> JSONSchema:
    """One of its words. JSON Schema wants null among them where it may stand there."""
    codes = [code for code, _label in field.choices]
    null = [None] if field.type != Type.LIST and may_be_null(field) else []
    return {"type": "string", **({"enum": [*codes, *null]} if codes else {})}


class CellExtension(OpenApiSerializerFieldExtension):
    """A field of a table. Texts are alike everywhere, so they are described once."""

    target_class = "reports.api.serializers.Cell"

    def get_name(self) -> str | None:
        return "Text" if self.target.of.type == Type.TEXT else None

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> JSONSchema:
        return dict(schema_of(self.target.of))


class RowExtension(OpenApiSerializerExtension):
    """A row of a table: its fields, and beside them in the language asked for the words for its codes."""

    target_class = "reports.api.serializers.RowSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> JSONSchema:
        row = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        label = {"type": ["string", "null"]}
        labels = {
            field.name: {"type": "array", "items": {"type": "string"}} if field.type == Type.LIST else label
            for field in self.target.coded
        }
        row["properties"]["labels"] = {
            "type": "object",
            "description": "The words for the codes of this row, in the language asked for. Not there without one.",
            "properties": labels,
            "required": sorted(labels),
        }
        return row


class Schema(AutoSchema):
    """Names that stay, what may be asked for, and what may go wrong; a view knows it of itself."""

    def get_operation_id(self) -> str:
        return self.view.operation_id

    def get_summary(self) -> str:
        return str(self.view.summary)

    def get_description(self) -> str:
        return str(self.view.explained)

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """The key of a row, and the language; filters and pages describe themselves."""
        language = [LANGUAGE.described()] if LANGUAGE in self.view.parameters() else []
        return [
            OpenApiParameter(one["name"], one["schema"], one["in"], description=one["description"])
            for one in [*self.view.keys(), *language]
        ]

    def get_response_serializers(self) -> dict[Any, Any]:
        refused = {
            (status, problems.MEDIA_TYPE): OpenApiResponse(serializer, str(description))
            for status, (serializer, description) in sorted((PROBLEMS | self.view.problems).items())
        }
        return {200: OpenApiResponse(self.view.answer(), str(self.view.summary)), **refused}


PROBLEMS = {
    400: (BadRequest, _("Something in the address is unknown: the answer names each parameter and its words.")),
    406: (Problem, _("The Accept header asks for something else than JSON.")),
}


def document(language: str, now: Now) -> JSONSchema:
    """The description in that language, with the words that only the data know. A page may be made of it."""
    with translation.override(language):
        return described(language, *(tuple(words(now)) for words in KNOWN.values()))


@lru_cache(maxsize=8)
def described(language: str, *words: tuple[str, ...]) -> JSONSchema:
    known = dict(zip(KNOWN, words, strict=True))
    made = SchemaGenerator(patterns=[path("api/", include("reports.api.urls"))]).get_schema(public=True)
    terms = licence.current()
    made["info"]["license"] = {"name": terms.title, **({"url": terms.url} if terms.url else {})}
    made["servers"] = [{"url": settings.PORTAL_URL}]
    for operations in made["paths"].values():
        for parameter in operations["get"].get("parameters", []):
            if parameter["in"] == "query" and known.get(parameter["name"]):
                parameter["schema"]["items"]["enum"] = list(known[parameter["name"]])
    return made
