"""What people send with a file of evidence. Whether it is kept is decided in evidence_workflow.py."""

from django import forms
from django.utils.translation import gettext_lazy as _

from priorities.models import Evidence


class EvidenceForm(forms.ModelForm):
    """A file, what it is, and whether the world may see it."""

    upload = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, DOCX, XLSX, ODT, ODS, CSV, JPG or PNG. A picture is kept without where and when it was taken."
        ),
        allow_empty_file=True,  # refused with the others, in the same words
        error_messages={"required": _("Choose a file.")},
    )

    class Meta:
        model = Evidence
        fields = ("upload", "title", "is_public", "harm_note")
        widgets = {"title": forms.TextInput({"dir": "auto"}), "harm_note": forms.Textarea({"rows": 3, "dir": "auto"})}
        help_texts = {
            "is_public": _("Without this, only your country and the secretariat see it."),
            "harm_note": _(
                "Names, faces or places of children, victims and witnesses. Needed for what may be published."
            ),
        }

    def _post_clean(self) -> None:
        """Leave the record alone: the verb checks and writes it, under a lock."""
