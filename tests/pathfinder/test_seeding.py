import csv
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from countries.models import Country, Milestone
from events.models import Event, Participation, Workshop
from library.dates import PartialDate
from library.models import Document, LessonLearnt
from pathfinder.seeding import FILES, BrokenRow, seed
from priorities.models import PriorityAction, Theme
from reports.models import Edition
from tests.countries.making import a
from tests.library.forms_as_sent import Form

pytestmark = pytest.mark.django_db

SOURCE = {"source": "x-deck", "locator": "Slide 1"}
ACTION = {
    "reference": "XAA-01", "country": "x-land", "order": "1", "wording_en": "Do it", "themes": "x-labour", **SOURCE
}  # fmt: skip
SMALL = {
    "documents": [
        {
            "slug": "x-deck", "title_en": "A deck", "title_ar": "عرض", "date": "2019", "language": "en",
            "is_published": "yes",
        }
    ],
    "countries": [
        {
            "slug": "x-land", "name_en": "X", "alpha2": "XA", "alpha3": "XAA", "m49": "901", "region": "asia",
            "working_language": "en", "engagement": "pathfinder", "pathfinder_since": "2019-02", **SOURCE,
        }
    ],
    "milestone_types": [{"slug": "x-step", "name_en": "Step", "order": "9001"}],
    "milestones": [{"country": "x-land", "type": "x-step", "state": "done", "date": "2019-02", **SOURCE}],
    "themes": [
        {"slug": "x-labour", "name_en": "Labour", "kind": "core", "order": "9001", "is_published": "yes"},
        {"slug": "x-migration", "name_en": "Migration", "kind": "core", "order": "9002", "is_published": "no"},
    ],
    "priority_actions": [ACTION, {**ACTION, "reference": "XAA-02", "order": "2", "themes": "x-labour; x-migration"}],
    "organisations": [{"slug": "x-body", "name_en": "A body"}],
    "events": [
        {"slug": "x-event", "name_en": "Event", "scope": "global", "start": "2019", "is_published": "no", **SOURCE}
    ],
    "participations": [
        {"event": "x-event", "country": "x-land", "organisation": "", "role": "host", **SOURCE},
        {"event": "x-event", "country": "", "organisation": "x-body", "role": "speaker", **SOURCE},
    ],
    "workshops": [
        {"country": "x-land", "kind": "strategy", "start": "2019-02", "outcomes_en": "Two\nlines", **SOURCE}
    ],
}  # fmt: skip
ROWS = sum(map(len, SMALL.values()))


class Folder:
    """Files as fixtures/ holds them, small."""

    def __init__(self, path):
        self.path = path
        self.rows = {stem: [dict(row) for row in rows] for stem, rows in SMALL.items()}
        for stem in SMALL:
            self.write(stem)

    def write(self, stem, *rows):
        rows = list(rows) or self.rows[stem]
        with (self.path / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)

    def change(self, stem, row, **cells):
        self.rows[stem][row].update(cells)
        self.write(stem)

    def seed(self):
        return seed(self.path)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


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


def everything():
    """Every record there is, as the database has it, and how much history."""
    models = [apps.get_model(label) for label in FILES.values()]
    return [list(model.objects.order_by("pk").values()) for model in models], [m.history.count() for m in models]


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


# A broken row stops everything and says where it is.

