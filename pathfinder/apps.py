from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from .groups import make_groups


class PathfinderConfig(AppConfig):
    name = "pathfinder"

    def ready(self) -> None:
        from accounts import own_data, workflow  # they need the models
        from library import audit

        from .own_data import kept_of

        own_data.tells.append(kept_of)
        workflow.witnesses.append(lambda what, user, by: audit.note(what, user.pk, by=by))
        # After the last room that has models: by then the rights of all of them are there.
        post_migrate.connect(make_groups, sender=apps.get_app_config("reports"))
