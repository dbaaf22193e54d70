"""fixtures/*.csv say what the source document says, all and nothing else; fixtures/README.md says how it was read."""

import re
from collections import Counter

import pytest
from django.apps import apps

from pathfinder.seeding import FILES, seed
from tests.fixture_files import FOLDER, items_of, key, ledger, milestones, of_country, records, rows

DECK = "global-progress-2019"
ACTIONS = {
    "madagascar": 4, "nepal": 9, "mauritania": 5, "chile": 5,
    "uganda": 10, "albania": 8, "nigeria": 11, "viet-nam": 11,
}  # fmt: skip
WITH_REPORT = {*ACTIONS, "fiji"}
OUR_OWN = {"documents", "page_texts", "milestone_types", "themes", "organisations"}  # no statements of the deck


# The files


def test_every_file_of_the_loader_is_there_and_no_other():
    assert {path.stem for path in FOLDER.glob("*.csv")} == {*FILES, "ledger"}


@pytest.mark.parametrize("stem", [*FILES, "ledger"])
def test_a_file_is_utf8_with_plain_line_ends_and_rows_as_wide_as_the_header(stem):
    raw = (FOLDER / f"{stem}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    for row in rows(stem):
        assert None not in row
        assert None not in row.values()


@pytest.mark.parametrize("stem", [*FILES, "ledger"])
def test_no_cell_has_stray_spaces(stem):
    assert [cell for row in rows(stem) for cell in row.values() if cell != cell.strip() or "  " in cell] == []


@pytest.mark.parametrize("stem", FILES)
def test_natural_keys_are_unique(stem):
    assert [name for name, count in Counter(key(stem, row) for row in rows(stem)).items() if count > 1] == []


# The ledger accounts for the whole deck, and for nothing else


def test_every_item_of_the_deck_became_a_record_that_exists():
    assert {name for _, _, named in ledger() for name in named} - set(records()) == set()
    assert all(item and slide for slide, item, _ in ledger())


def test_every_sourced_record_stands_in_the_ledger():
    sourced = {name for name in records() if name.partition("/")[0] not in OUR_OWN}
    assert sourced - {name for _, _, named in ledger() for name in named} == set()


def test_every_sourced_record_cites_the_deck_and_a_slide_that_names_it():
    slides = {(name, slide) for slide, _, named in ledger() for name in named}
    for name, row in records().items():
        if name.partition("/")[0] not in OUR_OWN:
            assert row["source"] == DECK, name
            assert (name, row["locator"]) in slides, name


@pytest.mark.parametrize(
    ("stem", "field"),
    [
        ("priority_actions", "wording_en"),
        ("next_steps", "wording_en"),
        ("coordination_steps", "wording_en"),
        ("pillars", "name_en"),
        ("lessons_learnt", "text_en"),
        ("initiative_points", "text_en"),
    ],
)
def test_a_wording_is_that_of_the_ledger_letter_by_letter(stem, field):
    for row in rows(stem):
        assert row[field] in items_of(f"{stem}/{key(stem, row)}")


def test_every_presenters_note_is_in_the_ledger():
    for row in rows("initiative_points"):
        for note in filter(None, row["presenter_note_en"].split("\n\n")):
            assert note in items_of(f"initiative_points/{key('initiative_points', row)}")


# Countries


def test_eight_pathfinder_countries_and_fiji_have_a_report_and_nobody_else():
    engagement = {row["slug"]: row["engagement"] for row in rows("countries")}
    assert {slug for slug, word in engagement.items() if word == "pathfinder"} == set(ACTIONS)
    assert {slug for slug, word in engagement.items() if word == "prospective"} == {"fiji"}
    assert set(engagement.values()) == {"pathfinder", "prospective", "none"}


def test_pathfinder_since_is_filled_only_where_the_deck_says_it():
    since = {row["slug"]: row["pathfinder_since"] for row in rows("countries") if row["pathfinder_since"]}
    assert since == {"madagascar": "2018-10", "nepal": "2019-02", "mauritania": "2019-01", "chile": "2019-03"}


def test_the_status_granted_has_the_date_since_when_a_country_is_a_pathfinder():
    granted = {row["country"]: row["date"] for row in rows("milestones") if row["type"] == "status-granted"}
    assert granted == {row["slug"]: row["pathfinder_since"] for row in rows("countries") if row["pathfinder_since"]}


@pytest.mark.parametrize(("field", "pattern"), [("alpha2", "[A-Z]{2}"), ("alpha3", "[A-Z]{3}"), ("m49", "[0-9]{3}")])
def test_country_codes_have_their_length_and_are_unique(field, pattern):
    codes = [row[field] for row in rows("countries")]
    assert all(re.fullmatch(pattern, code) for code in codes)
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("slug", "codes"),
    [
        ("madagascar", ("MG", "MDG", "450")),
        ("nepal", ("NP", "NPL", "524")),
        ("mauritania", ("MR", "MRT", "478")),
        ("chile", ("CL", "CHL", "152")),
        ("uganda", ("UG", "UGA", "800")),
        ("albania", ("AL", "ALB", "008")),
        ("nigeria", ("NG", "NGA", "566")),
        ("viet-nam", ("VN", "VNM", "704")),
        ("fiji", ("FJ", "FJI", "242")),
    ],
)
def test_the_nine_countries_have_the_codes_of_the_un_list(slug, codes):
    row = records()[f"countries/{slug}"]
    assert (row["alpha2"], row["alpha3"], row["m49"]) == codes


