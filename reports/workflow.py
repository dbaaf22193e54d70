"""How editions come to be, and how they are withdrawn."""

import datetime as dt
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate

from . import followers, index, jobs, snapshot
from .checklist import Checks
from .models import Edition, GlobalEdition, Withdrawal, checksum_of
from .pdf import undrawable
from .permissions import can_publish, can_withdraw
from .snapshot import canonical

# What an e-report reads of a country besides the country itself.
RECORDS = (
    "milestones",
    "roadmaps",
    "pillars",
    "priority_actions",
    "next_steps",
    "coordination_bodies",
    "coordination_steps",
    "workshops",
    "good_practices",
)

# What some of them have to agree with.
PARENTS = {"pillars": ("roadmap",), "priority_actions": ("pillar",)}


class PublicationRefused(Exception):
    """A country's records are not fit to be published. `problems` lists, in sentences, what is missing or wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Unseen(Exception):
    """The records are no longer those that the publisher was shown. Nothing was published."""


@transaction.atomic
def publish(
    *,
    country: Country,
    as_of: PartialDate,
    by: User,
    checks: Checks,
    seen: str | None = None,
    as_of_note: dict[str, str] | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> Edition:
    """Freeze a country's records into its next edition.

    In this order: check the right; lock the country, so that two publishers get two numbers; answer with the current
    edition where it is the one that was `seen` (a form sent twice publishes once); refuse records with problems; read
    them into a snapshot; refuse what was not seen; save the edition, with the checksum of exactly that text and with
    what was answered for it (`checks`); let search find it and no earlier one; after commit, do what follows in jobs
    (jobs.py), so that a failing PDF or mail takes no edition away. Of what the portal itself publishes nothing
    follows: that is the seed, before anybody reads. `seen` is the fingerprint of what the publisher was shown; `as_of`
    is when the content was true, `as_of_note` says it in words ({"en": "late 2019"}); `at` is when it became public,
    now. Raises PermissionDenied, Unseen, or PublicationRefused with the list of what is missing.
    """
    if not can_publish(by):
        raise PermissionDenied(_("Publishing needs the right to publish."))
    country = Country.objects.select_for_update().get(pk=country.pk)
    editions = Edition.objects.of(country.slug)
    current, withdrawn = editions.current().first(), editions.withdrawn().count()
    if current and seen == fingerprint(current.snapshot, withdrawn):
        return current
    if problems := problems_of(country):
        raise PublicationRefused(problems)
    data = snapshot.of_country(country)
    if seen not in (None, fingerprint(data, withdrawn)):
        raise Unseen
    at = at or timezone.now()
    number = editions.next_number()
    head = {
        "number": number,
        "as_of": str(as_of),
        "as_of_note": as_of_note or {},
        "published": at.date().isoformat(),
        "note": note,
    }
    content = canonical({"edition": head, **data})
    if problems := unprintable(content):
        raise PublicationRefused(problems)
    edition = Edition.objects.create(
        country=country,
        slug=country.slug,
        number=number,
        as_of=as_of,
        note=note,
        checks=checks,
        content=content,
        checksum=checksum_of(content),
        published_at=at,
        published_by=by,
    )
    index.put_country(edition.slug)
    if not by.is_portal:
        transaction.on_commit(partial(jobs.follow, edition.pk), robust=True)
    return edition


@transaction.atomic
def withdraw(*, edition: Edition | GlobalEdition, reason: str, by: User, language: str = "") -> Withdrawal:
    """Let nobody read an edition any more, or a global report: its addresses say when and why, and nothing else.

    In this order: check the right; lock the country, so that its current edition stays the same until the end (of a
    global report, its own row); answer with the withdrawal that there is (a form sent twice withdraws once, and the
    first reason stays); refuse an empty reason; save; take back mail that tells of the edition and has not left us;
    let search find the edition that is now current, or none; after commit, delete its PDFs and pictures in a job
    (jobs.py). `language` is the one the reason is written in, the active one unless said otherwise. Nobody is mailed:
    feeds tell it. There is no way back, but to publish again. Raises PermissionDenied or ValidationError.
    """
    if not can_withdraw(by):
        raise PermissionDenied(_("Withdrawing an edition needs the right to publish."))
    of: dict[str, Any]
    if isinstance(edition, Edition):
        of = {"edition": edition}
        Country.objects.select_for_update().get(pk=edition.country_id)
    else:
        of = {"global_edition": edition}
        GlobalEdition.objects.select_for_update().get(pk=edition.pk)
    if already := Withdrawal.objects.filter(**of).first():
        return already
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: everybody who opens the edition will read it.")})
    withdrawal = Withdrawal.objects.create(
        **of, reason=reason.strip(), language=language or get_language(), withdrawn_by=by
    )
    if isinstance(edition, Edition):
        followers.take_back(edition)
        index.put_country(edition.slug)
    transaction.on_commit(partial(jobs.forget.enqueue, withdrawal.pk), robust=True)
    return withdrawal


def fingerprint(data: dict[str, Any], withdrawn: int = 0) -> str:
    """Of what a snapshot says of a country, with or without the head that only an edition has.

    It also depends on how many editions were `withdrawn`: a form that was opened before does not publish the same
    anew after.
    """
    said = {part: value for part, value in data.items() if part != "edition"}
    return checksum_of(canonical({**said, "withdrawn": withdrawn}))


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
        # The database holds to relations and constraints by itself, and each would be a query here.
        relations = [field.name for field in record._meta.fields if field.is_relation]
        try:
            record.full_clean(exclude=relations, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            problems += [problem(record, field, messages) for field, messages in error.message_dict.items()]
    return problems


def unprintable(content: str) -> list[str]:
    """Which letters of that content no font of the PDF has: a sentence, or none."""
    letters = undrawable(content)
    return [_("The PDF has no letters for: %(letters)s") % {"letters": " ".join(letters)}] if letters else []


def problem(record: Model, field: str, messages: list[str]) -> str:
    """What is wrong with a field of a record, or with the record as a whole, in a sentence."""
    of = record._meta if field == NON_FIELD_ERRORS else record._meta.get_field(field)
    name = getattr(of, "verbose_name", field)
    return _("%(record)s, %(field)s: %(problem)s") % {"record": record, "field": name, "problem": " ".join(messages)}


def records_of(country: Country) -> list[Any]:
    """Every record that an e-report of the country reads, besides the country itself."""
    return [record for name in RECORDS for record in getattr(country, name).select_related(*PARENTS.get(name, ()))]
