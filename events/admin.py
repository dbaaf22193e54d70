"""Data entry by the secretariat: events, and a country's workshops inside its own screen."""

from django.contrib import admin

from countries.admin import CountryAdmin
from library.admin import TranslatedAdmin, TranslatedInline, TwoEditorsAdmin
from library.forms import TwoEditorsFormSet

from . import models


class WorkshopInline(TranslatedInline):
    model = models.Workshop
    autocomplete_fields = ("documents", "source")


# Countries know nothing of events; so events bring their part of the country's screen along.
CountryAdmin.inlines = (*CountryAdmin.inlines, WorkshopInline)


class ParticipationInline(TwoEditorsAdmin, admin.TabularInline):
    model = models.Participation
    formset = TwoEditorsFormSet
    fields = ("country", "organisation", "role", "source", "locator")
    extra = 0
    autocomplete_fields = ("country", "organisation", "source")


@admin.register(models.Workshop)
class WorkshopAdmin(TranslatedAdmin):
    list_display = ("country", "kind", "start", "end", "place", "headcount")
    list_filter = ("kind", "country")
    search_fields = ("country__name", "place", "organisers")
    autocomplete_fields = ("country", "documents", "source")


@admin.register(models.Organisation)
class OrganisationAdmin(TranslatedAdmin):
    list_display = ("name", "acronym")
    search_fields = ("name", "acronym", "slug")


@admin.register(models.Event)
class EventAdmin(TranslatedAdmin):
    list_display = ("name", "scope", "start", "end", "place", "is_published")
    list_filter = ("scope", "is_published")
    search_fields = ("name", "place", "slug")
    autocomplete_fields = ("source",)
    inlines = (ParticipationInline,)


@admin.register(models.Participation)
class ParticipationAdmin(TranslatedAdmin):
    list_display = ("event", "country", "organisation", "role")
    list_filter = ("event", "role")
    list_select_related = ("event", "country", "organisation")
    search_fields = ("event__name", "country__name", "organisation__name")
    autocomplete_fields = ("event", "country", "organisation", "source")
