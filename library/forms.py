import hashlib
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext as _


class PlainLines(AdminTextareaWidget):
    """Lines that end as they are stored: browsers send CR LF, and each text of two lines would look changed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if value else value


class TwoEditorsForm(forms.ModelForm):
    """A form that notices when somebody else saved the record while it was open.

    It carries a fingerprint of what it showed. When the record has changed since, nothing is saved: the person sees
    what stands there now beside their own text, which stays in the form, and may save again.
    """

    # Without autocomplete="off" a browser that reloads the page puts back the fingerprint of before.
    seen = forms.CharField(widget=forms.HiddenInput({"autocomplete": "off"}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fingerprint = fingerprint(self.initial) if self.instance.pk else ""
        self.initial["seen"] = self.fingerprint
        self.is_outdated = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        differs = [name for name in self.changed_data if name != "seen"]
        # Somebody saved since, and something else than stands here: a form that is sent twice is not outdated.
        if self.instance.pk and differs and self.data.get(self.add_prefix("seen"), "") != self.fingerprint:
            self.is_outdated = True
            for name in set(differs) & set(self.initial):
                self.add_error(name, _("Saved there now: “%(value)s”") % {"value": self.stands_now(name)})
            self.add_error(
                None, _("Somebody else saved this meanwhile. Yours is not lost, and not saved yet.")
            )
            # Shown both, the person may decide: what the form carries from here on is what stands there now.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.fingerprint
        return cleaned

    def stands_now(self, name: str) -> str:
        """What stands in that field of the record, in words."""
        in_words = getattr(self.instance, f"get_{name}_display", None)
        value = in_words() if in_words else getattr(self.instance, name, None)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if hasattr(value, "all"):
            value = ", ".join(map(str, value.all()))
        return "—" if value in (None, "") else str(value)


class TwoEditorsFormSet(forms.BaseInlineFormSet):
    """Records inside another's screen: none is deleted that somebody else has just changed."""

    def clean(self) -> None:
        super().clean()
        # Django asks no form that is marked for deletion whether it is valid.
        for form in self.deleted_forms:
            if getattr(form, "is_outdated", False):
                raise forms.ValidationError(
                    _("Somebody else changed “%(record)s” meanwhile. Save again to delete it all the same.")
                    % {"record": form.instance}
                )


def fingerprint(values: dict[str, Any]) -> str:
    """A short name for these values of a record: it changes when one of them does."""
    parts = [
        f"{name}={sorted(record.pk for record in value) if isinstance(value, list) else value}"
        for name, value in sorted(values.items())
        if name != "seen"
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
