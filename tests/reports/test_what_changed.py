"""Changes in a reader's words: nothing that changed is passed over, and each reader is told in their language."""

import copy
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.changes import Kind
from reports.fields import MODELS, name_of
from reports.models import Edition
from reports.page import SECTIONS
from reports.texts import DATES, WORDS
from reports.what_changed import IN_THE_HEADING, Comparison, Entry, Group, Telling

from .second_edition import much_changed, published
from .test_changes import leaves

pytestmark = pytest.mark.django_db


def told(old: dict[str, Any], new: dict[str, Any], language: str = "en") -> dict[str, Group]:
    with translation.override(language):
        return {group.id: group for group in Telling(old, new, language).groups(SECTIONS)}


def entry(groups: dict[str, Group], section: str, code: str = "") -> Entry:
    (found,) = [each for each in groups[section].entries if each.code == code]
    return found


@pytest.fixture
def old() -> dict[str, Any]:
    return Edition.objects.get(slug="nepal", number=1).snapshot


@pytest.fixture
def new(old: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(old)


def another(value: Any, name: str) -> Any:
    """A value that the field could have as well."""
    if name in WORDS:
        codes = list(WORDS[name] if isinstance(WORDS[name], dict) else dict(WORDS[name].choices))
        return next(code for code in codes if code != value)
    if name in DATES:
        return "2031-05"
    if name == "report":
        return {"as_of": "2031-05", "text": {"en": "Ten."}, "by": "country", "confirmed": None}
    return value + 1 if isinstance(value, int) else f"{value} x"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), language=st.sampled_from(["en", "ar"]))
def test_whatever_changes_in_an_edition_is_told(old: dict[str, Any], language: str, data: st.DataObject) -> None:
    """Besides what refers to another part of the snapshot, which changes with it."""
    fitting = [
        leaf for leaf in leaves(old) if leaf[-1] not in ("document", "pillar", "source") and "themes" not in leaf[2:]
    ]
    where = data.draw(st.sampled_from(fitting))
    new = copy.deepcopy(old)
    part = new
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = another(part[where[-1]], where[-2] if isinstance(where[-1], int) else where[-1])
    assert told(old, new, language) or (where[0] == "edition" and where[1] in IN_THE_HEADING)


