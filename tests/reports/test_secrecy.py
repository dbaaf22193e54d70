"""What is neither in an edition nor switched to published appears nowhere public."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from model_bakery import baker

from accounts.models import User
from countries.models import Country, FocalPoint, MilestoneType
from events.models import Event, Participation
from library.frozen import FrozenModel
from library.models import Document, PageText, Publishable, Sourced
from library.texts import LANGUAGES
from priorities import workflow as reporting
from priorities.evidence.workflow import add_evidence
from reports import index
from reports.models import Edition, Follower, SearchEntry
from reports.page import report
from reports.rendering import pdf_html
from tests.countries.making import staff
from tests.priorities.reporting import WORDS, speaks_for

from .second_edition import published

pytestmark = pytest.mark.django_db
WORKBOOK = "/en/countries/nepal/editions/1/edition.xlsx"
LINK = re.compile(r'(?:href|src)="([^"]+)"')

# Records of a country: public through editions alone, so no change of one may show.
RECORDS = ["countries", "priorities"]


def free_texts(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        if (
            isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and not field.unique
            and (field.max_length or 1000) >= 120
            and field.name not in ("slug", "content")
            # The UN's name of a country is no statement of that country: events print it.
            and not (model is Country and field.name.startswith("name"))
        ):
            yield field.name


def plant() -> str:
    """Put a token into every text that nobody has published, and return it."""
    token = uuid.uuid4().hex
    for label in RECORDS:
        for model in apps.get_app_config(label).get_models():
            if (
                not issubclass(model, Publishable)
                and "Historical" not in model.__name__
                and not issubclass(model, FrozenModel)
                and model is not MilestoneType
            ):
                model.objects.update(**dict.fromkeys(free_texts(model), token))
    for label in ("library", "priorities", "events"):
        for model in apps.get_app_config(label).get_models():
            if issubclass(model, Publishable):
                needed: dict = {"source": Document.objects.first()} if issubclass(model, Sourced) else {}
                needed |= {"start": "2030"} if model is Event else {"order": 99} if hasattr(model, "order") else {}
                texts = dict.fromkeys(free_texts(model), token)
                slug = f"secret-{model.__name__.lower()}"
                baker.make(model, slug=slug, is_published=False, **needed, **texts)
    plant_reports(token)
    country = Country.objects.get(slug="tunisia")
    country.engagement = "candidate"
    country.summary_en = token
    country.save()
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(name=token, email=f"{token}-{user.pk}@example.org")
    Follower.objects.create(address=f"{token}@example.org", language="en")
    return token


def plant_reports(token: str) -> None:
    """Somebody of Nepal reports: what they wrote was accepted, or returned, and no edition has it yet."""
    nepal, reviewer = Country.objects.get(slug="nepal"), staff("priorities.review_progressupdate")
    by, words = speaks_for(nepal, institution=token), {**WORDS, "narrative": token, "obstacles": token}
    for action, verb in zip(nepal.priority_actions.all()[:2], ("accept", "return_for_changes"), strict=True):
        update = reporting.save_draft(of=action, by=by, words=words)
        update = reporting.submit(update=update, by=by, version=update.version)
        reason = {"reason": token} if verb == "return_for_changes" else {}
        getattr(reporting, verb)(update=update, by=reviewer, **reason)


def named_in(edition: Edition) -> list[str]:
    """What an edition is known by in public: its content, its page and its PDF in every language."""
    client, pages = Client(), [edition.content]
    for language in LANGUAGES:
        address = f"/{language}/countries/{edition.slug}/editions/{edition.number}/"
        pages += [client.get(address).content.decode(), pdf_html(report(edition, language))]
    return pages


def unpacked(content: bytes) -> bytes:
    """What a workbook or an archive holds, and other files as they are."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def crawl(start: str) -> Iterator[tuple[str, bytes]]:
    """Every page that links lead to from there, with its bytes; PDFs are read as the HTML they are made of."""
    client, ahead, seen = Client(), [start], set()
    while ahead:
        address = ahead.pop()
        if address in seen or address.startswith(("/static/", "/admin/")):
            continue
        seen.add(address)
        if address.endswith(("report.pdf", "edition.xlsx")) and address != WORKBOOK:
            continue  # of workbooks one: they have what the CSV and the JSON beside them have, and take long to make
        answer = client.get(address)
        assert answer.status_code in (200, 302), address
        content = unpacked(answer.getvalue())
        yield address, content
        for link in LINK.findall(content.decode(errors="replace")):
            target = urldefrag(urljoin(address, link.replace("&amp;", "&")))[0]
            if target.startswith("/"):
                ahead.append(target)


