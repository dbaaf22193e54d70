"""Editions in the admin: to look at. They are made by publishing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Edition


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    list_display = ("slug", "number", "as_of", "published_at", "published_by", "checksum")
    list_filter = ("slug",)
    list_select_related = ("published_by",)
    search_fields = ("slug", "checksum", "note")
    date_hierarchy = "published_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, edition: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, edition: Any = None) -> bool:
        return False