def test_nothing_is_told_of_the_same(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert told(old, new) == {}


def test_every_field_of_a_snapshot_has_a_name_for_readers(old: dict[str, Any]) -> None:
    """One that has none is told all the same, under its name in the data."""
    unnamed = set()
    for part in MODELS:
        rows = old[part] if isinstance(old[part], list) else [old[part]]
        rows = list(old[part].values()) if part in ("themes", "sources") else rows
        unnamed |= {(part, name) for row in rows for name in row if not name_of(part, name)}
    assert {(part, name) for part, name in unnamed if part != "edition"} == set()


def test_a_translation_is_told_word_by_word_to_its_readers_and_counted_for_others(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    new["actions"][0]["wording"]["fr"] = "Harmoniser les lois"
    (detail,) = entry(told(old, new, "fr"), "actions", "NPL-01").details
    assert detail.language == "fr"
    assert "".join(piece.text for piece in detail.pieces if piece.kind != "removed") == "Harmoniser les lois"
    group = told(old, new, "en")["actions"]
    assert group.entries == []
    assert group.asides == ["The translation of 1 text changed: French."]


def test_new_words_in_the_language_of_the_source_are_told_to_all(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Else a reader would take a translation that nobody has mended for what the country says now."""
    new["actions"][3]["wording"]["en"] = "Achieve 12 municipalities"
    (detail,) = entry(told(old, new, "ar"), "actions", "NPL-04").details
    assert (detail.language, detail.direction) == ("en", "ltr")


def test_a_text_that_changed_in_more_languages_names_the_others(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["actions"][3]["wording"] |= {"en": "Achieve 12", "fr": "Parvenir à 12"}
    (detail,) = entry(told(old, new, "fr"), "actions", "NPL-04").details
    assert (detail.language, str(detail.also_in)) == ("fr", "Anglais")


def test_a_text_in_no_language_of_reader_or_source_is_told_in_the_one_that_is_shown(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    old["country"]["summary"], new["country"]["summary"] = {"es": "Antes"}, {"es": "Después"}
    (detail,) = told(old, new, "fr")["engagement"].entries[0].details
    assert (detail.language, detail.how) == ("es", "reworded")


def test_a_milestone_reported_for_the_first_time_has_moved_and_names_its_source(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    place = next(n for n, row in enumerate(old["milestones"]) if row["state"] == "not_reported")
    source = {"document": "global-progress-2019", "locator": "p. 7"}
    new["milestones"][place] |= {"state": "done", "date": "2020-02", "source": source}
    (found,) = told(old, new)["pathway"].entries
    assert [detail.name for detail in found.details] == ["State", "Date", "Source"]
    state, date, cited = found.details
    assert ">Not reported<" in str(state.before)
    assert ">Done<" in str(state.after)
    assert (date.before, date.after) == (None, "February 2020")
    assert cited.after == "Global Progress and Good Practices of Alliance 8.7 (p. 7)"


def test_a_theme_taken_from_an_action_or_put_on_it_is_named(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert old["actions"][0]["themes"] == ["child-labour", "forced-labour"]
    new["actions"][0]["themes"] = ["migration", "forced-labour"]
    (detail,) = entry(told(old, new), "actions", "NPL-01").details
    assert (detail.before, detail.after, detail.of_many) == ("Child labour", "Migration", True)


def test_a_currency_is_told_with_its_amount(old: dict[str, Any], new: dict[str, Any]) -> None:
    old["actions"][0] |= {"currency": "NPR", "budget_needed": "1000"}
    new["actions"][0] |= {"currency": "USD", "budget_needed": "1000"}
    (detail,) = entry(told(old, new), "actions", "NPL-01").details
    assert (detail.name, detail.before, detail.after) == ("Budget needed", "NPR 1,000", "USD 1,000")


def test_rows_that_only_changed_places_are_counted(old: dict[str, Any], new: dict[str, Any]) -> None:
    for row in new["coordination_steps"]:
        row["order"] += 1
    count = len(new["coordination_steps"])
    group = told(old, new)["coordination"]
    assert group.entries == []
    assert group.asides == [f"{count} entries have another place in the order."]
    new["coordination_steps"] = old["coordination_steps"][::-1]
    assert told(old, new)["coordination"].moved


def test_a_pillar_with_another_number_is_no_change_of_its_actions() -> None:
    old = Edition.objects.get(slug="uganda").snapshot
    new = copy.deepcopy(old)
    for row in new["pillars"]:
        row["order"] += 5
    for row in new["actions"]:
        row["pillar"] += 5
    group = told(old, new)["actions"]
    assert group.entries == []
    assert group.moved == len(new["pillars"]) + len(new["actions"])


def test_what_an_older_snapshot_did_not_have_is_told_row_by_row(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["ratifications"] = [{"title": {"en": "Convention No. 182"}, "date": "2002"}]
    new["empty"] = []
    (found,) = told(old, new)[""].entries
    assert (found.kind, found.subject) == (Kind.ADDED, "Convention No. 182")


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [("schema", 1, 2), ("figures", {"a": 1}, {"a": 2}), ("lists", {"a": [1]}, {"a": [2]}), ("kind", [], {"en": "x"})],
)
def test_what_no_reader_has_a_word_for_is_named_as_in_the_data(
    old: dict[str, Any], new: dict[str, Any], part: str, before: Any, after: Any
) -> None:
    old[part], new[part] = before, after
    assert told(old, new)[""].asides == [f"Other details changed: {part}."]


def test_a_field_that_no_reader_has_a_word_for_is_named_too(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["actions"][0]["colour"] = "blue"
    assert told(old, new)["actions"].asides == ["Other details changed: colour."]


def test_nobody_came_is_not_the_same_as_not_reported(old: dict[str, Any], new: dict[str, Any]) -> None:
    old["workshops"][0]["headcount"], new["workshops"][0]["headcount"] = 0, None
    (detail,) = told(old, new)["workshops"].entries[0].details
    assert (detail.before, detail.after) == ("0", None)


def test_a_first_edition_has_nothing_before_it_and_asks_for_nothing(django_assert_num_queries: Any) -> None:
    edition = Edition.objects.get(slug="nepal", number=1)
    with django_assert_num_queries(0):
        first = Comparison(edition, "en", SECTIONS)
        assert first.since is None
        assert first.groups == []


def test_an_edition_is_compared_with_the_last_before_it_of_the_same_country() -> None:
    second = much_changed()
    third = published(year=2021)
    published("uganda")
    assert Comparison(third, "en", SECTIONS).since == second
    assert Comparison(third, "en", SECTIONS).groups == []


def test_the_words_of_a_country_are_text_and_never_markup() -> None:
    groups = {group.id: group for group in Comparison(much_changed(), "en", SECTIONS).groups}
    assert entry(groups, "actions", "NPL-10").subject == "Train &lt;200&gt; labour inspectors"
