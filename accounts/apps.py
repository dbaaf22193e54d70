from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from . import middleware  # noqa: F401  its receiver hears of a sign-in before the first request loads it

        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(using: str, **_more: Any) -> None:
    """Make the table in which attempts are counted, where the settings ask for one and it is not there."""
    call_command("createcachetable", database=using, verbosity=0)
