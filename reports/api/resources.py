"""What the API has: each resource with its table, the key of a row, and the filters people need."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.api.filters import ByDay, ByWord, Filter, begun, not_over
from reports.api.parameters import LANGUAGE, PAGE, PAGE_SIZE, Parameter
from reports.api.rows import Row
from reports.data.schema import OF_EDITIONS, TABLES, Table, Type


@dataclass(frozen=True)
class Resource:
    """A list at `path`, and below it each row by its `key`: fields that tell it from the others, in this order."""

    path: str
    table: Table
    key: tuple[str, ...]
    filters: tuple[Filter, ...] = ()

    @property
    def id(self) -> str:
        """Its path as a name, in addresses of Django and in the description of the API."""
        return self.path.replace("/", "-")

    @property
    def is_of_countries(self) -> bool:
        """Whether its rows are of editions, or of what belongs to no country."""
        return self.table.name in OF_EDITIONS

    def parameters(self, *, is_list: bool) -> list[Parameter]:
        return [*self.filters, PAGE, PAGE_SIZE, LANGUAGE] if is_list else [LANGUAGE]

    def keys(self) -> list[dict[str, Any]]:
        """The key as OpenAPI describes it, part by part."""
        return [
            {
                "name": field.name,
                "in": "path",
                "required": True,
                "description": str(field.description),
                "schema": NUMBER if field.type == Type.INTEGER else SLUG,
            }
            for field in (self.table.field(name) for name in self.key)
        ]


SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
NUMBER = {"type": "integer", "minimum": 0}


def codes(table: str, field: str) -> tuple[str, ...]:
    return tuple(code for code, _label in TABLES[table].field(field).choices)


def by_word(table: str, field: str, description: Any) -> ByWord:
    """A filter by a field of the table that is a word."""
    return ByWord(field, description, words=codes(table, field), words_of=lambda row, now: [row[field]])


def between(*dates: str) -> tuple[ByDay, ByDay]:
    """Filters by when something was, is or will be."""
    return (
        ByDay(
            "from", _("What ends on this day or later, or may. What has no date is left out."), holds=not_over(*dates)
        ),
        ByDay(
            "to", _("What begins on this day or earlier, or may. What has no date is left out."), holds=begun(*dates)
        ),
    )


def country_of(row: Row, now: Any) -> Row:
    """What is said of the row's country as a whole."""
    return now.countries[row["country"]]


COUNTRY = ByWord(
    "country",
    _("Of this country, by its short name in addresses."),
    words_of=lambda row, now: [row["country"]],
)
THEME = ByWord("theme", _("About this theme."), words_of=lambda row, now: row["themes"])
OF_COUNTRY = (
    COUNTRY,
    ByWord(
        "region",
        _("Of the countries of this region."),
        words=codes("countries", "region"),
        words_of=lambda row, now: [country_of(row, now)["region"]],
    ),
    ByWord(
        "engagement",
        _("Of the countries that are at this point of their way."),
        words=codes("countries", "engagement"),
        words_of=lambda row, now: [country_of(row, now)["engagement"]],
    ),
    ByDay(
        "since",
        _("From editions that were published on this day or later."),
        holds=lambda row, day, now: country_of(row, now)["published"] >= day.isoformat(),
    ),
)
STATE = _("In this state.")
KIND = _("Of this kind.")

RESOURCES = (
    Resource(
        "countries",
        TABLES["countries"],
        ("country",),
        (
            *OF_COUNTRY[1:],
            ByWord(
                "theme",
                _("Countries with an action on this theme."),
                words_of=lambda row, now: now.themes[row["country"]],
            ),
        ),
    ),
    Resource(
        "actions",
        TABLES["actions"],
        ("reference",),
        (
            *OF_COUNTRY,
            THEME,
            by_word("actions", "implementation", STATE),
            by_word("actions", "outlook", _("With this outlook.")),
            *between("period_start", "period_end"),
        ),
    ),
    Resource(
        "next-steps",
        TABLES["next_steps"],
        ("country", "order"),
        (
            *OF_COUNTRY,
            by_word("next_steps", "horizon", _("Planned for this time.")),
            by_word("next_steps", "implementation", STATE),
            *between("due"),
        ),
    ),
    Resource(
        "milestones",
        TABLES["milestones"],
        ("country", "slug"),
        (*OF_COUNTRY, by_word("milestones", "state", STATE), *between("date")),
    ),
    Resource(
        "workshops",
        TABLES["workshops"],
        ("country", "position"),
        (*OF_COUNTRY, by_word("workshops", "kind", KIND), *between("start", "end")),
    ),
    Resource(
        "events",
        TABLES["events"],
        ("slug",),
        (by_word("events", "scope", _("For all countries, or for a region.")), *between("start", "end")),
    ),
    Resource("themes", TABLES["themes"], ("slug",), (by_word("themes", "kind", KIND),)),
    Resource("library/documents", TABLES["documents"], ("slug",), between("date")),
    Resource("library/toolkit", TABLES["toolkit"], ("slug",), (by_word("toolkit", "state", STATE),)),
    Resource("library/lessons", TABLES["lessons"], ("slug",)),
    Resource("library/networks", TABLES["networks"], ("slug",)),
)
