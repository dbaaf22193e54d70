"""What people send of a milestone, a workshop and in a report: the details of such an update, and its texts."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .forms import SaidForm, UpdateForm
from .models import ProgressUpdate
from .subjects import MilestoneOf, ReportOf, WorkshopOf, subject_of

IN_YOUR_WORDS = (_("In your words"), ("language", "narrative"))


class DetailsForm(SaidForm):
    """A form whose fields beside the texts are the details of the update."""

    class Meta:
        model = ProgressUpdate
        fields: tuple[str, ...] = ("language", "narrative")
        widgets = {"narrative": forms.Textarea({"rows": 8, "dir": "auto"})}
        help_texts = {
            "narrative": _(
                "This becomes public. Name no person, and nothing by which a victim or a child could be found."
            )
        }

    def __init__(self, *args: Any, last: ProgressUpdate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, last=last, **kwargs)
        self.subject: Any = subject_of(self.instance.of)
        self.own = self.own_fields()
        self.fields |= self.own
        self.initial |= self.instance.details if self.instance.pk else self.starts_from(last)

    def own_fields(self) -> dict[str, forms.Field]:
        """A field for each detail."""
        raise NotImplementedError

    def starts_from(self, last: ProgressUpdate | None) -> dict[str, str]:
        """What stands in a form that nobody has filled in yet."""
        raise NotImplementedError

    @property
    def words(self) -> dict[str, Any]:
        """The texts, and with them the details; those that this page does not ask for stay."""
        said = {name: self.cleaned_data[name] for name in self.own}
        plain = {name: "" if value is None else str(value) for name, value in said.items()}
        return super().words | {"details": self.instance.details | plain}


class RecordedForm(DetailsForm):
    """What has a record: the form starts from what stands there, and all of it may be changed."""

    title: Any

    def __init__(self, *args: Any, last: ProgressUpdate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, last=last, **kwargs)
        self.groups_of = [(self.title, tuple(self.own)), IN_YOUR_WORDS]
        told = self.subject.model._meta.get_field(self.subject.NARRATIVE)
        self.fields["narrative"].label = capfirst(told.verbose_name)

    def own_fields(self) -> dict[str, forms.Field]:
        names = self.subject.DETAILS
        found = fields_for_model(self.subject.model, names, widgets=dict.fromkeys(self.chosen, forms.RadioSelect))
        for field in found.values():
            field.required = False
        for name in self.chosen:
            found[name].choices = found[name].choices[1:]  # without the empty one
        return found

    chosen: tuple[str, ...] = ()

    def starts_from(self, last: ProgressUpdate | None) -> dict[str, str]:
        return self.subject.words(self.initial["language"])


class MilestoneForm(RecordedForm):
    title = _("How far it is")
    chosen = ("state",)


class WorkshopForm(RecordedForm):
    title = _("The workshop")
    chosen = ("kind",)


class ReportForm(DetailsForm):
    """A country's answers. The form starts from its last report, where a question is the same."""

    class Meta(DetailsForm.Meta):
        fields = ("language",)

    def __init__(self, *args: Any, last: ProgressUpdate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, last=last, **kwargs)
        self.groups_of = [(_("Your answers"), ("language", *self.own))]

    def own_fields(self) -> dict[str, forms.Field]:
        return {
            question.key: forms.CharField(
                label=question.text,
                help_text=" ".join(filter(None, [question.help_text, *remarks(question)])),
                required=False,
                widget=forms.Textarea({"rows": 5, "dir": "auto"}),
            )
            for question in self.subject.questions
            if question.is_asked
        }

    def starts_from(self, last: ProgressUpdate | None) -> dict[str, str]:
        return {"language": last.language, **self.subject.own(last.details)} if last else {}


def remarks(question: Any) -> list[str]:
    """What whoever answers has to know: who reads it, and whether it may stay empty."""
    who = _("The answer becomes public: name no person, and nothing by which a victim or a child could be found.")
    found = [str(who if question.is_public else _("Only the secretariat reads the answer."))]
    return found if question.is_required else [*found, str(_("You may leave it empty."))]


FORMS: dict[type, type[SaidForm]] = {MilestoneOf: MilestoneForm, WorkshopOf: WorkshopForm, ReportOf: ReportForm}


def form_of(of: Any) -> type[SaidForm]:
    """The form for what is reported on."""
    return FORMS.get(type(of), UpdateForm)
