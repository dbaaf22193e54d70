"""Two people on one record, as in the admin's screens."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from library.dates import PartialDate
from library.models import Document
from priorities.models import PriorityAction
from tests.countries.making import RECORDS, a
from tests.library.forms_as_sent import Form

pytestmark = pytest.mark.django_db

MEANWHILE = "Somebody else saved this meanwhile. Yours is not lost, and not saved yet."


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def amina():
    return administrator()


@pytest.fixture
def boris():
    return administrator()


def administrator():
    client = Client()
    client.force_login(a("accounts.User", is_staff=True, is_superuser=True))
    return client


class Screen:
    """A record's screen as somebody opened it."""

    def __init__(self, client, record):
        self.client, self.record = client, record
        meta = record._meta
        self.form_id = f"{meta.model_name}_form"
        self.address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        self.form = Form(client.get(self.address), self.form_id)

    def save(self, **changes):
        return self.form.send(self.client, self.address, **changes)


def saved(response):
    return response.status_code == 302


def filled_action():
    country = a("countries.Country")
    return a(
        "priorities.PriorityAction",
        country=country,
        pillar=a("priorities.Pillar", country=country),
        themes=[a("priorities.Theme"), a("priorities.Theme")],
        wording_en="One line\nand another\n\nafter an empty one",
        period_start=PartialDate(2019, 2),
        period_end=PartialDate(2019),
        currency="USD",
        budget_needed=Decimal("1000.50"),
        implementation="in_progress",
        outlook="at_risk",
    )


def test_the_second_editor_sees_both_texts_and_nothing_is_saved(amina, boris):
    document = a("library.Document", title_en="A letter", publisher="ILO")
    other = a("library.Document", title_en="Another letter")
    first, second = Screen(amina, document), Screen(boris, document)
    assert saved(first.save(title_en="Amina's title"))
    answer = second.save(title_en="Boris's title")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert MEANWHILE in page
    assert "Saved there now: “Amina&#x27;s title”" in page
    assert Form(answer, second.form_id)["title_en"] == "Boris's title"
    document.refresh_from_db()
    assert document.title_en == "Amina's title"
    assert document.history.count() == 2
    assert Document.objects.get(pk=other.pk).title_en == "Another letter"


def test_the_second_editor_may_save_again_having_seen_both(amina, boris):
    document = a("library.Document", title_en="A letter", publisher="ILO")
    first, second = Screen(amina, document), Screen(boris, document)
    first.save(title_en="Amina's title", publisher="UNICEF")
    again = Form(second.save(title_en="Boris's title"), second.form_id)
    assert saved(again.send(boris, second.address))
    document.refresh_from_db()
    assert document.title_en == "Boris's title"
    assert document.publisher == "ILO"  # shown beside "UNICEF", and sent again
    history = document.history.order_by("history_id")
    assert [row.title_en for row in history] == ["A letter", "Amina's title", "Boris's title"]


def test_only_what_differs_is_shown_beside_what_stands_there(amina, boris):
    document = a("library.Document", title_en="A letter", publisher="ILO", description_en="Two\nlines")
    first, second = Screen(amina, document), Screen(boris, document)
    first.save(publisher="UNICEF")
    page = second.save(title_en="Boris's title").content.decode()
    assert "Saved there now: “UNICEF”" in page
    assert "Saved there now: “A letter”" in page
    assert page.count("Saved there now") == 2


def test_the_one_who_was_shown_both_is_asked_again_if_there_is_a_third(amina, boris):
    document = a("library.Document", title_en="A letter")
    first, second, third = Screen(amina, document), Screen(boris, document), Screen(administrator(), document)
    first.save(title_en="Amina's title")
    again = Form(second.save(title_en="Boris's title"), second.form_id)
    third_again = Form(third.save(title_en="Third title"), third.form_id)
    third_again.send(third.client, third.address)
    answer = again.send(boris, second.address)
    assert MEANWHILE in answer.content.decode()
    document.refresh_from_db()
    assert document.title_en == "Third title"


def test_who_makes_the_same_change_is_not_bothered(amina, boris):
    document = a("library.Document", title_en="A letter")
    first, second = Screen(amina, document), Screen(boris, document)
    first.save(title_en="A long letter")
    assert saved(second.save(title_en="A long letter"))


def test_a_form_that_is_sent_twice_is_saved_once_and_not_asked_about(amina):
    document = a("library.Document", title_en="A letter")
    screen = Screen(amina, document)
    assert saved(screen.save(title_en="A long letter"))
    assert saved(screen.save(title_en="A long letter"))
    document.refresh_from_db()
    assert document.title_en == "A long letter"


