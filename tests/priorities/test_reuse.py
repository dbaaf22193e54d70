"""What was accepted, as a draft for other reports (priorities/reuse/content.py)."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document

from library.dates import PartialDate
from priorities import workflow
from priorities.models import Theme
from priorities.reuse.content import INSTRUMENTS, TITLES, Kind, draft_of
from tests.countries.making import a
from tests.priorities.reporting import accepted, cast, submitted

pytestmark = pytest.mark.django_db

DAY = PartialDate(2020, 4, 1)


def a_theme(slug):
    """One of the portal's themes, whether the seed is there or not."""
    return Theme.objects.get_or_create(slug=slug, defaults={"name": slug, "is_published": True, "order": 99})[0]


@pytest.fixture
def told():
    """A country of which one action was reported and accepted, in a theme that has instruments."""
    found = cast()
    found.action.themes.set([a_theme("child-labour")])
    accepted(found, obstacles="The ministry lacks cars.", support_needed="Cars.", budget_secured=1200, currency="USD")
    return found


def paragraphs(client, user, country, kind, language="en"):
    client.force_login(user)
    with translation.override(language):
        answer = client.get(reverse("priorities:draft", args=[country.slug, kind]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return Document(io.BytesIO(answer.content))


@pytest.mark.parametrize("kind", Kind.values)
def test_a_draft_says_what_was_accepted_with_its_source_and_that_it_is_a_draft(client, told, kind):
    document = paragraphs(client, told.focal_point, told.country, kind)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Ten inspectors were hired. [1]" in text
    assert "USD 1\N{NO-BREAK SPACE}200.00" in text
    assert f"[1] {told.action.reference}: update as of March 2020 by the country" in text
    assert told.action.source.title in text
    assert document.sections[0].header.paragraphs[0].text == "Draft"
    assert "A draft, made on" in text


@pytest.mark.parametrize("kind", Kind.values)
def test_a_draft_keeps_what_only_the_secretariat_may_know_and_who_wrote(client, told, kind):
    told.focal_point.name = "Maya Thapa"
    told.focal_point.save()
    document = paragraphs(client, told.reviewer, told.country, kind)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for secret in ("lacks cars", "Cars.", "Maya Thapa", told.focal_point.email):
        assert secret not in text


@pytest.mark.parametrize("kind", Kind)
def test_what_is_not_accepted_is_in_no_draft(kind):
    found = cast()
    found.action.themes.set([a_theme("child-labour")])
    submitted(found, narrative="Not looked at yet.")
    draft = draft_of(found.country, kind, DAY)
    assert not draft.says_something
    assert "Not looked at yet." not in str(draft)


def test_a_corrected_update_is_in_no_draft(told):
    wrong = told.action.updates.accepted().get()
    words = {"implementation": "completed", "as_of": PartialDate(2020, 2), "narrative": "Nine, not ten."}
    update = workflow.save_draft(of=told.action, by=told.focal_point, words=words, corrects=wrong)
    update = workflow.submit(update=update, by=told.focal_point, version=update.version)
    workflow.accept(update=update, by=told.reviewer)
    draft = str(draft_of(told.country, Kind.VNR, DAY))
    assert "Nine, not ten." in draft
    assert "Ten inspectors" not in draft


def test_still_correct_is_said_beside_the_words_that_are_still_correct(told):
    update = workflow.confirm_unchanged(of=told.action, by=told.focal_point, on=timezone.localdate())
    workflow.accept(update=update, by=told.reviewer)
    draft = draft_of(told.country, Kind.VNR, DAY)
    words = [statement.text for passage in draft.passages for statement in passage.statements]
    assert "Ten inspectors were hired." in words
    assert any(text.startswith("Confirmed as still correct") for text in words)
    assert len(draft.sources) == 2


def test_what_nobody_reported_of_is_counted_as_that(told):
    a("priorities.PriorityAction", country=told.country)
    overview = draft_of(told.country, Kind.VNR, DAY).passages[0].statements[0].text
    assert "2 priority actions; the state of 1 was reported" in overview
    assert "not reported: 1" in overview


def test_an_excerpt_for_the_ilo_names_the_instruments_of_the_theme_and_leaves_other_themes_out(told):
    told.action.themes.add(a_theme("education"))
    passages = draft_of(told.country, Kind.ILO, DAY).passages
    assert [passage.title for passage in passages] == [a_theme("child-labour").name, told.action.reference]
    first = passages[0].statements[0].text
    assert "No. 138" in first
    assert "No. 182" in first
    assert "No. 105" not in first


def test_every_instrument_has_its_title():
    assert {code for codes in INSTRUMENTS.values() for code in codes} == set(TITLES)


def test_a_text_keeps_its_own_language_and_direction(client, told):
    accepted(told, narrative="وُظِّف عشرة مفتشين.", language="ar", as_of=PartialDate(2020, 4))
    client.force_login(told.focal_point)
    answer = client.get(f"/fr/desk/{told.country.slug}/drafts/vnr.docx")
    xml = ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert '<w:bidi/></w:pPr><w:r><w:rPr><w:rtl/><w:lang w:bidi="ar"/></w:rPr><w:t>وُظِّف عشرة مفتشين.' in xml
    assert '<w:lang w:val="fr"/>' in xml


def test_letters_that_no_document_can_hold_do_not_break_it(client, told):
    accepted(told, narrative="Before\x0bafter \x1b[0m \ufffe end", as_of=PartialDate(2020, 4))
    document = paragraphs(client, told.focal_point, told.country, "vnr")
    assert any("Before" in paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("name", ["outsider", "former", "publisher"])
@pytest.mark.parametrize("address", ["drafts", "draft"])
def test_nobody_else_is_given_a_draft(client, told, name, address):
    client.force_login(getattr(told, name))
    args = [told.country.slug] + (["vnr"] if address == "draft" else [])
    assert client.get(reverse(f"priorities:{address}", args=args)).status_code == 404


def test_a_kind_that_does_not_exist_is_not_there(client, told):
    client.force_login(told.focal_point)
    assert client.get(f"/en/desk/{told.country.slug}/drafts/secret.docx").status_code == 404


def test_where_nothing_was_accepted_the_page_says_so_and_gives_no_file(client):
    found = cast()
    client.force_login(found.focal_point)
    page = client.get(reverse("priorities:drafts", args=[found.country.slug]))
    assert page.content.decode().count("Nothing was accepted yet") == 2
    answer = client.get(reverse("priorities:draft", args=[found.country.slug, "vnr"]), follow=True)
    assert answer.redirect_chain
    assert "Nothing was accepted yet" in answer.content.decode()


@pytest.mark.parametrize("more", [0, 3])
def test_the_number_of_queries_does_not_depend_on_how_much_was_reported(told, django_assert_num_queries, more):
    for _number in range(more):
        told.action = a("priorities.PriorityAction", country=told.country)
        told.action.themes.set([a_theme("child-labour")])
        accepted(told)
    with django_assert_num_queries(6):
        draft_of(told.country, Kind.ILO, DAY)
