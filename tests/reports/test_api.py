"""The API: what is public, as JSON, for whoever asks in whichever way."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from countries.models import Country
from events.models import Event
from library.models import Document
from priorities.models import PriorityAction, Theme
from reports import workflow
from reports.api.resources import RESOURCES
from reports.data import tables
from reports.data.schema import OF_EDITIONS
from reports.models import Edition, checksum_of
from tests.publishing import publish_again

from .asking import LISTS, got, rows, values
from .second_edition import change, much_changed, published
from .test_secrecy import plant

pytestmark = pytest.mark.django_db


# Lists


@pytest.mark.parametrize("address", LISTS)
def test_a_list_has_something_and_each_row_of_it_is_at_an_address_of_its_own(address: str) -> None:
    resource = next((one for one in RESOURCES if f"/{one.path}/" in address), None)
    key = resource.key if resource else ("country", "edition")
    listed = rows(address)
    assert listed
    for row in (listed[0], listed[-1]):
        item = got(address + "".join(f"{row[field]}/" for field in key))
        assert {name: item[name] for name in row} == row


@pytest.mark.parametrize("path", ["milestones", "countries", "editions"])
def test_a_list_has_every_country_with_an_edition(path: str) -> None:
    assert values(f"/api/v1/{path}/", "country") == set(Edition.objects.values_list("slug", flat=True))


def test_pages_hold_every_row_once_and_name_their_neighbours() -> None:
    first = got("/api/v1/actions/?page_size=7")
    assert len(first["results"]) == 7
    assert first["previous"] is None
    second = Client().get(first["next"].removeprefix(settings.PORTAL_URL))
    assert second.json()["previous"].startswith(f"{settings.PORTAL_URL}/api/v1/actions/?")
    assert 'rel="prev"' in second["Link"]
    references = [row["reference"] for row in rows("/api/v1/actions/?page_size=7")]
    assert len(references) == len(set(references)) == PriorityAction.objects.count()


def test_a_page_after_the_last_is_not_there() -> None:
    assert "pages" in got("/api/v1/actions/?page=900", 404)["detail"]


@pytest.mark.parametrize("size", ["0", "101", "-1", "1e2", "٣", "", "9" * 5000])
def test_a_page_has_from_1_to_100_rows(size: str) -> None:
    (error,) = got(f"/api/v1/actions/?page_size={size}", 400)["errors"]
    assert error["parameter"] == "page_size"


# Filters

FILTERS = [
    ("actions/?country=nepal", "country", {"nepal"}),
    ("actions/?country=nepal&country=uganda", "country", {"nepal", "uganda"}),
    ("actions/?region=asia", "country", {"nepal", "viet-nam"}),
    ("countries/?region=oceania", "country", {"fiji"}),
    ("actions/?country=nepal&implementation=in_progress", "reference", {"NPL-04"}),
    ("actions/?outlook=on_track", "reference", {"NPL-04"}),
    ("actions/?theme=agriculture&country=nepal&implementation=not_reported", "reference", {"NPL-02"}),
    ("actions/?country=nepal&from=2021-06-30", "reference", {"NPL-01"}),
    ("milestones/?country=nepal&from=2020-01-01&to=2020-12-31", "date", {"2020-02"}),
    ("workshops/?country=nepal&kind=consultation", "kind", {"consultation"}),
    ("editions/?country=nepal", "country", {"nepal"}),
    ("countries/?since=2999-01-01", "country", set()),
    ("themes/?kind=context", "kind", {"context"}),
    ("events/?scope=regional", "scope", {"regional"}),
    ("events/?from=2019-07-01&to=2019-07-31", "slug", {"hlpf-2019"}),
]


@pytest.mark.parametrize(("query", "field", "expected"), FILTERS, ids=[row[0] for row in FILTERS])
def test_a_filter_leaves_what_stands_under_its_word_and_nothing_else(query: str, field: str, expected: set) -> None:
    much_changed()
    address = f"/api/v1/{query}"
    assert values(address, field) == expected
    assert values(address.split("?")[0], field) > expected


def test_since_leaves_what_was_published_on_that_day_or_later() -> None:
    before = Edition.objects.get(slug="fiji").published_at
    day = publish_again(Country.objects.get(slug="fiji"), at=before + dt.timedelta(days=400)).published_at.date()
    assert values(f"/api/v1/milestones/?since={day}", "country") == {"fiji"}
    assert values(f"/api/v1/editions/?since={day}", "edition") == {2}
    assert values(f"/api/v1/milestones/?since={day + dt.timedelta(days=1)}", "country") == set()
    assert values(f"/api/v1/milestones/?since={before.date()}", "country") > {"fiji"}


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("country=atlantis", "country", "nepal"),
        ("country=nepal&country=", "country", "nepal"),
        ("country=tunisia", "country", "nepal"),  # took part in events, and has no edition
        ("theme=fishing", "theme", "child-labour"),
        ("implementation=late", "implementation", "not_reported"),
        ("language=de", "language", "ar"),
        ("language=en&language=fr", "language", None),
        ("since=2019", "since", None),
        ("since=2019-02-30", "since", None),
        ("since=20190201", "since", None),
        ("page=1.0", "page", None),
        ("colour=red", "colour", "theme"),
        ("format=json", "format", "theme"),
        ("%00=%00", "\x00", "theme"),
    ],
)
def test_what_a_filter_does_not_know_is_named_with_what_it_knows(
    query: str, parameter: str, allowed: str | None
) -> None:
    problem = got(f"/api/v1/actions/?{query}", 400)
    assert {"type", "title", "status", "detail", "errors"} == set(problem)
    (error,) = problem["errors"]
    assert error["parameter"] == parameter
    assert allowed in error.get("allowed", [None])


def test_everything_that_is_wrong_is_named_at_once() -> None:
    problem = got("/api/v1/actions/?country=atlantis&page=0&colour=red", 400)
    assert [error["parameter"] for error in problem["errors"]] == ["country", "page", "colour"]


def test_one_row_takes_no_filter() -> None:
    got("/api/v1/actions/NPL-04/?country=nepal", 400)


def test_a_published_theme_without_actions_is_a_word_that_finds_nothing() -> None:
    Theme.objects.create(slug="fishing", name="Fishing", kind="context", order=99, is_published=True)
    assert rows("/api/v1/actions/?theme=fishing") == []


# Languages


def test_without_a_language_a_text_has_every_language_it_exists_in() -> None:
    wording = got("/api/v1/actions/NPL-04/")["wording"]
    assert set(wording) == {"en", "fr", "es", "ar"}


def test_a_language_gives_each_text_in_it_and_the_words_for_codes() -> None:
    action = got("/api/v1/actions/NPL-04/?language=fr")
    assert action["wording"]["language"] == "fr"
    assert action["wording"]["text"] == PriorityAction.objects.get(reference="NPL-04").wording_fr
    assert action["implementation"] == "not_reported"
    assert action["labels"]["implementation"] == "non communiqué"
    assert action["labels"]["outlook"] is None
    assert action["lead"] is None


def test_a_text_that_does_not_exist_in_the_language_says_in_which_it_is() -> None:
    change(PriorityAction.objects.get(reference="NPL-04"), wording_fr="")
    published()
    wording = got("/api/v1/actions/NPL-04/?language=fr")["wording"]
    assert wording["language"] == "en"


def test_what_stands_inside_a_row_is_in_the_same_language() -> None:
    answer = Client().get("/api/v1/events/hlpf-2019/?language=ar")
    assert answer["Content-Language"] == "ar"
    assert all(row["labels"]["role"] for row in answer.json()["participations"])


# Editions


def test_an_edition_holds_all_that_was_frozen() -> None:
    much_changed()
    whole = got("/api/v1/editions/nepal/2/")
    frozen = {
        name: [
            {
                field.name: field.nothing if row[field.name] is None else row[field.name]
                for field in OF_EDITIONS[name].fields
            }
            for row in found
        ]
        for name, found in whole["tables"].items()
    }
    (content,) = tables.contents(frozen)
    assert checksum_of(content) == whole["checksum"] == Edition.objects.get(slug="nepal", number=2).checksum


def test_an_old_edition_stays_and_says_that_it_is_not_current() -> None:
    before = got("/api/v1/editions/nepal/1/")
    assert before["is_current"]
    much_changed()
    assert got("/api/v1/editions/nepal/1/") == {**before, "is_current": False}
    assert [row["is_current"] for row in rows("/api/v1/editions/?country=nepal")] == [True, False]


def test_the_addresses_of_an_edition_are_those_of_its_renderings() -> None:
    renderings = got("/api/v1/editions/nepal/1/?language=es")["renderings"]
    at = f"{settings.PORTAL_URL}/es/countries/nepal/editions/1"
    assert renderings["page"] == {"es": f"{at}/"}
    assert renderings["json"] == {"es": f"{at}/edition.json"}
    address = renderings["json"]["es"].removeprefix(settings.PORTAL_URL)
    content = Client().get(address).getvalue().decode()
    assert content == Edition.objects.get(slug="nepal", number=1).content


def test_what_is_published_is_read_at_once() -> None:
    assert got("/api/v1/actions/NPL-04/")["implementation"] == "not_reported"
    much_changed()
    assert got("/api/v1/actions/NPL-04/")["implementation"] == "in_progress"
    assert got("/api/v1/actions/NPL-09/", 404)
    assert got("/api/v1/countries/nepal/")["edition"] == 2


def test_a_withdrawn_edition_says_why_and_when_and_nothing_of_what_it_said() -> None:
    wording = PriorityAction.objects.get(reference="NPL-04").wording_en
    second = much_changed()
    by = User.objects.get(email="publisher@example.org")
    withdrawal = workflow.withdraw(edition=second, reason="A table was wrong.", by=by, language="en")
    problem = got("/api/v1/editions/nepal/2/", 410)
    assert problem["reason"] == "A table was wrong."
    assert problem["language"] == "en"
    assert problem["withdrawn"] == withdrawal.withdrawn_at.date().isoformat()
    assert second.checksum not in json.dumps(problem)
    assert values("/api/v1/editions/?country=nepal", "edition") == {1}
    assert got("/api/v1/actions/NPL-04/")["wording"]["en"] == wording
    workflow.withdraw(edition=Edition.objects.get(slug="nepal", number=1), reason="Both.", by=by, language="en")
    got("/api/v1/countries/nepal/", 404)
    got("/api/v1/actions/?country=nepal", 400)
    assert "fiji" in values("/api/v1/countries/", "country")


@pytest.mark.parametrize("path", ["editions/nepal/0", "editions/nepal/7", f"editions/nepal/{10**40}", "editions/x/1"])
def test_an_edition_that_was_never_published_is_not_there(path: str) -> None:
    got(f"/api/v1/{path}/", 404)


# Secrecy


def everything() -> Iterator[str]:
    for address in LISTS:
        for language in ("", "?language=fr", "?page_size=100"):
            yield Client().get(address + language).content.decode()
    for slug, number in Edition.objects.values_list("slug", "number"):
        yield Client().get(f"/api/v1/editions/{slug}/{number}/").content.decode()
    yield Client().get("/api/v1/openapi.json").content.decode()
    yield Client().get("/en/data/api/").content.decode()


def test_the_api_shows_nothing_that_nobody_published() -> None:
    token = plant()
    assert not [text for text in everything() if token in text or "secret-" in text]


def test_a_document_that_is_not_published_is_named_by_its_title_alone() -> None:
    Document.objects.update(is_published=False, publisher="nobody's business")
    event = got("/api/v1/events/hlpf-2019/")
    assert event["source"] is None
    assert event["source_title"]
    assert "nobody's business" not in json.dumps(event)
    assert rows("/api/v1/library/documents/") == []


def test_an_event_that_is_switched_off_takes_its_participations_along() -> None:
    Event.objects.filter(slug="hlpf-2019").update(is_published=False)
    got("/api/v1/events/hlpf-2019/", 404)
    assert "hlpf-2019" not in values("/api/v1/events/", "slug")
    assert all(row["event"] == event["slug"] for event in rows("/api/v1/events/") for row in event["participations"])
