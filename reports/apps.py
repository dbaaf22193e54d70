from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Editions")

    def ready(self) -> None:
        from accounts import own_data as people

        from . import index, own_data  # need the models of all rooms

        index.follow()
        people.tells.append(own_data.kept_of)
        people.forgets.append(own_data.forget)
