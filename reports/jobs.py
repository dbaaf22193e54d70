"""What follows once an edition is public. Each job is safe to run twice."""

from django.conf import settings
from django_tasks import task

from . import followers, rendering
from .models import Edition


def follow(edition_pk: int) -> None:
    """Begin all that follows the publication of an edition. A failing job takes no edition away.

    Where no worker does the jobs, nobody shall wait eight seconds for four PDFs: each is made when it is asked for.
    """
    if settings.TASKS["default"]["BACKEND"] != settings.IMMEDIATE_JOBS:
        render.enqueue(edition_pk)
    tell_followers.enqueue(edition_pk)


@task()
def render(edition_pk: int) -> list[str]:
    """Make the pictures and PDFs of an edition that are not kept yet. The languages in which there is no PDF."""
    edition = Edition.objects.get(pk=edition_pk)
    return [code for code, _name in settings.LANGUAGES if rendering.make_in_advance(edition, code)]


@task()
def tell_followers(edition_pk: int) -> int:
    """Mail those who follow the edition's country or all of them, and say how many; none is told twice."""
    return followers.tell(Edition.objects.get(pk=edition_pk))
