"""The public pages, through the door a reader takes."""

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from countries.models import Country
from reports.models import Edition
from tests import public_pages
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
SLUGS = ["albania", "chile", "fiji", "madagascar", "mauritania", "nepal", "nigeria", "uganda", "viet-nam"]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGES = list(public_pages.PAGES.values())


def words(html: str) -> str:
    """What a reader reads of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_every_language_and_says_which(client: Client, page: str, language: str) -> None:
    answer = client.get(f"/{language}/{page}")
    html = answer.content.decode()
    assert answer.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert re.search(rf'<html[^>]* lang="{language}"', html)
    assert re.search(rf'<html[^>]* dir="{direction}"', html)
    for other in LANGUAGES:
        assert f'hreflang="{other}"' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_needs_what_our_policy_forbids(client: Client, page: str, language: str) -> None:
    answer = client.get(f"/{language}/{page}")
    html = answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    html = html.replace('<script type="application/ld+json">', "")  # data: no browser runs it
    assert not re.search(r'<style|\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)', html)
    assert not re.findall(r'(?:src|action)="(?:https?:)?//', html)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_country_has_its_e_report_with_every_section(client: Client, slug: str) -> None:
    html = client.get(f"/en/countries/{slug}/").content.decode()
    for section in (
        "engagement",
        "pathway",
        "timeline",
        "actions",
        "next-steps",
        "coordination",
        "workshops",
        "events",
        "practices",
        "unknown",
        "sources",
        "edition",
    ):
        assert f'id="{section}"' in html
    assert Edition.objects.of(slug).get().checksum in html


def test_the_e_report_says_all_that_nepal_reported(client: Client) -> None:
    text = words(client.get("/en/countries/nepal/").content.decode())
    for statement in (
        "February 2019",
        "NPL-09",
        "Achieve 10 child labour free municipalities by 2020",
        "Secretariat for Alliance 8.7 established at MOLESS",
        "technical consultation",
        "June 2019",
        "International Labour Conference",
        "NEPAL (Cont.)",
        "Global Progress and Good Practices of Alliance 8.7",
        "not reported",
    ):
        assert statement.casefold() in text.casefold()
    assert "NPL-10" not in text
    assert "MDG-" not in text


def test_every_action_has_its_own_address_on_the_page(client: Client) -> None:
    html = client.get("/en/countries/viet-nam/").content.decode()
    for number in range(1, 12):
        assert f'id="vnm-{number:02}"' in html


def test_an_editors_note_stands_beside_what_the_source_says(client: Client) -> None:
    text = words(client.get("/en/countries/mauritania/").content.decode())
    assert "the ILO Convention n° 142" in text
    assert "Convention No. 143" in text


def test_silence_is_never_a_zero(client: Client) -> None:
    text = words(client.get("/en/countries/uganda/").content.decode())
    assert "0 %" not in text
    assert "0%" not in text
    assert "not started" not in text


def test_an_edited_record_shows_only_after_the_next_publication(client: Client) -> None:
    action = Country.objects.get(slug="nepal").priority_actions.get(reference="NPL-01")
    action.wording_en = "A wording of tomorrow"
    action.save()
    assert "A wording of tomorrow" not in client.get("/en/countries/nepal/").content.decode()
    publish_again(action.country)
    assert "A wording of tomorrow" in client.get("/en/countries/nepal/").content.decode()
    assert "A wording of tomorrow" not in client.get("/en/countries/nepal/editions/1/").content.decode()


def test_an_old_edition_says_that_there_is_a_newer_one(client: Client) -> None:
    nepal = Country.objects.get(slug="nepal")
    publish_again(nepal)
    old = client.get("/en/countries/nepal/editions/1/").content.decode()
    new = client.get("/en/countries/nepal/editions/2/").content.decode()
    assert "There is a newer one" in old
    assert "There is a newer one" not in new


def test_text_in_english_only_says_so_on_a_page_in_another_language(client: Client) -> None:
    nepal = Country.objects.get(slug="nepal")
    nepal.priority_actions.filter(reference="NPL-04").update(wording_ar=None)
    publish_again(nepal)
    html = client.get("/ar/countries/nepal/").content.decode()
    assert re.search(r'<span lang="en" dir="ltr">Achieve 10 child labour free municipalities by 2020</span>', html)
    assert 'class="untranslated"' in html
    assert 'class="untranslated"' not in client.get("/en/countries/nepal/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/en/countries/atlantis/",
        "/en/countries/atlantis/report.pdf",
        "/en/countries/atlantis/editions/",
        "/en/countries/nepal/editions/2/",
        "/en/countries/nepal/editions/0/",
        "/en/countries/nepal/editions/99999999999999999999/",
        "/en/countries/nepal/editions/2/report.pdf",
        "/en/themes/astrology/",
        "/en/events/never/",
        "/de/countries/",
        "/en/nothing/",
        "/wp-login.php",
    ],
)
def test_an_unknown_address_gets_a_404_with_search_and_a_way_on(client: Client, address: str) -> None:
    answer = client.get(address)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert 'type="search"' in html
    assert 'href="/en/countries/"' in html


def test_a_404_speaks_the_readers_language(client: Client) -> None:
    assert re.search(r'<html[^>]* lang="ar"', client.get("/ar/countries/atlantis/").content.decode())


def test_the_root_leads_to_the_readers_language(client: Client) -> None:
    for asked, given in (("es-CL,es;q=0.9", "/es/"), ("ar", "/ar/"), ("zh", "/en/"), ("%%%", "/en/"), ("", "/en/")):
        answer = client.get("/", headers={"accept-language": asked})
        assert answer["Location"] == given
        assert "Accept-Language" in answer["Vary"]


def test_countries_are_filtered_and_the_filter_is_in_the_address(client: Client) -> None:
    def shown(query: str) -> list[str]:
        return [card.slug for card in client.get(f"/en/countries/?{query}").context["cards"]]

    assert shown("") == SLUGS
    assert shown("region=oceania") == ["fiji"]
    assert shown("engagement=prospective") == ["fiji"]
    assert shown("region=asia&engagement=prospective") == []
    assert set(shown("theme=supply-chains")) == {"mauritania", "nigeria", "viet-nam"}
    assert shown("sort=since")[:4] == ["madagascar", "mauritania", "nepal", "chile"]
    assert shown("sort=actions")[0] in ("nigeria", "viet-nam")


def test_the_home_page_shows_the_latest_editions_first(client: Client) -> None:
    first = [card.slug for card in client.get("/en/").context["latest"]]
    assert first == SLUGS[:6]  # all of one day: by their names
    publish_again(Country.objects.get(slug="viet-nam"), at=timezone.now() + dt.timedelta(days=2))
    assert [card.slug for card in client.get("/en/").context["latest"]] == ["viet-nam", *SLUGS[:5]]


def test_an_unknown_filter_says_so_and_shows_all(client: Client) -> None:
    answer = client.get("/en/countries/?region=atlantis&theme=%3Cscript%3E&sort=luck&other=1")
    assert len(answer.context["cards"]) == 9
    text = answer.content.decode()
    assert "atlantis" in text
    assert "<script>" not in text


def test_countries_that_only_took_part_in_an_event_have_no_e_report(client: Client) -> None:
    assert client.get("/en/countries/tunisia/").status_code == 404
    assert "tunisia" not in client.get("/en/countries/").content.decode()


def test_events_are_past_or_ahead_by_their_dates(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2019, 11, 21))
    context = client.get("/en/events/").context
    assert [event.slug for event in context["upcoming"]] == [
        "asian-regional-meeting-2019",
        "hlpf-2020",
        "child-labour-forum-2020",
    ]
    assert [event.slug for event in context["past"]][:1] == ["hlpf-2019"]


@pytest.mark.parametrize(
    ("page", "most"),
    [("countries/nepal/", 3), ("countries/nepal/editions/1/", 3), ("countries/", 3), ("countries/nepal/editions/", 3)],
)
def test_a_page_of_editions_needs_few_queries(
    client: Client, page: str, most: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(most):
        client.get(f"/fr/{page}")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "countries/",
        "themes/",
        "themes/child-labour/",
        "compare/?country=nepal",
        "search/?q=labour",
        "events/",
        "library/",
    ],
)
def test_the_number_of_queries_of_a_page_does_not_grow_with_what_it_shows(
    client: Client, page: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(f"/en/{page}")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/en/{page}")
    grow()
    with django_assert_num_queries(len(before)):
        client.get(f"/en/{page}")


def grow() -> None:
    """Three more of what pages list."""
    from model_bakery import baker

    from events.models import Event, Participation
    from library.models import Document, Initiative, InitiativePoint, LessonLearnt, ToolkitItem
    from priorities.models import Theme

    document = Document.objects.get()
    cited = {"source": document, "locator": "p. 1", "is_published": True}
    for number in (7, 8, 9):
        baker.make(Document, slug=f"document-{number}", title="A labour document", is_published=True, language="en")
        baker.make(Theme, slug=f"theme-{number}", order=number * 10, is_published=True)
        baker.make(ToolkitItem, slug=f"item-{number}", edition=number, order=number, title="A part", **cited)
        baker.make(LessonLearnt, slug=f"lesson-{number}", order=number * 10, text="A lesson", **cited)
        network = baker.make(Initiative, slug=f"network-{number}", name="A network", **cited)
        baker.make(InitiativePoint, initiative=network, kind="work", order=1, source=document, text="A point")
        event = baker.make(Event, slug=f"event-{number}", start="2031", name="An event", scope="global", **cited)
        baker.make(Participation, event=event, country=Country.objects.first(), source=document, organisation=None)
    for country in Country.objects.with_report()[:3]:
        publish_again(country)