@pytest.mark.parametrize("seen", [None, "", "0123456789abcdef"])
def test_a_form_without_its_fingerprint_changes_nothing(amina, seen):
    document = a("library.Document", title_en="A letter")
    answer = Screen(amina, document).save(title_en="Another", seen=seen)
    assert MEANWHILE in answer.content.decode()
    document.refresh_from_db()
    assert document.title_en == "A letter"


@pytest.mark.parametrize("model", [m for m in RECORDS if hasattr(m, "history")], ids=lambda model: model.__name__)
def test_a_lone_editor_saves_twice_without_being_asked(amina, model):
    record = a(model._meta.label)
    a(model._meta.label)
    for _time in range(2):
        screen = Screen(amina, record)
        assert "seen" in screen.form.hidden
        answer = screen.save()
        assert saved(answer), answer.context["errors"]


def test_a_lone_editor_changes_a_record_with_every_kind_of_value(amina):
    action = filled_action()
    before = {field.name: getattr(action, field.name) for field in action._meta.concrete_fields}
    themes = set(action.themes.all())
    assert saved(Screen(amina, action).save(lead_en="Ministry of Labour"))
    assert saved(Screen(amina, action).save(lead_en="Ministry of Education"))
    action = PriorityAction.objects.get(pk=action.pk)
    changed = {name for name, value in before.items() if (getattr(action, name) or None) != (value or None)}
    assert changed == {"lead", "lead_en"}
    assert set(action.themes.all()) == themes


def test_themes_are_noticed_too(amina, boris):
    action, third = filled_action(), a("priorities.Theme", name="Migration")
    first, second = Screen(amina, action), Screen(boris, action)
    assert saved(first.save(themes=[str(third.pk)]))
    page = second.save(lead_en="Ministry of Labour").content.decode()
    assert "Saved there now: “Migration”" in page
    assert set(action.themes.all()) == {third}
    assert not PriorityAction.objects.get(pk=action.pk).lead_en


def test_what_stands_there_is_said_in_words_and_not_in_numbers(amina, boris):
    action = filled_action()
    pillar = a("priorities.Pillar", country=action.country, name="Supply chains")
    first, second = Screen(amina, action), Screen(boris, action)
    first.save(pillar=str(pillar.pk), implementation="completed", period_start="", period_end="2020-03")
    page = second.save().content.decode()
    assert "Saved there now: “Supply chains”" in page
    assert "Saved there now: “completed”" in page
    assert "Saved there now: “—”" in page
    assert "Saved there now: “2020-03”" in page


def test_a_switch_is_said_in_words(amina, boris):
    theme = a("priorities.Theme", is_published=False)
    first, second = Screen(amina, theme), Screen(boris, theme)
    first.save(is_published="on")
    assert "Saved there now: “yes”" in second.save().content.decode()


def test_a_theme_that_gets_another_name_is_no_change_of_its_actions(amina):
    action = filled_action()
    screen = Screen(amina, action)
    theme = action.themes.first()
    theme.name_en = "Another name"
    theme.save()
    assert saved(screen.save(lead_en="Ministry of Labour"))


# Records inside the screen of the one they belong to.


@pytest.fixture
def network():
    """A business network with a point of two lines, beside another."""
    a("library.InitiativePoint")
    return a("library.InitiativePoint", text_en="It brings\ncompanies together", order=1, kind="work").initiative


def test_an_inside_record_that_somebody_else_changed_is_not_overwritten(amina, boris, network):
    point = network.points.get()
    first, second = Screen(amina, network), Screen(boris, network)
    assert saved(first.save(**{"points-0-text_en": "Amina's wording"}))
    answer = second.save(**{"points-0-text_en": "Boris's wording", "tagline_en": "Boris's tagline"})
    page = answer.content.decode()
    assert MEANWHILE in page
    assert "Saved there now: “Amina&#x27;s wording”" in page
    form = Form(answer, second.form_id)
    assert form["points-0-text_en"] == "Boris's wording"
    assert form["tagline_en"] == "Boris's tagline"
    point.refresh_from_db()
    network.refresh_from_db()
    assert point.text_en == "Amina's wording"
    assert not network.tagline_en
    assert saved(form.send(boris, second.address))
    point.refresh_from_db()
    assert point.text_en == "Boris's wording"


