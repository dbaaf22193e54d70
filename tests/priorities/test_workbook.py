"""The offline round trip through the door its people take: download, fill in, upload, look, save."""

import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from library.dates import PartialDate
from priorities import workflow
from priorities.models import PriorityAction, ProgressUpdate
from priorities.workbook.proposals import Upload
from priorities.workbook.workflow import save_workbook
from tests.countries.making import a
from tests.priorities.hostile import HONEST, HOSTILE
from tests.priorities.reporting import a_draft, accepted, cast, submitted
from tests.priorities.workbooks import XLSX, Paper, address, downloaded, file_of, signed_in

pytestmark = pytest.mark.django_db
SAID = {"implementation": "in progress", "as_of": "2020-03", "narrative": "Ten inspectors were hired."}


@pytest.fixture
def people():
    cast()
    return cast()


def sent(client: Client, people, paper: Paper, language: str = "en"):
    return client.post(address(people.country, language), {"workbook": file_of(paper.content)})


def sealed(answer) -> str:
    return html.unescape(re.search(r'name="upload"\s+value="([^"]*)"', answer.content.decode())[1])


def confirmed(client: Client, people, answer, **answers: str):
    """The button below a preview."""
    return client.post(f"{address(people.country)}save/", {"upload": sealed(answer), **answers})


# The whole way


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_what_was_filled_in_without_a_connection_becomes_drafts(people, language):
    client = signed_in(people.focal_point)
    paper = downloaded(people.focal_point, people.country, language)
    with override(language):
        words = {code: str(said) for code, said in [*ProgressUpdate._meta.get_field("implementation").flatchoices]}
    paper.write(people.action, implementation=words["in_progress"], as_of="2020-03", narrative="Dix inspecteurs.")
    paper.write(people.action, currency="usd", budget_secured=1500.5, obstacles="- no cars\n- no petrol")
    paper.write(people.step, implementation=words["completed"].upper(), as_of=2019, narrative="Done.")
    shown = sent(client, people, paper, language)
    assert shown.status_code == 200
    assert not ProgressUpdate.objects.exists()
    answer = client.post(f"{address(people.country, language)}save/", {"upload": sealed(shown)}, follow=True)
    assert "2" in answer.context["messages"]._loaded_data[0].message
    action, step = (ProgressUpdate.objects.get(**of) for of in ({"action": people.action}, {"next_step": people.step}))
    assert (action.state, action.written_by, action.language) == ("draft", people.focal_point, language)
    assert (action.implementation, str(action.as_of), action.narrative) == (
        "in_progress",
        "2020-03",
        "Dix inspecteurs.",
    )
    assert (action.currency, str(action.budget_secured), action.obstacles) == (
        "USD",
        "1500.50",
        "- no cars\n- no petrol",
    )
    assert (step.implementation, str(step.as_of)) == ("completed", "2019")


def test_a_workbook_that_nobody_filled_in_changes_nothing(people):
    accepted(people, narrative="=1+1 inspectors\r\nwere hired\x0b", currency="USD", budget_secured="12.50")
    a_draft(people, narrative="-5 @ TAB\r\n'=x\x0b", obstacles="+", support_needed="\tno")
    client = signed_in(people.focal_point)
    answer = sent(client, people, downloaded(people.focal_point, people.country, "fr"))
    assert answer.status_code == 200
    assert "Nothing in this workbook differs" in answer.content.decode()


def test_saving_twice_saves_once(people):
    client = signed_in(people.focal_point)
    shown = sent(client, people, downloaded(people.focal_point, people.country).write(people.action, **SAID))
    assert confirmed(client, people, shown).status_code == 302
    again = client.post(f"{address(people.country)}save/", {"upload": sealed(shown)}, follow=True)
    assert "stands here already" in again.content.decode()
    assert ProgressUpdate.objects.get().version == 1


def test_saving_is_all_or_nothing(people):
    client, more = signed_in(people.focal_point), a("priorities.PriorityAction", country=people.country)
    workflow.save_draft(of=more, by=people.deputy, words={"currency": "USD", "narrative": "Begun."})
    paper = downloaded(people.focal_point, people.country)
    workflow.save_draft(of=more, by=people.deputy, words={"currency": ""}, version=1)
    paper.write(people.action, **SAID).write(more, budget_secured=5)
    answer = confirmed(client, people, sent(client, people, paper))
    assert answer.status_code == 422
    assert f"{more.reference}: Say in which currency" in html.unescape(answer.content.decode())
    assert ProgressUpdate.objects.count() == 1


# Merging


