from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from accounts.second_factor import reseal


class Command(BaseCommand):
    help = "Seals the secrets of all second factors with SECRET_KEY. Then SECRET_KEY_FALLBACKS need not be kept."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{reseal()} second factors are sealed with SECRET_KEY.")
        except InvalidToken as lost:
            raise CommandError("One opens with none of the keys; name its key in SECRET_KEY_FALLBACKS.") from lost
