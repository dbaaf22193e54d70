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
            self.add_error(None, _("Somebody else saved this meanwhile. Yours is not lost, and not saved yet."))
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
    """Records inside another's screen, of which somebody else may have changed or deleted some meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deleted_meanwhile = self.take_out_deleted() if self.is_bound else []

    def take_out_deleted(self) -> list[str]:
        """Rows whose record somebody else deleted leave the form. What was typed in them is returned, to be shown."""
        there = {str(record.pk) for record in self.get_queryset()}
        first_new, total = self.initial_form_count(), self.total_form_count()
        rows = {
            row: {key.removeprefix(start): values for key, values in self.data.lists() if key.startswith(start)}
            for row in range(total)
            if (start := f"{self.add_prefix(row)}-")
        }
        pk = self.model._meta.pk.name
        gone = [row for row in range(first_new) if rows[row].get(pk, [""])[0] not in there]
        if not gone:
            return []
        self.data = self.data.copy()
        for row, values in rows.items():
            for name in values:
                del self.data[f"{self.add_prefix(row)}-{name}"]
        for place, row in enumerate(row for row in rows if row not in gone):
            for name, values in rows[row].items():
                self.data.setlist(f"{self.add_prefix(place)}-{name}", values)
        self.data[f"{self.prefix}-INITIAL_FORMS"] = first_new - len(gone)
        self.data[f"{self.prefix}-TOTAL_FORMS"] = total - len(gone)
        del self.management_form  # it keeps the numbers of before
        return [self.typed_in(rows[row]) for row in gone if "DELETE" not in rows[row]]

    def typed_in(self, values: dict[str, list[str]]) -> str:
        """The texts in a row, one after the other."""
        fields = self.form.base_fields.items()
        texts = [name for name, field in fields if isinstance(field.widget, (forms.TextInput, forms.Textarea))]
        return " · ".join(text for name in texts for text in values.get(name, []) if text)

    def clean(self) -> None:
        super().clean()
        errors = [
            _("Somebody else deleted this meanwhile: “%(texts)s”. Save again to go on without it.") % {"texts": texts}
            for texts in self.deleted_meanwhile
        ]
        # Django asks no form that is marked for deletion whether it is valid.
        errors += [
            _("Somebody else changed “%(record)s” meanwhile. Save again to delete it all the same.")
            % {"record": form.instance}
            for form in self.initial_forms
            if form.is_outdated and form.cleaned_data.get("DELETE")
        ]
        if errors:
            raise forms.ValidationError(errors)


def fingerprint(values: dict[str, Any]) -> str:
    """A short name for these values of a record: it changes when one does. Nothing and an empty text are one."""
    parts = []
    for name, value in sorted(values.items()):
        if isinstance(value, list):
            value = sorted(record.pk for record in value)
        if name != "seen":
            parts.append(f"{name}={'' if value is None else value}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
