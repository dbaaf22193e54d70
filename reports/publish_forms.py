"""What a publisher answers and says. What may be published is decided in workflow.py."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from library.dates import PartialDate

from .checklist import STATEMENTS, all_yes
from .models import Edition

AS_OF = Edition._meta.get_field("as_of")
YES, NO = "yes", "no"
ANSWERS = [(YES, _("Yes, I have checked that")), (NO, _("No, or I am not sure"))]
MOST_LETTERS = 2_000


class WithdrawalForm(forms.Form):
    """Why an edition is not to be read any more."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_(
            "Everybody who opens the edition reads this. Say what was wrong without repeating it, and name nobody."
        ),
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language of this text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())


class PublicationForm(forms.Form):
    """As of when, with which note, and the checklist, of which nothing is answered beforehand.

    `seen` is the fingerprint of what the page showed; the page puts it in itself.
    """

    as_of = AS_OF.formfield(
        label=_("As of"),
        help_text=_("When the content was true. Write what you know: 2019, 2019-02 or 2019-02-14."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Note for readers"),
        help_text=_("What is special about this edition, in plain words. It becomes public. May stay empty."),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    remark = forms.CharField(
        label=_("Remark on your checks"),
        help_text=_("Kept with the edition for the secretariat. The public does not see this. May stay empty."),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    seen = forms.CharField(max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, statement in STATEMENTS.items():
            self.fields[name] = forms.ChoiceField(label=statement, choices=ANSWERS, widget=forms.RadioSelect)
            self.fields[name].error_messages["required"] = _("Answer this before you publish.")
        self.initial.setdefault("as_of", str(timezone.localdate()))

    @property
    def shown(self) -> list[BoundField]:
        """The fields in the order of the page."""
        return [self[name] for name in ("as_of", "note", *STATEMENTS, "remark")]

    def clean_as_of(self) -> PartialDate:
        """The date; none that is still to come."""
        as_of = AS_OF.to_python(self.cleaned_data["as_of"])
        if as_of.first_day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return as_of

    def clean(self) -> None:
        for name in STATEMENTS:
            if self.cleaned_data.get(name) == NO:
                self.add_error(name, _("Then nothing is published. Change the records first, or ask who knows."))

    @property
    def words(self) -> dict[str, Any]:
        """What was said, for workflow.publish()."""
        said = {name: self.cleaned_data[name] for name in ("as_of", "note", "seen")}
        return said | {"checks": all_yes(self.cleaned_data["remark"])}

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, to begin anew with. What was answered is to be answered anew."""
        return {name: self.data.get(name, "") for name in ("as_of", "note", "remark")}
