"""A theme's icon and colour: chosen by staff, frozen in editions, and never without its name."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate
from priorities.models import Theme
from reports import page
from reports.models import Edition
from reports.texts import theme as shown
from tests.publishing import publish

pytestmark = pytest.mark.django_db


def test_each_theme_of_the_seed_has_a_look_of_its_own() -> None:
    looks = list(Theme.objects.values_list("look", flat=True))
    assert len(set(looks)) == len(looks) == 8
    assert Theme.Look.PLAIN not in looks


def test_a_theme_that_staff_add_is_plain_until_they_choose(admin_client: Client) -> None:
    form = admin_client.get(reverse("admin:priorities_theme_add")).context["adminform"].form
    assert form["look"].value() == "plain"
    assert Theme(slug="mining").look == Theme.Look.PLAIN


def test_an_edition_keeps_the_look_it_was_published_with_and_the_next_says_what_changed(client: Client) -> None:
    Theme.objects.filter(slug="child-labour").update(look="agriculture")
    country = Country.objects.get(slug="nepal")
    newer = publish(country=country, as_of=PartialDate(2020), by=User.objects.get(email="publisher@example.org"))
    older = Edition.objects.of("nepal").get(number=1)
    assert older.snapshot["themes"]["child-labour"]["look"] == "child-labour"
    assert newer.snapshot["themes"]["child-labour"]["look"] == "agriculture"
    assert "seedling, green" in client.get("/en/countries/nepal/editions/2/changes/").content.decode()


def test_an_edition_from_before_looks_were_kept_shows_the_one_of_the_themes_name() -> None:
    frozen = {"name": {"en": "Child labour"}, "kind": "core", "order": 1}
    assert shown("child-labour", frozen, "en")["look"] == "child-labour"
    assert shown("child-labour", frozen | {"look": "plain"}, "en")["look"] == "plain"


def test_every_tag_of_a_theme_has_its_look_and_its_name(client: Client) -> None:
    report = page.report(Edition.objects.of("nepal").current().get(), "en")
    tags = re.findall(
        r'class="tag look look-([\w-]+)"[^>]*>([^<]+)<', client.get("/en/countries/nepal/").content.decode()
    )
    assert set(tags) == {(theme["look"], str(theme["name"])) for row in report["actions"] for theme in row["themes"]}


@pytest.mark.parametrize(
    "address", ["", "themes/", "themes/child-labour/", "compare/", "compare/?country=nepal&country=uganda"]
)
def test_pages_show_the_look_beside_the_name(client: Client, address: str) -> None:
    html = client.get(f"/en/{address}").content.decode()
    assert re.search(r'look look-child-labour"[^>]*>\s*(<a[^>]*>)?\s*Child labour', html)
