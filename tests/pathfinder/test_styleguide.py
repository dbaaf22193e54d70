"""The style guide: who sees it, and that it shows everything there is."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from pathfinder.tokens import tokens
from priorities.models import Theme

pytestmark = pytest.mark.django_db
ADDRESS = "/en/styleguide/"


def test_on_a_laptop_everybody_sees_it(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 200


def test_elsewhere_staff_see_it_and_for_others_it_is_not_there(client: Client, settings: Any) -> None:
    settings.LAPTOP = False
    assert client.get(ADDRESS).status_code == 404
    client.force_login(User.objects.create_user("member@example.net"))
    assert client.get(ADDRESS).status_code == 404
    client.force_login(User.objects.create_user("editor@example.net", is_staff=True))
    assert client.get(ADDRESS).status_code == 200


def test_whose_account_is_switched_off_sees_nothing(client: Client, settings: Any) -> None:
    settings.LAPTOP = False
    user = User.objects.create_user("former@example.net", is_staff=True)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_it_shows_every_token_and_every_look_in_each_language(client: Client, language: str) -> None:
    html = client.get(f"/{language}/styleguide/").content.decode()
    shown = {name for part in tokens().values() for name in part} - {"radius"}
    assert [name for name in shown if f"<code>--{name}</code>" not in html] == []
    assert [look for look in Theme.Look.values if f"look-{look}" not in html] == []
    assert 'lang="ar"' in html


def test_it_shows_what_is_wrong_with_a_form_beside_the_field(client: Client) -> None:
    html = client.get(ADDRESS).content.decode()
    assert 'aria-describedby="id_when_helptext id_when_error"' in html
    assert html.count('class="errorlist"') == 2


def test_it_asks_the_database_nothing(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        client.get(ADDRESS)


def test_search_engines_do_not_keep_it(client: Client) -> None:
    html = client.get(ADDRESS).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert "styleguide" not in client.get("/sitemap.xml").content.decode()
