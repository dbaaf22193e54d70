"""Fields that many tables of the open data have."""

from typing import Any

from django.conf import settings
from django.db.models import Field as Column
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from library.models import Sourced
from reports.data.table import Field, Reference, Type

SOURCE = "source"


def of(model: type[Model], name: str, kind: Type, description: Any, **options: Any) -> Field:
    """A field that has the title and the choices of the model's own, and its name unless another is given."""
    column: Column = model._meta.get_field(name)  # type: ignore[assignment]
    name = options.pop("called", name)
    choices = tuple(column.flatchoices) if kind == Type.WORD else ()
    options = {"choices": choices, "path": (name,), **options}
    return Field(name, kind, column.verbose_name, description, **options)


COUNTRY = Field(
    "country",
    Type.STRING,
    _("country"),
    _("Its short name in addresses."),
    is_required=True,
)
EDITION = Field(
    "edition",
    Type.INTEGER,
    _("edition"),
    _("The number of the country’s edition from which the row is."),
    is_required=True,
)
POSITION = Field(
    "position",
    Type.INTEGER,
    _("position"),
    _("Its place among the rows of this table in the edition, counted from 1."),
    is_required=True,
)
OF_EDITION = (COUNTRY, EDITION)
EDITOR_NOTE = of(Sourced, "editor_note", Type.TEXT, _("What the editors add where the source looks wrong or unclear."))
CITED = (
    Field(
        SOURCE,
        Type.STRING,
        _("source"),
        _("The document that says so: a row of the edition’s sources."),
        is_required=True,
        path=(SOURCE, "document"),
    ),
    of(
        Sourced,
        "locator",
        Type.STRING,
        _("The heading or the page in that document."),
        empty="",
        path=(SOURCE, "locator"),
    ),
    EDITOR_NOTE,
)
TO_EDITION = Reference(("country", "edition"), "countries", ("country", "edition"))
TO_SOURCE = Reference(("country", "edition", SOURCE), "sources", ("country", "edition", "slug"))

LANGUAGE_CHOICES = tuple(settings.LANGUAGES)
