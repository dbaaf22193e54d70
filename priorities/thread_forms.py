"""What people write to each other about an update. Whether it is kept is decided in thread_workflow.py."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Comment

# What each side is asked for: the label, how to fill it in, and the button.
WORDS = {
    "ask": (
        _("Your question"),
        _("The country reads this, and is told by mail that there is a question. The update stays where it is."),
        _("Ask the country"),
    ),
    "answer": (
        _("Your answer or question"),
        _("Your country and the secretariat read this; the public does not. It changes nothing in your text."),
        _("Send to the secretariat"),
    ),
}


class CommentForm(forms.ModelForm):
    """A question, or an answer to one. It stands below other forms, so its fields have ids of their own."""

    class Meta:
        model = Comment
        fields = ("text", "language")
        widgets = {"text": forms.Textarea({"rows": 4, "dir": "auto"})}
        error_messages = {"text": {"required": _("Write something first.")}}

    def __init__(self, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="comment_%s", **kwargs)
        self.fields["text"].label, self.fields["text"].help_text, self.button = WORDS[verb]
        self.fields["language"].required = False
        self.fields["language"].choices = Comment._meta.get_field("language").choices
        self.initial["language"] = get_language()

    def clean_language(self) -> str:
        """Where nobody said it, the page's."""
        return self.cleaned_data["language"] or get_language()

    def _post_clean(self) -> None:
        """Leave the record alone: the verb checks and writes it, under a lock."""
