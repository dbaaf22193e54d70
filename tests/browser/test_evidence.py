"""The pages of evidence in a real browser, in their worst states."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page

from priorities import workflow
from priorities.evidence.workflow import add_evidence
from tests.accessibility import findings, sticks_out
from tests.long_texts import ARABIC, WORD
from tests.priorities.reporting import Cast, a_draft, cast

from .desk import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def a_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def states(people: Cast) -> dict[str, tuple]:
    """Each state of the page of files, and pages that show some: who looks, where, what they send, the status."""
    form = f"{people.country.slug}/{people.action.desk_name}/"
    update = a_draft(people)
    empty = cast()
    a_draft(empty)
    words = {"title": WORD[:200], "harm_note": f"{WORD} {ARABIC}"}
    for number, name in enumerate((f"{'x' * 300}.csv", f"{ARABIC[:90]}.csv")):
        file = a_file(name, f"{number}\n".encode())
        add_evidence(update=update, by=people.focal_point, upload=file, is_public=True, **words)
    page_of_none = f"{empty.country.slug}/{empty.action.desk_name}/files/"
    return {
        "no file": (empty.focal_point, page_of_none, None, 200),
        "files": (people.focal_point, f"{form}files/", None, 200),
        "no file chosen": (people.focal_point, f"{form}files/", words, 422),
        "a type that is not taken": (
            people.focal_point,
            f"{form}files/",
            words | {"upload": a_file(f"{'x' * 300}.exe", b"MZ")},
            422,
        ),
        "files below the text": (people.focal_point, form, None, 200),
        "submitted": (people.focal_point, f"{form}files/", None, 200),
        "beside the text in review": (people.reviewer, f"review/{update.pk}/", None, 200),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_where_files_are_and_nothing_sticks_out(page: Page, site: str, language: str) -> None:
    people, wrong = cast(), {}
    for name, (who, path, sent, status) in states(people).items():
        if name == "submitted":
            update = people.action.updates.get()
            workflow.submit(update=update, by=people.focal_point, version=update.version)
        window = Window(page, site, who, checks_csrf=False).open(f"/{language}/desk/{path}", sent)
        assert window.status == status, name
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if found := [*sticks_out(page), *findings(page)]:
                wrong[f"{name} at {width}"] = found
        page.unroute_all()
    assert wrong == {}
