import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from model_bakery import baker

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate
from priorities.models import PriorityAction, Theme
from reports.models import Edition
from reports.workflow import PublicationRefused
from tests.publishing import publish

pytestmark = pytest.mark.django_db
IN_2020 = PartialDate(2020, 5)


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


@pytest.fixture
def publisher() -> User:
    return User.objects.get(email="publisher@example.org")


def test_editions_of_a_country_count_on_from_its_last_and_leave_others_alone(nepal: Country, publisher: User) -> None:
    others = list(Edition.objects.exclude(slug="nepal").values_list("slug", "number"))
    assert publish(country=nepal, as_of=IN_2020, by=publisher).number == 2
    assert publish(country=nepal, as_of=IN_2020, by=publisher).number == 3
    assert list(Edition.objects.exclude(slug="nepal").values_list("slug", "number")) == others


def test_an_edition_says_who_when_and_why(nepal: Country, publisher: User) -> None:
    edition = publish(country=nepal, as_of=IN_2020, as_of_note={"en": "spring"}, note="New figures.", by=publisher)
    edition.refresh_from_db()
    assert edition.published_by == publisher
    assert edition.as_of == IN_2020
    assert edition.note == "New figures."
    assert edition.snapshot["edition"] == {
        "number": 2,
        "as_of": "2020-05",
        "as_of_note": {"en": "spring"},
        "published": edition.published_at.date().isoformat(),
        "note": "New figures.",
    }


def test_the_checksum_is_of_exactly_the_stored_content(nepal: Country, publisher: User) -> None:
    edition = publish(country=nepal, as_of=IN_2020, by=publisher)
    assert edition.is_intact
    edition.content = edition.content.replace("MOLESS", "MOLES")
    assert not edition.is_intact


def test_content_is_canonical_json(nepal: Country, publisher: User) -> None:
    content = publish(country=nepal, as_of=IN_2020, by=publisher).content
    assert content == json.dumps(json.loads(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_an_editor_cannot_publish(nepal: Country) -> None:
    with pytest.raises(PermissionDenied):
        publish(country=nepal, as_of=IN_2020, by=User.objects.get(email="editor@example.org"))
    assert nepal.editions.count() == 1


def test_a_publisher_who_was_switched_off_cannot_publish(nepal: Country, publisher: User) -> None:
    publisher.is_active = False
    publisher.save()
    with pytest.raises(PermissionDenied):
        publish(country=nepal, as_of=IN_2020, by=publisher)


def test_publishing_a_country_without_engagement_is_refused(publisher: User) -> None:
    with pytest.raises(PublicationRefused, match="Tunisia has no engagement"):
        publish(country=Country.objects.get(slug="tunisia"), as_of=IN_2020, by=publisher)


def test_publishing_an_empty_record_is_refused_with_all_that_is_missing(publisher: User) -> None:
    country = baker.make(
        Country, engagement="none", name="Utopia", alpha2="UT", alpha3="UTO", m49="999", slug="utopia"
    )
    with pytest.raises(PublicationRefused) as refusal:
        publish(country=country, as_of=IN_2020, by=publisher)
    assert any("no engagement" in problem for problem in refusal.value.problems)
    assert any("neither a milestone nor a priority action" in problem for problem in refusal.value.problems)
    assert not Edition.objects.of("utopia").exists()


def test_publishing_names_each_action_without_a_theme(nepal: Country, publisher: User) -> None:
    PriorityAction.objects.get(reference="NPL-03").themes.clear()
    with pytest.raises(PublicationRefused, match="NPL-03 has no theme"):
        publish(country=nepal, as_of=IN_2020, by=publisher)


def test_publishing_names_record_and_field_of_what_is_invalid(nepal: Country, publisher: User) -> None:
    PriorityAction.objects.filter(reference="NPL-05").update(wording_en="")
    with pytest.raises(PublicationRefused) as refusal:
        publish(country=nepal, as_of=IN_2020, by=publisher)
    assert any("NPL-05" in problem and "wording" in problem for problem in refusal.value.problems)
    assert nepal.editions.count() == 1


def test_what_a_pdf_cannot_print_is_refused_before_it_is_frozen(nepal: Country, publisher: User) -> None:
    nepal.summary_en = "Well done 🎉"
    nepal.save()
    with pytest.raises(PublicationRefused, match="🎉"):
        publish(country=nepal, as_of=IN_2020, by=publisher)
    assert nepal.editions.count() == 1


def test_editing_a_record_changes_no_edition(nepal: Country) -> None:
    before = nepal.editions.get().content
    nepal.summary_en = "Something new."
    nepal.save()
    assert nepal.editions.get().content == before


def test_the_command_publishes_in_the_name_of_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("publish", "fiji", by="publisher@example.org", as_of="2021", checked=True)
    assert "Fiji, edition 2" in capsys.readouterr().out
    assert Edition.objects.of("fiji").current().get().published_by.email == "publisher@example.org"


@pytest.mark.parametrize(
    ("country", "options", "message"),
    [
        ("atlantis", {"by": "publisher@example.org", "as_of": "2021"}, "Country"),
        ("fiji", {"by": "nobody@example.org", "as_of": "2021"}, "User"),
        ("fiji", {"by": "publisher@example.org", "as_of": "soon"}, "--as-of"),
        ("fiji", {"by": "editor@example.org", "as_of": "2021"}, "right to publish"),
        ("tunisia", {"by": "publisher@example.org", "as_of": "2021"}, "Tunisia has no engagement"),
    ],
)
def test_the_command_says_what_is_wrong_and_publishes_nothing(country: str, options: dict, message: str) -> None:
    count = Edition.objects.count()
    with pytest.raises(CommandError, match=message):
        call_command("publish", country, checked=True, **options)
    assert Edition.objects.count() == count


def test_a_snapshot_holds_no_draft_event(nepal: Country, publisher: User) -> None:
    from events.models import Event

    event = Event.objects.filter(participations__country=nepal).first()
    event.is_published = False
    event.save()
    snapshot = publish(country=nepal, as_of=IN_2020, by=publisher).snapshot
    assert event.slug not in [row["slug"] for row in snapshot["events"]]
    assert snapshot["events"]


def test_a_theme_renamed_later_keeps_its_name_in_the_edition(nepal: Country) -> None:
    Theme.objects.filter(slug="child-labour").update(name_en="Renamed")
    assert nepal.editions.get().snapshot["themes"]["child-labour"]["name"]["en"] == "Child labour"
