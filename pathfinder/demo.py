"""What a portal on a laptop has besides the seed: edition 1 of each country, and accounts to try it with."""

import datetime as dt
from collections.abc import Iterator

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from countries.models import Country, FocalPoint
from library import audit
from library.texts import languages_of
from priorities.models import Question, ReportingCycle
from reports.checklist import of_the_seed
from reports.global_report.workflow import publish_global
from reports.models import Edition, GlobalEdition
from reports.workflow import PublicationRefused, publish

from .seeding import REASON

PASSWORD = "pathfinder-demo"  # noqa: S105  printed on the console: it opens nothing but a laptop
ACCOUNTS = {
    "admin@example.org": ("Demo administrator", {"is_staff": True, "is_superuser": True}, None),
    "publisher@example.org": ("Demo publisher", {"is_staff": True}, "Publishers"),
    "editor@example.org": ("Demo editor", {"is_staff": True}, "Editors"),
    "reviewer@example.org": ("Demo reviewer", {"is_staff": True}, "Reviewers"),
    "focal.nepal@example.org": ("Demo focal point", {}, None),
}


def set_up() -> Iterator[str]:
    """Publish what has no edition yet and create the accounts that do not exist; say so line by line."""
    yield from publish_first_editions()
    yield from publish_first_global_report()
    for email, (name, flags, group) in ACCOUNTS.items():
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, PASSWORD, name=name, **flags)
            user.groups.set(Group.objects.filter(name=group))
        yield f"Demo account {email}, password {PASSWORD}"
    set_up_focal_point()
    set_up_cycle()


def publish_first_editions() -> Iterator[str]:
    """Edition 1 of each country that the seed brought, dated as its source is. What staff add, staff publish."""
    from_seed = Country.history.filter(history_type="+", history_change_reason=REASON).values("id")
    countries = Country.objects.with_report().filter(editions=None, pk__in=from_seed)
    for country in countries.select_related("source"):
        try:
            edition = publish(
                country=country,
                as_of=country.source.date,
                as_of_note=languages_of(country.source, "date_note"),
                by=User.objects.portal(),
                checks=of_the_seed(),
            )
        except PublicationRefused as refusal:
            yield f"Not published: {country}. {refusal}"
        else:
            yield f"Published {edition}, checksum {edition.checksum[:12]}…"


def publish_first_global_report() -> Iterator[str]:
    """Edition 1 of the global report, where there is none and countries have an e-report."""
    if not GlobalEdition.objects.exists() and Edition.objects.current().exists():
        report = publish_global(by=User.objects.portal(), checks=of_the_seed())
        yield f"Published global report {report.number}, checksum {report.checksum[:12]}…"


def set_up_focal_point() -> None:
    """Somebody who speaks for Nepal, where both are there and have not met."""
    user = User.objects.filter(email="focal.nepal@example.org").first()
    nepal = Country.objects.filter(slug="nepal").first()
    if user and nepal and not user.terms.exists():
        term = FocalPoint.objects.create(
            user=user,
            country=nepal,
            institution="Ministry of Labour",
            start=dt.date(2019, 1, 1),
            appointed_by=User.objects.portal(),
        )
        audit.append(term, by=term.appointed_by)


QUESTIONS = [
    {
        "text_en": "Which laws or policies on Target 8.7 changed?",
        "text_fr": "Quelles lois ou politiques relatives à la cible 8.7 ont changé ?",
        "text_es": "¿Qué leyes o políticas sobre la meta 8.7 han cambiado?",
        "text_ar": "ما القوانين أو السياسات المتعلقة بالغاية 8-7 التي تغيرت؟",
        "is_public": True,
    },
    {
        "text_en": "What would help your country most to go on?",
        "text_fr": "Qu’est-ce qui aiderait le plus votre pays à poursuivre ?",
        "text_es": "¿Qué ayudaría más a su país a seguir adelante?",
        "text_ar": "ما الذي يساعد بلدكم أكثر من غيره على المضي قدماً؟",
        "is_required": False,
    },
]


def set_up_cycle() -> None:
    """A reporting cycle that is due in a month and asks two questions, where there is none."""
    today = timezone.localdate()
    if not ReportingCycle.objects.exists():
        cycle = ReportingCycle.objects.create(
            name_en=f"Report on {today.year}",
            name_fr=f"Rapport sur {today.year}",
            name_es=f"Informe sobre {today.year}",
            name_ar=f"تقرير عام {today.year}",
            period_start=today.replace(month=1, day=1),
            period_end=today.replace(month=12, day=31),
            opens=today,
            due=today + dt.timedelta(days=30),
        )
        for order, words in enumerate(QUESTIONS, start=1):
            Question.objects.create(cycle=cycle, order=order, **words)
