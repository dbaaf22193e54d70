"""What editions keep of a person: which they published; and of which new ones they are told by mail."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own_data import Part, rows

from .models import Edition, Follower, Withdrawal


def kept_of(user: User) -> list[Part]:
    """Their editions, and what their address follows."""
    return [
        Part(
            "editions",
            _("Editions you published"),
            _("They stay. Nobody is named in them."),
            rows(Edition.objects.filter(published_by=user), "slug", "number", "published_at"),
        ),
        Part(
            "withdrawals",
            _("Editions you withdrew"),
            _("They stay, with the reason you gave. Nobody is named in them."),
            rows(
                Withdrawal.objects.filter(withdrawn_by=user),
                "edition__slug",
                "edition__number",
                "global_edition__number",
                "reason",
                "withdrawn_at",
            ),
        ),
        Part(
            "following",
            _("Countries you follow by mail"),
            _("Each mail has a link with which to stop."),
            rows(Follower.objects.filter(address__iexact=user.email), "country__slug", "language", "confirmed_at"),
        ),
    ]


def forget(user: User) -> None:
    """Send no more mail to their address."""
    Follower.objects.filter(address__iexact=user.email).delete()
