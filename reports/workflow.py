"""How editions come to be."""

import datetime as dt
import json
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate

from . import index, snapshot
from .models import Edition, checksum_of
from .pdf import undrawable
from .permissions import can_publish


class PublicationRefused(Exception):
    """A country's records are not fit to be published. `problems` lists, in sentences, what is missing or wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def publish(
    *,
    country: Country,
    as_of: PartialDate,
    by: User,
    as_of_note: dict[str, str] | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> Edition:
    """Freeze a country's records into its next edition.

    In this order: check the right; lock the country, so that two publishers get two numbers; refuse records with
    problems; read them into a snapshot; save the edition with the checksum of exactly that text; let search find it
    and no earlier one. `as_of` is when the content was true, `as_of_note` says it in words ({"en": "late 2019"}),
    `at` is when it became public (now).
    Raises PermissionDenied, or PublicationRefused with the list of what is missing. Files are rendered later
    (rendering.py), so a failing PDF takes no edition away.
    """
    if not can_publish(by):
        raise PermissionDenied(_("Publishing needs the right to publish."))
    country = Country.objects.select_for_update().get(pk=country.pk)
    if problems := problems_of(country):
        raise PublicationRefused(problems)
    at = at or timezone.now()
    number = (country.editions.aggregate(newest=Max("number"))["newest"] or 0) + 1
    head = {
        "number": number,
        "as_of": str(as_of),
        "as_of_note": as_of_note or {},
        "published": at.date().isoformat(),
        "note": note,
    }
    content = canonical({"edition": head, **snapshot.of_country(country)})
    if letters := undrawable(content):
        raise PublicationRefused([_("The PDF has no letters for: %(letters)s") % {"letters": " ".join(letters)}])
    edition = Edition.objects.create(
        country=country,
        slug=country.slug,
        number=number,
        as_of=as_of,
        note=note,
        content=content,
        checksum=checksum_of(content),
        published_at=at,
        published_by=by,
    )
    index.put_edition(edition)
    return edition


def canonical(data: dict[str, Any]) -> str:
    """The one JSON text of that data: sorted keys, no spaces, UTF-8. What the checksum is taken of."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def problems_of(country: Country) -> list[str]:
    """Why this country cannot be published as its records are: sentences, none when it can."""
    problems = []
    if country.engagement == Country.Engagement.NONE:
        problems.append(_("%(country)s has no engagement: record a decision first.") % {"country": country})
    if not country.milestones.exists() and not country.priority_actions.exists():
        problems.append(_("%(country)s has neither a milestone nor a priority action.") % {"country": country})
    problems += [
        _("%(reference)s has no theme.") % {"reference": action.reference}
        for action in country.priority_actions.filter(themes=None)
    ]
    for record in [country, *records_of(country)]:
        try:
            record.full_clean(validate_unique=False)
        except ValidationError as error:
            problems += [problem(record, field, messages) for field, messages in error.message_dict.items()]
    return problems


def problem(record: Model, field: str, messages: list[str]) -> str:
    """What is wrong with a field of a record, or with the record as a whole, in a sentence."""
    of = record._meta if field == NON_FIELD_ERRORS else record._meta.get_field(field)
    name = getattr(of, "verbose_name", field)
    return _("%(record)s, %(field)s: %(problem)s") % {"record": record, "field": name, "problem": " ".join(messages)}


def records_of(country: Country) -> list[Any]:
    """Every record that an e-report of the country reads, besides the country itself."""
    return [
        record
        for related in (
            country.milestones,
            country.roadmaps,
            country.pillars,
            country.priority_actions,
            country.next_steps,
            country.coordination_bodies,
            country.coordination_steps,
            country.workshops,
            country.good_practices,
        )
        for record in related.all()
    ]
