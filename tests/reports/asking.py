"""What the API answers."""

from typing import Any

from django.conf import settings
from django.test import Client

from reports.api.resources import RESOURCES

LISTS = [f"/api/v1/{resource.path}/" for resource in RESOURCES] + ["/api/v1/editions/"]


def got(address: str, status: int = 200, **headers: str) -> Any:
    answer = Client().get(address, headers=headers)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == ("application/json" if status < 400 else "application/problem+json")
    return answer.json()


def rows(address: str) -> list[dict[str, Any]]:
    """All rows of a list, page after page."""
    found, following = [], address
    while following:
        page = got(following.removeprefix(settings.PORTAL_URL))
        found += page["results"]
        following = page["next"]
    assert len(found) == page["count"]
    return found


def values(address: str, field: str) -> set[str]:
    return {row[field] for row in rows(address)}
