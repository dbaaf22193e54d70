"""What somebody typed into a form of the desk that could not be taken: shown once more, so that it can be copied."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

DESK = re.compile(r"/[a-z]{2}/desk/")
# What is shorter is typed again sooner than copied.
SENTENCE = 40
NEVER = ("csrf", "password")


def is_desk(request: HttpRequest) -> bool:
    return bool(DESK.match(request.path))


def typed(request: HttpRequest) -> list[str]:
    """The longer texts of a form that one of our own pages sent to the desk, as they came.

    Nothing of what another site sends: it would speak in our name.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if request.method != "POST" or not ours or not is_desk(request):
        return []
    try:
        fields = list(request.POST.lists())
    except (MultiPartParserError, OSError):
        return []
    return [
        text for name, texts in fields if not name.startswith(NEVER) for text in texts if len(text.strip()) >= SENTENCE
    ]


def typed_first(request: HttpRequest, leave: HttpResponseRedirect) -> HttpResponse:
    """Lead to sign in; who wrote something gets it back before, for no session keeps what a request brought."""
    texts = typed(request)
    if not texts:
        return leave
    return render(request, "signed_out.html", {"typed": texts, "address": leave.url}, status=403)