LONG = "x" * 400
BROKEN = [
    ("documents", {"slug": "x-deck", "titel": "A deck"}, "titel", "no such field"),
    ("documents", {"slug": "x-deck", "": "A deck"}, "", "no such field"),
    ("documents", {"slug": "x-deck", "id": "7"}, "id", "no such field"),
    ("documents", {"slug": "x-deck", "pk": "7"}, "pk", "no such field"),
    ("documents", {"slug": "x-deck", "toolkit_items": ""}, "toolkit_items", "no such field"),
    ("documents", {"slug": "x-deck", "title_en": "A deck"}, "language", "blank"),
    ("documents", {"title_en": "A deck", "language": "en"}, "slug", "must not be empty"),
    ("documents", {"slug": "", "title_en": "A deck", "language": "en"}, "slug", "blank"),
    ("documents", {"slug": "x deck!", "title_en": "A deck", "language": "en"}, "slug", "valid"),
    ("documents", {"slug": "x-deck", "title_en": "", "language": "en"}, "title", "blank"),
    ("documents", {"slug": "x-deck", "title_en": LONG, "language": "en"}, "title_en", "300"),
    ("documents", {"slug": "x-deck", "title_en": "A\0deck", "language": "en"}, "title_en", "no database keeps"),
    ("documents", {**SMALL["documents"][0], "date": "2019-2"}, "date", "2019-02-14"),
    ("documents", {**SMALL["documents"][0], "date": "2019-02-30"}, "date", "2019-02-14"),
    ("documents", {**SMALL["documents"][0], "is_published": "true"}, "is_published", "yes or no"),
    ("documents", {**SMALL["documents"][0], "is_published": ""}, "is_published", "yes or no"),
    ("documents", {**SMALL["documents"][0], "url": "not an address"}, "url", "valid URL"),
    ("countries", {**SMALL["countries"][0], "source": "no-deck"}, "source", "there is no document 'no-deck'"),
    ("countries", {**SMALL["countries"][0], "source": "x-deck/1"}, "source", "there is no document"),
    ("countries", {**SMALL["countries"][0], "source": ""}, "source", "null"),
    ("countries", {**SMALL["countries"][0], "alpha2": "xa"}, "the row", "as in NP."),
    ("countries", {**SMALL["countries"][0], "region": "atlantis"}, "region", "atlantis"),
    ("countries", {**SMALL["countries"][0], "engagement": "candidate"}, "the row", "Only a Pathfinder country"),
    ("countries", {**SMALL["countries"][0], "m49": "524"}, "m49", "already exists"),
    ("milestone_types", {"slug": "x-step", "name_en": "Step", "order": "first"}, "order", "integer"),
    ("milestone_types", {"slug": "x-step", "name_en": "Step", "order": "-1"}, "order", "greater than or equal"),
    ("milestone_types", {"slug": "x-step", "name_en": "Step", "order": "9" * 30}, "order", "less than or equal"),
    ("milestones", {**SMALL["milestones"][0], "country": ""}, "country", "must not be empty"),
    ("milestones", {**SMALL["milestones"][0], "type": "x-leap"}, "type", "there is no kind of milestone 'x-leap'"),
    ("priority_actions", {**ACTION, "themes": "x-labour; x-labuor"}, "themes", "there is no theme 'x-labuor'"),
    ("priority_actions", {**ACTION, "themes": " ; "}, "themes", "must not be empty"),
    ("priority_actions", {k: v for k, v in ACTION.items() if k != "themes"}, "themes", "must not be empty"),
    ("priority_actions", {**ACTION, "pillar": "x-land/1"}, "pillar", "there is no pillar 'x-land/1'"),
    ("priority_actions", {**ACTION, "pillar": "x-land/first"}, "pillar", "there is no pillar"),
    ("priority_actions", {**ACTION, "pillar": "uganda/1"}, "pillar", "another country"),
    ("priority_actions", {**ACTION, "reference": "XAA1"}, "the row", "as in NPL-04"),
    ("priority_actions", {**ACTION, "budget_needed": "a lot"}, "budget_needed", "decimal"),
    ("priority_actions", {**ACTION, "budget_needed": "NaN"}, "budget_needed", "decimal"),
    ("priority_actions", {**ACTION, "budget_needed": "5"}, "the row", "currency"),
    ("priority_actions", {**ACTION, "period_start": "2020", "period_end": "2019"}, "the row", "before it begins"),
    ("participations", {**SMALL["participations"][0], "organisation": "x-body"}, "the row", "not both"),
    ("participations", {**SMALL["participations"][0], "country": ""}, "the row", "not both"),
    ("workshops", {**SMALL["workshops"][0], "documents": "x-deck; no-deck"}, "documents", "no document 'no-deck'"),
    ("workshops", {**SMALL["workshops"][0], "headcount": "many"}, "headcount", "integer"),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "row", "field", "why"), BROKEN)
def test_a_broken_row_is_named_and_nothing_is_written(folder, stem, row, field, why):
    before = everything()
    folder.write(stem, row)
    with translation.override("en"), pytest.raises(BrokenRow) as caught:
        folder.seed()
    broken = caught.value
    assert (broken.file, broken.row, broken.field) == (f"{stem}.csv", 2, field)
    assert why in broken.why
    assert str(broken) == f"{stem}.csv, row 2, {field}: {broken.why}"
    assert everything() == before