@pytest.mark.parametrize("stem", ["countries", "themes", "milestone_types"])
def test_names_of_countries_themes_and_milestones_stand_in_four_languages(stem):
    for row in rows(stem):
        assert all(row[f"name_{language}"] for language in ("en", "fr", "es", "ar")), row["slug"]
        assert re.search("[\u0600-\u06ff]", row["name_ar"]), row["slug"]


def test_countries_are_named_as_the_united_nations_names_them():
    assert records()["countries/viet-nam"]["name_en"] == "Viet Nam"
    assert records()["countries/netherlands"]["name_en"] == "Netherlands (Kingdom of the)"


# Priority actions


def test_there_are_63_priority_actions_as_the_deck_has_them_by_country():
    assert Counter(row["country"] for row in rows("priority_actions")) == ACTIONS
    assert len(rows("priority_actions")) == 63


def test_references_are_the_countrys_code_and_a_number_in_the_decks_order():
    for country in ACTIONS:
        alpha3 = records()[f"countries/{country}"]["alpha3"]
        for number, row in enumerate(of_country("priority_actions", country), start=1):
            assert (row["reference"], row["order"]) == (f"{alpha3}-{number:02d}", str(number))


def test_no_action_and_no_next_step_has_a_state_because_the_deck_gives_none():
    assert {row["implementation"] for row in rows("priority_actions") + rows("next_steps")} == {"not_reported"}


def test_actions_stand_under_the_groups_the_deck_has():
    assert Counter(row["pillar"] for row in rows("priority_actions") if row["pillar"]) == {
        "madagascar/1": 2, "madagascar/2": 2, "uganda/1": 5, "uganda/2": 5, "albania/1": 4, "albania/2": 4,
        "nigeria/1": 3, "nigeria/2": 4, "nigeria/3": 4,
        "viet-nam/1": 3, "viet-nam/2": 2, "viet-nam/3": 2, "viet-nam/4": 4,
    }  # fmt: skip
    ungrouped = {row["country"] for row in rows("priority_actions") if not row["pillar"]}
    assert ungrouped == {"nepal", "mauritania", "chile"}


def test_an_action_has_the_themes_of_its_pillar_at_least_and_never_none():
    for row in rows("priority_actions"):
        themes = set(row["themes"].split("; "))
        assert themes <= {theme["slug"] for theme in rows("themes")}
        if row["pillar"]:
            assert themes >= set(records()[f"pillars/{row['pillar']}"]["themes"].split("; ")), row["reference"]


def test_a_period_or_a_target_is_filled_only_from_the_wording():
    filled = {row["reference"]: row for row in rows("priority_actions") if row["period_end"] or row["target_en"]}
    assert set(filled) == {"NPL-01", "NPL-04", "MRT-05"}
    for row in filled.values():
        assert row["target_en"] in row["wording_en"]
        assert not row["period_end"] or f"by {row['period_end']}" in row["wording_en"]


# Special readings


def test_mauritania_keeps_convention_142_and_a_note_says_that_143_is_meant():
    row = records()["priority_actions/MRT-04"]
    assert "Convention n° 142" in row["wording_en"]
    assert "143" not in row["wording_en"]
    assert "No. 143, the Migrant Workers (Supplementary Provisions) Convention, 1975" in row["editor_note_en"]


