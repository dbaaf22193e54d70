"""The context that feeds the page and the PDF."""

from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from library.dates import PartialDate
from library.texts import LANGUAGES, Text, best
from reports.models import Edition
from reports.page import SECTIONS, report
from reports.texts import Word, localise


def e_report(slug: str, language: str = "en") -> dict[str, Any]:
    return report(Edition.objects.of(slug).current().get(), language)


@pytest.mark.django_db
def test_actions_stand_under_the_pillars_the_country_gave_them() -> None:
    groups = e_report("uganda")["groups"]
    assert [(str(group["pillar"]["name"]), len(group["actions"])) for group in groups] == [
        ("Child Labour", 5),
        ("Forced Labour", 5),
    ]


@pytest.mark.django_db
def test_actions_without_a_pillar_stand_in_one_group_without_a_heading() -> None:
    (group,) = e_report("nepal")["groups"]
    assert group["pillar"] is None
    assert len(group["actions"]) == 9


@pytest.mark.django_db
def test_a_milestone_nobody_reported_is_not_reported_and_not_ahead() -> None:
    states = {milestone["slug"]: milestone["state"].code for milestone in e_report("fiji")["milestones"]}
    assert states["annual-reporting"] == "not_reported"
    assert list(states.values()).count("done") == 4
    assert list(states.values()).count("ahead") == 7


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["nepal", "fiji", "viet-nam"])
def test_every_statement_leads_to_its_source(slug: str) -> None:
    data = e_report(slug)
    for row in [data["country"], *data["actions"], *data["next_steps"], *data["workshops"], *data["events"]]:
        assert row["source"]["document"]["title"]
        assert row["source"]["locator"]


@pytest.mark.django_db
def test_what_is_not_known_is_said_in_sentences() -> None:
    sentences = " ".join(e_report("uganda")["unknown"])
    assert "The date since when it is a Pathfinder country is not stated." in sentences
    assert "How far the priority actions are is not reported for any of them." in sentences
    assert "No workshop is reported." in sentences
    assert "No next steps are reported." not in sentences


@pytest.mark.django_db
def test_what_is_known_is_not_said_to_be_unknown() -> None:
    sentences = " ".join(e_report("nepal")["unknown"])
    assert "not stated" not in sentences
    assert "No workshop" not in sentences
    assert "No period is given for 7 of 9 priority actions." in sentences


@pytest.mark.django_db
def test_a_report_without_actions_says_so() -> None:
    data = e_report("fiji")
    assert "No priority action is reported yet." in data["unknown"]
    assert data["tally"] == []


@pytest.mark.django_db
def test_the_citation_names_edition_date_and_permanent_address() -> None:
    data = e_report("nepal", "fr")
    assert data["address"].endswith("/fr/countries/nepal/editions/1/")
    assert "Népal" in data["citation"]
    assert "fin 2019" in data["citation"]
    assert str(data["edition"]["published"].year) in data["citation"]


@pytest.mark.django_db
def test_every_section_has_a_template() -> None:
    from django.template.loader import get_template

    for section in SECTIONS:
        get_template(section.template)


@pytest.mark.django_db
def test_a_report_needs_one_query_however_much_it_shows(django_assert_num_queries: Any) -> None:
    for slug in ("fiji", "viet-nam"):
        with django_assert_num_queries(1):
            e_report(slug)


texts = st.dictionaries(st.sampled_from(LANGUAGES), st.text(min_size=1))


@given(texts, st.sampled_from(LANGUAGES))
def test_the_readers_language_is_taken_where_it_exists_and_else_the_text_says_which_it_is(
    given_texts: dict[str, str], language: str
) -> None:
    text = best(given_texts, language)
    if not given_texts:
        assert text is None
    else:
        assert text is not None
        assert given_texts[text.language] == text
        assert text.is_translated == (language in given_texts)


def test_english_stands_in_before_other_languages() -> None:
    text = best({"es": "hola", "en": "hello"}, "ar")
    assert text is not None
    assert (text, text.language, text.wanted) == ("hello", "en", "ar")


def test_a_template_shows_the_language_of_a_text() -> None:
    shown = Template("{{ text }}|{{ text.bare }}").render(Context({"text": Text("&", "en", "fr")}))
    assert shown == (
        '<span lang="en" dir="ltr">&amp;</span> <small class="untranslated">not yet translated</small>'
        '|<span lang="en" dir="ltr">&amp;</span>'
    )


def test_an_untranslated_text_carries_its_language_and_direction_and_says_so() -> None:
    assert Text("<b>", "en", "ar").__html__() == (
        '<span lang="en" dir="ltr">&lt;b&gt;</span> <small class="untranslated">not yet translated</small>'
    )
    assert 'dir="rtl"' in Text("نص", "ar", "en").__html__()
    assert Text("a & b", "en", "en").__html__() == "a &amp; b"


def test_words_and_dates_are_read_by_the_name_of_their_key() -> None:
    data = localise({"implementation": "in_progress", "due": "2019-09", "outlook": "", "roles": ["speaker"]}, "en")
    assert data["implementation"] == Word("in_progress", data["implementation"].label)
    assert str(data["implementation"]) == "in progress"
    assert data["due"] == PartialDate(2019, 9)
    assert data["outlook"] is None
    assert [role.code for role in data["roles"]] == ["speaker"]


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,200,000.50"), ("es", "1\xa0200\xa0000,50"), ("fr", "1\xa0200\xa0000,50")]
)
def test_money_is_written_as_the_language_writes_it(language: str, shown: str) -> None:
    action = {
        "reference": "NPL-01",
        "wording": Text("Act", language, language),
        "implementation": Word("not_reported", "not reported"),
        "currency": "NPR",
        "budget_needed": "1200000.50",
    }
    with translation.override(language):
        html = render_to_string("components/action.html", {"action": action})
    assert f"NPR {shown}" in html.replace("\u202f", "\xa0")
