"""What search can find is in step with what is public: at once, and never with anything else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from model_bakery import baker

from countries.models import Country
from events.models import Event
from library.models import Document, Initiative, InitiativePoint, LessonLearnt, PageText, ToolkitItem
from library.texts import LANGUAGES
from priorities.models import Theme
from reports import find, index
from reports.models import OWNERS, Edition, SearchEntry
from reports.terms import query
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
WORD = "quinquennial"

MAKE: dict[str, Callable[[], Any]] = {
    "theme": lambda: make(Theme, name_en=WORD, order=99),
    "event": lambda: make(Event, name_en=WORD, start="2031", scope="global", source=Document.objects.first()),
    "toolkit item": lambda: make(ToolkitItem, title_en=WORD, edition=9, order=9, source=Document.objects.first()),
    "lesson": lambda: make(LessonLearnt, text_en=WORD, order=99, source=Document.objects.first()),
    "network": lambda: make(Initiative, name_en=WORD, source=Document.objects.first()),
    "document": lambda: make(Document, title_en=WORD, language="en"),
    "page text": lambda: edit(PageText.objects.get(slug="about"), body_en=WORD),
}


def make(model: type, **values: Any) -> Any:
    return baker.make(model, slug="made", is_published=True, **values)


def edit(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def count(typed: str = WORD, language: str = "en") -> int:
    return len(find.hits(query(typed), language))


def everything() -> list[tuple]:
    fields = [field.name for field in SearchEntry._meta.fields if field.name != "id"]
    rows = SearchEntry.objects.values_list(*fields)
    return sorted(rows, key=lambda row: tuple(map(str, row)))


@pytest.mark.parametrize("kind", MAKE)
def test_what_is_published_is_found_at_once_and_no_longer_than_it_is(kind: str) -> None:
    assert count() == 0
    row = MAKE[kind]()
    assert count() == 1
    edit(row, is_published=False)
    assert count() == 0
    assert not SearchEntry.objects.filter(folded__contains=WORD)
    edit(row, is_published=True)
    assert count() == 1
    row.delete()
    assert count() == 0
    assert not SearchEntry.objects.filter(folded__contains=WORD)


@pytest.mark.parametrize("kind", MAKE)
def test_what_is_switched_off_behind_the_back_of_its_model_is_not_found(kind: str) -> None:
    row = MAKE[kind]()
    type(row).objects.filter(pk=row.pk).update(is_published=False)
    assert count() == 0
    index.rebuild()
    assert not SearchEntry.objects.filter(folded__contains=WORD)


def test_what_was_deleted_behind_the_back_of_its_model_is_not_found() -> None:
    row = MAKE["event"]()
    Event.objects.filter(pk=row.pk)._raw_delete("default")
    assert count() == 0


def test_a_point_of_a_network_is_found_with_its_network_alone() -> None:
    network = MAKE["network"]()
    point = baker.make(InitiativePoint, initiative=network, kind="work", text_en="decennial", source=network.source)
    assert count("decennial") == 1
    edit(network, is_published=False)
    assert count("decennial") == 0
    edit(point, text_en="decennial still")
    assert count("decennial") == 0
    edit(network, is_published=True)
    point.delete()
    assert count("decennial") == 0
    assert count() == 1


def test_saving_twice_makes_one_entry_in_each_language() -> None:
    row = MAKE["event"]()
    assert [count(language=language) for language in LANGUAGES] == [1, 1, 1, 1]
    edit(row, name_en=f"{WORD} again")
    assert SearchEntry.objects.filter(owner="events.event", owner_pk=row.pk).count() == len(LANGUAGES)
    assert count(f"{WORD} again") == 1


def test_what_is_not_saved_in_the_end_is_not_found() -> None:
    with transaction.atomic():
        MAKE["event"]()
        transaction.set_rollback(True)
    assert count() == 0


def test_what_is_loaded_from_a_dump_is_found_once_the_index_is_made_anew() -> None:
    """What a row names may not be loaded yet when it is."""
    row = MAKE["document"]()
    dump = serializers.serialize("json", [row])
    row.delete()
    for loaded in serializers.deserialize("json", dump):
        loaded.save()
    assert count() == 0
    call_command("index_search", verbosity=0)
    assert count() == 1


def test_a_text_without_a_page_of_its_own_is_not_indexed() -> None:
    edit(PageText.objects.get(slug="disclaimer"), body_en=WORD)
    assert count() == 0


def test_a_record_of_a_country_is_found_from_its_next_publication_and_not_before() -> None:
    action = Country.objects.get(slug="nepal").priority_actions.get(reference="NPL-01")
    edit(action, wording_en=WORD)
    index.rebuild()
    assert count() == 0
    publish_again(action.country)
    assert count() == 1
    edit(action, wording_en="Something else")
    assert count() == 1
    publish_again(action.country)
    assert count() == 0
    assert not SearchEntry.objects.filter(folded__contains=WORD)


def test_entries_of_an_earlier_edition_are_gone() -> None:
    before = SearchEntry.objects.filter(country="nepal").count()
    edition = publish_again(Country.objects.get(slug="nepal"))
    entries = SearchEntry.objects.filter(country="nepal", owner=Edition._meta.label_lower)
    assert set(entries.values_list("owner_pk", flat=True)) == {edition.pk}
    assert entries.count() == before


def test_entries_of_an_edition_that_is_current_no_more_are_not_found() -> None:
    """Should one be made without publish(), which takes them away."""
    old = SearchEntry.objects.filter(country="nepal")
    shown = old.public().count()
    assert shown == old.count() > 0
    SearchEntry.objects.filter(country="nepal").update(owner_pk=0)
    assert old.public().count() == 0


def test_the_whole_index_made_anew_is_the_one_that_was_kept_in_step() -> None:
    MAKE["network"]()
    kept = everything()
    assert kept
    call_command("index_search", verbosity=0)
    assert everything() == kept
    SearchEntry.objects.all().delete()
    assert count("nepal") == 0
    call_command("index_search", verbosity=0)
    assert everything() == kept


def test_every_kind_of_owner_is_in_the_index_of_the_seed() -> None:
    owners = set(SearchEntry.objects.values_list("owner", flat=True))
    assert owners == {model._meta.label_lower for model in OWNERS}
    assert {model._meta.label_lower for model in index.SHAPES} == owners - {Edition._meta.label_lower}


def test_every_address_in_the_index_leads_to_something_on_its_page(client: Any) -> None:
    pages: dict[str, str] = {}
    for address in SearchEntry.objects.filter(language__in=["en", "ar"]).values_list("address", flat=True):
        path, _mark, anchor = address.partition("#")
        if path not in pages:
            answer = client.get(path)
            assert answer.status_code == 200, address
            pages[path] = answer.content.decode()
        assert not anchor or f'id="{anchor}"' in pages[path], address


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a column of PostgreSQL")
def test_postgresql_keeps_the_vector_itself() -> None:
    entry = SearchEntry.objects.get(language="en", part="NPL-04")
    with connection.cursor() as cursor:
        cursor.execute("SELECT vector::text FROM reports_searchentry WHERE id = %s", [entry.pk])
        (vector,) = cursor.fetchone()
    assert "'municip'" in vector
    assert "'municipalities'" in vector
