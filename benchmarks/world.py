"""Invented countries with editions, to measure with: `LAPTOP=1 VAR_DIR=… python -m benchmarks.world 200`.

The database of VAR_DIR gets the seed, and then countries that do not exist until that many have an edition: no two
with the same texts, the same ones in each run. It is for measuring alone: there is no way back.
"""

import argparse
import contextlib
import random
import string
from collections.abc import Iterator
from typing import Any

import django

from .words import ACTIONS, BODY, LANGUAGES, MINISTRY, NARRATIVES, NEXT_STEPS, PILLARS, SUMMARY, SYLLABLES, TRADES

Words = dict[str, str]


class Invention:
    """What is invented of one country, from its number alone."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)  # noqa: S311  no secret
        self.number = number

    def place(self) -> Words:
        parts = self.random.choices(SYLLABLES, k=self.random.randint(3, 5))
        latin, arabic = ("".join(letters) for letters in zip(*parts, strict=True))
        return dict.fromkeys(LANGUAGES, latin.capitalize()) | {"ar": arabic}

    def text(self, sentence: tuple[str, ...], place: Words | None = None) -> Words:
        """That sentence of another place, trade and number each time, in each language."""
        place, trade = place or self.place(), self.random.choice(TRADES)
        n, year = self.random.randint(3, 900), self.random.randint(2026, 2030)
        return {
            code: words.format(place=place[code], trade=of_trade, n=n, year=year)
            for code, words, of_trade in zip(LANGUAGES, sentence, trade, strict=True)
        }

    def code(self, length: int) -> str:
        """Of letters, another one for each number up to 676."""
        tens, ones = divmod(self.number, 26)
        return "Q" * (length - 2) + string.ascii_uppercase[tens] + string.ascii_uppercase[ones]


def fields(**texts: Words) -> dict[str, str]:
    """{"name_en": …, "name_fr": …} of `name={"en": …, "fr": …}`."""
    return {f"{field}_{code}": words for field, text in texts.items() for code, words in text.items()}


def invent(number: int, source: Any) -> Any:
    """The records of one country."""
    from countries.models import CoordinationBody, Country, Milestone, MilestoneType
    from priorities.models import NextStep, Pillar, Theme

    this = Invention(number)
    place, cited = this.place(), {"source": source, "locator": f"Page {number}"}
    is_pathfinder = number % 4 != 0
    country = Country.objects.create(
        slug=f"{place['en'].lower()}-{number}",
        alpha2=free("alpha2", (this.code(2) for this in map(Invention, range(number, number + 676)))),
        alpha3=this.code(3),
        m49=free("m49", (f"{(number * 7 + step) % 1000:03d}" for step in range(1000))),
        region=this.random.choice(Country.Region.values),
        working_language=this.random.choice(LANGUAGES),
        engagement=Country.Engagement.PATHFINDER if is_pathfinder else Country.Engagement.CANDIDATE,
        pathfinder_since=f"20{this.random.randint(19, 25)}-0{this.random.randint(1, 9)}" if is_pathfinder else None,
        **fields(name={code: f"{name} ({number})" for code, name in place.items()}, summary=this.text(SUMMARY, place)),
        **cited,
    )
    for kind in MilestoneType.objects.all():
        if state := this.random.choice(["", *Milestone.State.values]):
            Milestone.objects.create(country=country, type=kind, state=state, **cited)
    themes = list(Theme.objects.published())
    pillars = [
        Pillar.objects.create(country=country, order=order, **fields(name=this.text(name)), **cited)
        for order, name in enumerate(PILLARS[: number % 4], start=1)
    ]
    for pillar in pillars:
        pillar.themes.set(this.random.sample(themes, k=2))
    for order in range(1, this.random.randint(5, 14)):
        act(this, country, order, pillars, themes, cited)
    for order in range(1, this.random.randint(1, 4)):
        wording = this.text(this.random.choice(NEXT_STEPS))
        NextStep.objects.create(country=country, order=order, **fields(wording=wording), **cited)
    CoordinationBody.objects.create(
        country=country, **fields(name=this.text(BODY, place), lead=this.text(MINISTRY, place)), **cited
    )
    return country


def free(field: str, codes: Iterator[str]) -> str:
    """The first of those codes that no country has."""
    from countries.models import Country

    taken = set(Country.objects.values_list(field, flat=True))
    return next(code for code in codes if code not in taken)


def act(this: Invention, country: Any, order: int, pillars: list, themes: list, cited: dict) -> None:
    """One priority action, of two thirds with what the country reported."""
    from priorities.models import Implementation, Outlook, PriorityAction

    state = this.random.choice([*Implementation.values, "in_progress", "in_progress"])
    action = PriorityAction.objects.create(
        country=country,
        order=order,
        reference=f"{country.alpha3}-{order:02d}",
        pillar=this.random.choice(pillars) if pillars else None,
        implementation=state,
        outlook=this.random.choice(Outlook.values) if state == "in_progress" else "",
        period_end=str(this.random.randint(2026, 2030)),
        currency="USD",
        budget_needed=this.random.randint(10, 5000) * 1000,
        **fields(
            wording=this.text(this.random.choice(ACTIONS)), lead=this.text(MINISTRY), target=this.text(NEXT_STEPS[1])
        ),
        **cited,
    )
    action.themes.set(this.random.sample(themes, k=this.random.randint(1, 3)))
    if state != Implementation.NOT_REPORTED:
        report(this, country, action)


def report(this: Invention, country: Any, action: Any) -> None:
    from django.utils import timezone

    from accounts.models import User
    from priorities.models import ProgressUpdate

    portal, now = User.objects.portal(), timezone.now()
    language = country.working_language
    ProgressUpdate.objects.create(
        country=country,
        action=action,
        implementation=action.implementation,
        outlook=action.outlook,
        as_of=f"2026-0{this.random.randint(1, 9)}",
        language=language,
        narrative=" ".join(this.text(sentence)[language] for sentence in NARRATIVES),
        state=ProgressUpdate.State.ACCEPTED,
        written_by=portal,
        written_at=now,
        submitted_by=portal,
        submitted_at=now,
        accepted_at=now,
    )


def publish_all(most: int) -> int:
    """Invent until that many countries have an edition, and publish a global report of them; how many there are."""
    from accounts.models import User
    from library.dates import PartialDate
    from library.models import Document
    from reports.checklist import of_the_seed
    from reports.global_report.workflow import publish_global
    from reports.models import Edition
    from reports.workflow import PublicationRefused, publish

    source = Document.objects.order_by("pk").first()
    for number in range(Edition.objects.current().count() + 1, most + 1):
        country = invent(number, source)
        publish(country=country, as_of=PartialDate(2026, 9), by=User.objects.portal(), checks=of_the_seed())
    with contextlib.suppress(PublicationRefused):  # of the seed's countries alone there is one
        publish_global(by=User.objects.portal(), checks=of_the_seed())
    return Edition.objects.current().count()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("countries", type=int)
    most = parser.parse_args().countries
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if not settings.LAPTOP:
        parser.error("only with LAPTOP=1: these countries do not exist")
    call_command("migrate", verbosity=0)
    call_command("seed", "--demo", verbosity=0)
    print(f"{publish_all(most)} countries with an edition")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pathfinder.settings")
    main()
