from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view as one that everybody may read, without signing in. Nothing can be written through it."""
    return login_not_required(require_safe(view))


def public_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view as a form that everybody may open and send, without signing in."""
    return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(view))
