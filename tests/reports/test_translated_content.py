"""What the portal translated is marked as such wherever it is shown, with the original one click away."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _

from countries.models import Country
from events.models import Event
from library.models import Document
from library.texts import best
from reports import page, rendering
from reports.models import Edition
from tests.countries.making import a
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
OTHERS = ["fr", "es", "ar"]


def note_of(html: str) -> str:
    """The note on the page; empty where there is none."""
    notes = re.findall(r'<p class="translated">(.*?)</p>', html, flags=re.DOTALL)
    assert len(notes) <= 1
    return " ".join(notes[0].split()) if notes else ""


def published(country: Country) -> Edition:
    publish_again(country)
    return Edition.objects.of(country.slug).current().get()


def country_with(language: str = "en", **wording: Any) -> Country:
    """A country with one action, in those languages, out of a document in that language."""
    source = a("library.Document", language=language)
    country = a("countries.Country", name_fr="Pays", source=source)
    a("priorities.PriorityAction", country=country, **wording, pillar=None, source=source)
    return country


def originals(country: Country, language: str) -> list[Any]:
    return [row["language"] for row in page.report(published(country), language)["translation"]]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("slug", ["nepal", "viet-nam", "fiji"])
def test_an_e_report_in_another_language_says_once_that_it_is_translated_and_leads_to_the_original(
    client: Client, slug: str, language: str
) -> None:
    for address in (f"/{language}/countries/{slug}/", f"/{language}/countries/{slug}/editions/1/"):
        note = note_of(client.get(address).content.decode())
        with translation.override(language):
            assert " ".join(_("Translated by the portal; not official.").split()) in note
        assert f'href="/en/countries/{slug}/editions/1/" hreflang="en"' in note
        assert '<span lang="en" dir="ltr">English</span>' in note
    assert client.get(f"/en/countries/{slug}/editions/1/").status_code == 200


@pytest.mark.parametrize("slug", ["nepal", "fiji"])
def test_an_e_report_in_the_language_of_its_sources_says_nothing_of_a_translation(client: Client, slug: str) -> None:
    assert note_of(client.get(f"/en/countries/{slug}/").content.decode()) == ""


def test_the_pdf_says_it_too() -> None:
    edition = Edition.objects.of("nepal").current().get()
    html = rendering.pdf_html(page.report(edition, "fr"))
    with translation.override("fr"):
        assert " ".join(_("Translated by the portal; not official.").split()) in note_of(html)
    assert note_of(rendering.pdf_html(page.report(edition, "en"))) == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "themes/child-labour/",
        "compare/?country=nepal&country=uganda",
        "library/",
        "events/",
        "events/hlpf-2019/",
        "events/international-labour-conference-2019/",
    ],
)
def test_a_page_of_records_leads_to_the_same_page_in_the_language_of_the_original(
    client: Client, address: str
) -> None:
    for language in OTHERS:
        note = unescape(note_of(client.get(f"/{language}/{address}").content.decode()))
        assert f'href="/en/{address}" hreflang="en"' in note
    assert note_of(client.get(f"/en/{address}").content.decode()) == ""


@pytest.mark.parametrize("address", ["compare/", "countries/", "themes/", "about/"])
def test_a_page_that_quotes_no_source_says_nothing_of_a_translation(client: Client, address: str) -> None:
    assert note_of(client.get(f"/fr/{address}").content.decode()) == ""


def test_home_says_nothing_of_a_translation_where_it_shows_no_event(client: Client) -> None:
    Event.objects.update(is_published=False)
    assert note_of(client.get("/fr/").content.decode()) == ""


def test_an_e_report_that_nobody_translated_says_nothing_of_a_translation() -> None:
    assert originals(country_with(wording="Act"), "fr") == []  # its name is in French, and is no source's word


def test_the_portals_own_names_and_notes_are_no_translation_of_a_source() -> None:
    country = country_with(wording="Act")
    kind = a("countries.MilestoneType", name_fr="Jalon", description_en="Said", description_fr="Dit")
    row = {"source": country.source, "editor_note_en": "Read", "editor_note_fr": "Lu"}
    milestone = a("countries.Milestone", country=country, type=kind, note_en="Held", **row)
    assert originals(country, "fr") == []
    milestone.note_fr = "Tenu"
    milestone.save()
    assert originals(country, "fr") == ["en"]


def test_one_translated_text_among_many_is_enough() -> None:
    country = Country.objects.get(slug="uganda")
    country.pillars.update(name_fr=None)
    country.milestones.update(note_fr=None)
    country.next_steps.update(wording_fr=None)
    country.coordination_bodies.update(name_fr=None, lead_fr=None, description_fr=None)
    country.priority_actions.exclude(reference="UGA-01").update(wording_fr=None)
    assert originals(country, "fr") == ["en"]


def test_the_original_is_in_the_language_of_its_source_and_not_always_in_english(client: Client) -> None:
    country = country_with("fr", wording="Act", wording_fr="Agir")
    assert (originals(country, "en"), originals(country, "fr")) == (["fr"], [])
    # Spanish is missing, so English stands there, and it is a translation as well.
    assert originals(country, "es") == ["fr"]
    note = note_of(client.get(f"/en/countries/{country.slug}/").content.decode())
    assert f'href="/fr/countries/{country.slug}/editions/3/" hreflang="fr"' in note
    assert '<span lang="fr" dir="ltr">Français</span>' in note


def test_what_was_written_in_another_language_than_its_source_is_no_translation() -> None:
    assert originals(country_with("es", wording="Act", wording_fr="Agir"), "fr") == []


def test_words_out_of_a_language_the_portal_does_not_speak_are_marked_without_a_way_to_the_original(
    client: Client,
) -> None:
    country = country_with("ne", wording="Act")
    assert originals(country, "en") == ["ne"]
    note = note_of(client.get(f"/en/countries/{country.slug}/").content.decode())
    assert note == "Translated by the portal; not official."


def test_an_event_in_the_language_of_its_own_source_says_nothing(client: Client) -> None:
    source = Document.objects.get()
    event = a("events.Event", name_en="Meeting", source=source, place_en="Rome", is_published=True)
    assert note_of(client.get(f"/fr/events/{event.slug}/").content.decode()) == ""
    event.place_fr = "Rome"
    event.save()
    assert note_of(client.get(f"/fr/events/{event.slug}/").content.decode()) != ""


def test_a_text_knows_what_it_translates() -> None:
    text = best({"en": "Act", "fr": "Agir"}, "fr")
    assert text is not None
    assert text.translates("en")
    assert text.translates("ne")
    assert not text.translates("fr")
    assert not text.translates("es")


def test_an_edition_published_before_there_were_translations_shows_as_it_was(client: Client) -> None:
    country = country_with(wording="Act")
    published(country)
    country.priority_actions.update(wording_fr="Agir")
    published(country)
    old = client.get(f"/fr/countries/{country.slug}/editions/1/").content.decode()
    assert note_of(old) == ""
    assert '<span lang="en" dir="ltr">Act</span>' in old
    new = client.get(f"/fr/countries/{country.slug}/editions/2/").content.decode()
    assert note_of(new) != ""
    assert "Agir" in new
