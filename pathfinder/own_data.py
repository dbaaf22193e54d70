"""What the audit chain keeps of a person. The library, whose it is, knows nobody."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own_data import Part, rows
from library.models import AuditEntry


def kept_of(user: User) -> list[Part]:
    """Which entries name them, by number: for what they did, or for what was done with their account."""
    of_them = Q(by=user.pk) | Q(what__startswith="accounts.", key=user.pk)
    return [
        Part(
            "audit",
            _("Entries of the audit chain that name you"),
            _("By a number alone. They stay: one that was taken out would break the chain."),
            rows(AuditEntry.objects.filter(of_them), "what", "key", "at"),
        )
    ]
