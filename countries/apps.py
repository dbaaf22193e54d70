from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountriesConfig(AppConfig):
    name = "countries"
    verbose_name = _("Countries")

    def ready(self) -> None:
        from accounts import own_data, permissions

        from .own_data import kept_of  # needs the models
        from .permissions import serves

        own_data.tells.append(kept_of)
        permissions.ties.append(serves)
