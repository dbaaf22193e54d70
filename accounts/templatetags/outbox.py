from django import template

from accounts.models import OutgoingMail, User
from accounts.permissions import can_see_mail

register = template.Library()


@register.filter
def unsent_mails(user: User) -> int | None:
    """{{ user|unsent_mails }}: how many mails have not left us; None for whoever may not see them."""
    return OutgoingMail.objects.unsent().count() if can_see_mail(user) else None
