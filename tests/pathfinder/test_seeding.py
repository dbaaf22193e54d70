from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from countries.models import Country, Milestone
from events.models import Event, Participation, Workshop
from library.dates import PartialDate
from library.models import Document, LessonLearnt
from pathfinder.seeding import FILES, seed
from priorities.models import PriorityAction, Theme
from reports.models import Edition
from tests.countries.making import a
from tests.library.forms_as_sent import Form
from tests.pathfinder.seed_folder import ROWS, SMALL, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    client = Client()
    client.force_login(a("accounts.User", is_staff=True, is_superuser=True))
    return client


def address(record, verb="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{verb}", args=[record.pk])


def change(client, record, **fields):
    """What staff do on the record's screen."""
    form = Form(client.get(address(record)), f"{record._meta.model_name}_form")
    answer = form.send(client, address(record), **fields)
    assert answer.status_code == 302, answer.context["errors"]


def delete(client, record):
    assert client.post(address(record, "delete"), {"post": "yes"}).status_code == 302


def test_a_folder_becomes_records(folder):
    outcome = folder.seed()
    assert outcome.total == {"created": ROWS}
    assert outcome.counts["priority_actions.csv"] == {"created": 2}
    assert outcome.counts["roadmaps.csv"] == {}
    country = Country.objects.get(slug="x-land")
    assert (country.name_en, country.pathfinder_since, country.source.slug) == ("X", PartialDate(2019, 2), "x-deck")
    document = Document.objects.get(slug="x-deck")
    assert (document.title_ar, document.title_fr, document.is_published) == ("عرض", None, True)
    second = PriorityAction.objects.get(reference="XAA-02")
    assert {theme.slug for theme in second.themes.all()} == {"x-labour", "x-migration"}
    assert Participation.objects.get(organisation__slug="x-body").country is None
    assert Workshop.objects.get(country=country).outcomes_en == "Two\nlines"


def test_every_row_that_the_seed_writes_says_so_in_the_history(folder):
    folder.seed()
    for record in (Document.objects.get(slug="x-deck"), *PriorityAction.objects.filter(country__slug="x-land")):
        reasons = {row.history_change_reason for row in record.history.all()}
        assert reasons == {"seed"}


def test_a_second_seed_changes_nothing_and_writes_no_history(folder):
    folder.seed()
    before = everything()
    assert folder.seed().total == {"unchanged": ROWS}
    assert everything() == before


def test_a_seed_in_another_language_changes_nothing(folder):
    folder.seed()
    with translation.override("ar"):
        assert folder.seed().total == {"unchanged": ROWS}


def test_the_seed_of_this_portal_changes_nothing_a_second_time():
    before = everything()
    assert set(seed(settings.BASE_DIR / "fixtures").total) == {"unchanged"}
    assert everything() == before


def test_a_file_that_changes_changes_what_only_the_seed_wrote(folder):
    folder.seed()
    for round_ in ("once", "twice", "thrice"):  # its own write is not taken for somebody else's
        folder.change("priority_actions", 1, wording_en=f"Do it {round_}")
        assert folder.seed().total == {"unchanged": ROWS - 1, "updated": 1}
        assert PriorityAction.objects.get(reference="XAA-02").wording_en == f"Do it {round_}"


def test_themes_that_change_in_the_file_change_however_often(folder):
    folder.seed()
    action = PriorityAction.objects.get(reference="XAA-01")
    for themes in ("x-migration", "x-labour", "x-labour; x-migration", "x-migration"):
        folder.change("priority_actions", 0, themes=themes)
        assert folder.seed().total == {"unchanged": ROWS - 1, "updated": 1}
        assert "; ".join(action.themes.values_list("slug", flat=True)) == themes


def test_a_row_that_is_added_is_created_and_one_that_leaves_the_file_stays(folder):
    folder.seed()
    folder.rows["themes"].append({**folder.rows["themes"][0], "slug": "x-third", "order": "9003"})
    folder.write("themes")
    (folder.path / "workshops.csv").unlink()
    assert folder.seed().total == {"unchanged": ROWS - 1, "created": 1}
    assert Workshop.objects.filter(country__slug="x-land").exists()


# What staff did stays.


def test_what_staff_changed_stays(folder, staff):
    folder.seed()
    change(staff, Document.objects.get(slug="x-deck"), title_en="A better title")
    folder.change("documents", 0, title_en="The file's title", publisher="ILO")
    assert folder.seed().total == {"unchanged": ROWS - 1, "kept": 1}
    document = Document.objects.get(slug="x-deck")
    assert (document.title_en, document.publisher) == ("A better title", "")


@pytest.mark.parametrize("themes", [["x-migration"], ["x-labour", "x-migration"]])
def test_themes_that_staff_changed_stay(folder, staff, themes):
    folder.seed()
    action = PriorityAction.objects.get(reference="XAA-01")
    change(staff, action, themes=[str(theme.pk) for theme in Theme.objects.filter(slug__in=themes)])
    assert folder.seed().counts["priority_actions.csv"] == {"unchanged": 1, "kept": 1}
    assert [theme.slug for theme in action.themes.all()] == themes


def test_themes_that_were_changed_without_saving_the_action_stay(folder):
    folder.seed()
    action = PriorityAction.objects.get(reference="XAA-01")
    PriorityAction.objects.get(pk=action.pk).themes.set(Theme.objects.filter(slug="x-migration"))
    assert folder.seed().counts["priority_actions.csv"] == {"unchanged": 1, "kept": 1}
    assert [theme.slug for theme in action.themes.all()] == ["x-migration"]


