"""Texts that stand in several languages. History is registered after them: earlier it would miss their columns."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name", "description")


@register(models.Roadmap)
class RoadmapTranslation(TranslationOptions):
    fields = ("title", "editor_note")


@register(models.Pillar)
class PillarTranslation(TranslationOptions):
    fields = ("name", "editor_note")


@register(models.PriorityAction)
class PriorityActionTranslation(TranslationOptions):
    fields = ("wording", "lead", "partners", "target", "editor_note")


@register(models.NextStep)
class NextStepTranslation(TranslationOptions):
    fields = ("wording", "editor_note")


@register(models.ReportingCycle)
class ReportingCycleTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text", "help_text")


simple_history.register(models.Theme)
simple_history.register(models.Roadmap)
simple_history.register(models.Pillar, m2m_fields=[models.Pillar.themes.field])
simple_history.register(models.PriorityAction, m2m_fields=[models.PriorityAction.themes.field])
simple_history.register(models.NextStep)
simple_history.register(models.ReportingCycle)
simple_history.register(models.Question)
