"""Data entry by the secretariat: the library, and what all record screens have in common."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, TextField, URLField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from simple_history.admin import SimpleHistoryAdmin

from . import models
from .forms import PlainLines, TwoEditorsForm, TwoEditorsFormSet

SOURCE = (_("Source"), {"fields": ("source", "locator", "editor_note")})


class TwoEditorsAdmin:
    """What a screen and the records inside it need so that nobody overwrites somebody else without seeing it."""

    form = TwoEditorsForm
    formfield_overrides = {TextField: {"widget": PlainLines}, URLField: {"assume_scheme": "https"}}

    def get_fieldsets(self, request: HttpRequest, record: Model | None = None) -> Any:
        """With the form's fingerprint wherever the fields are named one by one; without, for who may only look."""
        (name, options), *rest = super().get_fieldsets(request, record)
        fields = [field for field in options["fields"] if field != "seen"]
        if self.has_change_permission(request, record):
            fields.append("seen")
        return [(name, {**options, "fields": fields}), *rest]


class RecordAdmin(TwoEditorsAdmin, SimpleHistoryAdmin):
    """A screen with history."""

    object_history_list_template = "admin/history_list.html"
    save_on_top = True
    list_per_page = 50

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """The record; while it is being saved nobody else saves it, so that what was compared stays true."""
        if request.method == "POST" and object_id.isdecimal():
            # Ordered by itself: PostgreSQL locks no rows that come by an outer join, as the order of some models does.
            self.model._base_manager.select_for_update().filter(pk=object_id).order_by("pk").first()
        return super().get_object(request, object_id, from_field)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().history_view(request, number_or_404(object_id), extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET"])
        return super().history_form_view(request, number_or_404(object_id), number_or_404(version_id), extra_context)

    def revert_disabled(self, request: HttpRequest, record: Model | None = None) -> bool:
        """Old versions are there to be read: put back, one would write over whatever was saved or decided since."""
        return True


def number_or_404(text: str) -> str:
    """Simple-history asks the database for whatever stands in the address, and that fails for what is no number."""
    if not text.isdecimal():
        raise Http404
    return text


class TranslatedAdmin(RecordAdmin, TranslationAdmin):
    """The same for records whose texts stand in several languages, one field each."""


class TranslatedInline(TwoEditorsAdmin, TranslationStackedInline):
    """Records inside the screen of the one they belong to."""

    formset = TwoEditorsFormSet
    extra = 0
    show_change_link = True
    autocomplete_fields: tuple[str, ...] = ("source",)
    classes = ("collapse",)


@admin.register(models.Document)
class DocumentAdmin(TranslatedAdmin):
    list_display = ("title", "publisher", "date", "language", "is_published")
    list_filter = ("is_published", "language", "publisher")
    search_fields = ("title", "slug", "publisher")
    prepopulated_fields = {"slug": ("title",)}


@admin.register(models.ToolkitItem)
class ToolkitItemAdmin(TranslatedAdmin):
    list_display = ("title", "edition", "order", "state", "is_published")
    list_filter = ("edition", "state", "is_published")
    search_fields = ("title", "slug")
    autocomplete_fields = ("source", "document")


@admin.register(models.LessonLearnt)
class LessonLearntAdmin(TranslatedAdmin):
    list_display = ("text", "order", "locator", "is_published")
    list_filter = ("is_published",)
    search_fields = ("text", "slug")
    autocomplete_fields = ("source",)


class InitiativePointInline(TranslatedInline):
    model = models.InitiativePoint


@admin.register(models.Initiative)
class InitiativeAdmin(TranslatedAdmin):
    list_display = ("name", "host", "order", "is_published")
    list_filter = ("is_published",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("source",)
    inlines = (InitiativePointInline,)


@admin.register(models.InitiativePoint)
class InitiativePointAdmin(TranslatedAdmin):
    list_display = ("__str__", "initiative", "kind", "order")
    list_filter = ("initiative", "kind")
    search_fields = ("heading", "text")
    autocomplete_fields = ("initiative", "source")


@admin.register(models.PageText)
class PageTextAdmin(TranslatedAdmin):
    list_display = ("title", "slug", "is_published")
    list_filter = ("is_published",)
    search_fields = ("title", "slug", "body")

    def get_readonly_fields(self, request: HttpRequest, page: Any = None) -> tuple[str, ...]:
        # The portal asks for its texts by slug.
        return ("slug",) if page else ()
