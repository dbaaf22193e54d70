import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PORTAL_ADDRESS = "portal@pathfinder.invalid"
KEPT_FOR = dt.timedelta(days=90)  # a mail that was sent or given up
STRANGERS_KEPT_FOR = dt.timedelta(days=7)  # one that was given up to somebody without an account


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
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    erased_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("erased by"),
    )

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
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True, erased_by__isnull=True)
                | models.Q(erased_at__isnull=False, erased_by__isnull=False, name="", is_active=False, is_staff=False),
                name="accounts_user_erased_is_nobody",
                violation_error_message=_("Whose data were erased does not come back: invite them anew."),
            ),
        ]

    def __str__(self) -> str:
        """Their name. Whose data were erased has none; what stands instead is in the reader's language."""
        return gettext("a person who has left the portal") if self.erased_at else self.name or self.email

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


class OutgoingMailQuerySet(models.QuerySet):
    def unsent(self) -> "OutgoingMailQuerySet":
        """Those that wait or were given up."""
        return self.exclude(state=OutgoingMail.State.SENT)

    def due(self, at: dt.datetime) -> "OutgoingMailQuerySet":
        """Those that are to be tried by then."""
        return self.filter(state=OutgoingMail.State.WAITING, next_try_at__lte=at)

    def outdated(self, at: dt.datetime) -> "OutgoingMailQuerySet":
        """Those that nobody needs any more and that do not wait: after a week those that hold a stranger's address."""
        old = models.Q(created_at__lt=at - KEPT_FOR)
        old |= ~models.Q(to="") & models.Q(created_at__lt=at - STRANGERS_KEPT_FOR)
        return self.exclude(state=OutgoingMail.State.WAITING).filter(old)


class OutgoingMail(models.Model):
    """A mail, from when it is written until it has left us. Written by mail.py and jobs.py alone.

    Its text may hold a link that lets in, so nobody is shown it, and once the mail is sent it is empty. Who has an
    account is written to at the address they have then; when the account goes, so do their mails.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    kind = models.SlugField(_("kind"), max_length=60)
    person = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="mails", verbose_name=_("person")
    )
    to = models.EmailField(_("address"), blank=True, help_text=_("Of somebody without an account."))
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    stop = models.CharField(max_length=500, blank=True)  # the address at which one POST ends such mail (RFC 8058)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    tried_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    error = models.CharField(
        _("error"), max_length=100, blank=True, help_text=_("Its class: its words hold addresses.")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["state", "next_try_at"], name="accounts_mail_due")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(text="", html="", to="", stop="", sent_at__isnull=False),
                name="accounts_mail_sent_is_emptied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def address(self) -> str:
        return self.person.email if self.person else self.to

    @property
    def is_too_old(self) -> bool:
        """Whether the links in it have expired, so that it is to be written anew instead of sent."""
        return timezone.now() - self.created_at > dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
