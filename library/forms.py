import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class TwoEditorsForm(forms.ModelForm):
    """A form that notices when somebody else saved the record while it was open.

    It carries a fingerprint of what it showed. When the record has changed since, nothing is saved: the person sees what
    stands there now beside their own text, which stays in the form, and may save again.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fingerprint = fingerprint(self.initial) if self.instance.pk else ""
        self.initial["seen"] = self.fingerprint

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = self.data.get(self.add_prefix("seen"), "")
        if self.instance.pk and seen != self.fingerprint:
            # Shown both, the person may decide: what the form carries from here on is what stands there now.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.fingerprint
            self.add_error(
                None, _("Somebody else saved this while you had it open. Nothing of yours is lost or saved yet.")
            )
            for name in self.changed_data:
                if name != "seen":
                    self.add_error(name, _("Saved there now: “%(value)s”") % {"value": self.initial.get(name) or "—"})
        return cleaned


def fingerprint(values: dict[str, Any]) -> str:
    """A short name for these values of a record: it changes when one of them does."""
    parts = [
        f"{name}={sorted(map(str, value)) if isinstance(value, list) else value}"
        for name, value in sorted(values.items())
        if name != "seen"
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
