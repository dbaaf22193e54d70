from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrioritiesConfig(AppConfig):
    name = "priorities"
    verbose_name = _("Priorities")

    def ready(self) -> None:
        from accounts import own_data
        from countries import handover

        from .handover import open_work  # needs the models
        from .own_data import kept_of

        handover.tells.append(open_work)
        own_data.tells.append(kept_of)
