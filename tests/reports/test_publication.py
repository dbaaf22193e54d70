"""The publisher's page: what becomes public is shown, answered for, and published once; nothing else is."""

import json
import re
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate
from library.frozen import Frozen
from priorities.models import PriorityAction
from reports import checklist, jobs, rendering, workflow
from reports.models import Edition
from reports.pdf import PDFFailed
from reports.publication import Publication, candidates
from tests.countries.making import a, staff
from tests.priorities.reporting import Cast, accepted, cast, submitted
from tests.publishing import publish_again

pytestmark = pytest.mark.django_db
ADDRESS = "/en/desk/nepal/publish/"
ANSWERS = dict.fromkeys(checklist.STATEMENTS, "yes")


@pytest.fixture
def nepal() -> Country:
    return Country.objects.get(slug="nepal")


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(User.objects.get(email="publisher@example.org"))
    return client


def reword(wording: str, reference: str = "NPL-04") -> None:
    action = PriorityAction.objects.get(reference=reference)
    action.wording_en = wording
    action.save()


def a_form(client: Client, **words: str) -> dict[str, str]:
    """What a publisher sends who opened the page and answered yes to everything."""
    seen = re.search(r'name="seen"\s+value="([0-9a-f]{64})"', client.get(ADDRESS).content.decode())
    assert seen
    return {"seen": seen[1], "as_of": "2020-05", "note": "", "remark": "", **ANSWERS, **words}


# What the page shows


def test_it_shows_word_by_word_what_would_change_and_what_stays_private(client: Client) -> None:
    reword("Achieve eleven child labour free municipalities")
    html = client.get(ADDRESS).content.decode()
    assert "Beside edition 1, as of late 2019, this is new." in html
    assert "<ins>" in html
    assert "eleven" in html
    assert "What stays private" in html
    assert "eleven" in client.get(f"{ADDRESS}report/").content.decode()
    assert "Nothing here is published yet." in client.get(f"{ADDRESS}report/").content.decode()
    assert "eleven" not in Client().get("/en/countries/nepal/").content.decode()


def test_the_whole_is_what_is_frozen_without_what_is_on_its_way(client: Client) -> None:
    people = cast()
    people.country.slug = "nepal"
    accepted(people, narrative="Ten were hired.")
    submitted(people, narrative="Twenty were hired.")
    client.force_login(people.publisher)
    address = f"/en/desk/{Country.objects.get(pk=people.country.pk).slug}/publish/"
    whole = client.get(f"{address}report/").content.decode()
    assert "Ten were hired." in whole
    assert "Twenty were hired." not in whole
    page = client.get(address).content.decode()
    assert "1 update is still in review: this edition goes without it." in page
    assert "Twenty" not in page


def test_a_first_edition_shows_all_of_it(client: Client, nepal: Country) -> None:
    people = cast()
    html = client.get(f"/en/desk/{people.country.slug}/publish/").content.decode()
    assert "This would be the first edition" in html
    assert people.action.reference in html
    assert 'id="sources"' in html


def test_it_says_what_stands_in_the_way_and_offers_no_form(client: Client, nepal: Country) -> None:
    PriorityAction.objects.get(reference="NPL-03").themes.clear()
    html = client.get(ADDRESS).content.decode()
    assert "NPL-03 has no theme." in html
    assert 'name="seen"' not in html


def test_letters_that_no_pdf_has_stand_in_the_way_before_anybody_answers(client: Client) -> None:
    reword("Well done 🎉")
    html = client.get(ADDRESS).content.decode()
    assert "The PDF has no letters for: 🎉" in html
    assert 'name="seen"' not in html


def test_where_nothing_is_new_it_says_so_and_offers_no_form(client: Client, nepal: Country) -> None:
    publish_again(nepal)
    html = client.get(ADDRESS).content.decode()
    assert "Nothing is new since edition 2, so there is nothing to publish." in html
    assert 'name="seen"' not in html


def test_a_key_that_older_editions_lack_is_nothing_new(client: Client, nepal: Country) -> None:
    """Snapshots grow: what says nothing yet changes the checksum, and no reader is told of it."""
    publish_again(nepal)
    publication = Publication(nepal, "en")
    publication.next.snapshot["of_another_year"] = []
    assert not publication.is_new


@pytest.mark.parametrize("who", ["focal_point", "reviewer", "reporter", "outsider"])
@pytest.mark.parametrize("path", ["", "report/", "pdfs/"])
def test_there_is_no_such_page_for_anybody_else(who: str, path: str) -> None:
    people = cast()
    client = Client()
    client.force_login(getattr(people, who))
    address = f"/en/desk/{people.country.slug}/publish/{path}"
    for answer in (client.get(address), client.post(address, ANSWERS)):
        assert answer.status_code in (404, 405)
    assert not Edition.objects.of(people.country.slug).exists()


# Publishing


