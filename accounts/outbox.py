"""What has not left us and what went wrong behind a page, as the secretariat sees it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .models import OutgoingMail

MOST = 100  # of each; an outage may leave thousands
LATE = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Outbox:
    given_up: list[OutgoingMail]
    waiting: list[OutgoingMail]
    jobs: list[DBTaskResult]
    late: int

    @property
    def is_empty(self) -> bool:
        return not (self.given_up or self.waiting or self.jobs)


def outbox() -> Outbox:
    """The newest mails that were given up or wait, and the newest jobs that failed. Five queries.

    `late` counts what should have been tried, or done, a quarter of an hour ago: then no worker runs.
    """
    unsent = OutgoingMail.objects.unsent().select_related("person")
    late = timezone.now() - LATE
    return Outbox(
        given_up=list(unsent.filter(state=OutgoingMail.State.FAILED)[:MOST]),
        waiting=list(unsent.filter(state=OutgoingMail.State.WAITING)[:MOST]),
        jobs=list(DBTaskResult.objects.failed().order_by("-finished_at")[:MOST]),
        late=OutgoingMail.objects.due(late).count()
        + DBTaskResult.objects.ready().filter(enqueued_at__lt=late).count(),
    )
