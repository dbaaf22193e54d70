from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

PORTAL_ADDRESS = "portal@pathfinder.invalid"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str) -> "User":
        """Return the user of that address, whatever its case: people type theirs as they like."""
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; without a password nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def portal(self) -> "User":
        """The account in whose name the portal itself acts, as when it publishes the seed. Nobody signs in as it."""
        nobody = {"name": "Pathfinder", "is_active": False, "password": make_password(None)}
        user, _created = self.get_or_create(email=PORTAL_ADDRESS, defaults=nobody)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator, who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in, by e-mail."""

    username = None
    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_in_any_case",
                violation_error_message=_("Somebody already signs in with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # An address that somebody no longer has must neither sign in nor get their mail: allauth keeps its own table.
        self.emailaddress_set.exclude(email__iexact=self.email).delete()

    @property
    def is_portal(self) -> bool:
        return self.email == PORTAL_ADDRESS

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