def test_no_public_page_shows_what_nobody_published() -> None:
    token = plant().encode()
    seen = dict(crawl("/en/"))
    assert "/ar/countries/nepal/" in seen
    assert "/fr/countries/viet-nam/editions/1/" in seen
    assert "/es/library/" in seen
    assert "/en/feed.atom" in seen
    assert "/data/pathfinder.xlsx" in seen
    assert WORKBOOK in seen
    assert "/ar/countries/nepal/editions/1/edition.csv" in seen
    assert "/ar/countries/nepal/feed.atom" in seen
    assert "/fr/themes/child-labour/feed.atom" in seen
    assert not [address for address, content in seen.items() if token in content]


def test_a_public_file_is_read_by_all_and_no_private_one_nor_what_was_said_of_either() -> None:
    nepal, token = Country.objects.get(slug="nepal"), uuid.uuid4().hex
    by = speaks_for(nepal)
    update = reporting.save_draft(of=nepal.priority_actions.first(), by=by, words=WORDS)
    add_evidence(
        update=update,
        by=by,
        upload=SimpleUploadedFile("open.csv", b"open,to,all\n"),
        title="Inspections",
        is_public=True,
        harm_note=token,
    )
    private = SimpleUploadedFile(f"{token}.csv", f"{token}\n".encode())
    add_evidence(update=update, by=by, upload=private, title=token, harm_note=token)
    update = reporting.submit(update=update, by=by, version=update.version)
    reporting.accept(update=update, by=staff("priorities.review_progressupdate"))
    edition = published()
    seen = dict(crawl("/en/"))
    assert b"open,to,all\n" in seen.values()
    assert not [address for address, content in seen.items() if token.encode() in content or token in address]
    assert not [page for page in named_in(edition) if token in page]


def test_no_pdf_shows_what_nobody_published() -> None:
    token = plant()
    for edition in Edition.objects.all():
        assert token not in pdf_html(report(edition, "en"))


def test_search_finds_nothing_that_nobody_published(client: Client) -> None:
    token = plant()
    for language in LANGUAGES:
        assert not client.get(f"/{language}/search/", {"q": token}).context["form"].items
    assert not SearchEntry.objects.filter(folded__contains=token).exists()


def test_search_made_anew_finds_nothing_that_nobody_published(client: Client) -> None:
    token = plant()
    assert index.rebuild()
    assert not SearchEntry.objects.filter(folded__contains=token).exists()
    assert client.get("/en/search/", {"q": "nepal"}).context["form"].items


def test_search_suggests_no_word_that_nobody_published(client: Client) -> None:
    Event.objects.filter(slug="hlpf-2019").update(is_published=False, name_en="quinquennial")
    index.rebuild()
    assert client.get("/en/search/", {"q": "quinqennial"}).context["suggestion"] == ""


@pytest.mark.parametrize(
    "address",
    [
        "/en/events/secret-event/",
        "/en/themes/secret-theme/",
        "/en/countries/tunisia/",
        "/en/countries/tunisia/report.pdf",
    ],
)
def test_the_address_of_what_nobody_published_is_unknown(client: Client, address: str) -> None:
    plant()
    assert client.get(address).status_code == 404


def test_a_text_of_the_portal_that_is_switched_off_is_unknown(client: Client) -> None:
    PageText.objects.filter(slug="about").update(is_published=False)
    assert client.get("/en/about/").status_code == 404


def test_a_published_event_shows_no_country_record_but_its_name(client: Client) -> None:
    Participation.objects.filter(country__slug="nepal").update(editor_note_en="unpublished remark")
    Country.objects.filter(slug="nepal").update(summary_en="unpublished summary")
    text = client.get("/en/events/international-labour-conference-2019/").content.decode()
    assert "Nepal" in text
    assert "unpublished" not in text


def test_an_edition_names_the_institution_of_a_focal_point_and_never_the_person() -> None:
    nepal, token = Country.objects.get(slug="nepal"), uuid.uuid4().hex
    nepal.focal_points.all().delete()
    usual = {"country": nepal, "start": "2019-01-01", "appointed_by": User.objects.portal()}
    for institution, is_deputy in (("Ministry of Planning", False), (f"{token} deputy", True)):
        user = User.objects.create_user(f"{token}-{is_deputy}@example.org", name=f"{token} name")
        FocalPoint.objects.create(user=user, institution=institution, is_deputy=is_deputy, **usual)
    former = User.objects.create_user(f"{token}-former@example.org", name=f"{token} former")
    FocalPoint.objects.create(user=former, institution=f"{token} before", **{**usual, "end": "2019-12-31"})
    for page in named_in(published()):
        assert "Ministry of Planning" in page
        assert token not in page
