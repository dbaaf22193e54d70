"""What the portal says on its console: what went wrong and where, and nothing of what people typed or who they are."""

import logging
import traceback
from types import TracebackType
from typing import Any

from django.http import HttpRequest


class DiscreetFormatter(logging.Formatter):
    """Leaves out what may hold a name, an address, a token or a draft.

    Of an error its kind and where it came from, never its words: PostgreSQL quotes the whole row that it refuses, a
    mail server the address. Of a request the pattern of its address: links in mails carry tokens.
    """

    def format(self, record: logging.LogRecord) -> str:
        args = record.args
        request = getattr(record, "request", None)  # of runserver's own lines it is a socket
        if isinstance(request, HttpRequest) and isinstance(args, tuple):
            said = (request.path, request.path.encode("unicode_escape").decode("ascii"))
            args = tuple(pattern_of(request) if value in said else value for value in args)
        # A handler before us keeps in the record how it wrote the error.
        record = logging.makeLogRecord({**record.__dict__, "args": args, "exc_text": None})
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name that logging gives it
        _kind, error, trace = ei
        lines = traceback.format_tb(trace) if isinstance(trace, TracebackType) else []
        return "".join([*lines, *(f"{kind}\n" for kind in kinds_of(error))]).rstrip()


def pattern_of(request: HttpRequest) -> str:
    """The pattern of an address, such as "en/countries/<slug:slug>/"."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "an address that leads nowhere"


def kinds_of(error: BaseException | None) -> list[str]:
    """Which kind of error it is, and of which it came."""
    kinds = []
    while error and len(kinds) < 10:
        kinds.append(type(error).__qualname__)
        error = error.__cause__ or error.__context__
    return kinds
