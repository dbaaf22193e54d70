"""Data entry by the secretariat: themes, and what a country promised, also inside the country's own screen."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from countries.admin import CountryAdmin
from library.admin import SOURCE, TranslatedAdmin, TranslatedInline

from . import models
from .cycle_workflow import take_over_questions


class RoadmapInline(TranslatedInline):
    model = models.Roadmap


class PillarInline(TranslatedInline):
    model = models.Pillar
    autocomplete_fields = ("roadmap", "themes", "source")


class PriorityActionInline(TranslatedInline):
    model = models.PriorityAction
    autocomplete_fields = ("pillar", "themes", "source")


class NextStepInline(TranslatedInline):
    model = models.NextStep


# Countries know nothing of priorities; so priorities bring their part of the country's screen along.
CountryAdmin.inlines = (*CountryAdmin.inlines, RoadmapInline, PillarInline, PriorityActionInline, NextStepInline)


@admin.register(models.Theme)
class ThemeAdmin(TranslatedAdmin):
    list_display = ("name", "kind", "look", "order", "is_published")
    list_filter = ("kind", "is_published")
    search_fields = ("name", "slug")


@admin.register(models.Roadmap)
class RoadmapAdmin(TranslatedAdmin):
    list_display = ("title", "country", "adopted")
    list_filter = ("country",)
    search_fields = ("title", "country__name")
    autocomplete_fields = ("country", "source")


@admin.register(models.Pillar)
class PillarAdmin(TranslatedAdmin):
    list_display = ("name", "country", "order")
    list_filter = ("country", "themes")
    search_fields = ("name", "country__name")
    autocomplete_fields = ("country", "roadmap", "themes", "source")


@admin.register(models.PriorityAction)
class PriorityActionAdmin(TranslatedAdmin):
    list_display = ("reference", "wording", "country", "pillar", "implementation", "outlook")
    list_filter = ("implementation", "outlook", "themes", "country")
    list_select_related = ("country", "pillar")
    search_fields = ("reference", "wording", "country__name")
    autocomplete_fields = ("country", "pillar", "themes", "source")
    fieldsets = (
        (None, {"fields": ("country", "reference", "order", "pillar", "wording", "themes")}),
        (_("Who and when"), {"fields": ("lead", "partners", "period_start", "period_end", "target")}),
        (_("State"), {"fields": ("implementation", "outlook", "status_date")}),
        (_("Budget"), {"fields": ("currency", "budget_needed", "budget_secured")}),
        SOURCE,
    )


@admin.register(models.NextStep)
class NextStepAdmin(TranslatedAdmin):
    list_display = ("__str__", "country", "horizon", "due", "implementation")
    list_filter = ("horizon", "implementation", "country")
    search_fields = ("wording", "country__name")
    autocomplete_fields = ("country", "source")


class QuestionInline(TranslatedInline):
    """A question is switched off, not deleted: answers would be left without it."""

    model = models.Question
    can_delete = False
    show_change_link = False
    autocomplete_fields = ()


@admin.register(models.ReportingCycle)
class ReportingCycleAdmin(TranslatedAdmin):
    list_display = ("name", "opens", "due", "closed")
    search_fields = ("name",)
    inlines = (QuestionInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A new cycle without questions of its own asks what the last one asked."""
        super().save_related(request, form, formsets, change)
        if not change and request.user.has_perm("priorities.add_question"):
            take_over_questions(cycle=form.instance, by=request.user)
