"""Data entry by the secretariat: countries. Other rooms add their inlines to CountryAdmin (events, priorities)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from library.admin import SOURCE, TranslatedAdmin, TranslatedInline
from library.dates import PartialDate, PartialDateField

from . import models
from .permissions import can_decide_engagement
from .workflow import change_engagement, check_decision


class MilestoneInline(TranslatedInline):
    model = models.Milestone
    autocomplete_fields = ("type", "source")


class CoordinationBodyInline(TranslatedInline):
    model = models.CoordinationBody


class CoordinationStepInline(TranslatedInline):
    model = models.CoordinationStep


class GoodPracticeInline(TranslatedInline):
    model = models.GoodPractice


class FocalPointInline(admin.TabularInline):
    """To be read only: terms begin and end on the desk, where their people are told."""

    model = models.FocalPoint
    extra = 0
    fields = ("user", "is_deputy", "institution", "start", "end", "appointed_by", "invited_at")
    readonly_fields = fields
    classes = ("collapse",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "appointed_by")

    def has_add_permission(self, request: HttpRequest, country: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, country: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, country: Any = None) -> bool:
        return False


@admin.register(models.Country)
class CountryAdmin(TranslatedAdmin):
    list_display = ("name", "alpha3", "region", "engagement", "pathfinder_since")
    list_filter = ("engagement", "region", "working_language")
    search_fields = ("name", "slug", "alpha2", "alpha3")
    autocomplete_fields = ("source",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "summary")}),
        (_("Engagement"), {"fields": ("engagement", "pathfinder_since")}),
        (_("Codes"), {"fields": ("alpha2", "alpha3", "m49", "region", "working_language")}),
        SOURCE,
    )
    inlines = (
        FocalPointInline,
        MilestoneInline,
        CoordinationBodyInline,
        CoordinationStepInline,
        GoodPracticeInline,
    )

    def get_readonly_fields(self, request: HttpRequest, country: Any = None) -> tuple[str, ...]:
        # A slug stands in addresses that people cite. Engagement follows decisions, and only one of them has a date.
        no_date = () if country and country.engagement == country.Engagement.PATHFINDER else ("pathfinder_since",)
        return ("slug", "engagement", *no_date) if country else ("engagement", *no_date)

    def get_prepopulated_fields(self, request: HttpRequest, country: Any = None) -> dict[str, tuple[str, ...]]:
        return {} if country else {"slug": ("name_en",)}


class EngagementDecisionForm(forms.ModelForm):
    since = forms.CharField(
        label=_("Pathfinder since"),
        required=False,
        max_length=10,
        help_text=_("For a Pathfinder country, if it is known: 2019, 2019-02 or 2019-02-14."),
    )

    class Meta:
        model = models.EngagementDecision
        fields = ("country", "after", "since", "reason")

    def clean_since(self) -> PartialDate | None:
        return PartialDateField().to_python(self.cleaned_data["since"])

    def clean(self) -> dict[str, Any]:
        decision = super().clean() or self.cleaned_data
        if not self.errors:
            check_decision(
                # Locked, so that what is checked here still holds when the decision is carried out.
                country=models.Country.objects.select_for_update().get(pk=decision["country"].pk),
                to=decision["after"],
                reason=decision["reason"],
                since=decision["since"],
            )
        return decision


@admin.register(models.EngagementDecision)
class EngagementDecisionAdmin(admin.ModelAdmin):
    form = EngagementDecisionForm
    list_display = ("country", "before", "after", "decided_by", "decided_at")
    list_filter = ("after",)
    search_fields = ("country__name", "reason")
    autocomplete_fields = ("country",)

    def save_model(self, request: HttpRequest, decision: Any, form: Any, change: bool) -> None:
        written = change_engagement(
            country=decision.country,
            to=decision.after,
            since=form.cleaned_data["since"],
            reason=decision.reason,
            by=request.user,
        )
        decision.pk = written.pk

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_decide_engagement(request.user)

    def has_change_permission(self, request: HttpRequest, decision: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, decision: Any = None) -> bool:
        return False


@admin.register(models.MilestoneType)
class MilestoneTypeAdmin(TranslatedAdmin):
    list_display = ("name", "order")
    search_fields = ("name", "slug")


@admin.register(models.Milestone)
class MilestoneAdmin(TranslatedAdmin):
    list_display = ("country", "type", "state", "date")
    list_filter = ("state", "type", "country")
    search_fields = ("country__name", "type__name", "note")
    autocomplete_fields = ("country", "type", "source")


@admin.register(models.CoordinationBody)
class CoordinationBodyAdmin(TranslatedAdmin):
    list_display = ("name", "country", "lead")
    list_filter = ("country",)
    search_fields = ("name", "lead", "country__name")
    autocomplete_fields = ("country", "source")


@admin.register(models.CoordinationStep)
class CoordinationStepAdmin(TranslatedAdmin):
    list_display = ("__str__", "country", "order")
    list_filter = ("country",)
    search_fields = ("wording", "country__name")
    autocomplete_fields = ("country", "source")


@admin.register(models.GoodPractice)
class GoodPracticeAdmin(TranslatedAdmin):
    list_display = ("title", "country", "order")
    list_filter = ("country",)
    search_fields = ("title", "text", "country__name")
    autocomplete_fields = ("country", "source")
