"""What search can find: entries made from current editions and from what is published, and kept in step with them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils import translation

from countries.models import Country
from events.models import Event
from library.models import Document, Initiative, InitiativePoint, LessonLearnt, PageText, ToolkitItem
from library.texts import LANGUAGES, Text, best, languages_of
from priorities.models import Theme

from . import page
from .models import Edition, SearchEntry
from .terms import row_of_words

BETWEEN = " · "  # pieces of one text
MOST_LETTERS = 50_000  # by which one entry is found
KEY = ["language", "owner", "owner_pk", "part"]
REST = [field.name for field in SearchEntry._meta.fields if field.name not in [*KEY, "id"]]

Pieces = list[Text | None]


def entry(
    language: str,
    title: Text | str,
    pieces: Pieces,
    *,
    names: Iterable[str] = (),
    words: Iterable[Any] = (),
    **facts: Any,
) -> SearchEntry:
    """An entry: its text is made of those pieces that are in one language, the reader's if any is.

    It is found by the other pieces too, and by what it does not show: `names` it has in other languages, and `words`.
    """
    there = [piece for piece in pieces if piece]
    code = next((piece.language for piece in sorted(there, key=lambda piece: not piece.is_translated)), language)
    text = BETWEEN.join(piece for piece in there if piece.language == code)
    return SearchEntry(
        language=language,
        title={getattr(title, "language", language): str(title)},
        text={code: text} if text else {},
        folded_title=row_of_words(title, *names),
        folded=row_of_words(title, *names, *there, *words)[:MOST_LETTERS],
        **facts,
    )


# Of a country: its current edition alone


def of_edition(edition: Edition) -> list[SearchEntry]:
    """The country, its priority actions, and each section of its e-report that says something, in every language."""
    entries = []
    for language in LANGUAGES:
        with translation.override(language):
            report = page.report(edition, language)
            own = list(parts_of(report, language, edition.snapshot["country"]["name"].values()))
            at = reverse("reports:country", args=[edition.slug])
        country = report["country"]
        for order, made in enumerate(own):
            made.owner, made.owner_pk, made.order = Edition._meta.label_lower, edition.pk, order
            made.country, made.region = edition.slug, country["region"].code
            made.country_name = {country["name"].language: str(country["name"])}
            made.address = f"{at}#{made.address}" if made.address else at
        entries += own
    return entries


def parts_of(report: dict[str, Any], language: str, names: Iterable[str]) -> Iterator[SearchEntry]:
    """Each with its anchor for an address."""
    country = report["country"]
    yield entry(
        language,
        country["name"],
        [country["summary"]],
        names=names,
        words=[country["region"], country["alpha3"]],
        kind=SearchEntry.Kind.COUNTRY,
        themes=[[theme["slug"], str(theme["name"])] for theme in report["themes"].values()],
        translated_from=sorted(page.translated([country])),
    )
    pillars = {pillar["order"]: pillar["name"] for pillar in report["pillars"]}
    for action in report["actions"]:
        yield entry(
            language,
            action["reference"],
            [*(action[name] for name in ("wording", "lead", "partners", "target")), reported(action)],
            words=[*names, pillars.get(action["pillar"], "")],
            kind=SearchEntry.Kind.ACTION,
            part=action["reference"],
            address=action["reference"].lower(),
            themes=[[theme["slug"], str(theme["name"])] for theme in action["themes"]],
            translated_from=sorted(page.translated([action])),
        )
    for number, practice in enumerate(report["practices"], start=1):
        yield entry(
            language,
            practice["title"],
            [practice["text"]],
            words=names,
            kind=SearchEntry.Kind.LIBRARY,
            part=f"practices/{number}",
            address="practices",
            translated_from=sorted(page.translated([practice])),
        )
    yield from sections_of(report, language, names)


def reported(row: dict[str, Any]) -> Text | None:
    """What its country reported last of an action."""
    return (row.get("report") or {}).get("text")


# What the other sections of an e-report say in words, by the keys of a report.
SECTIONS = {
    "pathway": {"roadmaps": ["title"], "milestones": ["note"]},
    "next-steps": {"next_steps": ["wording"]},
    "coordination": {"coordination_bodies": ["name", "lead", "description"], "coordination_steps": ["wording"]},
    "workshops": {"workshops": ["place", "organisers", "outcomes"]},
}


def sections_of(report: dict[str, Any], language: str, names: Iterable[str]) -> Iterator[SearchEntry]:
    """Their titles are the interface's and not frozen: they are found when an entry is shown (find.py)."""
    for section, said in SECTIONS.items():
        pieces = [row[name] for key, fields in said.items() for row in report[key] for name in fields]
        if any(pieces):
            originals = {code for key in said for code in page.translated(report[key], key)}
            yield entry(
                language,
                "",
                pieces,
                words=names,
                kind=SearchEntry.Kind.COUNTRY,
                part=section,
                address=section,
                translated_from=sorted(originals),
            )


# Of what belongs to no country: what is published