def test_what_somebody_else_wrote_meanwhile_is_kept_and_only_a_collision_is_asked(people):
    a_draft(people)
    paper = downloaded(people.focal_point, people.country)
    theirs = {"narrative": "Twelve inspectors were hired.", "obstacles": "No cars."}
    workflow.save_draft(of=people.action, by=people.deputy, words=theirs, version=1)
    paper.write(people.action, narrative="Ten men were hired.", support_needed="Petrol")
    client, key = signed_in(people.focal_point), people.action.desk_name
    shown = sent(client, people, paper)
    page = shown.content.decode()
    assert page.count('type="radio"') == 2
    assert "checked" not in page
    assert "Twelve inspectors" in page
    assert "Petrol" in page
    assert "No cars" not in page
    unanswered = confirmed(client, people, shown)
    assert unanswered.status_code == 422
    assert f'href="#id_{key}-narrative_0"' in unanswered.content.decode()
    assert ProgressUpdate.objects.get().version == 2
    for answer, narrative in (("mine", "Ten men were hired."), ("mine", "Ten men were hired.")):
        assert confirmed(client, people, shown, **{f"{key}-narrative": answer}).status_code == 302
        update = ProgressUpdate.objects.get()
        assert (update.narrative, update.obstacles, update.support_needed) == (narrative, "No cars.", "Petrol")
        assert update.version == 3


def test_theirs_may_be_kept(people):
    a_draft(people)
    paper = downloaded(people.focal_point, people.country).write(people.action, narrative="Mine", obstacles="None")
    workflow.save_draft(of=people.action, by=people.deputy, words={"narrative": "Theirs"}, version=1)
    client = signed_in(people.focal_point)
    confirmed(client, people, sent(client, people, paper), **{f"{people.action.desk_name}-narrative": "theirs"})
    update = ProgressUpdate.objects.get()
    assert (update.narrative, update.obstacles) == ("Theirs", "None")


def test_what_changes_between_the_preview_and_the_click_is_shown_again(people):
    a_draft(people)
    client = signed_in(people.focal_point)
    shown = sent(client, people, downloaded(people.focal_point, people.country).write(people.action, obstacles="Mine"))
    workflow.save_draft(of=people.action, by=people.deputy, words={"obstacles": "Theirs"}, version=1)
    answer = confirmed(client, people, shown)
    assert answer.status_code == 422  # it collides now, and nobody answered
    assert answer.content.decode().count('type="radio"') == 2
    workflow.save_draft(of=people.action, by=people.deputy, words={"narrative": "Longer"}, version=2)
    answer = confirmed(client, people, shown, **{f"{people.action.desk_name}-obstacles": "mine"})
    assert answer.status_code == 409
    assert "Somebody wrote meanwhile" in answer.content.decode()
    assert ProgressUpdate.objects.get().obstacles == "Theirs"
    assert confirmed(client, people, answer, **{f"{people.action.desk_name}-obstacles": "mine"}).status_code == 302
    assert ProgressUpdate.objects.get().obstacles == "Mine"


def test_what_the_secretariat_looks_at_is_left_out_and_the_rest_is_saved(people):
    client = signed_in(people.focal_point)
    paper = downloaded(people.focal_point, people.country).write(people.action, **SAID).write(people.step, **SAID)
    submitted(people, narrative="Another")
    shown = sent(client, people, paper)
    assert "The secretariat looks at this now" in shown.content.decode()
    assert "Save 1 draft" in shown.content.decode()
    assert 'type="radio"' not in shown.content.decode()
    assert confirmed(client, people, shown).status_code == 302
    assert ProgressUpdate.objects.get(next_step=people.step).narrative == SAID["narrative"]
    assert ProgressUpdate.objects.get(action=people.action).narrative == "Another"


def test_what_is_submitted_after_the_preview_is_not_overwritten(people):
    client, update = signed_in(people.focal_point), a_draft(people)
    shown = sent(client, people, downloaded(people.focal_point, people.country).write(people.action, obstacles="Mine"))
    workflow.submit(update=update, by=people.deputy, version=1)
    assert confirmed(client, people, shown).status_code == 409
    assert ProgressUpdate.objects.get().obstacles == ""


def test_a_workbook_from_before_an_accepted_update_begins_a_new_one(people):
    paper = downloaded(people.focal_point, people.country).write(people.action, **SAID, outlook="at risk")
    accepted(people, implementation="completed", narrative="All were hired.")
    client = signed_in(people.focal_point)
    shown = sent(client, people, paper)
    assert "was accepted since the workbook was made" in shown.content.decode()
    answer = {f"{people.action.desk_name}-implementation": "mine"}
    assert confirmed(client, people, shown, **answer).status_code == 302
    update = ProgressUpdate.objects.get(state="draft")
    assert (update.implementation, update.outlook, update.narrative) == ("in_progress", "at_risk", SAID["narrative"])


