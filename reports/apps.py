from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Editions")

    def ready(self) -> None:
        from . import index  # needs the models of all rooms

        index.follow()
