from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        from .audit import adopt_what_was_there  # needs the models

        post_migrate.connect(adopt_what_was_there, sender=self)
