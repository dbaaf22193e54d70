"""The mail that lets somebody in: with a link that works for a few days and once."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .models import User


def invite(user: User, country: str, language: str) -> None:
    """Tell a person that they may report for a country, and how to come in; who has a password is told just that.

    Raises what the mail server's refusal raises: whoever asks knows what to do without the mail.
    """
    with translation.override(language):
        words = {"name": user.name, "country": country, "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)}
        words["address"] = settings.PORTAL_URL + (
            reverse("priorities:desk") if user.has_usable_password() else link_to_begin(user)
        )
        words["is_new"] = not user.has_usable_password()
        send_mail(
            subject=_("Report for %(country)s on the Pathfinder portal") % {"country": country},
            message=render_to_string("mail/invitation.txt", words),
            html_message=render_to_string("mail/invitation.html", words),
            from_email=None,
            recipient_list=[user.email],
        )


def link_to_begin(user: User) -> str:
    """Where a person chooses their first password. It expires, and a password that was set makes it void."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, token = key.split("-", 1)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
