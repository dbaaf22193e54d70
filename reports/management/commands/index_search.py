from typing import Any

from django.core.management.base import BaseCommand

from reports import index


class Command(BaseCommand):
    help = "Make anew what search finds: after an import, a restored backup or a change to what is searched."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index.rebuild()} entries")
