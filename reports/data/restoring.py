"""Rows of an export → the records and the editions that they were made of. workflow.py says when."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from countries.models import Country
from events.models import Event, Organisation, Participation
from library.models import Document, Initiative, InitiativePoint, LessonLearnt, Publishable, ToolkitItem
from library.texts import LANGUAGES
from priorities.models import Theme
from reports.checklist import of_an_import
from reports.data.checking import Problems
from reports.data.schema import OF_LIBRARY, TABLES, Row
from reports.data.tables import Rows
from reports.data.wholes import HEADS, OF_EDITION, number_of, values_in
from reports.models import Edition

REASON = "import"  # in the history of records
MODELS: dict[str, type[Model]] = {
    "documents": Document,
    "themes": Theme,
    "events": Event,
    "participations": Participation,
    "toolkit": ToolkitItem,
    "lessons": LessonLearnt,
    "networks": Initiative,
    "network_points": InitiativePoint,
}
# What rows name by slug, besides their source, a country and an organisation.
BY_SLUG: dict[str, type[Model]] = {"event": Event, "document": Document, "initiative": Initiative}
# Tables of editions whose rows have a slug that is part of an address or of an anchor.
WITH_SLUG = ("milestones", "attended", "edition_themes", "sources")
# Fields of an edition and of its country that have another name in the table.
CALLED = {HEADS: {"number": "edition", "slug": "country"}}
OF_A_SOURCE = ("slug", "title", "publisher", "date", "date_note", "language", "url", "format", "size", "licence")
NOT_SLUG = {field.name for field in Document._meta.fields} - {"slug"}
OF_A_COUNTRY = (
    "name", "alpha2", "alpha3", "m49", "region", "working_language", "engagement", "pathfinder_since", "summary",
    "locator", "editor_note",
)  # fmt: skip


@dataclass
class Restoring:
    """One import at work: all rows of the file, in whose name it is done, and what is wrong so far."""

    rows: Rows
    by: User
    problems: Problems

    def of_library(self, name: str, row: Row) -> None:
        """Make a record that belongs to no country, published as it was."""
        table, model = OF_LIBRARY[name], MODELS[name]
        values = {field.path[0]: row[field.name] for field in table.fields if len(field.path) == 1}
        if "source" in values:
            values["source"] = self.source(name, row)
        for column, named in BY_SLUG.items():
            if column in values:
                values[column] = named._default_manager.filter(slug=values[column]).first()
        if model is Participation:
            values |= {"country": self.participant(name, row), "organisation": self.organisation(name, row)}
        if issubclass(model, Publishable):
            values["is_published"] = True
        record = brought_in(row["slug"]) if model is Document else None
        self.save(name, row, record or model(), values)

    def edition(self, head: Row, content: str) -> None:
        """Make an edition again: the very content, under its number. Its country is made where it is not here."""
        country, published = self.country(head), day_of(head["published"])
        if not published:
            self.wrong(head, "published", _("Write a day, as in 2019-02-14."))
        if not country or not published:
            return
        edition = Edition(
            country=country,
            slug=head["country"],
            number=head["edition"],
            as_of=head["as_of"],
            note=head["note"],
            checks=of_an_import(),
            content=content,
            checksum=head["checksum"],
            published_at=published,
            published_by=self.by,
        )
        self.save(HEADS, head, edition, {})

    def country(self, head: Row) -> Country | None:
        """The country of an edition; made of what the newest edition in the file says where it is not here."""
        slug = head["country"]
        earlier = Edition.objects.of(slug).select_related("country").first()
        country = earlier.country if earlier else Country.objects.filter(slug=slug).first()
        if country is None:
            heads = [row for row in self.rows[HEADS] if row["country"] == slug]
            newest = max(heads, key=lambda row: row["edition"])
            values = {name: newest[name] for name in OF_A_COUNTRY}
            return self.save(HEADS, newest, Country(slug=slug), values | {"source": self.cited_by(newest)})
        if country.alpha3 != head["alpha3"]:
            words = _("Here the country of this name has the code %(code)s.")
            self.wrong(head, "alpha3", words % {"code": country.alpha3})
        return country

    def participant(self, name: str, row: Row) -> Country | None:
        """The country that took part. One without an edition is made of its name and codes: it has no engagement."""
        if not row["country"] or (country := Country.objects.filter(slug=row["country"]).first()):
            return country if row["country"] else None
        if head := next((head for head in self.rows.get(HEADS, []) if head["country"] == row["country"]), None):
            return self.country(head)
        values = {part: row[f"country_{part}"] for part in ("name", "alpha2", "alpha3", "m49", "region")}
        values |= {"working_language": LANGUAGES[0], "source": self.source(name, row), "locator": row["locator"]}
        return self.save(name, row, Country(slug=row["country"]), values, prefix="country_")

    def organisation(self, name: str, row: Row) -> Organisation | None:
        if not row["organisation"] or (known := Organisation.objects.filter(slug=row["organisation"]).first()):
            return known if row["organisation"] else None
        values = {"name": row["organisation_name"], "acronym": row["organisation_acronym"]}
        return self.save(name, row, Organisation(slug=row["organisation"]), values, prefix="organisation_")

    def source(self, name: str, row: Row) -> Document | None:
        """What the row cites. Of a document that is in no library the title is known: by that it is found again."""
        if row["source"]:
            return Document.objects.filter(slug=row["source"]).first()
        title = row["source_title"]
        own = {f"title_{language}": title.get(language) for language in LANGUAGES}
        if not title or (known := in_no_library().filter(**own).first()):
            return known if title else None
        if cited := next((cited for cited in self.rows.get("sources", []) if cited["title"] == title), None):
            return self.document(cited)
        named = hashlib.sha256(repr(sorted(title.items())).encode()).hexdigest()[:12]
        values = {"title": title, "language": next(iter(title))}
        return self.save(name, row, Document(slug=f"source-{named}"), values, prefix="source_")

    def cited_by(self, head: Row) -> Document | None:
        """The source of a country, from among those of its edition."""
        edition = values_in(head, OF_EDITION)
        of_edition = (row for row in self.rows["sources"] if values_in(row, OF_EDITION) == edition)
        cited = next((row for row in of_edition if row["slug"] == head["source"]), None)
        return self.document(cited) if cited else None

    def document(self, cited: Row) -> Document | None:
        """A document that an edition cites; made where it is not here, as the edition has it, and not published."""
        known = Document.objects.filter(slug=cited["slug"]).first()
        values = {name: cited[name] for name in OF_A_SOURCE}
        return known or self.save("sources", cited, Document(), values)

    def check_addresses(self, heads: list[Row]) -> None:
        """What readers can follow from these editions has to be fit for an address."""
        editions = {values_in(head, OF_EDITION) for head in heads}
        for name in WITH_SLUG:
            for row in self.rows[name]:
                if values_in(row, OF_EDITION) in editions:
                    # A document that is checked and never saved stands for any of them: each has a slug.
                    of_source = OF_A_SOURCE if name == "sources" else ("slug",)
                    document = fill(Document(), {part: row[part] for part in of_source})
                    try:
                        document.clean_fields(exclude=None if name == "sources" else NOT_SLUG)
                    except ValidationError as error:
                        self.tell(name, row, error)

    def save(self, name: str, row: Row, record: Any, values: dict[str, Any], *, prefix: str = "") -> Any:
        """Fill and save a record that was made of that row; None where it is refused, and that is told."""
        fill(record, values)
        record._change_reason = REASON
        try:
            record.full_clean()
        except ValidationError as error:
            self.tell(name, row, error, prefix=prefix)
            return None
        record.save()
        return record

    def tell(self, name: str, row: Row, error: ValidationError, *, prefix: str = "") -> None:
        called = {part.path[0]: part.name for part in TABLES[name].fields if len(part.path) == 1} | CALLED.get(
            name, {}
        )
        for field, messages in error.message_dict.items():
            column = "" if field == NON_FIELD_ERRORS else f"{prefix}{called.get(field, field)}"
            self.problems.add(name, number_of(row), column, " ".join(messages))

    def wrong(self, head: Row, column: str, words: str) -> None:
        self.problems.add(HEADS, number_of(head), column, words)


def fill(record: Model, values: dict[str, Any]) -> Model:
    """Set its fields; of a text, each language, nothing where it is not in it."""
    for name, value in values.items():
        if isinstance(value, dict):
            for language in LANGUAGES:
                setattr(record, f"{name}_{language}", value.get(language))
        else:
            setattr(record, name, value)
    return record


def in_no_library() -> QuerySet[Document]:
    return Document.objects.exclude(pk__in=Document.objects.published())


def brought_in(slug: str) -> Document | None:
    """A document that an earlier import made of what an edition cites, and nobody wrote since."""
    document = in_no_library().filter(slug=slug).first()
    if document and document.history.order_by("-history_id").first().history_change_reason == REASON:
        return document
    return None


def day_of(text: str) -> dt.datetime | None:
    """Its first moment, in UTC; None where it is no day."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time.min, dt.UTC)
    except ValueError:
        return None
