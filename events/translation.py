"""Texts that stand in several languages. History is registered after them: earlier it would miss their columns."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Workshop)
class WorkshopTranslation(TranslationOptions):
    fields = ("place", "organisers", "outcomes", "editor_note")


@register(models.Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "acronym")


@register(models.Event)
class EventTranslation(TranslationOptions):
    fields = ("name", "place", "description", "editor_note")


@register(models.Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("editor_note",)


for model in (models.Workshop, models.Organisation, models.Event, models.Participation):
    simple_history.register(model)