def test_an_inside_record_that_was_changed_on_its_own_screen_is_noticed(amina, boris, network):
    point = network.points.get()
    whole, alone = Screen(amina, network), Screen(boris, point)
    assert saved(alone.save(text_en="Boris's wording"))
    page = whole.save(tagline_en="Amina's tagline").content.decode()
    assert "Saved there now: “Boris&#x27;s wording”" in page
    point.refresh_from_db()
    assert point.text_en == "Boris's wording"


def test_an_inside_record_that_somebody_else_changed_is_not_deleted_unseen(amina, boris, network):
    point = network.points.get()
    first, second = Screen(amina, network), Screen(boris, network)
    first.save(**{"points-0-text_en": "Amina's wording"})
    answer = second.save(**{"points-0-DELETE": "on"})
    assert "Save again to delete it all the same" in answer.content.decode()
    assert network.points.get() == point
    form = Form(answer, second.form_id)
    assert saved(form.send(boris, second.address))
    assert not network.points.exists()


def test_an_inside_record_that_somebody_else_deleted_does_not_come_back(amina, boris, network):
    last = a("library.InitiativePoint", initiative=network, text_en="The last step", order=2, kind="work")
    first, second = Screen(amina, network), Screen(boris, network)
    assert saved(first.save(**{"points-0-DELETE": "on"}))
    words = ["Boris's wording", "Boris's last step"]
    answer = second.save(**{f"points-{row}-text_en": text for row, text in enumerate(words)})
    page = answer.content.decode()
    assert "Somebody else deleted this meanwhile: “Slide 1 · Boris&#x27;s wording”" in page
    form = Form(answer, second.form_id)
    assert form["points-0-text_en"] == "Boris's last step"
    last.refresh_from_db()
    assert last.text_en == "The last step"
    assert saved(form.send(boris, second.address))
    assert [point.text_en for point in network.points.all()] == ["Boris's last step"]


def test_two_who_delete_the_same_inside_record_both_succeed(amina, boris, network):
    first, second = Screen(amina, network), Screen(boris, network)
    assert saved(first.save(**{"points-0-DELETE": "on"}))
    assert saved(second.save(**{"points-0-DELETE": "on", "tagline_en": "Boris's tagline"}))
    network.refresh_from_db()
    assert network.tagline_en == "Boris's tagline"


def test_an_inside_record_is_deleted_when_nobody_changed_it(amina, network):
    assert saved(Screen(amina, network).save(**{"points-0-DELETE": "on"}))
    assert not network.points.exists()


def test_what_somebody_else_added_inside_stays(amina, boris, network):
    screen = Screen(amina, network)
    added = a("library.InitiativePoint", initiative=network)
    assert saved(screen.save(tagline_en="Amina's tagline"))
    assert added in network.points.all()


def test_inside_records_that_nobody_touched_are_not_written(amina):
    country = a("countries.Country")
    inside = [
        a("countries.CoordinationStep", country=country, wording_en="Set up\na committee"),
        a("countries.Milestone", country=country, date=PartialDate(2019, 2)),
        a("priorities.PriorityAction", country=country, budget_needed=Decimal("1000.50"), currency="USD"),
    ]
    before = [record.history.count() for record in inside]
    for _time in range(2):
        assert saved(Screen(amina, country).save(summary_en="A summary"))
    assert [record.history.count() for record in inside] == before


def test_participations_inside_their_event_are_guarded_as_well(amina, boris):
    row = a("events.Participation", role="speaker")
    a("events.Participation", role="speaker")
    first, second = Screen(amina, row.event), Screen(boris, row.event)
    assert saved(first.save(**{"participations-0-role": "host"}))
    answer = second.save(**{"participations-0-role": "panellist"})
    assert "Saved there now: “host”" in answer.content.decode()
    row.refresh_from_db()
    assert row.role == "host"
    assert saved(Form(answer, second.form_id).send(boris, second.address))
    row.refresh_from_db()
    assert row.role == "panellist"


def test_who_may_only_look_sees_no_fingerprint_and_cannot_save():
    from tests.countries.making import staff

    client = Client()
    client.force_login(staff("library.view_document"))
    document = a("library.Document", title_en="A letter")
    address = reverse("admin:library_document_change", args=[document.pk])
    page = client.get(address).content.decode()
    assert "A letter" in page
    assert "seen" not in page.lower()
    assert client.post(address, {"title_en": "Mine", "seen": ""}).status_code == 403
    document.refresh_from_db()
    assert document.title_en == "A letter"