def test_a_row_that_is_no_longer_there_is_named(people):
    more = a("priorities.PriorityAction", country=people.country)
    paper = downloaded(people.focal_point, people.country).write(more, **SAID).write(people.step, **SAID)
    PriorityAction.objects.filter(pk=more.pk).delete()
    client = signed_in(people.focal_point)
    shown = sent(client, people, paper)
    assert f"No longer on the portal, and left out: {more.reference}." in shown.content.decode()
    assert confirmed(client, people, shown).status_code == 302
    assert ProgressUpdate.objects.count() == 1


# What is refused


def test_everything_that_is_wrong_is_said_at_once_with_what_would_be_taken(people):
    paper = downloaded(people.focal_point, people.country)
    paper.write(people.action, implementation="almost", as_of="03/2020", budget_secured="1,234,567", narrative="Kept")
    answer = sent(signed_in(people.focal_point), people, paper)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    for cell, words in (
        ("E3", "“almost” is none of the words"),
        ("G3", "“03/2020” is no date"),
        ("K3", "“1,234,567”"),
    ):
        assert f"Priority actions, {cell}: " in page
        assert words in page
    assert "Kept" in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "former", "reviewer", "publisher"])
def test_the_workbook_of_a_country_that_is_not_theirs_does_not_exist_for_them(people, who):
    client = signed_in(getattr(people, who))
    paper = downloaded(people.focal_point, people.country).write(people.action, **SAID)
    shown = sent(signed_in(people.focal_point), people, paper)
    assert client.get(address(people.country)).status_code == 404
    assert client.get(f"{address(people.country)}download/").status_code == 404
    assert sent(client, people, paper).status_code == 404
    assert confirmed(client, people, shown).status_code == 404
    assert not ProgressUpdate.objects.exists()


def test_the_verb_itself_asks_for_the_right(people):
    with pytest.raises(PermissionDenied):
        save_workbook(country=people.country, by=people.outsider, upload=Upload("en", {}, {}), answers={})


def test_what_was_shown_for_one_country_saves_nothing_in_another(people):
    shown = sent(
        signed_in(people.focal_point),
        people,
        downloaded(people.focal_point, people.country).write(people.action, **SAID),
    )
    other = people.outsider.terms.get().country
    answer = signed_in(people.outsider).post(f"{address(other)}save/", {"upload": sealed(shown)})
    assert answer.status_code == 422
    assert "Upload the workbook again" in answer.content.decode()


@pytest.mark.parametrize("upload", ["", "x", "a:b", ":"])
def test_a_preview_that_was_tampered_with_is_refused(people, upload):
    client = signed_in(people.focal_point)
    assert client.post(f"{address(people.country)}save/", {"upload": upload}).status_code == 422


@pytest.mark.parametrize("name", [*HOSTILE, *HONEST])
def test_no_file_of_the_corpus_comes_through(people, name):
    file, content, words = HOSTILE[name] if name in HOSTILE else (name, HONEST[name], "")
    upload = file_of(content, "x")
    upload._name = file  # as a program sends it that tidies no names up
    answer = signed_in(people.focal_point).post(address(people.country), {"workbook": upload})
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())
    assert not ProgressUpdate.objects.exists()


def test_a_file_has_to_be_chosen(people):
    answer = signed_in(people.focal_point).post(address(people.country), {})
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_more_text_than_a_form_carries_is_refused_in_words(people, monkeypatch):
    monkeypatch.setattr("priorities.workbook.views.MOST_SEALED", 100)
    paper = downloaded(people.focal_point, people.country).write(people.action, **SAID)
    answer = sent(signed_in(people.focal_point), people, paper)
    assert answer.status_code == 422
    assert "too much text for one page" in answer.content.decode()


# The way there


def test_the_desk_leads_to_it_and_the_file_is_an_attachment_that_nobody_keeps(people):
    client = signed_in(people.focal_point)
    assert f'href="{address(people.country)}"' in client.get("/en/desk/").content.decode()
    page = client.get(address(people.country)).content.decode()
    assert f'href="{address(people.country)}download/"' in page
    answer = client.get(f"{address(people.country)}download/")
    assert answer.headers["Content-Type"] == XLSX
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{people.country.slug}-en-')
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(people):
    client = signed_in(people.focal_point)

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"{address(people.country)}download/")
        return len(found)

    count()  # signing in asks once
    before = count()
    for _ in range(3):
        a("priorities.PriorityAction", country=people.country)
        a("priorities.NextStep", country=people.country)
    assert count() == before


def test_the_secretariat_may_do_it_on_a_countrys_behalf(people):
    client = signed_in(people.reporter)
    shown = sent(client, people, downloaded(people.reporter, people.country).write(people.action, **SAID))
    assert confirmed(client, people, shown).status_code == 302
    update = ProgressUpdate.objects.get()
    assert (update.written_by, update.as_of) == (people.reporter, PartialDate(2020, 3))
