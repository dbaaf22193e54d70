import datetime as dt
import re
from itertools import pairwise

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event, Workshop
from library.dates import PartialDate
from library.models import Document
from tests.countries.making import a

days = st.dates(min_value=dt.date(1, 1, 1))


@st.composite
def partial_dates(draw):
    day = draw(days)
    parts = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:parts])


@given(partial_dates())
def test_a_date_is_written_as_it_is_read(date):
    assert PartialDate.parse(str(date)) == date


@given(partial_dates())
def test_a_date_is_written_with_as_many_parts_as_are_known(date):
    known = [part for part in (date.year, date.month, date.day) if part is not None]
    assert [int(part) for part in str(date).split("-")] == known
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", str(date))


@given(partial_dates())
def test_a_date_means_every_day_from_its_first_to_its_last(date):
    assert PartialDate(date.first_day.year) == PartialDate(date.year)
    assert str(date.first_day).startswith(str(date))
    assert str(date.last_day).startswith(str(date))
    assert date.first_day <= date.last_day
    if date.last_day < dt.date.max:
        assert not str(date.last_day + dt.timedelta(days=1)).startswith(str(date))


@given(st.lists(partial_dates(), max_size=8))
def test_dates_are_in_order_of_their_first_days_and_the_vaguer_comes_first(dates):
    for one, next_one in pairwise(sorted(dates)):
        assert one.first_day <= next_one.first_day
        if one.first_day == next_one.first_day:
            assert len(str(one)) <= len(str(next_one))


def test_dates_of_different_precision_have_one_order():
    texts = ["2018-12-31", "2019", "2019-01", "2019-01-01", "2019-01-02", "2019-02", "2020"]
    dates = [PartialDate.parse(text) for text in texts]
    assert sorted(sorted(dates, key=lambda date: date.last_day)) == dates
    assert dates[0] < dates[1] <= dates[1]
    assert max(dates) == PartialDate(2020)


@given(st.text())
def test_a_text_is_refused_or_read_as_it_stands(text):
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert str(date) == text


WRONG = [
    "", "19", "201", "20190", "2019-2", "2019-13", "2019-00", "2019-02-30", "2019-02-00", "2019-00-00", "2019-00-05",
    "2019-2-3", "2019-02-14 ", "2019/02", "02-2019", "2019-", "0000", "-2019", "2019-02-14T00",
    "٢٠١٩", "２０１９", "2019-٠٢",
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"not a date|month|day|year"):
        PartialDate.parse(text)


@pytest.mark.parametrize("parts", [(2019, None, 5), (2019, 0), (2019, 2, 0), (2019, 2, 29), (2019, 13), (0,)])
def test_a_date_that_never_was_cannot_be_made(parts):
    with pytest.raises(ValueError, match=r"month|day|year"):
        PartialDate(*parts)


def test_the_29th_of_february_is_a_day_of_leap_years():
    assert PartialDate.parse("2020-02").last_day == dt.date(2020, 2, 29)
    assert PartialDate.parse("2019-02").last_day == dt.date(2019, 2, 28)
    assert PartialDate.parse("2020-02-29").first_day == dt.date(2020, 2, 29)


def test_a_date_does_not_change():
    with pytest.raises(AttributeError):
        PartialDate(2019).month = 2


# "a day" and "a month of a year" may be arranged by each language's translation; the names of months are Django's.
@pytest.mark.parametrize(
    ("language", "month"), [("en", "February"), ("fr", "février"), ("es", "febrero"), ("ar", "فبراير")]
)
def test_a_date_is_said_in_the_readers_language_and_no_more_than_is_known(language, month):
    with translation.override(language):
        assert PartialDate(2019).in_words == "2019"
        in_month = PartialDate(2019, 2).in_words
        on_day = PartialDate(2019, 2, 14).in_words
    assert month.casefold() in in_month.casefold()
    assert "2019" in in_month
    assert re.findall(r"\d+", in_month) == ["2019"]
    assert month.casefold() in on_day.casefold()
    assert sorted(re.findall(r"\d+", on_day)) == ["14", "2019"]


def test_in_english_a_date_is_said_day_month_year():
    with translation.override("en"):
        assert PartialDate(2019, 2, 14).in_words == "14 February 2019"
        assert PartialDate(2019, 2).in_words == "February 2019"


@pytest.mark.parametrize(
    ("language", "date", "said"),
    [
        ("en", "2018-09-14", "since 14 September 2018"),
        ("fr", "2018-09-14", "depuis le 14 septembre 2018"),
        ("fr", "2018-09-01", "depuis le 1er septembre 2018"),
        ("fr", "2018-09", "depuis septembre 2018"),
        ("fr", "2018", "depuis 2018"),
        ("es", "2018-09-14", "desde el 14 de septiembre de 2018"),
        ("es", "2018-09-01", "desde el 1 de septiembre de 2018"),
        ("es", "2018-09", "desde septiembre de 2018"),
        ("es", "2018", "desde 2018"),
        ("ar", "2018-09-14", "منذ 14 سبتمبر 2018"),
    ],
)
def test_within_a_sentence_a_day_has_its_article_and_a_month_and_a_year_have_none(language, date, said):
    with translation.override(language):
        words = gettext("since %(date)s") % {"date": PartialDate.parse(date).in_a_sentence}
    assert words.casefold() == said.casefold()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_page_that_says_until_or_published_says_the_date_once_and_whole(language):
    end = PartialDate(2018, 9, 14)
    with translation.override(language):
        until = render_to_string("components/dates.html", {"start": None, "end": end})
        assert f">{end.in_a_sentence}</time>" in until
        published = gettext(
            "Counted from the current edition of each e-report. The last one was published on %(date)s."
        ) % {"date": end.in_a_sentence}
    assert not re.search(r"\b(le le|el el)\b", until + published)