def test_what_staff_changed_inside_a_countrys_screen_stays_and_the_rest_is_still_the_seeds(folder, staff):
    folder.seed()
    change(staff, Country.objects.get(slug="x-land"), **{"workshops-0-place_en": "Antananarivo"})
    folder.change("workshops", 0, outcomes_en="Other outcomes")
    folder.change("milestones", 0, date="2019-03")
    counts = folder.seed().counts
    assert counts["workshops.csv"] == {"kept": 1}
    assert counts["milestones.csv"] == {"updated": 1}
    assert Workshop.objects.get(country__slug="x-land").place_en == "Antananarivo"


@pytest.mark.parametrize(
    ("model", "key"),
    [
        (Milestone, {"country__slug": "x-land"}),
        (Workshop, {"country__slug": "x-land"}),
        (PriorityAction, {"reference": "XAA-01"}),
        (Participation, {"country__slug": "x-land"}),
        (Participation, {"organisation__slug": "x-body"}),
    ],
)
def test_what_staff_deleted_does_not_come_back(folder, staff, model, key):
    folder.seed()
    delete(staff, model.objects.get(**key))
    for _time in range(2):
        assert folder.seed().total == {"unchanged": ROWS - 1, "kept": 1}
    assert not model.objects.filter(**key).exists()


def test_what_staff_deleted_and_made_anew_is_theirs(folder, staff):
    folder.seed()
    milestone = Milestone.objects.get(country__slug="x-land")
    delete(staff, milestone)
    a("countries.Milestone", country=milestone.country, type=milestone.type, state="ahead")
    assert folder.seed().counts["milestones.csv"] == {"kept": 1}
    assert Milestone.objects.get(country__slug="x-land").state == "ahead"


def test_a_row_that_names_what_staff_deleted_is_left_out(folder, staff):
    folder.seed()
    delete(staff, Event.objects.get(slug="x-event"))
    folder.rows["participations"].append({**folder.rows["participations"][0], "role": "speaker"})
    folder.write("participations")
    outcome = folder.seed()
    assert outcome.counts["events.csv"] == {"kept": 1}
    assert outcome.counts["participations.csv"] == {"kept": 3}
    assert not Participation.objects.filter(country__slug="x-land").exists()


def test_a_country_that_staff_deleted_takes_its_rows_along(folder, staff):
    folder.seed()
    for row in Participation.objects.filter(country__slug="x-land"):
        row.delete()
    delete(staff, Country.objects.get(slug="x-land"))
    outcome = folder.seed()
    assert {file for file, words in outcome.counts.items() if words["kept"]} == {
        "countries.csv", "milestones.csv", "priority_actions.csv", "participations.csv", "workshops.csv",
    }  # fmt: skip
    assert not Country.objects.filter(slug="x-land").exists()
    assert Country.objects.filter(slug="nepal").exists()


def test_a_theme_that_staff_deleted_leaves_the_actions_their_others(folder, staff):
    folder.seed()
    delete(staff, Theme.objects.get(slug="x-migration"))
    folder.change("priority_actions", 1, wording_en="Do it well")
    outcome = folder.seed()
    assert outcome.counts["themes.csv"] == {"unchanged": 1, "kept": 1}
    assert outcome.counts["priority_actions.csv"] == {"unchanged": 1, "updated": 1}
    second = PriorityAction.objects.get(reference="XAA-02")
    assert (second.wording_en, [theme.slug for theme in second.themes.all()]) == ("Do it well", ["x-labour"])


def test_an_action_all_of_whose_themes_staff_deleted_is_left_out(folder, staff):
    folder.seed()
    delete(staff, Theme.objects.get(slug="x-labour"))
    delete(staff, Theme.objects.get(slug="x-migration"))
    assert folder.seed().counts["priority_actions.csv"] == {"kept": 2}


def test_a_workshop_whose_date_staff_made_more_precise_is_not_made_twice(folder, staff):
    folder.seed()
    change(staff, Workshop.objects.get(country__slug="x-land"), start="2019-02-14")
    assert folder.seed().counts["workshops.csv"] == {"kept": 1}
    assert [str(found.start) for found in Workshop.objects.filter(country__slug="x-land")] == ["2019-02-14"]


def test_a_record_that_staff_renamed_is_found_again_by_the_rows_that_name_it(folder, staff):
    folder.seed()
    change(staff, Document.objects.get(slug="x-deck"), slug="x-slides")
    outcome = folder.seed()
    assert outcome.total == {"unchanged": ROWS - 1, "kept": 1}
    assert not Document.objects.filter(slug="x-deck").exists()
    folder.change("countries", 0, name_en="Land of X")
    assert folder.seed().counts["countries.csv"] == {"updated": 1}
    assert Country.objects.get(slug="x-land").source.slug == "x-slides"


# The command.


def run(*arguments):
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_did_file_by_file(folder):
    lines = run("--folder", str(folder.path)).splitlines()
    assert len(lines) == len(FILES)
    said = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines}
    assert said["priority_actions.csv"] == "2 created"
    assert said["roadmaps.csv"] == "no file"
    assert "2 unchanged" in run("--folder", str(folder.path))


def test_the_command_names_the_broken_row_and_says_that_nothing_was_written(folder):
    before = everything()
    folder.write("documents", {**SMALL["documents"][0], "date": "soon"})
    with pytest.raises(CommandError, match=r"^Nothing was written\. documents\.csv, row 2, date: "):
        run("--folder", str(folder.path))
    assert everything() == before


def test_the_command_without_demo_makes_no_accounts_and_no_editions(folder):
    before = User.objects.count(), Edition.objects.count()
    run("--folder", str(folder.path))
    assert (User.objects.count(), Edition.objects.count()) == before


def test_rows_of_another_portal_are_not_touched(folder):
    lesson = a("library.LessonLearnt", text_en="Ours")
    folder.seed()
    assert LessonLearnt.objects.get(pk=lesson.pk).text_en == "Ours"
