import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .mail import hand_in
from .middleware import SINCE
from .models import User

REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds, as allauth's own


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks us: who may come in, where to, and how failed attempts are counted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: staff invite."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("priorities:desk")

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        # Accounts are made by staff and by the seed, which know nothing of allauth's own table of addresses.
        known = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=known)
        return super().pre_login(request, user, **options)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just signed in, as people who set up their second factor have, need not do it twice."""
        signed_in_ago = time.time() - self.request.session.get(SINCE, 0)
        return signed_in_ago > REAUTHENTICATION_TIMEOUT

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts count per account and address: whoever guesses from elsewhere locks nobody out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the portal's own address, whatever host the request named."""
        uid, token = key.split("-", 1)
        return settings.PORTAL_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write one of allauth's mails, such as a link for a forgotten password. The page waits for no mail server."""
        words = {"email": email, "portal": settings.PORTAL_NAME, **context}
        mail = self.render_mail(template_prefix, email, words)
        kind = template_prefix.rpartition("/")[2]
        hand_in(kind=kind, to=email, subject=mail.subject, text=mail.body, person=words.get("user"))
