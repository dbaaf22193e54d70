"""How files of data are kept and answered: made once, sent again only to whoever has another, open to any program."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag

from library.texts import LANGUAGES
from reports import citations

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
ALL_LANGUAGES = ", ".join(LANGUAGES)  # of a file that has each text in all of them
# What a browser shows by itself; the rest it had better save.
SHOWN = ("json", "txt")
# How long others may keep an answer without asking: short, so that a withdrawal and a new edition show soon.
SECONDS = 5 * 60


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The file of that name, which says what is in it. Made now if it is not kept."""
    storage = storages["renderings"]
    if not storage.exists(name):
        content = make()
        storage.save(name, ContentFile(content))
        return content
    with storage.open(name) as file:
        return file.read()


def answer(
    request: HttpRequest, content: Callable[[], bytes], *, name: str, etag: str, type_: str = ""
) -> HttpResponse:
    """A file under that name. Whoever has the one with that mark gets a 304, and `content` is not asked for it."""
    quoted, kind = quote_etag(etag), name.rpartition(".")[2]
    response: Any = get_conditional_response(request, quoted)
    if response is None:
        response = HttpResponse(content(), content_type=type_ or TYPES[kind])
        response["Content-Disposition"] = content_disposition_header(kind not in SHOWN, name)
    response["ETag"] = quoted
    response["Access-Control-Allow-Origin"] = "*"  # it is public, and programs in other pages may read it too
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def citation(request: HttpRequest, work: citations.Work, kind: str) -> HttpResponse:
    """How to cite that work, as FORMATS of citations.py write it."""
    type_, write = citations.FORMATS[kind]
    content = write(work).encode()
    mark = hashlib.sha256(content).hexdigest()
    return answer(request, lambda: content, name=f"{work.key}.{kind}", etag=mark, type_=type_)
