"""Editions in the admin: to look at. They are made by publishing."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from .models import Edition, Follower, GlobalEdition


class MadeByPublishing(admin.ModelAdmin):
    list_select_related = ("published_by", "withdrawal")
    date_hierarchy = "published_at"

    @admin.display(description=_("do-no-harm checklist"))
    def checklist(self, edition: Edition | GlobalEdition) -> str:
        return render_to_string("desk/_publish_checks.html", {"checks": edition.checks})

    @admin.display(description=_("withdrawn at"))
    def withdrawn_at(self, edition: Edition | GlobalEdition) -> dt.datetime | None:
        return edition.withdrawal.withdrawn_at if edition.is_withdrawn else None

    @admin.display(description=_("reason"))
    def reason(self, edition: Edition | GlobalEdition) -> str | None:
        return edition.withdrawal.reason if edition.is_withdrawn else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, edition: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, edition: Any = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(MadeByPublishing):
    list_display = ("slug", "number", "as_of", "published_at", "published_by", "withdrawn_at", "checksum")
    list_filter = ("slug",)
    search_fields = ("slug", "checksum", "note")
    fields = readonly_fields = (
        "country",
        "number",
        "as_of",
        "note",
        "published_at",
        "published_by",
        "withdrawn_at",
        "reason",
        "checklist",
        "checksum",
    )


@admin.register(GlobalEdition)
class GlobalEditionAdmin(MadeByPublishing):
    list_display = ("number", "published_at", "published_by", "withdrawn_at", "checksum")
    search_fields = ("checksum", "note")
    fields = readonly_fields = (
        "number",
        "note",
        "published_at",
        "published_by",
        "withdrawn_at",
        "reason",
        "checklist",
        "checksum",
    )


@admin.register(Follower)
class FollowerAdmin(admin.ModelAdmin):
    """How many follow which country. Their addresses are for administrators, who delete those that ask for it."""

    list_filter = ("language",)
    show_facets = admin.ShowFacets.ALWAYS
    list_select_related = ("country",)
    date_hierarchy = "confirmed_at"
    search_fields = ("address",)
    SHOWN = ("country", "language", "confirmed_at")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("__str__", *self.get_fields(request))

    def get_fields(self, request: HttpRequest, follower: Any = None) -> tuple[str, ...]:
        return (*self.SHOWN, "address") if request.user.is_superuser else self.SHOWN

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return (("country", admin.RelatedOnlyFieldListFilter), *self.list_filter)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.search_fields if request.user.is_superuser else ()

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Nor is an address guessed letter by letter, with ?address__startswith=…"""
        return super().lookup_allowed(lookup, value, request) and (
            request.user.is_superuser or not lookup.startswith("address")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, follower: Any = None) -> bool:
        return False
