from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from priorities.models import ProgressUpdate
from priorities.permissions import RULES

HEAD = """# Who may do what with an update

Made by `manage.py rights` from `priorities/permissions.py`; a test fails when they differ. What is not in the table is
refused; on the web, what is not a person's to see answers 404.

| state of the update | verb | who |
|---|---|---|
"""


class Command(BaseCommand):
    help = "Prints docs/rights.md: role × state × verb of progress updates."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(table(), ending="")


def table() -> str:
    """The rules of permissions.py as Markdown, state by state."""
    rows = [
        f"| {state.label} | `{verb}` | {'; '.join(str(role.name) for role in rule.roles)} |\n"
        for state in ProgressUpdate.State
        for verb, rule in RULES.items()
        if state in rule.states
    ]
    return HEAD + "".join(rows) + "| accepted | none: it is never changed | a correction is a new update |\n"