def test_what_was_seen_and_answered_for_is_published_with_the_answers(client: Client, nepal: Country) -> None:
    reword("Achieve eleven child labour free municipalities")
    answer = client.post(ADDRESS, a_form(client, note="New figures.", remark="Two people looked."), follow=True)
    assert "Edition 2 is public." in answer.content.decode()
    edition = Edition.objects.of("nepal").current().get()
    assert (edition.number, str(edition.as_of), edition.note) == (2, "2020-05", "New figures.")
    assert edition.published_by.email == "publisher@example.org"
    assert edition.checks == checklist.all_yes("Two people looked.")
    assert len(edition.checks["statements"]) == 3
    public = Client().get("/en/countries/nepal/").content.decode()
    assert "eleven" in public
    assert "New figures." in public
    assert "Two people looked." not in public
    assert "Two people looked." not in edition.content


def test_what_was_answered_stays_in_the_words_of_its_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    reword("Another")
    client.post(ADDRESS, a_form(client))
    monkeypatch.setitem(checklist.STATEMENTS, "small_numbers", "Something else altogether")
    html = client.get(ADDRESS).content.decode()
    assert "Small numbers are suppressed" in html
    assert "Something else altogether" not in html


def test_an_answer_is_part_of_the_edition_and_frozen_with_it(client: Client) -> None:
    reword("Another")
    client.post(ADDRESS, a_form(client))
    edition = Edition.objects.of("nepal").current().get()
    edition.checks = {}
    with pytest.raises(Frozen):
        edition.save()


@pytest.mark.parametrize("name", checklist.STATEMENTS)
@pytest.mark.parametrize("said", ["no", "", "maybe"])
def test_without_a_yes_to_each_nothing_is_published(client: Client, name: str, said: str) -> None:
    reword("Another")
    answer = client.post(ADDRESS, a_form(client, note="Kept", **{name: said}))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Please look at this again" in html
    assert f'href="#id_{name}_0"' in html
    assert f'id="id_{name}_0"' in html
    assert "Kept" in html
    assert Edition.objects.of("nepal").count() == 1


@pytest.mark.parametrize("as_of", ["", "soon", "2999", "2020-13"])
def test_a_date_that_is_none_or_still_to_come_is_refused(client: Client, as_of: str) -> None:
    reword("Another")
    answer = client.post(ADDRESS, a_form(client, as_of=as_of))
    assert answer.status_code == 422
    assert 'href="#id_as_of"' in answer.content.decode()
    assert Edition.objects.of("nepal").count() == 1


def test_a_note_that_no_pdf_can_print_is_refused_in_words(client: Client) -> None:
    reword("Another")
    answer = client.post(ADDRESS, a_form(client, note="Well done 🎉"))
    assert answer.status_code == 422
    assert "The PDF has no letters for: 🎉" in answer.content.decode()


def test_what_changed_since_the_page_was_opened_is_shown_and_not_published(client: Client) -> None:
    reword("First")
    form = a_form(client, note="My note", as_of="2020-06")
    reword("Second")
    answer = client.post(ADDRESS, form)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was published" in html
    assert "Second" in html
    assert "My note" in html
    assert 'value="2020-06"' in html
    assert " checked>" not in html  # to be answered anew
    assert Edition.objects.of("nepal").count() == 1
    assert client.post(ADDRESS, a_form(client)).status_code == 302


def test_a_form_with_mistakes_that_was_overtaken_shows_what_is_new(client: Client) -> None:
    reword("First")
    form = a_form(client, as_of="soon")
    reword("Second")
    answer = client.post(ADDRESS, form)
    assert answer.status_code == 409
    assert " checked>" not in answer.content.decode()


def test_sent_twice_it_is_published_once(client: Client) -> None:
    reword("Another")
    form = a_form(client)
    for _time in range(2):
        answer = client.post(ADDRESS, form, follow=True)
        assert "Edition 2 is public." in answer.content.decode()
    assert Edition.objects.of("nepal").count() == 2


def test_sent_again_after_records_changed_it_still_is_the_one_that_was_published(client: Client) -> None:
    reword("Another")
    form = a_form(client)
    client.post(ADDRESS, form)
    reword("A third")
    client.post(ADDRESS, form)
    assert Edition.objects.of("nepal").count() == 2


def test_the_verb_refuses_what_was_not_seen(nepal: Country) -> None:
    publisher = staff("reports.publish_edition")
    words: dict[str, Any] = {"country": nepal, "as_of": PartialDate(2020), "by": publisher}
    with pytest.raises(workflow.Unseen):
        workflow.publish(**words, checks=checklist.all_yes(), seen="0" * 64)
    with pytest.raises(TypeError):
        workflow.publish(**words)  # nobody answered


def test_the_seed_says_that_nobody_was_asked(client: Client) -> None:
    checks = Edition.objects.get(slug="nepal", number=1).checks
    assert checks["statements"] == []
    assert "from its seed" in checks["remark"]
    assert "Published by the portal from its seed." in client.get(ADDRESS).content.decode()


