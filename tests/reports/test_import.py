"""What an import restores, and what it leaves as it is."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError

from accounts.models import User
from countries.models import Country
from events.models import Event, Organisation, Participation
from library.audit_check import faults
from library.models import AuditEntry, Document, Initiative, LessonLearnt, ToolkitItem
from priorities.models import PriorityAction, Theme
from reports.data import package, tables
from reports.models import Edition, SearchEntry
from reports.snapshot import canonical
from reports.workflow import withdraw
from tests.countries.making import staff
from tests.publishing import publish_again
from tests.reports.exports import (
    BY,
    an_edition,
    as_json,
    as_workbook,
    bring_in,
    editions,
    refusal,
    rows_here,
    saved,
    whole_zip,
)

pytestmark = pytest.mark.django_db


def atlantis(tmp_path, *numbers, **head):
    return as_workbook(tmp_path, editions(*(an_edition(number=number, **head) for number in numbers)))


def test_an_edition_comes_back_with_its_very_content_under_its_number(tmp_path):
    bring_in(atlantis(tmp_path, 3, published="2020-05-04", as_of="2020-03"), "--write")
    edition = Edition.objects.of("atlantis").get()
    assert edition.content == canonical(an_edition(number=3, published="2020-05-04", as_of="2020-03"))
    assert edition.is_intact
    assert (edition.number, str(edition.as_of), edition.note) == (3, "2020-03", "Number 3")
    assert edition.published_at == dt.datetime(2020, 5, 4, tzinfo=dt.UTC)
    assert edition.published_by.email == BY
    assert edition.checks["statements"] == []
    assert "export" in edition.checks["remark"]


def test_its_country_is_made_as_the_newest_edition_has_it_and_has_no_working_records(tmp_path):
    newest = an_edition(number=2)
    newest["country"] |= {"name": {"en": "New Atlantis", "fr": "Nouvelle Atlantide"}, "working_language": "fr"}
    bring_in(as_workbook(tmp_path, editions(newest, an_edition(number=1))), "--write")
    country = Country.objects.get(slug="atlantis")
    assert (country.name_en, country.name_fr, country.working_language) == ("New Atlantis", "Nouvelle Atlantide", "fr")
    assert (country.alpha2, country.alpha3, country.m49, country.region) == ("XA", "XAA", "999", "asia")
    assert (country.engagement, str(country.pathfinder_since)) == ("pathfinder", "2019-02")
    assert country.source.slug == "global-progress-2019"
    assert country.history.get().history_change_reason == "import"
    assert not PriorityAction.objects.filter(country=country).exists()
    assert [edition.number for edition in Edition.objects.of("atlantis")] == [2, 1]


def test_without_write_it_is_shown_and_nothing_is_kept(tmp_path):
    path, entries = atlantis(tmp_path, 1, published="2020-05-04"), AuditEntry.objects.count()
    checksum = editions(an_edition(published="2020-05-04"))["countries"][0]["checksum"]
    said = bring_in(path)
    assert f"New in countries: atlantis 1, 2020-05-04, SHA-256 {checksum}" in said
    assert said.endswith("Nothing was written: this is what --write would do.\n")
    assert not Country.objects.filter(slug="atlantis").exists()
    assert AuditEntry.objects.count() == entries
    assert bring_in(path, "--write").endswith("PDFs.\n")


def test_a_second_time_there_is_nothing_to_do(tmp_path):
    path = atlantis(tmp_path, 1, 2)
    bring_in(path, "--write")
    entries, saved_once = AuditEntry.objects.count(), Country.history.count()
    said = bring_in(path, "--write")
    assert "Already here in countries, and the same: 2" in said
    assert said.endswith("There is nothing to do.\n")
    assert (AuditEntry.objects.count(), Country.history.count()) == (entries, saved_once)


def test_an_edition_s_json_comes_back_with_the_checksum_that_is_printed(tmp_path):
    path, checksum = as_json(tmp_path, an_edition())
    bring_in(path, "--write", "--checksum", checksum.upper())
    assert Edition.objects.of("atlantis").get().content.encode() == path.read_bytes()


def test_everybody_reads_and_finds_what_came_back(client, tmp_path):
    bring_in(atlantis(tmp_path, 1, 2), "--write")
    page = client.get("/en/countries/atlantis/")
    assert "Atlantis" in page.text
    assert "NPL-04" in page.text
    assert client.get("/en/countries/atlantis/editions/1/").status_code == 200
    found = SearchEntry.objects.public().filter(country="atlantis", language="en")
    assert found.filter(part="NPL-04").count() == 1
    assert client.get("/en/search/?q=Atlantis").text.count("/en/countries/atlantis/") >= 1


def test_what_came_back_is_in_the_audit_chain_in_the_name_of_whoever_brought_it(tmp_path):
    bring_in(atlantis(tmp_path, 1), "--write")
    entry = AuditEntry.objects.get(what="reports.edition", key=Edition.objects.of("atlantis").get().pk)
    assert entry.by == User.objects.get(email=BY).pk
    assert not list(faults())


def test_an_earlier_edition_comes_back_without_being_the_current_one(tmp_path):
    bring_in(atlantis(tmp_path, 2), "--write")
    bring_in(atlantis(tmp_path, 1), "--write")
    assert Edition.objects.of("atlantis").current().get().number == 2
    found = SearchEntry.objects.filter(owner="reports.edition", country="atlantis").values_list("owner_pk").distinct()
    assert found.get() == (Edition.objects.of("atlantis").get(number=2).pk,)


def test_the_next_edition_takes_the_number_after_those_that_came_back(tmp_path):
    bring_in(atlantis(tmp_path, 3), "--write")
    country = Country.objects.get(slug="atlantis")
    country.milestones.create(type_id=1, state="done", source=country.source, locator="p. 1")
    assert publish_again(country).number == 4


def test_a_country_that_is_here_stays_as_it_is(tmp_path):
    bring_in(atlantis(tmp_path, 1), "--write")
    country = Country.objects.get(slug="atlantis")
    country.name_en, country.slug = "Sunken Atlantis", "sunken"
    country.save()
    bring_in(atlantis(tmp_path, 2), "--write")
    assert Country.objects.get(pk=country.pk).name_en == "Sunken Atlantis"
    assert Edition.objects.of("atlantis").get(number=2).country == country


def test_the_code_of_another_country_is_no_reason_to_write_over_it(tmp_path):
    content = an_edition("uganda", number=7)
    path = as_workbook(tmp_path, editions(content))
    assert "- countries, row 2, column alpha3: Here the country of this name has the code UGA." in refusal(path)


def test_a_withdrawn_edition_stays_withdrawn(client, tmp_path):
    path = atlantis(tmp_path, 1)
    bring_in(path, "--write")
    edition = Edition.objects.of("atlantis").get()
    withdraw(edition=edition, reason="A mistake.", by=User.objects.get(email=BY))
    assert "There is nothing to do." in bring_in(path, "--write")
    assert client.get("/en/countries/atlantis/editions/1/").status_code == 410
    assert not SearchEntry.objects.filter(country="atlantis").exists()


def test_what_belongs_to_no_country_comes_back_published(tmp_path):
    rows = rows_here()
    expected = {name: rows[name] for name in tables.OF_LIBRARY}
    Participation.objects.all().delete()
    for model in (Organisation, Theme):
        model.objects.filter(slug__in=["ilo", "ituc", "agriculture"]).delete()
    for model in (Event, ToolkitItem, LessonLearnt, Initiative):
        model.objects.all().delete()
    said = bring_in(as_workbook(tmp_path, rows), "--write")
    assert "New in events: hlpf-2019\n" in said
    assert "New in network_points: child-labour-platform about 1\n" in said
    assert "Already here in documents, and the same: 1\n" in said
    assert tables.of_library() == expected
    assert Organisation.objects.get(slug="ituc").history.first().history_change_reason == "import"
    assert SearchEntry.objects.public().filter(owner="events.event").exists()


def test_a_participant_without_an_edition_is_made_of_its_codes_and_has_no_engagement(tmp_path):
    rows = rows_here()
    row = next(row for row in rows["participations"] if row["country"] == "norway")
    codes = {"alpha2": "XA", "alpha3": "XAA", "m49": "999"}
    row |= {"country": "atlantis", "country_name": {"en": "Atlantis"}}
    row |= {f"country_{name}": code for name, code in codes.items()}
    bring_in(as_workbook(tmp_path, rows), "--write")
    country = Country.objects.get(slug="atlantis")
    assert {name: getattr(country, name) for name in codes} == codes
    assert (country.engagement, country.region, country.source) == ("none", "europe", Document.objects.get())
    assert row in tables.of_library()["participations"]


def test_a_source_that_is_in_no_library_comes_back_by_its_title_alone(tmp_path):
    rows = rows_here()
    title = {"en": "A letter", "fr": "Une lettre"}
    for lesson in rows["lessons"]:
        lesson |= {"slug": f"again-{lesson['slug']}", "order": lesson["order"] + 100}
        lesson |= {"source": None, "source_title": title}
    bring_in(as_workbook(tmp_path, rows), "--write")
    letter = Document.objects.get(title_fr="Une lettre")
    assert (letter.is_published, letter.language) == (False, "en")
    assert rows["lessons"][0] in tables.of_library()["lessons"]
    assert "letter" not in str(tables.of_library()["documents"])


def test_a_document_that_came_with_an_edition_is_published_by_the_export_that_has_it(tmp_path):
    content = an_edition()
    content["sources"]["atlantis-2020"] = content["sources"].pop("global-progress-2019")
    text = canonical(content).replace('"global-progress-2019"', '"atlantis-2020"')
    bring_in(as_workbook(tmp_path, editions(json.loads(text))), "--write")
    assert not Document.objects.get(slug="atlantis-2020").is_published
    rows = rows_here()
    rows["documents"].append({**rows["documents"][0], "slug": "atlantis-2020"})
    bring_in(as_workbook(tmp_path, rows), "--write")
    assert Document.objects.get(slug="atlantis-2020").is_published


def test_a_zip_and_a_folder_and_one_table_of_it_are_read_alike(tmp_path):
    assert "Already here in countries, and the same: 2" in bring_in(whole_zip(tmp_path))
    folder = tmp_path / "folder"
    folder.mkdir()
    saved(folder / "themes.csv", package.files_of(rows_here())["themes.csv"])
    saved(folder / "notes.txt", b"of somebody")
    assert bring_in(folder) == "Already here in themes, and the same: 8\nThere is nothing to do.\n"


def test_only_publishers_bring_in(tmp_path):
    path = atlantis(tmp_path, 1)
    for user in (staff("events.add_event"), User.objects.portal()):
        with pytest.raises(CommandError, match="needs the right to publish"):
            bring_in(path, "--write", by=user.email)
    with pytest.raises(CommandError, match="does not exist"):
        bring_in(path, "--write", by="nobody@example.org")
    assert not Edition.objects.of("atlantis").exists()


@pytest.mark.usefixtures("commits")
def test_nobody_is_mailed_what_was_news_elsewhere(mailoutbox, tmp_path):
    bring_in(atlantis(tmp_path, 1), "--write")
    assert not mailoutbox
