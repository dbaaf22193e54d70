"""Texts that stand in several languages. History is registered after them: earlier it would miss their columns."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "summary", "editor_note")


@register(models.MilestoneType)
class MilestoneTypeTranslation(TranslationOptions):
    fields = ("name", "description")


@register(models.Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("note", "editor_note")


@register(models.CoordinationBody)
class CoordinationBodyTranslation(TranslationOptions):
    fields = ("name", "lead", "description", "editor_note")


@register(models.CoordinationStep)
class CoordinationStepTranslation(TranslationOptions):
    fields = ("wording", "editor_note")


@register(models.GoodPractice)
class GoodPracticeTranslation(TranslationOptions):
    fields = ("title", "text", "editor_note")


for model in (
    models.Country,
    models.MilestoneType,
    models.Milestone,
    models.CoordinationBody,
    models.CoordinationStep,
    models.GoodPractice,
    models.FocalPoint,
):
    simple_history.register(model)
