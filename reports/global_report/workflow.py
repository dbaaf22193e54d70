"""How global editions come to be. Withdrawing one is a verb of reports/workflow.py."""

import datetime as dt
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports import jobs
from reports.checklist import Checks
from reports.global_report import snapshot
from reports.models import Edition, GlobalEdition, checksum_of
from reports.permissions import can_publish
from reports.snapshot import Data
from reports.workflow import PublicationRefused, Unseen, canonical, fingerprint, unprintable

LOCK = 8088  # one that nothing else in this database asks for


@transaction.atomic
def publish_global(
    *, by: User, checks: Checks, seen: str | None = None, note: str = "", at: dt.datetime | None = None
) -> GlobalEdition:
    """Freeze current editions, and what belongs to no country, into the next edition of the global report.

    In this order: check the right; let nobody else do the same, so that two publishers get two numbers; answer with
    the edition published last where it is the one that was `seen` (a form sent twice publishes once); read what is
    public into a snapshot; refuse what was not seen; refuse it without a country, with nothing new, or with letters
    that no font of the PDF has; save the edition with the checksum of exactly that text and with what was answered for
    it (`checks`); after commit, let a job make its PDFs. Of what the portal itself publishes nothing follows: that is
    the seed. `seen` is the fingerprint of what the publisher was shown, `at` when it became public, now. Raises
    PermissionDenied, Unseen, or PublicationRefused with what stands in the way.
    """
    if not can_publish(by):
        raise PermissionDenied(_("Publishing needs the right to publish."))
    wait_for_turn()
    last, withdrawn = GlobalEdition.objects.newest(), GlobalEdition.objects.withdrawn().count()
    if last and seen == fingerprint(last.snapshot, withdrawn):
        return last
    data = snapshot.of_all(Edition.objects.current())
    if seen not in (None, fingerprint(data, withdrawn)):
        raise Unseen
    if problems := problems_of(data):
        raise PublicationRefused(problems)
    at, number = at or timezone.now(), last.number + 1 if last else 1
    content = canonical({"edition": snapshot.head(number, at, note), **data})
    if problems := unprintable(content):
        raise PublicationRefused(problems)
    edition = GlobalEdition.objects.create(
        number=number,
        note=note,
        checks=checks,
        content=content,
        checksum=checksum_of(content),
        published_at=at,
        published_by=by,
    )
    if not by.is_portal:
        transaction.on_commit(partial(jobs.follow_global, edition.pk), robust=True)
    return edition


def wait_for_turn() -> None:
    """Until this transaction ends nobody else publishes it. On SQLite who writes is alone from the start."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def problems_of(data: Data) -> list[str]:
    """Why there cannot be an edition of that: sentences, none where there can."""
    if not data["countries"]:
        return [_("No country has an e-report yet.")]
    current = GlobalEdition.objects.readable().newest()
    if current and fingerprint(current.snapshot) == fingerprint(data):
        return [_("Nothing is new since edition %(number)s.") % {"number": current.number}]
    return []
