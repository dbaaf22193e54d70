"""Editions as Atom feeds, RFC 4287: the newest first, each with what it changed in words."""

import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import page
from .models import Edition, EditionQuerySet
from .what_changed import Comparison
from .withdrawn import notice

MOST = 20
# Characters that XML 1.0 has no way to write.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Feed(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        """A feed without an entry never changed; Django's would change each time it is read."""
        return super().latest_post_date() if self.items else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def of(editions: Iterable[Edition], *, title: str, page_at: str, feed_at: str) -> bytes:
    """The editions in the active language, with their paths: of the page that the feed is about, and its own.

    The same editions give the same bytes, whichever address they are read at.
    """
    feed = Feed(
        title=plain(title),
        link=settings.PORTAL_URL + page_at,
        description=None,
        language=get_language(),
        author_name=_("Alliance 8.7"),
        author_link=settings.PORTAL_URL + reverse("reports:home"),
        feed_url=settings.PORTAL_URL + feed_at,
        feed_guid=settings.PORTAL_URL + feed_at,
    )
    for edition in with_previous(editions):
        add(feed, edition)
    return feed.writeString("utf-8").encode()


def newest(editions: EditionQuerySet) -> EditionQuerySet:
    """As many as a feed has, newest first. One that was withdrawn is as new as its withdrawal."""
    newest = Coalesce("withdrawal__withdrawn_at", "published_at").desc()
    return editions.select_related("withdrawal", "country").order_by(newest, "-pk")[:MOST]


def on_theme(slug: str) -> list[Edition]:
    """The newest editions with a priority action on that theme. Of one that was withdrawn, not even that is told."""
    # The database narrows them down by the text; what the snapshot says counts.
    likely = Edition.objects.readable().filter(content__contains=f'"{slug}":{{')
    return [edition for edition in newest(likely) if slug in edition.snapshot["themes"]]


def with_previous(editions: Iterable[Edition]) -> list[Edition]:
    """Each with the edition before it read along: one query for all of them."""
    editions = list(editions)
    before = Edition.objects.readable().filter(slug=OuterRef("slug"), number__lt=OuterRef("number"))
    pairs = Edition.objects.filter(pk__in=[edition.pk for edition in editions])
    previous_of = dict(pairs.values_list("pk", Subquery(before.order_by("-number").values("pk")[:1])))
    previous = Edition.objects.in_bulk([pk for pk in previous_of.values() if pk])
    for edition in editions:
        edition.previous = previous.get(previous_of[edition.pk])
    return editions


def add(feed: Feed, edition: Edition) -> None:
    """One entry, under the same name in every language. It changes once at most: when the edition is withdrawn."""
    title, summary, updated = withdrawn(edition) if edition.is_withdrawn else readable(edition)
    feed.add_item(
        title=plain(title),
        link=settings.PORTAL_URL + edition.get_absolute_url(),
        description=plain(summary),
        unique_id=tag(edition),
        pubdate=edition.published_at,
        updateddate=updated,
    )


def readable(edition: Edition) -> tuple[str, str, dt.datetime]:
    """The title of its entry, what it says as HTML, and since when."""
    title = _("%(country)s, edition %(number)s") % {
        "country": page.country_of(edition, get_language()),
        "number": edition.number,
    }
    words = {"note": edition.note, "changes": Comparison(edition, get_language(), page.SECTIONS)}
    return title, render_to_string("reports/feed_summary.html", words), edition.published_at


def withdrawn(edition: Edition) -> tuple[str, str, dt.datetime]:
    """The same of an edition that is not to be read any more: why, and nothing that it said."""
    told = notice(edition)
    title = _("%(country)s, edition %(number)s: withdrawn") % {"country": told.country, "number": told.number}
    summary = render_to_string("reports/feed_withdrawn.html", {"notice": told})
    return title, summary, edition.withdrawal.withdrawn_at


def tag(edition: Edition) -> str:
    """What an edition is known by at this portal for ever, whatever its address becomes (RFC 4151)."""
    host = urlsplit(settings.PORTAL_URL).hostname
    return f"tag:{host},{edition.published_at:%Y-%m-%d}:{edition.slug}/{edition.number}"


def plain(text: str) -> str:
    return FORBIDDEN.sub(" ", text).strip()
