"""The world map: every country has a place, engagement shows without colour, names stand clear of each other."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from countries.models import Country
from countries.workflow import change_engagement
from library.dates import PartialDate
from reports import cards
from reports.map import OUTLINES, outlines, world
from reports.models import Edition
from reports.texts import word
from tests.publishing import publish

pytestmark = pytest.mark.django_db
PICTURE = Path(settings.STATIC_SOURCE) / "img" / "world.svg"


def shown(**engagements: str) -> list[cards.Card]:
    """The cards of the current editions, with another engagement where one is given by slug."""
    return [
        replace(card, engagement=word("engagement", engagements[card.slug])) if card.slug in engagements else card
        for card in cards.of(Edition.objects.current(), "en")
    ]


def drawn(some: list[cards.Card]) -> str:
    return render_to_string("components/world_map.html", {"cards": some, "world": world(some)})


def test_every_country_of_the_portal_has_a_place_on_the_map():
    drawn_here = outlines()
    for country in Country.objects.all():
        place = drawn_here["countries"][country.m49]
        assert 0 <= place["x"] <= drawn_here["width"], country
        assert 0 <= place["y"] <= drawn_here["height"], country


def test_a_country_without_an_outline_has_a_marker():
    assert all(country["shape"] or country["small"] for country in outlines()["countries"].values())
    tuvalu = outlines()["countries"]["798"]
    assert (tuvalu["shape"], tuvalu["small"]) == ("", True)


def test_picture_and_outlines_are_of_one_size_and_from_one_build():
    size = f'viewBox="0 0 {outlines()["width"]} {outlines()["height"]}"'
    assert size in PICTURE.read_text()
    assert json.loads(OUTLINES.read_text()) == outlines()


def test_the_picture_holds_no_style_no_script_and_no_address():
    picture = PICTURE.read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"<style|<script|style=|\son\w+=|https?:|href", picture)


def test_each_country_with_an_e_report_is_a_link_named_for_it_and_its_engagement(client: Client):
    html = client.get("/en/").content.decode()
    links = re.findall(
        r'<a class="map-country map-(\w+)"\s+href="/en/countries/([\w-]+)/">\s*<title>(.+?)</title>', html
    )
    assert ("pathfinder", "nepal", "Nepal: Pathfinder country") in links
    assert ("prospective", "fiji", "Fiji: prospective") in links
    assert [slug for _engagement, slug, _title in links] == sorted(Edition.objects.values_list("slug", flat=True))


def test_the_table_says_the_same_as_the_map(client: Client):
    table = client.get("/en/").content.decode().split("<table>")[1].split("</table>")[0]
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("<tr>")[2:]]
    assert "Nepal Pathfinder country February 2019 9 Edition 1, as of late 2019" in rows
    assert "Uganda Pathfinder country Not reported 10 Edition 1, as of late 2019" in rows
    assert "Fiji Prospective Does not apply Not reported Edition 1, as of late 2019" in rows
    assert len(rows) == 9


def test_a_country_that_only_took_part_in_an_event_is_not_on_the_map(client: Client):
    assert "/countries/tunisia/" not in client.get("/en/").content.decode()


def test_the_map_shows_what_was_published_and_not_what_is_recorded(client: Client):
    fiji, publisher = Country.objects.get(slug="fiji"), User.objects.get(email="publisher@example.org")
    change_engagement(country=fiji, to=Country.Engagement.CANDIDATE, reason="It sent its roadmap.", by=publisher)
    assert "map-country map-candidate" not in client.get("/en/").content.decode()
    publish(country=fiji, as_of=PartialDate(2026), by=publisher)
    assert "map-country map-candidate" in client.get("/en/").content.decode()


def test_small_countries_have_a_marker_and_large_ones_do_not_need_it():
    small = {place.card.slug for place in world(shown())["places"] if place.small}
    assert small == {"albania", "fiji"}


def test_the_legend_names_the_engagements_that_occur_with_their_counts():
    def legend(**engagements: str) -> list[tuple[str, int]]:
        return [(engagement.code, count) for engagement, count in world(shown(**engagements))["legend"]]

    assert legend() == [("pathfinder", 8), ("prospective", 1)]
    assert legend(chile="candidate", nepal="candidate") == [("pathfinder", 6), ("candidate", 2), ("prospective", 1)]


def test_engagement_is_a_pattern_too():
    style = (Path(settings.STATIC_SOURCE) / "css" / "pathfinder.css").read_text()
    html = drawn(shown())
    for engagement in ("candidate", "prospective"):
        assert f'<pattern id="map-{engagement}"' in html
        assert re.search(rf'\.map-{engagement} \.map-shape\{{fill:url\("?#map-{engagement}"?\)', style)


def test_names_stand_on_the_map_and_clear_of_each_other_and_of_countries():
    names = [place.name.box for place in world(shown())["places"] if place.name]
    assert len(names) == 9
    for number, (left, top, right, bottom) in enumerate(names):
        assert left >= 0
        assert right <= outlines()["width"]
        for other in names[number + 1 :]:
            assert left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]


def test_where_there_is_no_room_a_name_is_left_out_and_the_link_stays():
    some = shown()
    crowd = [replace(some[0], m49=code) for code in ("008", "807", "300", "499", "070", "191", "705", "688", "100")]
    places = world(crowd)["places"]
    assert len(places) == len(crowd)
    assert None in [place.name for place in places]
    assert drawn(crowd).count('class="map-country') == len(crowd)


def test_a_country_the_map_does_not_know_is_in_the_table_alone():
    some = [replace(shown()[0], m49="000")]
    html = drawn(some)
    assert 'class="map-country' not in html
    assert html.split("<table>")[1].count('<th scope="row">') == 1


def test_a_name_in_another_language_than_the_page_says_which():
    arabic = replace(shown()[0], name=type(shown()[0].name)("ألبانيا", "ar", "en"))
    assert "<text" in drawn([arabic])
    assert re.search(r'<text[^>]* lang="ar">ألبانيا</text>', drawn([arabic]))


def test_without_an_e_report_there_is_no_map():
    html = render_to_string("reports/home.html", {"cards": [], "figures": {}, "languages": []})
    assert "map-world" not in html
