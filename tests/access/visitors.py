"""Everybody whom the matrix names, each with a browser of their own, and what stands behind its paths."""

import datetime as dt

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.middleware import SINCE
from accounts.models import OutgoingMail, User
from countries.models import Country, FocalPoint
from library.dates import PartialDate
from priorities import workflow
from priorities.evidence.workflow import add_evidence
from priorities.models import Evidence, PriorityAction, ProgressUpdate
from tests.countries.making import a
from tests.priorities.reporting import speaks_for

GROUPS = {"editor": "Editors", "reviewer": "Reviewers", "publisher": "Publishers"}


def visitor(who: str, *, checks_csrf: bool = False) -> Client:
    """A browser in which that person signed in an hour ago, with the rights that the portal's own groups give."""
    client = Client(enforce_csrf_checks=checks_csrf)
    if who != "anonymous":
        client.force_login(person(who))
        session = client.session
        session[SINCE] -= 60 * 60
        session.save()
    if who == "switched off":  # while the session lasts
        User.objects.filter(pk=client.session["_auth_user_id"]).update(is_active=False)
    return client


def person(who: str) -> User:
    """A new account that stands for one column of the matrix."""
    nepal, yesterday = Country.objects.get(slug="nepal"), timezone.localdate() - dt.timedelta(days=1)
    if who in GROUPS:
        user = a("accounts.User", is_staff=True)
        user.groups.add(Group.objects.get(name=GROUPS[who]))
    elif who in ("administrator", "switched off"):
        user = a("accounts.User", is_staff=True, is_superuser=True)
    elif who == "focal point of another country":
        user = speaks_for(Country.objects.get(slug="uganda"))
    elif who == "former focal point":
        user = speaks_for(nepal, end=yesterday)
    else:
        user = speaks_for(nepal, is_deputy=who == "deputy")
    user.set_password("nine-lakes-and-a-bell")
    user.save()
    return user


def waiting_update() -> ProgressUpdate:
    """An update of Nepal that waits for review, by a focal point who is none of the visitors; always the same one."""
    action = PriorityAction.objects.get(reference="NPL-05")
    if waiting := action.updates.awaiting_review().first():
        return waiting
    by = speaks_for(Country.objects.get(slug="nepal"))
    words = {"implementation": "in_progress", "as_of": PartialDate(2020, 3), "narrative": "Ten were hired."}
    update = workflow.save_draft(of=action, by=by, words=words)
    return workflow.submit(update=update, by=by, version=update.version)


def a_file() -> Evidence:
    """A file of an update of Nepal that waits for review, by a focal point who is none of the visitors."""
    by = speaks_for(Country.objects.get(slug="nepal"))
    words = {"implementation": "in_progress", "as_of": PartialDate(2020, 3), "narrative": "Ten were hired."}
    update = workflow.save_draft(of=PriorityAction.objects.get(reference="NPL-06"), by=by, words=words)
    file = add_evidence(update=update, by=by, upload=SimpleUploadedFile("table.csv", b"a,b\n"), title="A table")
    workflow.submit(update=update, by=by, version=update.version)
    return file


def a_term() -> FocalPoint:
    """The term of a focal point of Nepal who is none of the visitors."""
    return speaks_for(Country.objects.get(slug="nepal")).terms.get()


def a_mail() -> OutgoingMail:
    """A mail that was given up, to a focal point who is none of the visitors."""
    to = speaks_for(Country.objects.get(slug="nepal"))
    return OutgoingMail.objects.create(kind="review", person=to, subject="Returned", text="Why?", state="failed")
