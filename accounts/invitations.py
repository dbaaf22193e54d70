"""The mail that lets somebody in: with a link that works for a few days and once."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .mail import post, withdraw
from .models import OutgoingMail, User

INVITATION = "invitation"


def invite(user: User, country: str, language: str) -> OutgoingMail:
    """Tell a person that they may report for a country, and how to come in; who has a password is told just that.

    It takes the place of an invitation that has not left us.
    """
    is_new = not user.has_usable_password()
    with translation.override(language):
        words = {
            "name": user.name,
            "country": country,
            "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
            "is_new": is_new,
            "address": settings.PORTAL_URL + (link_to_begin(user) if is_new else reverse("priorities:desk")),
        }
        subject = _("Report for %(country)s on the Pathfinder portal") % words
        withdraw(kind=INVITATION, person=user, subject=subject)
        return post(kind=INVITATION, to=user.email, subject=subject, template="invitation", words=words, person=user)


def link_to_begin(user: User) -> str:
    """Where a person chooses their first password. It expires, and a password that was set makes it void."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, token = key.split("-", 1)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
