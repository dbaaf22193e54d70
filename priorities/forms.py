"""What people send of how far something is. What may be saved and submitted is decided in workflow.py."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Implementation, NextStep, ProgressUpdate

# The form's parts, in the order in which one thinks of them.
GROUPS = [
    (_("How far it is"), ("implementation", "outlook", "as_of")),
    (_("In your words"), ("language", "narrative")),
    (_("Money"), ("currency", "budget_secured")),
    (_("For the secretariat only"), ("obstacles", "support_needed")),
    (_("Correction"), ("corrects_last",)),
]
# What the record of a next step has no place for.
OF_ACTIONS_ONLY = ("outlook", "currency", "budget_secured")


class SaidForm(forms.ModelForm):
    """An update as its country writes it, of whatever kind. `version` is the one this page showed; 0 for none."""

    groups_of = GROUPS
    version = forms.IntegerField(widget=forms.HiddenInput({"autocomplete": "off"}), required=False)

    def __init__(self, *args: Any, last: ProgressUpdate | None = None, **kwargs: Any) -> None:
        """A first form of something starts in the page's language; `last` is what was accepted of it last."""
        super().__init__(*args, **kwargs)
        self.fields["language"].required = False
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        if not self.instance.pk:
            self.initial["language"] = get_language()

    @property
    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """The fields under their headings."""
        groups = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.groups_of]
        return [(title, fields) for title, fields in groups if fields]

    def clean_language(self) -> str:
        """Where nobody said it, the page's."""
        return self.cleaned_data["language"] or get_language()

    @property
    def words(self) -> dict[str, Any]:
        """What was said, for workflow.save_draft(). An update that is written out is no “still correct” any more."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        return said | {"is_unchanged": False}

    def stands_at(self, update: ProgressUpdate) -> None:
        """Carry the version that was saved from here on: sent again, this form is not overtaken by itself.

        After an accepted update, it begins a new one.
        """
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = 0 if update.state == update.State.ACCEPTED else update.version

    def _post_clean(self) -> None:
        """Leave the record alone: the verb checks and writes it, under a lock."""


class UpdateForm(SaidForm):
    """How far a priority action or a next step is."""

    corrects_last = forms.BooleanField(
        label=_("This corrects what was accepted last, which was wrong"),
        help_text=_("It then takes its place, even if it speaks of an earlier day."),
        required=False,
    )

    class Meta:
        model = ProgressUpdate
        fields = (
            "implementation",
            "outlook",
            "as_of",
            "language",
            "narrative",
            "currency",
            "budget_secured",
            "obstacles",
            "support_needed",
        )
        widgets = {
            "implementation": forms.RadioSelect,
            "outlook": forms.RadioSelect,
            "as_of": forms.TextInput({"autocomplete": "off"}),
            "narrative": forms.Textarea({"rows": 8, "dir": "auto"}),
            "obstacles": forms.Textarea({"rows": 4, "dir": "auto"}),
            "support_needed": forms.Textarea({"rows": 4, "dir": "auto"}),
        }
        help_texts = {
            "outlook": _("How it looks from here: in time and as planned, or not."),
            "as_of": _("When this was so. Write what you know: 2019, 2019-02 or 2019-02-14."),
            "narrative": _(
                "What was done, by whom, and what came of it. This becomes public. Name no person, and nothing by "
                "which a victim or a child could be found."
            ),
            "budget_secured": _("In all, up to that day. Leave it empty if you do not know."),
            "obstacles": _("What stands in the way. The public does not see this."),
            "support_needed": _("What would help, and from whom. The public does not see this."),
        }

    def __init__(self, *args: Any, last: ProgressUpdate | None = None, **kwargs: Any) -> None:
        """A first form of something starts from what was accepted of it `last`."""
        super().__init__(*args, last=last, **kwargs)
        said = [choice for choice in Implementation.choices if choice[0] != Implementation.NOT_REPORTED]
        self.fields["implementation"].choices = said
        self.fields["outlook"].choices = [("", _("nobody said")), *self.fields["outlook"].choices[1:]]
        if last and not self.instance.pk:
            for name in ("implementation", "outlook", "currency", "budget_secured"):
                self.initial[name] = getattr(last, name)
        if self.instance.pk or not last:
            del self.fields["corrects_last"]
        if isinstance(self.instance.of, NextStep):
            for name in OF_ACTIONS_ONLY:
                del self.fields[name]

    def clean_currency(self) -> str:
        """As ISO 4217 writes it, however it was typed."""
        return self.cleaned_data["currency"].upper()


class DecisionForm(forms.Form):
    """What a reviewer decides on an update."""

    ACCEPT, RETURN = "accept", "return"

    verb = forms.ChoiceField(choices=[(ACCEPT, ACCEPT), (RETURN, RETURN)], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What has to change"),
        help_text=_("The country reads this. Say what is missing or unclear, and what would settle it."),
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        strip=True,
    )
