"""Who may do what with countries."""

from accounts.models import User


def can_decide_engagement(user: User) -> bool:
    """Secretariat staff who may record decisions on engagement."""
    return user.is_active and user.is_staff and user.has_perm("countries.add_engagementdecision")
