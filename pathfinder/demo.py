"""What a portal on a laptop has besides the seed: edition 1 of each country, and accounts to try it with."""

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission

from accounts.models import User
from countries.models import Country
from library.texts import languages_of
from reports.workflow import PublicationRefused, publish

from .seeding import REASON

PASSWORD = "pathfinder-demo"  # noqa: S105  printed on the console: it opens nothing but a laptop
ACCOUNTS = {
    "admin@example.org": ("Demo administrator", {"is_staff": True, "is_superuser": True}, None),
    "publisher@example.org": ("Demo publisher", {"is_staff": True}, "Publishers"),
    "editor@example.org": ("Demo editor", {"is_staff": True}, "Editors"),
}
RECORDS = ["library", "countries", "priorities", "events"]


def set_up() -> Iterator[str]:
    """Publish what has no edition yet and create the accounts that do not exist; say so line by line."""
    yield from publish_first_editions()
    set_up_groups()
    for email, (name, flags, group) in ACCOUNTS.items():
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, PASSWORD, name=name, **flags)
            user.groups.set(Group.objects.filter(name=group))
        yield f"Demo account {email}, password {PASSWORD}"


def publish_first_editions() -> Iterator[str]:
    """Edition 1 of each country that the seed brought, dated as its source is. What staff add, staff publish."""
    from_seed = Country.history.filter(history_type="+", history_change_reason=REASON).values("id")
    countries = Country.objects.with_report().filter(editions=None, pk__in=from_seed)
    for country in countries.select_related("source"):
        try:
            edition = publish(
                country=country,
                as_of=country.source.date,
                as_of_note=languages_of(country.source, "date_note"),
                by=User.objects.portal(),
            )
        except PublicationRefused as refusal:
            yield f"Not published: {country}. {refusal}"
        else:
            yield f"Published {edition}, checksum {edition.checksum[:12]}…"


def set_up_groups() -> None:
    """Editors keep the records; publishers may publish too. A group that is there keeps the rights it has."""
    records = Permission.objects.filter(content_type__app_label__in=RECORDS)
    see = Permission.objects.filter(codename="view_edition")
    publishing = Permission.objects.filter(codename="publish_edition")
    for name, permissions in (("Editors", records | see), ("Publishers", records | see | publishing)):
        group, created = Group.objects.get_or_create(name=name)
        if created:
            group.permissions.set(permissions)