def test_staff_read_in_the_admin_what_was_answered(client: Client, nepal: Country) -> None:
    edition = publish_again(nepal)
    html = client.get(f"/admin/reports/edition/{edition.pk}/change/").content.decode()
    assert "Small numbers are suppressed" in html
    assert edition.checksum in html


# What follows


def test_what_follows_is_begun_after_commit_and_not_for_the_seed(
    nepal: Country, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    begun: list[int] = []
    monkeypatch.setattr(jobs, "follow", begun.append)
    with django_capture_on_commit_callbacks(execute=True):
        edition = publish_again(nepal)
        assert not begun
    assert begun == [edition.pk]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(
            country=nepal, as_of=PartialDate(2020), by=User.objects.portal(), checks=checklist.of_the_seed()
        )
    assert begun == [edition.pk]


def test_where_a_worker_does_the_jobs_the_files_are_one(nepal: Country, settings: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    reword(uuid.uuid4().hex)
    edition = publish_again(nepal)
    jobs.follow(edition.pk)  # here they would be done at once: a PDF is made when it is asked for
    assert rendering.pdf_rendering(edition, "en").state == "missing"
    settings.TASKS = {"default": {"BACKEND": settings.DATABASE_JOBS}}
    jobs.follow(edition.pk)
    begun = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert begun == {"reports.jobs.render", "reports.jobs.make_data", "reports.jobs.tell_followers"}


def test_a_failing_pdf_leaves_the_edition_and_can_be_asked_for_again(
    client: Client, nepal: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    reword(uuid.uuid4().hex)  # no other test has kept PDFs of this
    edition = publish_again(nepal)

    def fail(*_args: Any) -> bytes:
        raise PDFFailed("no paper")

    monkeypatch.setattr(rendering, "make_pdf", fail)
    assert jobs.render.call(edition.pk) == ["en", "fr", "es", "ar"]
    html = client.get(ADDRESS).content.decode()
    assert html.count("could not be made") == 4
    monkeypatch.setattr(rendering, "make_pdf", lambda *_args: b"%PDF-")
    for _time in range(2):
        assert client.post(f"{ADDRESS}pdfs/").status_code == 302
    html = client.get(ADDRESS).content.decode()
    assert "could not be made" not in html
    assert "Make the PDFs that are missing" not in html
    assert [rendering.pdf_rendering(edition, code).state for code in ("en", "fr", "es", "ar")] == ["made"] * 4


def test_a_pdf_that_a_reader_made_after_a_failure_counts_as_made(nepal: Country) -> None:
    reword(uuid.uuid4().hex)
    edition = publish_again(nepal)
    rendering.pdf_rendering(edition, "fr").note("no paper")
    assert rendering.pdf_rendering(edition, "fr").state == "failed"
    storages["renderings"].save(rendering.pdf_rendering(edition, "fr").name, ContentFile(b"%PDF-"))
    assert rendering.pdf_rendering(edition, "fr").state == "made"


# The list


def by_slug(slug: str) -> Any:
    return next(each for each in candidates() if each.country.slug == slug)


def test_the_list_tells_what_is_new_by_dates_alone(nepal: Country) -> None:
    assert by_slug("nepal").edited  # the demo's focal point, whose institution readers see
    assert not by_slug("fiji").is_new
    publish_again(nepal)
    assert not by_slug("nepal").is_new
    reword("Another")
    assert by_slug("nepal").edited
    publish_again(nepal)
    assert not by_slug("nepal").is_new
    PriorityAction.objects.get(reference="NPL-09").delete()
    assert by_slug("nepal").is_new


def test_the_list_counts_what_was_accepted_since_and_names_who_was_never_published() -> None:
    people: Cast = cast()
    accepted(people)
    candidate = by_slug(people.country.slug)
    assert candidate.number is None
    assert candidate.updates == 1
    assert candidate.is_new


def test_the_list_asks_as_much_for_many_countries_as_for_few(client: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/en/desk/publish/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/desk/publish/")
    for _country in range(3):
        a("countries.Country")
    with django_assert_num_queries(len(few)):
        client.get("/en/desk/publish/")


def test_publishers_find_the_list_on_their_desk_and_nobody_else_does(client: Client) -> None:
    assert 'href="/en/desk/publish/"' in client.get("/en/desk/").content.decode()
    reviewer = Client()
    reviewer.force_login(staff("priorities.review_progressupdate"))
    assert 'href="/en/desk/publish/"' not in reviewer.get("/en/desk/").content.decode()
    assert reviewer.get("/en/desk/publish/").status_code == 404


def test_the_fingerprint_is_of_all_but_the_head(nepal: Country) -> None:
    edition = publish_again(nepal)
    assert workflow.fingerprint(edition.snapshot) == Publication(nepal, "en").fingerprint
    data = json.loads(edition.content) | {"edition": {}}
    assert workflow.fingerprint(data) == workflow.fingerprint(edition.snapshot)
