from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from . import workflow
from .models import User

# What only its owner sees: keys of a second factor, sessions. Addresses are written in one place, the account. The
# words with which a job failed may hold an address or a draft: desk/mail/ shows what failed without them.
for model in (Authenticator, EmailAddress, UserSession, DBTaskResult):
    admin.site.unregister(model)


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = UserCreationForm
    actions = ("erase", "reset_second_factor")
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def has_change_permission(self, request: HttpRequest, user: Any = None) -> bool:
        """Whose data were erased is nobody any more, and stays so."""
        return super().has_change_permission(request, user) and not (user and user.erased_at)

    @admin.action(description=_("Erase name, address and all else that is personal…"), permissions=["change"])
    def erase(self, request: HttpRequest, users: QuerySet) -> TemplateResponse | None:
        """Once it was confirmed: nobody can undo it."""
        question = _("Their name and address are taken out of the portal for good. What they wrote stays.")
        return self.confirmed(request, users, workflow.erase, question)

    @admin.action(description=_("Take off a lost second factor…"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet) -> TemplateResponse | None:
        """Once it was confirmed: by somebody who made sure who asks for it."""
        question = _("Be sure who asked for it: call them. They are signed out everywhere, and told by mail.")
        return self.confirmed(request, users, workflow.reset_second_factor, question)

    def confirmed(
        self, request: HttpRequest, users: QuerySet, verb: Callable[..., Any], question: Any
    ) -> TemplateResponse | None:
        """Ask first; then do it to each, and say of whom it was refused and why."""
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Are you sure?"),
                "opts": self.opts,
                "question": question,
                "users": users,
                "action": request.POST["action"],
                "checkbox": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/accounts/user/confirm.html", context)
        done = 0
        for user in users:
            try:
                verb(user=user, by=request.user)
            except (PermissionDenied, ValidationError) as refused:
                reason = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
                messages.error(request, gettext("%(name)s: %(reason)s") % {"name": user, "reason": reason})
            else:
                done += 1
        if done:
            messages.success(
                request, ngettext("Done, of %(n)d account.", "Done, of %(n)d accounts.", done) % {"n": done}
            )
        return None
