"""Asking the portal for a page as a reader would who has not signed in: through its own handler, without a server."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import set_urlconf
from django.utils.translation import get_language, override

ADDRESSES = "pathfinder.static_site.urls"


@dataclass(frozen=True)
class Answer:
    """What the portal answers: a status, a type and all of its bytes. `leads_to` is where a redirect points."""

    status: int
    content_type: str
    content: bytes
    leads_to: str


class Portal(BaseHandler):
    """The portal, with its middleware, as one process that answers here."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()

    def ask(self, path: str) -> Answer:
        """Answer a path such as /fr/countries/. Errors are answers too, as they are for readers."""
        request = WSGIRequest(environment(path))
        # Attributes of the request: nothing that a visitor sends becomes one.
        request.urlconf, request.is_static = ADDRESSES, True
        with override(get_language()):
            response = self.get_response(request)
        try:
            content = b"".join(response.streaming_content) if response.streaming else response.content
        finally:
            # Not response.close(): that tells Django that a request is over, which ends a transaction's connection.
            if file := getattr(response, "file_to_stream", None):
                file.close()
            set_urlconf(None)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return Answer(response.status_code, kind, content, response.headers.get("Location", ""))


def environment(path: str) -> dict:
    host = urlsplit(settings.PORTAL_URL)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),  # as WSGI has it
        "QUERY_STRING": "",
        "SERVER_NAME": host.hostname,
        "SERVER_PORT": "443",
        "HTTP_HOST": host.netloc,
        "HTTP_X_FORWARDED_PROTO": "https",  # or every answer would be to come back by HTTPS
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
    }
