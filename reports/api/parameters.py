"""What an address may ask for: each parameter knows its own values, and says so in the description of the API."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.api.problems import Unknown

# Words that only the data know, by the name of the parameter: asked for where they are needed.
Known = Mapping[str, Callable[[], Sequence[str]]]
MOST_NAMED = 300  # words in an answer to a wrong one
SHOWN = 80  # letters of what was asked for, in the same


class Refused(Exception):
    """The value is none of this parameter's; `allowed` names what would be, where that can be listed."""

    def __init__(self, detail: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(detail)
        self.detail, self.allowed = detail, list(allowed)


@dataclass(frozen=True)
class Parameter:
    """A part of the query. Said twice it is refused, unless it `may_repeat`: then any of its values will do."""

    name: str
    description: Any
    may_repeat = False

    def schema(self) -> dict[str, Any]:
        """Which values it takes, as JSON Schema says it."""
        raise NotImplementedError

    def read(self, values: list[str], known: Known) -> Any:
        """What is asked for; raise Refused for what is not to be had."""
        raise NotImplementedError

    def described(self) -> dict[str, Any]:
        """The same for OpenAPI."""
        repeated = {"style": "form", "explode": True} if self.may_repeat else {}
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": str(self.description),
            "schema": self.schema(),
            **repeated,
        }


@dataclass(frozen=True)
class Words(Parameter):
    """Any of these words. Without `words`, the data know them (Known), and the description gets them later."""

    words: tuple[str, ...] = ()
    may_repeat = True

    def schema(self) -> dict[str, Any]:
        words = {"enum": list(self.words)} if self.words else {}
        return {"type": "array", "items": {"type": "string", **words}}

    def read(self, values: list[str], known: Known) -> set[str]:
        words = self.words or known[self.name]()
        for value in values:
            if value not in words:
                raise Refused("There is no such word.", words)
        return set(values)


@dataclass(frozen=True)
class Word(Words):
    """One of these words."""

    may_repeat = False

    def schema(self) -> dict[str, Any]:
        return super().schema()["items"]

    def read(self, values: list[str], known: Known) -> str:
        return super().read(values, known).pop()


@dataclass(frozen=True)
class Day(Parameter):
    """A day, such as 2019-02-14."""

    pattern = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    def read(self, values: list[str], known: Known) -> dt.date:
        try:
            if self.pattern.fullmatch(values[0]):
                return dt.date.fromisoformat(values[0])
        except ValueError:
            pass
        raise Refused("This is no day. Write year, month and day, such as 2019-02-14.")


@dataclass(frozen=True)
class Number(Parameter):
    """A whole number from 1; `most` is the largest, `usual` the one that is meant where none is asked for."""

    usual: int = 1
    most: int = 1_000_000
    pattern = re.compile(r"[1-9][0-9]{0,6}")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": self.most, "default": self.usual}

    def read(self, values: list[str], known: Known) -> int:
        if not self.pattern.fullmatch(values[0]) or int(values[0]) > self.most:
            raise Refused(f"This is no whole number from 1 to {self.most}.")
        return int(values[0])


LANGUAGE = Word(
    "language",
    _("Texts in this language, or in one that they exist in; and the words for codes in it."),
    words=tuple(code for code, _name in settings.LANGUAGES),
)
PAGE = Number("page", _("Which page of the list."))
PAGE_SIZE = Number("page_size", _("How many are on a page: at most 100."), usual=25, most=100)


def read(query: QueryDict, parameters: Sequence[Parameter], known: Known) -> dict[str, Any]:
    """What an address asks for, by the names of the parameters; raise Unknown with everything in it that is wrong."""
    by_name = {parameter.name: parameter for parameter in parameters}
    asked, errors = {}, []
    for name, values in query.lists():
        try:
            if name not in by_name:
                raise Refused("There is no such parameter.", by_name)
            if len(values) > 1 and not by_name[name].may_repeat:
                raise Refused("This parameter can be given once.")
            asked[name] = by_name[name].read(values, known)
        except Refused as wrong:
            allowed = {"allowed": wrong.allowed[:MOST_NAMED]} if wrong.allowed else {}
            errors.append({"parameter": name[:SHOWN], "detail": wrong.detail, **allowed})
    if errors:
        raise Unknown(errors)
    return asked
