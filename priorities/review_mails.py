"""Mail about updates: what was submitted, returned, accepted, asked and answered, to whoever it is for.

A mail is not private: it names the country, the action and what happened to it, and leads to the desk. What somebody
wrote (the update, a reason, a question) stands there alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.mail import post
from accounts.models import User
from countries.models import Country, FocalPoint

from .models import Comment, Decision, ProgressUpdate
from .permissions import can_review, reviewers


@dataclass(frozen=True)
class Message:
    """What a mail of one kind says. Its texts name `country` and `what`, an action or next step."""

    kind: str
    subject: Any
    sentence: Any
    next: Any


SUBMITTED = Message(
    "update_submitted",
    _("%(country)s has reported"),
    _("%(country)s has submitted something for review, beginning with: %(what)s."),
    _("More may follow today; there is no second mail about it before tomorrow. What waits is here:"),
)
RETURNED = Message(
    "update_returned",
    _("Returned to you: %(what)s (%(country)s)"),
    _("The secretariat has returned what %(country)s reported on: %(what)s."),
    _("What has to change stands here. You can change your text there and submit it again:"),
)
ACCEPTED = Message(
    "update_accepted",
    _("Accepted: what %(country)s has reported"),
    _("The secretariat accepts what %(country)s has reported, beginning with: %(what)s."),
    _("More may follow today; there is no second mail about it before tomorrow. How far everything is:"),
)
ASKED = Message(
    "update_asked",
    _("A question on %(what)s (%(country)s)"),
    _("The secretariat has a question on what %(country)s reported on: %(what)s."),
    _("You can read it and answer here:"),
)
ANSWERED = Message(
    "update_answered",
    _("%(country)s has written about %(what)s"),
    _("%(country)s has written to the secretariat about what it reported on: %(what)s."),
    _("You can read it here:"),
)


def decided(decision: Decision) -> None:
    """Tell those for whom a decision is: reviewers what was submitted, the country what was decided on it.

    Of what is submitted and accepted only the first of a country and a day is told: “still correct” for all would
    otherwise be twenty mails.
    """
    update, by = decision.update, decision.decided_by
    if decision.verb == Decision.Verb.RETURN:
        write(RETURNED, update, people_of(update.country), by, report_of(update))
    elif not is_first_of_the_day(decision):
        return
    elif decision.verb == Decision.Verb.SUBMIT:
        write(SUBMITTED, update, reviewers(), by, ("priorities:review-list",))
    else:
        write(ACCEPTED, update, people_of(update.country), by, ("priorities:desk",))


def asked(question: Comment) -> None:
    """Tell the country's people that there is a question."""
    update = question.update
    write(ASKED, update, people_of(update.country), question.written_by, report_of(update))


def answered(comment: Comment) -> None:
    """Tell whoever of the secretariat asked or returned last; the reviewers, where that person is none any more."""
    update = comment.update
    spoke = [(said.written_at, said.written_by) for said in update.comments.filter(asks=True)]
    if last_return := update.last_return:
        spoke.append((last_return.decided_at, last_return.decided_by))
    last = max(spoke, key=lambda one: one[0])[1] if spoke else None
    readers = [last] if last and can_review(last) else reviewers()
    write(ANSWERED, update, readers, comment.written_by, ("priorities:review", update.pk))


def is_first_of_the_day(decision: Decision) -> bool:
    """Whether nothing of that country was decided so that day before."""
    alike = Decision.objects.filter(verb=decision.verb, update__country=decision.update.country)
    day = timezone.localdate(decision.decided_at)
    return not alike.filter(decided_at__date=day, pk__lt=decision.pk).exists()


def people_of(country: Country) -> list[User]:
    """Whoever speaks for the country today, deputies too."""
    terms = FocalPoint.objects.serving(timezone.localdate()).filter(country=country)
    return list(User.objects.filter(pk__in=terms.values("user")))


def report_of(update: ProgressUpdate) -> tuple[str, ...]:
    """Where its country writes it."""
    return "priorities:report", update.country.slug, update.of.desk_name


def write(message: Message, update: ProgressUpdate, to: Iterable[User], by: User, where: tuple) -> None:
    """Post a mail to each of them but who did it: to staff in the portal's language, to others in their country's."""
    for person in to:
        if person == by:
            continue
        language = settings.LANGUAGE_CODE if person.is_staff else update.country.working_language
        with translation.override(language):
            names = {"country": str(update.country), "what": update.of.short_title}
            subject = str(message.subject) % names
            words = {
                "name": person.name,
                "subject": subject,
                "sentence": str(message.sentence) % names,
                "next": message.next,
                "address": settings.PORTAL_URL + reverse(where[0], args=where[1:]),
            }
            post(kind=message.kind, to=person.email, subject=subject, template="update", words=words, person=person)
