import pytest
from django.apps import apps
from django.db.models import ProtectedError

from library.models import Document, Initiative, LessonLearnt, NaturalKeyQuerySet, PageText, Publishable, ToolkitItem
from tests.countries.making import RECORDS, a
from tests.library.refused import refused

pytestmark = pytest.mark.django_db

WITH_SWITCH = [model for model in apps.get_models() if issubclass(model, Publishable)]
WITH_KEY = [model for model in RECORDS if hasattr(model, "NATURAL_KEY")]
UNIQUE_SLUGS = ["library.Document", "library.ToolkitItem", "library.LessonLearnt", "library.Initiative"]
UNIQUE_SLUGS += ["library.PageText"]


@pytest.mark.parametrize("label", UNIQUE_SLUGS)
def test_a_slug_names_one_record(label):
    taken = a(label).slug
    with refused(f"{label.replace('.', '_').lower()}.slug"):
        a(label, slug=taken)


def test_a_toolkit_item_has_a_place_of_its_own_in_its_edition():
    a("library.ToolkitItem", edition=7, order=3)
    a("library.ToolkitItem", edition=8, order=3)
    with refused("library_toolkititem_one_place_each"):
        a("library.ToolkitItem", edition=7, order=3)


def test_editions_of_the_toolkit_are_counted_from_one():
    with refused("library_toolkititem_edition_from_1"):
        a("library.ToolkitItem", edition=0)


def test_a_lesson_has_a_place_of_its_own():
    a("library.LessonLearnt", order=777)
    with refused("library_lessonlearnt.order"):
        a("library.LessonLearnt", order=777)


def test_a_point_has_a_place_of_its_own_among_those_of_its_kind_and_network():
    point = a("library.InitiativePoint", kind="work", order=1)
    a("library.InitiativePoint", kind="benefit", order=1, initiative=point.initiative)
    a("library.InitiativePoint", kind="work", order=1)
    with refused("library_initiativepoint_one_place_each"):
        a("library.InitiativePoint", kind="work", order=1, initiative=point.initiative)


def test_a_document_that_is_cited_cannot_be_deleted():
    lesson = a("library.LessonLearnt")
    a("library.ToolkitItem", document=(part := a("library.Document")))
    for document in (lesson.source, part):
        with pytest.raises(ProtectedError):
            document.delete()


def test_the_points_of_a_network_go_with_it():
    ours, theirs = a("library.InitiativePoint"), a("library.InitiativePoint")
    ours.initiative.delete()
    assert not ours._meta.model.objects.filter(pk=ours.pk).exists()
    assert ours._meta.model.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("model", WITH_SWITCH, ids=lambda model: model.__name__)
def test_published_gives_what_is_switched_on_and_nothing_else(model):
    label = model._meta.label
    on, off, unsaid = a(label, is_published=True), a(label, is_published=False), a(label)
    found = set(model.objects.published())
    assert on in found
    assert not {off, unsaid} & found


def test_everything_with_a_switch_is_asked_through_published():
    assert {*WITH_SWITCH} >= {Document, ToolkitItem, LessonLearnt, Initiative, PageText}
    for model in WITH_SWITCH:
        assert "published" in dir(model.objects), model


@pytest.mark.parametrize("model", WITH_KEY, ids=lambda model: model.__name__)
def test_a_record_is_found_by_its_natural_key(model):
    record, _another = a(model._meta.label), a(model._meta.label)
    key = []
    for part in model.NATURAL_KEY:
        value = record
        for step in part.split("__"):
            value = getattr(value, step, None)
        key.append(value)
    assert isinstance(model.objects.all(), NaturalKeyQuerySet)
    assert model.objects.get_by_natural_key(*key) == record


def test_a_natural_key_that_nothing_has_is_not_found():
    with pytest.raises(Document.DoesNotExist):
        Document.objects.get_by_natural_key("no-such-document")
    with pytest.raises(ValueError, match="zip"):
        Document.objects.get_by_natural_key("global-progress-2019", "slide-1")


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_record_says_in_words_what_it_is(model):
    words = str(a(model._meta.label))
    assert words
    assert " object (" not in words
