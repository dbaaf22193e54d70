import pytest
from django.template import Context, Template
from django.utils import translation

from library.texts import best, languages_of
from tests.countries.making import a


def test_a_text_is_given_in_the_readers_language_where_it_exists():
    found = best({"en": "Child labour", "fr": "Travail des enfants"}, "fr")
    assert (found.value, found.language, found.is_translated) == ("Travail des enfants", "fr", True)


def test_a_text_that_is_not_translated_is_given_in_english_else_in_a_language_it_has():
    assert best({"en": "Child labour", "ar": "عمل الأطفال"}, "fr").language == "en"
    assert best({"ar": "عمل الأطفال"}, "fr").language == "ar"
    assert best({}, "fr") is None


def test_a_text_in_another_language_says_which_and_that_it_is_not_translated():
    with translation.override("en"):
        html = best({"ar": "عمل الأطفال"}, "en").__html__()
    assert '<span lang="ar" dir="rtl">عمل الأطفال</span>' in html
    assert "not yet translated" in html
    assert "not yet" not in best({"en": "Forced labour"}, "en").__html__()
    assert 'dir="ltr"' in best({"en": "Forced labour"}, "ar").bare


def test_a_text_that_looks_like_html_is_shown_as_it_was_typed():
    for language in ("en", "fr"):
        text = best({"en": "<b>Labour</b> & trafficking"}, language)
        for html in (text.bare, text.__html__()):
            assert "&lt;b&gt;Labour&lt;/b&gt; &amp; trafficking" in html


@pytest.mark.django_db
def test_a_record_names_the_languages_its_text_has_and_no_other():
    theme = a("priorities.Theme", name_en="Migration", name_fr="", name_es=None, name_ar="الهجرة")
    assert languages_of(theme, "name") == {"en": "Migration", "ar": "الهجرة"}


@pytest.mark.django_db
def test_a_template_shows_a_records_text_with_its_language():
    theme = a("priorities.Theme", name_en="Migration", name_ar="الهجرة", description_en="")
    shown = ["{{ theme|text:'name' }}", "{{ theme|bare:'name' }}", "{{ theme|bare:'description' }}"]
    template = Template("{% load texts %}" + "|".join(shown))
    with translation.override("fr"):
        shown, bare, empty = template.render(Context({"theme": theme})).split("|")
    assert shown.startswith('<span lang="en" dir="ltr">Migration</span> <small class="untranslated">')
    assert bare == '<span lang="en" dir="ltr">Migration</span>'
    assert empty == ""
