"""The secretariat's groups and what they may do with the records: in the admin, and where permissions.py asks.

Administrators are no group but superusers: whoever gives rights could give themselves all of them.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps

RECORDS = frozenset({"library", "countries", "priorities", "events"})
# Rights over people and over what counts: editors do not have them by keeping records.
DECIDING = frozenset({"add_focalpoint", "review_progressupdate", "view_outgoingmail"})
PUBLISHING = frozenset({"publish_edition"})
SEEING = frozenset({"view_edition", "view_globaledition", "view_follower"})


def editor(room: str, right: str) -> bool:
    """Keeps the records and reports on a country's behalf."""
    return right in SEEING or (room in RECORDS and right not in DECIDING)


def publisher(room: str, right: str) -> bool:
    """An editor who publishes."""
    return editor(room, right) or right in PUBLISHING


def reviewer(room: str, right: str) -> bool:
    """Appoints focal points and judges what they report; keeps no records, so as not to judge what they wrote."""
    return right in SEEING | DECIDING or (room in RECORDS and right.startswith("view_"))


GROUPS: dict[str, Callable[[str, str], bool]] = {"Editors": editor, "Publishers": publisher, "Reviewers": reviewer}


def make_groups(using: str = "default", apps: Any = apps, **_more: Any) -> None:
    """Give each group just the rights it has here. Runs after `migrate`, so a new release's rights are in force.

    Whoever shall have others gets a group of another name, or rights of their own: those are left alone.
    """
    try:
        group, permission = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    except LookupError:  # migrated back to before they were there
        return
    known = permission.objects.using(using).values_list("pk", "content_type__app_label", "codename")
    for name, has in GROUPS.items():
        kept, _is_new = group.objects.using(using).get_or_create(name=name)
        kept.permissions.set([pk for pk, room, right in known if has(room, right)])