DocumentForm = forms.modelform_factory(Document, fields=["slug", "title_en", "date", "language"])


def filled_in(date: str) -> dict[str, str]:
    return {"slug": "letter", "title_en": "A letter", "language": "en", "date": date}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2019", "2019"), ("2019-02", "2019-02"), (" 2019-02-14 ", "2019-02-14"), ("", None), ("  ", None)],
)
def test_a_form_keeps_a_date_as_precise_as_it_was_typed(typed, stored):
    form = DocumentForm(filled_in(typed))
    document = form.save()
    document.refresh_from_db()
    assert document.date == (PartialDate.parse(stored) if stored else None)
    shown = DocumentForm(instance=document)
    assert shown["date"].value() == stored
    assert not DocumentForm(filled_in(stored or ""), instance=document, initial={}).changed_data


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2019-2", "30 February 2019", "2019-02-30", "2019-00", "next year", "٢٠١٩"])
def test_a_form_says_how_a_date_is_written(typed):
    form = DocumentForm(filled_in(typed))
    with translation.override("en"):
        assert form.errors == {"date": ["Write a year, a month or a day: 2019, 2019-02 or 2019-02-14."]}
    assert not Document.objects.filter(slug="letter").exists()


@pytest.mark.django_db
def test_a_model_says_how_a_date_is_written():
    document = a("library.Document")
    document.date = "14.2.2019"
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            document.full_clean()
        assert caught.value.message_dict == {"date": ["Write a year, a month or a day: 2019, 2019-02 or 2019-02-14."]}


@pytest.mark.django_db
def test_no_date_that_cannot_be_read_reaches_the_database():
    document = a("library.Document")
    document.date = "yesterday"
    with pytest.raises(ValidationError), transaction.atomic():
        document.save()
    assert Document.objects.get(pk=document.pk).date is None


@pytest.mark.django_db
def test_dates_are_found_by_range_and_sorted_in_order_of_time():
    texts = ["2018-12-31", "2019", "2019-02", "2019-02-14", "2019-12-31", "2020"]
    for text in reversed(texts):
        a("library.Document", publisher="the range", date=PartialDate.parse(text))
    a("library.Document", publisher="the range", date=None)
    ours = Document.objects.filter(publisher="the range").order_by("date")
    assert [str(found.date) for found in ours.exclude(date=None)] == texts
    assert [str(found.date) for found in ours.filter(date__gte="2019", date__lt=PartialDate(2020))] == texts[1:-1]
    assert [str(found.date) for found in ours.filter(date__range=("2019-02", "2019-02-28"))] == texts[2:4]
    assert [str(found.date) for found in ours.filter(date=PartialDate(2019))] == ["2019"]
    assert ours.filter(date__isnull=True).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end"),
    [("2019", "2019"), ("2019-03", "2019"), ("2019-10-07", "2019-10"), ("2019", "2019-02"), ("2019-02", "2019-02")],
)
def test_what_may_well_end_after_it_begins_is_accepted(start, end):
    # As text "2019" comes before "2019-03".
    workshop = a("events.Workshop", start=PartialDate.parse(start), end=PartialDate.parse(end))
    workshop.full_clean()
    event = a("events.Event", start=PartialDate.parse(start), end=PartialDate.parse(end))
    event.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end"), [("2019-03", "2019-02"), ("2019", "2018-12"), ("2019-02-15", "2019-02-14")])
@pytest.mark.parametrize("label", ["events.Workshop", "events.Event"])
def test_what_ends_before_it_begins_is_refused_with_a_sentence(label, start, end):
    record = a(label)
    record.start, record.end = PartialDate.parse(start), PartialDate.parse(end)
    with translation.override("en"), pytest.raises(ValidationError, match="It ends before it begins"):
        record.full_clean()


@pytest.mark.django_db
def test_an_end_without_a_beginning_is_accepted():
    a("events.Workshop", end=PartialDate(2019)).full_clean()
    assert Workshop.objects.filter(start=None, end="2019").exists()


@pytest.mark.parametrize(
    ("start", "end", "at", "over"),
    [
        ("2019", None, "2019-12-31", False),
        ("2019", None, "2020-01-01", True),
        ("2019-02", None, "2019-02-28", False),
        ("2019-02", None, "2019-03-01", True),
        ("2019-02-14", "2019-03", "2019-03-31", False),
        ("2019-02-14", "2019-03", "2019-04-01", True),
    ],
)
def test_an_event_is_over_when_its_last_possible_day_is(start, end, at, over):
    event = Event(start=PartialDate.parse(start), end=PartialDate.parse(end) if end else None)
    assert event.is_over(dt.date.fromisoformat(at)) is over
