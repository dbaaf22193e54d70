from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from pathfinder.rights import document


class Command(BaseCommand):
    help = "Prints docs/rights.md: who may do what with what, in which state."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(document(), ending="")
