"""How what a country reported becomes a record that cites it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from library.dates import PartialDate, PartialDateField
from library.models import Document
from library.texts import LANGUAGES, best, languages_of
from priorities.models import ProgressUpdate

CITED = ("source", "locator", "editor_note")


def laid_over(record: Any, update: ProgressUpdate, details: tuple[str, ...], narrative: str) -> Any:
    """The record with what the update says on it, not saved. Its source is the update from now on.

    What a country says is the whole of it: nothing is left of what another source said, for no row cites two.
    """
    said = {name: update.details.get(name, "") for name in details} | {narrative: update.narrative}
    translated = translator.get_options_for_model(type(record)).get_field_names()
    for name, text in said.items():
        if name in translated:
            say(record, name, text, update.language)
        else:
            field = record._meta.get_field(name)
            setattr(record, name, field.to_python(text or field.get_default()))
    record.source = document(update.language)
    record.locator = f"{update.country.alpha3} {PartialDate.of(update.accepted_at or timezone.now())}"
    for language in LANGUAGES:
        setattr(record, build_localized_fieldname("editor_note", language), "")
    return record


def words(record: Any, details: tuple[str, ...], narrative: str, language: str) -> dict[str, str]:
    """What the record says, as an update would: in that language, or in the one that it tells its story in."""
    told = best(languages_of(record, narrative), language)
    language = told.language if told else language
    translated = translator.get_options_for_model(type(record)).get_field_names()
    names = {name: build_localized_fieldname(name, language) if name in translated else name for name in details}
    values = {name: getattr(record, column) for name, column in names.items()}
    said = {name: "" if value is None else str(value) for name, value in values.items()}
    return said | {"language": language, "narrative": str(told or "")}


def plain(model: Any, details: dict[str, str]) -> dict[str, str]:
    """The details as they are kept, however they were typed. Raises ValidationError, by name, for what is no date."""
    found, wrong = {}, {}
    for name, text in details.items():
        try:
            found[name] = str(model._meta.get_field(name).to_python(text))
        except ValidationError as refused:
            wrong[name] = refused.messages
    if wrong:
        raise ValidationError(wrong)
    return found


def say(record: Any, name: str, text: str, language: str) -> None:
    """Let a text say that in that language and nothing in others: they would say what was said before.

    Where it says just that already, its translations stay.
    """
    if (getattr(record, build_localized_fieldname(name, language)) or "") == text:
        return
    for code in LANGUAGES:
        setattr(record, build_localized_fieldname(name, code), text if code == language else "")


def document(language: str) -> Document:
    """What such a record cites: the reports of countries in that language; not saved, so that a preview may show it.

    One for each language, so that a country's own words never count as a translation (library/originals.py).
    """
    titles = {}
    for code in LANGUAGES:
        with translation.override(code):
            titles[build_localized_fieldname("title", code)] = _("Reported by the country through this portal")
    return Document(slug=f"country-reports-{language}", language=language, **titles)


def kept(source: Document) -> Document:
    """The document of that name in the library; from now on, where none was."""
    found = Document.objects.filter(slug=source.slug).first()
    if not found:
        source.save()
    return found or source


def check(record: Any) -> None:
    """Raise ValidationError, by field of a form, for what cannot stand in the record."""
    try:
        record.full_clean(exclude=CITED)
    except ValidationError as refused:
        translated = translator.get_options_for_model(type(record)).get_field_names()
        forms = {build_localized_fieldname(name, language): name for name in translated for language in LANGUAGES}
        raise ValidationError({forms.get(name, name): said for name, said in refused.message_dict.items()}) from None


def save(record: Any, update: ProgressUpdate) -> None:
    """Save the record, which says in its history which update it came from. Raises ValidationError."""
    record._change_reason = f"update {update.pk}"  # what simple-history reads
    try:
        record.full_clean()
    except ValidationError as refused:
        raise ValidationError(refused.messages) from None  # whoever accepts has no such field to mend
    record.save()


def in_words(field: Field, value: str) -> str:
    """A detail as a reader sees it."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return PartialDate.parse(value).in_words if isinstance(field, PartialDateField) else value


def summary(record: Any, details: tuple[str, ...]) -> str:
    """What the record says of them, in a line."""
    said = {name: value for name in details if (value := getattr(record, name)) not in (None, "")}
    return " · ".join(in_words(record._meta.get_field(name), str(value)) for name, value in said.items())
