"""Texts that stand in several languages. History is registered after them: earlier it would miss their columns."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "description", "date_note")


@register(models.ToolkitItem)
class ToolkitItemTranslation(TranslationOptions):
    fields = ("title", "description", "editor_note")


@register(models.LessonLearnt)
class LessonLearntTranslation(TranslationOptions):
    fields = ("text", "editor_note")


@register(models.Initiative)
class InitiativeTranslation(TranslationOptions):
    fields = ("name", "tagline", "editor_note")


@register(models.InitiativePoint)
class InitiativePointTranslation(TranslationOptions):
    fields = ("heading", "text", "presenter_note", "editor_note")


@register(models.PageText)
class PageTextTranslation(TranslationOptions):
    fields = ("title", "body")


for model in (
    models.Document,
    models.ToolkitItem,
    models.LessonLearnt,
    models.Initiative,
    models.InitiativePoint,
    models.PageText,
):
    simple_history.register(model)
