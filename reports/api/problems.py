"""What goes wrong, in one shape: a problem as RFC 9457 describes it. In English, as the whole description is."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, JsonResponse
from rest_framework.exceptions import APIException, MethodNotAllowed
from rest_framework.response import Response

from reports.withdrawn import Withdrawn, notice

MEDIA_TYPE = "application/problem+json"


class Unknown(APIException):
    """Something in the address that no filter knows: `errors` names each parameter and what it may be."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "The address asks for something that is not there to be asked for; “errors” names each."

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__()
        self.more = {"errors": errors}


def problem(status: int, detail: str = "", **more: Any) -> dict[str, Any]:
    """The words for a status; `more` is what only some of them tell."""
    known = HTTPStatus(status)
    said = {"type": "about:blank", "title": known.phrase, "status": known, "detail": detail or known.description}
    return {**said, **more}


def page_of(status: int, headers: dict[str, str]) -> JsonResponse:
    """The same for what fails before or behind our views."""
    return JsonResponse(problem(status), status=status, headers=headers, content_type=MEDIA_TYPE)


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Whatever a view refuses, as a problem. None for what nobody foresaw: that is a 500."""
    if isinstance(error, Http404):
        return told(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
    if isinstance(error, Withdrawn):
        said = notice(error.edition)
        more = {"reason": said.reason.value, "language": said.reason.language, "withdrawn": str(said.withdrawn)}
        return told(HTTPStatus.GONE, "This edition was withdrawn.", **more)
    if not isinstance(error, APIException):
        return None
    headers = {"Allow": ", ".join(context["view"].allowed_methods)} if isinstance(error, MethodNotAllowed) else None
    return told(error.status_code, str(error.detail), headers, **getattr(error, "more", {}))


def told(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    return Response(problem(status, detail, **more), status, headers=headers, content_type=MEDIA_TYPE)
