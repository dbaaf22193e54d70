from typing import Any

from django.forms.boundfield import BoundField

from reports.checklist import STATEMENTS
from reports.publish_forms import PublicationForm


class GlobalPublicationForm(PublicationForm):
    """The same for the global report, which is always as of the day on which it is published."""

    as_of = None

    @property
    def shown(self) -> list[BoundField]:
        return [self[name] for name in ("note", *STATEMENTS, "remark")]

    @property
    def words(self) -> dict[str, Any]:
        """What was said, for publish_global()."""
        self.cleaned_data["as_of"] = None
        return {name: said for name, said in super().words.items() if name != "as_of"}
