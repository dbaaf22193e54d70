from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.models import Edition
from reports.pdf import PDFFailed
from reports.picture import PictureFailed
from reports.rendering import pdf_is_kept, pdf_of, picture_of


class Command(BaseCommand):
    help = "Render the PDFs and pictures that current editions do not have yet, so that no reader waits for one."

    def handle(self, *args: Any, **options: Any) -> None:
        for code, _name in settings.LANGUAGES:
            for edition in Edition.objects.current():
                with suppress(PictureFailed):  # readers get the portal's own
                    picture_of(edition, code).close()
                if pdf_is_kept(edition, code):
                    continue
                try:
                    pdf_of(edition, code).close()
                    self.stdout.write(f"{edition.slug} {edition.number} {code}")
                except PDFFailed as error:
                    self.stderr.write(f"{edition.slug} {edition.number} {code}: {error}")
