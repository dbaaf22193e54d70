"""Who may see what belongs to the portal itself."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def can_see_styleguide(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Staff; and everybody on a laptop, where whoever changes a template wants to see it without signing in."""
    return settings.LAPTOP or getattr(user, "is_staff", False)
