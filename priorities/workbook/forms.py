"""What people send with a workbook, and what they answer where two texts meet."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .merging import MINE, THEIRS
from .proposals import Proposal, question


class UploadForm(forms.Form):
    """The workbook."""

    workbook = forms.FileField(
        label=gettext_lazy("The workbook you filled in"),
        help_text=gettext_lazy("XLSX. You see what would change before anything is saved."),
        allow_empty_file=True,  # refused with the others, in the same words
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


class AnswersForm(forms.Form):
    """Which text should stand, wherever both sides wrote. Nothing is chosen beforehand."""

    def __init__(self, *args: Any, proposals: Iterable[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = list(proposals)
        for proposal in self.proposals:
            for name in () if proposal.is_held else proposal.merge.collisions:
                collision = proposal.collision(name)
                field = forms.ChoiceField(
                    label=_("%(what)s: %(field)s")
                    % {"what": proposal.row.of.short_title, "field": capfirst(collision.label)},
                    choices=[(THEIRS, _("Keep what stands now")), (MINE, _("Take what the workbook says"))],
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Choose which of the two should stand.")},
                )
                field.collision = collision
                self.fields[question(proposal.key, name)] = field

    @property
    def groups(self) -> list[tuple[Proposal, list[BoundField]]]:
        """Each row with what has to be answered about it."""
        return [
            (proposal, [self[name] for name in self.fields if name in self.questions_of(proposal)])
            for proposal in self.proposals
        ]

    def questions_of(self, proposal: Proposal) -> set[str]:
        return {question(proposal.key, name) for name in proposal.merge.collisions}
