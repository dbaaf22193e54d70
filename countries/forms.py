"""What the secretariat sends of focal points. What may be saved is decided in workflow.py."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .models import Country, FocalPoint

FOCAL_POINT, DEPUTY = "focal_point", "deputy"


class Day(forms.DateField):
    """A day, chosen in the browser's own calendar; its value is written as browsers read it in every language."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class PersonForm(forms.Form):
    """What there is to know of somebody who is to speak for a country."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=User._meta.get_field("name").max_length,
        help_text=_("The public does not see it."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    institution = forms.CharField(
        label=_("Institution"),
        max_length=FocalPoint._meta.get_field("institution").max_length,
        help_text=_("The public sees it, with the next edition."),
    )

    def refuse(self, error: ValidationError) -> None:
        """Show what a verb refused, beside the field it speaks of."""
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in found.items():
            self.add_error(name if name in self.fields else None, messages)


class AppointForm(PersonForm):
    country = forms.ModelChoiceField(Country.objects.none(), label=_("Country"), to_field_name="slug")
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(FOCAL_POINT, _("Focal point")), (DEPUTY, _("Deputy"))],
        initial=FOCAL_POINT,
        widget=forms.RadioSelect,
    )
    start = Day(label=_("From"), initial=timezone.localdate)

    field_order = ("country", "email", "name", "institution", "role", "start")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.with_report()

    @property
    def words(self) -> dict[str, Any]:
        """What was said, for workflow.appoint()."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "role"}
        return said | {"is_deputy": self.cleaned_data["role"] == DEPUTY}


class HandOverForm(PersonForm):
    on = Day(label=_("First day"), help_text=_("The term that is handed over ends the day before."))


class EndForm(forms.Form):
    last_day = Day(label=_("Last day"), initial=timezone.localdate, help_text=_("On that day they may still report."))

    refuse = PersonForm.refuse