def test_nepals_coordination_is_three_steps_identified_no_body_and_a_milestone_ahead():
    assert len(of_country("coordination_steps", "nepal")) == 3
    assert of_country("coordination_bodies", "nepal") == []
    assert milestones("nepal")["coordination-structure"]["state"] == "ahead"
    assert "established at MOLESS" in milestones("nepal")["coordination-structure"]["editor_note_en"]


def test_ugandas_committee_exists_and_its_milestone_is_under_way():
    (body,) = of_country("coordination_bodies", "uganda")
    assert body["lead_en"] == "Ministry of Labour"
    assert milestones("uganda")["coordination-structure"]["state"] == "under_way"


def test_fiji_has_eleven_steps_four_done_seven_ahead_and_no_action():
    assert Counter(row["state"] for row in milestones("fiji").values()) == {"done": 4, "ahead": 7}
    assert "prints “4” twice" in milestones("fiji")["priority-actions"]["editor_note_en"]
    assert [item[:2] for slide, item, _ in ledger() if "Fiji" in slide and item[0].isdigit()].count("4.") == 2
    assert of_country("priority_actions", "fiji") == []


def test_a_milestone_that_took_a_reading_has_an_editors_note():
    for row in rows("milestones"):
        if (
            row["type"] == "status-granted"
            or row["state"] == "under_way"
            or (row["country"] != "fiji" and not row["date"])
        ):
            assert row["editor_note_en"].startswith(("Read", "The source")), row


def test_a_due_date_that_took_a_reading_has_an_editors_note():
    due = {f"{row['country']}/{row['order']}": row for row in rows("next_steps") if row["due"]}
    assert {step: row["due"] for step, row in due.items()} == {
        "mauritania/2": "2019-06",  # "before July 2019"
        "viet-nam/1": "2019-09",
        "viet-nam/2": "2019",  # "by the end of the year"
    }
    assert due["mauritania/2"]["editor_note_en"]
    assert due["viet-nam/2"]["editor_note_en"]


def test_next_steps_are_those_of_the_deck_and_only_mauritanias_have_a_horizon():
    assert Counter(row["country"] for row in rows("next_steps")) == {
        "mauritania": 2, "uganda": 2, "albania": 1, "nigeria": 3, "viet-nam": 2,
    }  # fmt: skip
    assert {row["country"] for row in rows("next_steps") if row["horizon"]} == {"mauritania"}


def test_the_milestone_types_are_the_fourteen_of_the_design_in_its_order():
    assert [row["name_en"].lower() for row in rows("milestone_types")] == [
        "expression of interest", "focal point nominated", "organising committee", "strategic planning workshop",
        "priority actions identified", "roadmap adopted", "roadmap reviewed and status granted",
        "coordination structure", "resources mobilised", "data collection", "monitoring system", "annual reporting",
        "practices shared", "technical support intensified",
    ]  # fmt: skip


# Workshops and events


def test_workshops_are_those_the_deck_says_took_place():
    assert {key("workshops", row) for row in rows("workshops")} == {
        "madagascar/strategy/2018-10",
        "nepal/consultation/2019-02",
        "nepal/strategy/2019-06",
        "mauritania/strategy/2019-03",
        "chile/strategy/2019-03",
        "fiji/strategy/",
    }


def test_a_strategy_workshop_is_a_milestone_done_with_the_same_date():
    held = {row["country"]: row["start"] for row in rows("workshops") if row["kind"] == "strategy"}
    done = {row["country"]: row["date"] for row in rows("milestones") if row["type"] == "strategic-workshop"}
    assert held == done


def test_events_have_the_participants_and_roles_of_the_deck():
    assert Counter((row["event"], row["role"]) for row in rows("participations")) == {
        ("supply-chains-action-group-2019", "participant"): 5,
        ("international-labour-conference-2019", "speaker"): 4,
        ("hlpf-2019", "panellist"): 16,
        ("hlpf-2019", "chair"): 1,
        ("hlpf-2019", "vice_chair"): 1,
        ("child-labour-forum-2020", "organiser"): 3,
    }
    assert len(rows("events")) == 6


