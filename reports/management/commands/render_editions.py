from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.models import Edition
from reports.rendering import make_in_advance, pdf_state


class Command(BaseCommand):
    help = "Render the PDFs and pictures that current editions do not have yet, so that no reader waits for one."

    def handle(self, *args: Any, **options: Any) -> None:
        for code, _name in settings.LANGUAGES:
            for edition in Edition.objects.current():
                was_kept = pdf_state(edition, code) == "made"
                if error := make_in_advance(edition, code):
                    self.stderr.write(f"{edition.slug} {edition.number} {code}: {error}")
                elif not was_kept:
                    self.stdout.write(f"{edition.slug} {edition.number} {code}")
