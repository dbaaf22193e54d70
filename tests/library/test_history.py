import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from modeltranslation.translator import NotRegistered, translator
from simple_history.utils import get_history_manager_for_model

from accounts.models import User
from library.frozen import FrozenModel
from tests.countries.making import RECORDS, a

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WITH_HISTORY = [model for model in RECORDS if not issubclass(model, FrozenModel)]


def translated_fields(model):
    try:
        return list(translator.get_options_for_model(model).fields)
    except NotRegistered:
        return []


@pytest.mark.parametrize("model", WITH_HISTORY, ids=lambda model: model.__name__)
def test_the_history_of_a_record_keeps_every_field_in_every_language(model):
    past = get_history_manager_for_model(model).model
    for field in model._meta.concrete_fields:
        assert past._meta.get_field(field.name).column == field.column
    for name in translated_fields(model):
        for language in LANGUAGES:
            # Registered for history before modeltranslation added them, a model would miss these.
            assert past._meta.get_field(f"{name}_{language}")


def test_every_record_with_texts_has_them_in_all_languages_and_a_history():
    translated = [model for model in RECORDS if translated_fields(model)]
    assert {model.__name__ for model in translated} >= {"Country", "PriorityAction", "Document", "Event", "Theme"}
    assert set(translated) <= set(WITH_HISTORY)


@pytest.mark.parametrize("model", WITH_HISTORY, ids=lambda model: model.__name__)
def test_the_history_of_a_record_keeps_its_translations(model):
    names = translated_fields(model)
    record, other = a(model._meta.label), a(model._meta.label)
    rows = other.history.count()
    for language in LANGUAGES:
        for name in names:
            setattr(record, f"{name}_{language}", f"{language} text"[:10])
    record.save()
    newest = record.history.order_by("-history_id").first()
    assert newest.history_type == "~"
    for language in LANGUAGES:
        for name in names:
            assert getattr(newest, f"{name}_{language}") == f"{language} text"[:10]
    assert other.history.count() == rows


@pytest.mark.parametrize("label", ["priorities.Pillar", "priorities.PriorityAction"])
def test_the_history_of_themes_is_kept(label):
    first, second = a("priorities.Theme"), a("priorities.Theme")
    record, other = a(label, themes=[first]), a(label, themes=[second])
    rows = other.history.count()
    record.themes.set([second])
    newest, *_older = record.history.order_by("-history_id")
    assert [row.theme for row in newest.themes.all()] == [second]
    assert [row.theme for row in record.history.order_by("history_id")[1].themes.all()] == [first]
    assert other.history.count() == rows


def test_every_relation_to_many_that_a_report_reads_is_in_the_history():
    # A workshop's documents are not: no report reads them, and saving the workshop writes its history all the same.
    for model in WITH_HISTORY:
        many = {field.name for field in model._meta.many_to_many} - {"documents"}
        past = get_history_manager_for_model(model).model
        assert {field.name for field in past._history_m2m_fields} == many


def test_users_and_what_is_frozen_have_no_history():
    for model in (User, *(model for model in apps.get_models() if issubclass(model, FrozenModel))):
        assert not hasattr(model, "history")
    with pytest.raises(FieldDoesNotExist):
        User._meta.get_field("history")


def test_a_deleted_record_stays_in_the_history():
    step = a("countries.CoordinationStep", wording="Set up a committee")
    past, pk = step.history, step.pk
    step.country.delete()
    newest = type(step).history.filter(id=pk).order_by("-history_id").first()
    assert past is not None
    assert (newest.history_type, newest.wording_en) == ("-", "Set up a committee")
