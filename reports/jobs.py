"""What follows once an edition is public. Each job is safe to run twice."""

import time

from django.conf import settings
from django_tasks import task

from . import followers, rendering
from .models import Edition, GlobalEdition, Withdrawal

SECONDS_WHILE_WAITING = 10  # somebody who waits for a page does so no longer
AFTER_ALL_OTHERS = -50


def follow(edition_pk: int) -> None:
    """Begin all that follows the publication of an edition. A failing job takes no edition away.

    Where no worker does the jobs, nobody shall wait eight seconds for four PDFs: each is made when it is asked for.
    """
    if settings.TASKS["default"]["BACKEND"] != settings.IMMEDIATE_JOBS:
        render.enqueue(edition_pk)
        make_data.enqueue()
    tell_followers.enqueue(edition_pk)


@task()
def render(edition_pk: int) -> list[str]:
    """Make the pictures and PDFs of an edition that are not kept yet. The languages in which there is no PDF."""
    edition = Edition.objects.get(pk=edition_pk)
    if edition.is_withdrawn:
        return []
    return [code for code, _name in settings.LANGUAGES if rendering.make_in_advance(edition, code)]


@task()
def make_data() -> int:
    """Make the files of all that is public now, and delete those of what was before. How many were deleted."""
    from .data import files as data_files  # which imports much of this room

    data_files.index_of(data_files.public_mark())
    return data_files.forget_what_was()


@task()
def tell_followers(edition_pk: int) -> int:
    """Mail those who follow the edition's country or all of them, and say how many; none is told twice."""
    return followers.tell(Edition.objects.get(pk=edition_pk))


@task()
def forget(withdrawal_pk: int) -> int:
    """Delete the files kept of what was withdrawn, and say how many those were.

    With them go those that have words of it: of the edition after it, whose PDFs say what changed, of the global
    reports that it is part of, and data of all that was public before.
    """
    from .data import files as data_files  # which imports much of this room

    withdrawal = Withdrawal.objects.select_related("edition", "global_edition").get(pk=withdrawal_pk)
    gone = [withdrawal.edition or withdrawal.global_edition]
    if edition := withdrawal.edition:
        later = Edition.objects.of(edition.slug).readable().filter(number__gt=edition.number)
        gone += [*later.order_by("number")[:1], *GlobalEdition.objects.filter(content__contains=edition.checksum)]
    return sum(rendering.forget(each.checksum) for each in gone) + data_files.forget_what_was()


def follow_global(edition_pk: int) -> None:
    """Begin what follows the publication of a global report: nothing where no worker does the jobs, as in follow()."""
    if settings.TASKS["default"]["BACKEND"] != settings.IMMEDIATE_JOBS:
        render_global.enqueue(edition_pk)


@task()
def render_global(edition_pk: int) -> list[str]:
    """Make the PDFs of a global report that are not kept yet. The languages in which there is none."""
    from .global_report import rendering as global_rendering  # which imports much of this room

    edition = GlobalEdition.objects.get(pk=edition_pk)
    if edition.is_withdrawn:
        return []
    return [code for code, _name in settings.LANGUAGES if global_rendering.make_in_advance(edition, code)]


def render_missing() -> None:
    """Begin to make all that is missing: a job for each edition, after all other jobs.

    Where no worker does the jobs, as much is made as fits into ten seconds; the page shows what is left.
    """
    from . import in_advance  # which imports much of this room

    missing = in_advance.missing(in_advance.everything())
    if settings.TASKS["default"]["BACKEND"] == settings.IMMEDIATE_JOBS:
        until = time.monotonic() + SECONDS_WHILE_WAITING
        for each in missing:
            if time.monotonic() >= until:
                break
            each.keep_in_advance(at_once=settings.PDF_AT_ONCE)
        return
    checksums = {each.name.partition("/")[0] for each in missing}
    for job, model in ((render, Edition), (render_global, GlobalEdition)):
        for pk in model.objects.filter(checksum__in=checksums).values_list("pk", flat=True):
            job.using(priority=AFTER_ALL_OTHERS).enqueue(pk)