@dataclass(frozen=True)
class Shape:
    """How an entry is made from a row: the names of its title and texts, where it can be read, its place."""

    kind: SearchEntry.Kind
    title: str
    texts: list[str]
    address: Callable[[Any], str]
    order: Callable[[Any], int]
    words: list[str] = field(default_factory=list)


def in_library(row: models.Model) -> str:
    return f"{reverse('library:home')}#{row._meta.model_name}-{row.slug}"


def of_page(text: PageText) -> str:
    """Where a text of the portal stands. Some stand on other pages, which search knows of by themselves: none then."""
    return reverse(f"library:{text.slug}") if text.slug in ("about", "accessibility", "privacy") else ""


Kind = SearchEntry.Kind
SHAPES: dict[type[models.Model], Shape] = {
    Theme: Shape(
        Kind.THEME,
        "name",
        ["description"],
        lambda theme: reverse("reports:theme", args=[theme.slug]),
        lambda theme: theme.order,
    ),
    Event: Shape(  # the latest first
        Kind.EVENT,
        "name",
        ["place", "description"],
        lambda event: event.get_absolute_url(),
        lambda event: -event.start.first_day.toordinal(),
    ),
    ToolkitItem: Shape(
        Kind.LIBRARY, "title", ["description"], in_library, lambda item: item.edition * 100_000 + item.order
    ),
    LessonLearnt: Shape(Kind.LIBRARY, "text", [], in_library, lambda lesson: lesson.order),
    Initiative: Shape(Kind.LIBRARY, "name", ["tagline"], in_library, lambda network: network.order, ["host"]),
    Document: Shape(
        Kind.LIBRARY,
        "title",
        ["description"],
        in_library,
        lambda document: -document.date.first_day.toordinal() if document.date else 0,
        ["publisher"],
    ),
    PageText: Shape(Kind.PAGE, "title", ["body"], of_page, lambda text: 0),
}


def of_row(row: Any) -> list[SearchEntry]:
    """In every language. None where it has no page of its own, or no title."""
    shape = SHAPES[type(row)]
    points = list(row.points.all()) if isinstance(row, Initiative) else []
    said = [(row, name) for name in shape.texts]
    said += [(point, name) for point in points for name in ("heading", "text", "presenter_note")]
    original = row.source.language if hasattr(row, "source") else ""
    names = languages_of(row, shape.title)
    entries = []
    for language in LANGUAGES if names else ():
        with translation.override(language):
            address = shape.address(row)
        title = best(names, language)
        pieces = [best(languages_of(record, name), language) for record, name in said]
        is_translation = any(text.translates(original) for text in [title, *pieces] if text)
        if address:
            entries.append(
                entry(
                    language,
                    title,
                    pieces,
                    names=names.values(),
                    words=[getattr(row, name) for name in shape.words],
                    owner=row._meta.label_lower,
                    owner_pk=row.pk,
                    kind=shape.kind,
                    address=address,
                    order=shape.order(row),
                    themes=[[row.slug, str(title)]] if isinstance(row, Theme) else [],
                    translated_from=[original] if original and is_translation else [],
                )
            )
    return entries


# Keeping in step


@transaction.atomic
def put_country(slug: str) -> None:
    """The entries of its current edition take the place of those of all others; none where nothing can be read."""
    SearchEntry.objects.filter(owner=Edition._meta.label_lower, country=slug).delete()
    if edition := Edition.objects.of(slug).current().first():
        SearchEntry.objects.bulk_create(of_edition(edition))


@transaction.atomic
def put_row(model: Any, pk: int) -> None:
    """Its entries, as the row is in the database: none when it is not published, or is gone.

    Under the lock of the row, and written over what another save of it may have written at the same moment.
    """
    row = model.objects.published().select_for_update().filter(pk=pk).first()
    if entries := of_row(row) if row else []:
        SearchEntry.objects.bulk_create(entries, update_conflicts=True, unique_fields=KEY, update_fields=REST)
    else:
        SearchEntry.objects.filter(owner=model._meta.label_lower, owner_pk=pk).delete()


def rebuild() -> int:
    """Make every entry anew, and drop those that nothing public stands behind. Returns how many there are then.

    Country by country and row by row, each under its lock, so that whoever publishes meanwhile is not undone.
    """
    for slug in Edition.objects.current().values_list("slug", flat=True):
        with transaction.atomic():
            Country.objects.select_for_update().filter(editions__slug=slug).first()
            put_country(slug)
    for model in SHAPES:
        for pk in model.objects.published().values_list("pk", flat=True):
            put_row(model, pk)
    SearchEntry.objects.exclude(pk__in=SearchEntry.objects.public().values("pk")).delete()
    return SearchEntry.objects.count()


def changed(instance: Any, raw: bool = False, **_signal: Any) -> None:
    """A row was saved or deleted. Not told by loaddata (raw), for which what a row names may not be there yet."""
    if raw:
        return
    if isinstance(instance, InitiativePoint):
        put_row(Initiative, instance.initiative_id)
    else:
        put_row(type(instance), instance.pk)


def follow() -> None:
    """Be told of each row that is saved or deleted (apps.py). Editions are put by workflow.py alone."""
    for model in (*SHAPES, InitiativePoint):
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model, dispatch_uid=f"search {model.__name__}")
