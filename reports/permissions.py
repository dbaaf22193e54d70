"""Who may do what with editions."""

from accounts.models import User


def can_publish(user: User) -> bool:
    """Publishers, and the portal itself when it publishes the seed."""
    return user.is_portal or (user.is_active and user.has_perm("reports.publish_edition"))