def test_a_participant_is_a_country_or_an_organisation():
    assert all(bool(row["country"]) != bool(row["organisation"]) for row in rows("participations"))


def test_france_chairs_argentina_is_vice_chair_and_norway_came_twice():
    roles = {(row["country"], row["role"]) for row in rows("participations")}
    assert {("france", "chair"), ("argentina", "vice_chair")} <= roles
    assert [row["event"] for row in of_country("participations", "norway")] == [
        "international-labour-conference-2019",
        "hlpf-2019",
    ]


def test_an_event_is_dated_as_exactly_as_the_deck_dates_it():
    assert {row["slug"]: (row["start"], row["end"]) for row in rows("events")} == {
        "supply-chains-action-group-2019": ("2019-05", ""),
        "international-labour-conference-2019": ("2019-06", ""),
        "hlpf-2019": ("2019-07", ""),
        "asian-regional-meeting-2019": ("2019-11-20", "2019-11-22"),
        "child-labour-forum-2020": ("2020-01", ""),
        "hlpf-2020": ("2020", ""),
    }
    assert [row["slug"] for row in rows("events") if row["scope"] == "regional"] == ["asian-regional-meeting-2019"]


# The library


def test_the_toolkit_has_seven_parts_and_six_announced_for_its_second_edition():
    assert Counter((row["edition"], row["state"]) for row in rows("toolkit_items")) == {
        ("1", "available"): 7,
        ("2", "announced"): 6,
    }


def test_there_are_eight_lessons_on_two_slides():
    assert Counter(row["locator"] for row in rows("lessons_learnt")) == {
        "Lessons Learnt (1)": 4,
        "Lessons Learnt (2)": 4,
    }


def test_both_business_networks_have_all_their_points():
    assert Counter((row["initiative"], row["kind"]) for row in rows("initiative_points")) == {
        ("child-labour-platform", "about"): 3,
        ("child-labour-platform", "benefit"): 6,
        ("global-business-network-on-forced-labour", "work"): 3,
    }


def test_the_deck_is_dated_by_its_year_with_a_note():
    (deck,) = rows("documents")
    assert deck["date"] == "2019"
    assert deck["date_note_en"].startswith("late 2019")


def test_the_portal_has_the_texts_its_pages_ask_for():
    texts = {row["slug"]: row for row in rows("page_texts")}
    assert set(texts) >= {"about", "accessibility", "disclaimer", "how-to-read", "pathfinder-country", "privacy"}
    for slug in ("about", "disclaimer"):
        assert all(texts[slug][f"body_{language}"] for language in ("en", "fr", "es", "ar")), slug


# In the database, which conftest.py has seeded


@pytest.mark.django_db
@pytest.mark.parametrize("stem", FILES)
def test_every_row_is_one_valid_record(stem):
    model = apps.get_model(FILES[stem])
    assert model.objects.count() == len(rows(stem))
    for record in model.objects.all():
        record.full_clean()


@pytest.mark.django_db
def test_seeding_again_changes_nothing():
    assert seed(FOLDER).total == {"unchanged": sum(len(rows(stem)) for stem in FILES)}


@pytest.mark.django_db
def test_a_database_seeded_before_the_translations_gets_them_except_where_staff_wrote():
    actions = apps.get_model("priorities.PriorityAction").objects
    actions.update(wording_fr=None, wording_es=None, wording_ar=None)  # past the history, which is the seed's alone
    ours = actions.get(reference="NPL-04")
    ours.wording_fr = "Ce que le personnel a écrit"
    ours.save()
    assert seed(FOLDER).counts["priority_actions.csv"] == {"updated": 62, "kept": 1}
    ours.refresh_from_db()
    assert (ours.wording_fr, ours.wording_es) == ("Ce que le personnel a écrit", None)
    assert not actions.exclude(pk=ours.pk).filter(wording_ar=None).exists()


@pytest.mark.django_db
def test_an_empty_cell_is_unknown_in_the_record_too():
    actions = apps.get_model("priorities.PriorityAction").objects
    assert set(actions.values_list("implementation", "outlook", "lead_en", "status_date")) == {
        ("not_reported", "", None, None)
    }
    assert apps.get_model("events.Workshop").objects.get(country__slug="fiji").start is None
    assert set(apps.get_model("countries.Country").objects.with_report().values_list("slug", flat=True)) == WITH_REPORT
