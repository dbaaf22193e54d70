"""Who is told by mail of new editions: they ask, open the link that a mail brings them, and stop with another.

Nothing is kept of an address before it is confirmed: what was asked for stands in the link, signed. So it takes no
look at who follows already, and the answer cannot tell.
"""

from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import OutgoingMail

from . import page
from .models import Edition, Follower, Told
from .what_changed import Comparison

DAYS = 7  # that a link to confirm works
CONFIRM, STOP = "reports.followers.confirm", "reports.followers.stop"
KIND = "edition"  # of mail that tells of one


@dataclass(frozen=True)
class Wish:
    """That an address asks to be told of the country with that slug, or with "" of all, in that language."""

    address: str
    slug: str
    language: str

    @cached_property
    def edition(self) -> Edition | None:
        """The current edition of that country; None of all, or where there is none any more."""
        return Edition.objects.of(self.slug).current().first() if self.slug else None

    @property
    def country(self) -> str:
        """Its name in the active language; "" of all."""
        return page.country_of(self.edition, get_language()) if self.edition else ""


def ask(address: str, slug: str) -> None:
    """Send that address a link with which to confirm that it follows that country, or with "" all of them."""
    wish = Wish(address, slug, get_language())
    token = signing.dumps(astuple(wish), salt=CONFIRM)
    words = {
        "country": wish.country,
        "days": DAYS,
        "address": settings.PORTAL_URL + reverse("reports:follow-confirm", args=[token]),
    }
    subject = _("Confirm that you want to follow e-reports")
    mail.post(kind="follow-confirm", to=address, subject=subject, template="follow_confirm", words=words)


def wish_in(token: str) -> Wish | None:
    """What was asked for with that link; None when it is not ours, is too old, or the country is public no more."""
    try:
        wish = Wish(*signing.loads(token, salt=CONFIRM, max_age=DAYS * 24 * 60 * 60))
    except signing.BadSignature:
        return None
    return wish if wish.edition or not wish.slug else None


def confirm(wish: Wish) -> Follower:
    """Keep who asked. Whoever follows already goes on, in the language in which they asked last."""
    country = wish.edition.country_id if wish.edition else None
    follower, _is_new = Follower.objects.update_or_create(
        address=wish.address, country_id=country, defaults={"language": wish.language}
    )
    return follower


def stop_address(follower: Follower) -> str:
    """Where a follower stops, for as long as they follow."""
    return settings.PORTAL_URL + reverse("reports:follow-stop", args=[stop_token(follower)])


def stop_token(follower: Follower) -> str:
    return signing.Signer(salt=STOP).sign_object(follower.pk)


def follower_in(token: str) -> Follower | None:
    """Who stops with that link; None where they did already. Raises BadSignature for a link that is not ours."""
    return Follower.objects.filter(pk=signing.Signer(salt=STOP).unsign_object(token)).first()


def stop(follower: Follower) -> None:
    """Forget a follower, and take back mail to them that has not left us."""
    OutgoingMail.objects.unsent().filter(stop__endswith=f"/{stop_token(follower)}/").delete()
    follower.delete()


def take_back(edition: Edition) -> None:
    """Take back mail that tells of an edition and has not left us."""
    path = f"/countries/{edition.slug}/editions/{edition.number}/"
    OutgoingMail.objects.unsent().filter(kind=KIND, text__contains=path).delete()


def tell(edition: Edition) -> int:
    """Mail everybody who follows that country, and say how many. Each once, however often and by whomever this runs:
    that somebody was told is saved together with their mail.
    """
    told, words = 0, {}
    for follower in Follower.objects.to_tell(edition):
        with translation.override(follower.language):
            if follower.language not in words:
                words[follower.language] = words_on(edition)
            told += tell_one(follower, edition, words[follower.language])
    return told


@transaction.atomic
def tell_one(follower: Follower, edition: Edition, words: dict[str, Any]) -> bool:
    """Mail one follower, in the active language, and say whether that was to be done: nobody else did, they have
    not stopped meanwhile, and the edition was not withdrawn.
    """
    if Edition.objects.filter(pk=edition.pk).withdrawn().exists():
        return False
    # In the order of their keys: PostgreSQL locks no row to which a country is joined that may not be there.
    if Follower.objects.select_for_update().filter(pk=follower.pk).order_by("pk").first() is None:
        return False
    _told, is_new = Told.objects.get_or_create(follower=follower, edition=edition)
    if is_new:
        stop = stop_address(follower)
        subject = _("%(country)s: edition %(number)s of the e-report") % words
        words = {**words, "stop": stop}
        mail.post(
            kind=KIND, to=follower.address, subject=subject, template="edition_published", words=words, stop=stop
        )
    return is_new


def words_on(edition: Edition) -> dict[str, Any]:
    """What a mail says of an edition, in the active language."""
    changes = Comparison(edition, get_language(), page.SECTIONS)
    return {
        "country": page.country_of(edition, get_language()),
        "number": edition.number,
        "note": edition.note,
        "since": changes.since and changes.since.number,
        "changes": sum(len(group.entries) for group in changes.groups),
        "address": settings.PORTAL_URL + edition.get_absolute_url(),
        "changes_address": settings.PORTAL_URL
        + reverse("reports:edition-changes", args=[edition.slug, edition.number]),
    }