HEADER = "slug,title_en,language\n"
GOOD = "x-1,One,en\n"
TORN = [
    (HEADER + GOOD + "x-2,Two\n", 3, "the row", "2 cells for 3 columns"),
    (HEADER + GOOD + "x-2,Two,en,more\n", 3, "the row", "4 cells for 3 columns"),
    (HEADER + GOOD + 'x-2,"Two,en\nx-3,Three,en\n', 3, "the row", "unexpected end of data"),
    (HEADER + GOOD + 'x-2,"Two"s,en\n', 3, "the row", "expected after"),
    (HEADER + GOOD + "\n\nx-2,Two\n", 5, "the row", "2 cells"),
    (HEADER + 'x-1,"One\nand a half",en\nx-2,Two\n', 3, "the row", "2 cells"),
    (HEADER + GOOD + "x-2,Two,en\nx-1,One again,en\n", 4, "slug", "row 2 is about the same record"),
    ("slug,title_en,slug\nx-1,One,x-1\n", 1, "slug", "two columns"),
    ("slug;title_en;language\nx-1;One;en\n", 2, "slug;title_en;language", "no such field"),
    (HEADER.encode() + GOOD.encode() + "x-2,Été,en\n".encode("latin-1"), 3, "the row", "not UTF-8"),
    ((HEADER + GOOD).encode("utf-16"), 1, "the row", "not UTF-8"),
    (HEADER + "x-1," + "x" * 140_000 + ",en\n", 2, "the row", "field larger than"),
]


@pytest.mark.parametrize(("content", "row", "field", "why"), TORN)
def test_a_torn_file_is_named_and_nothing_is_written(folder, content, row, field, why):
    before = everything()
    (folder.path / "documents.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BrokenRow) as caught:
        folder.seed()
    assert (caught.value.file, caught.value.row, caught.value.field) == ("documents.csv", row, field)
    assert why in caught.value.why
    assert everything() == before


def test_a_key_of_several_parts_names_one_row_of_its_file(folder):
    folder.write("participations", *SMALL["participations"], {**SMALL["participations"][1], "locator": "Slide 2"})
    with pytest.raises(BrokenRow, match=r"participations.csv, row 4, event__slug, .*: row 3 is about the same record"):
        folder.seed()


@pytest.mark.parametrize("content", ["", "\n", HEADER, "\ufeff" + HEADER])
def test_a_file_without_rows_is_no_mistake(tmp_path, content):
    (tmp_path / "documents.csv").write_text(content, encoding="utf-8")
    assert seed(tmp_path).counts["documents.csv"] == {}


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path):
    content = "\ufeff" + HEADER.replace("\n", "\r\n") + 'x-1,"One, ""two""",en\r\n\r\nx-2,Deux,fr\r\n'
    (tmp_path / "documents.csv").write_bytes(content.encode())
    assert seed(tmp_path).total == {"created": 2}
    assert Document.objects.get(slug="x-1").title_en == 'One, "two"'


def test_a_row_broken_in_a_late_file_undoes_the_early_ones(folder):
    folder.write("workshops", {**SMALL["workshops"][0], "kind": "party"})
    before = everything()
    with pytest.raises(BrokenRow, match=r"workshops.csv, row 2, kind"):
        folder.seed()
    assert everything() == before


# Whatever stands in a file: a broken row or records, and nothing else.


@st.composite
def hostile_files(draw):
    """Rows of the right columns with cells from everywhere, sometimes torn."""
    names = [*ACTION, "pillar", "budget_needed", "id", "country_id", "history"]
    columns = draw(st.lists(st.sampled_from(names), max_size=9))
    odd = ["", "yes", "9" * 25, "-1", "1e999999", "Infinity", "2019-02", "a/b", ";", "٣"]
    cell = st.one_of(st.sampled_from([*ACTION.values(), *odd]), st.text(max_size=12))
    rows = draw(st.lists(st.lists(cell, min_size=len(columns), max_size=len(columns)), max_size=3))
    file = StringIO()
    csv.writer(file).writerows([columns, *rows])
    content = bytearray(file.getvalue().encode(errors="surrogatepass"))
    for spot in draw(st.lists(st.integers(0, max(len(content) - 1, 0)), max_size=2)):
        content[spot : spot + 1] = draw(st.binary(max_size=3))
    return bytes(content)


@given(content=st.one_of(st.binary(max_size=200), hostile_files()))
@example(content=b"slug\n\x00\n")
@example(content=b"\xef\xbb\xbf")
@example(content=b"country,reference\nx-land,\xf0\x9f\x98\x80\n")
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_it_is_seeded_or_named(folder, content):
    (folder.path / "priority_actions.csv").write_bytes(content)
    try:
        found = set(folder.seed().counts["priority_actions.csv"])
    except BrokenRow as broken:
        found = {broken.file}
    assert found <= {"created", "updated", "unchanged", "kept", "priority_actions.csv"}


odd_actions = {name: st.sampled_from([cell, cell, cell, "", "9" * 25, "\0", "a/b"]) for name, cell in ACTION.items()}


@given(cells=st.fixed_dictionaries(odd_actions))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_row_it_is_seeded_or_named(folder, cells):
    folder.write("priority_actions", cells)
    try:
        found = set(folder.seed().counts["priority_actions.csv"])
    except BrokenRow as broken:
        found = {broken.field}
    assert found <= {"created", "updated", "unchanged", "kept", "the row", *ACTION}


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
