"""The timeline of an e-report: true to what is known of each date, and the same in words as in marks."""

import datetime as dt
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from library.dates import PartialDate
from library.texts import Text
from reports.shapes import bar
from reports.texts import word
from reports.timeline import MOST_LABELS, Axis, timeline

days = st.dates(min_value=dt.date(1, 1, 1))


@st.composite
def partial_dates(draw: Any, years: st.SearchStrategy[dt.date] = days) -> PartialDate:
    day = draw(years)
    return PartialDate(*(day.year, day.month, day.day)[: draw(st.integers(1, 3))])


def on(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def milestone(date: str | PartialDate | None, state: str = "done", slug: str = "focal-point") -> dict[str, Any]:
    date = on(date) if isinstance(date, str) else date
    return {"slug": slug, "name": Text(slug, "en", "en"), "date": date, "state": word("state", state)}


def workshop(start: str | None, end: str | None = None) -> dict[str, Any]:
    return {"kind": word("kind", "strategy"), "start": on(start), "end": on(end)}


def step(due: str | None, implementation: str = "not_reported") -> dict[str, Any]:
    text = Text("Form a committee", "en", "en")
    return {"order": 1, "wording": text, "due": on(due), "implementation": word("implementation", implementation)}


def action(start: str | None, end: str | None, implementation: str = "not_reported") -> dict[str, Any]:
    row = {"reference": "NPL-01", "wording": Text("Act", "en", "en"), "period_start": on(start), "period_end": on(end)}
    return {**row, "implementation": word("implementation", implementation)}


def a_report(as_of: str | PartialDate = "2019", since: str | None = None, **parts: list[Any]) -> dict[str, Any]:
    empty: dict[str, list[Any]] = {
        part: [] for part in ("milestones", "roadmaps", "workshops", "events", "actions", "next_steps")
    }
    return {
        "country": {"engagement": word("engagement", "pathfinder"), "pathfinder_since": on(since)},
        "edition": {"as_of": PartialDate.parse(as_of) if isinstance(as_of, str) else as_of},
        **empty,
        **parts,
    }


def shown(data: dict[str, Any]) -> str:
    found = {"timeline": timeline(data), "as_of_in_words": "late 2019"}
    return render_to_string("reports/sections/timeline.html", {"report": found})


def number(text: str) -> float:
    return float(text.removesuffix("%"))


@given(days, days, days)
def test_an_axis_keeps_the_order_of_days_and_holds_them_all(one: dt.date, other: dt.date, third: dt.date) -> None:
    first, middle, last = sorted([one, other, third])
    axis = Axis.over(first, last)
    places = [axis.at(first), axis.at(middle), axis.at(last), axis.at(last, evening=True)]
    assert places == sorted(places)
    assert 0 <= places[0] < axis.at(first, evening=True)
    assert places[-1] <= 100.0001
    assert 1 <= len(axis.years) <= MOST_LABELS
    assert len(axis.lines) == len(axis.years) - 1
    assert int(axis.years[0]) <= first.year
    assert int(axis.years[-1]) <= last.year < int(axis.years[-1]) + axis.step


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (2019, 2019, ["2019"]),
        (2018, 2025, ["2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"]),
        (2019, 2027, ["2018", "2020", "2022", "2024", "2026"]),
        (1999, 2030, ["1995", "2000", "2005", "2010", "2015", "2020", "2025", "2030"]),
    ],
)
def test_years_are_labelled_in_round_steps_that_fit(first: int, last: int, labels: list[str]) -> None:
    assert Axis.over(dt.date(first, 5, 1), dt.date(last, 5, 1)).years == labels


@given(st.lists(partial_dates(), min_size=1, max_size=6), partial_dates())
def test_a_mark_covers_each_day_its_date_can_mean_and_no_other(dates: list[PartialDate], as_of: PartialDate) -> None:
    data = a_report(as_of, milestones=[milestone(date) for date in dates])
    rows = timeline(data)["rows"]
    every = [*dates, as_of]
    axis = Axis.over(min(date.first_day for date in every), max(date.last_day for date in every))
    for row in rows:
        item = row["item"]
        assert number(row["x"]) == pytest.approx(axis.at(item.first_day), abs=0.006)
        assert number(row["width"]) == pytest.approx(
            axis.at(item.last_day, evening=True) - axis.at(item.first_day), abs=0.006
        )
        assert row["is_day"] is bool(item.start.day)
    assert sorted(row["item"].start for row in rows) == sorted(every)


@given(st.lists(partial_dates(), min_size=1, max_size=6), partial_dates())
def test_the_mirrored_axis_is_the_mirror_of_the_other(dates: list[PartialDate], as_of: PartialDate) -> None:
    data = a_report(as_of, milestones=[milestone(date) for date in dates])
    there, back = timeline(data), timeline(data, mirrored=True)
    for row, image in zip(there["rows"], back["rows"], strict=True):
        assert row["width"] == image["width"]
        assert number(row["x"]) + number(row["width"]) + number(image["x"]) == pytest.approx(100, abs=0.02)
    assert back["later"] is None or number(back["later"]["x"]) == 0
    assert there["lines"] == sorted(back["lines"], key=number)


@given(st.lists(partial_dates() | st.none(), max_size=8), partial_dates())
def test_what_is_dated_is_drawn_once_in_order_of_time_and_nothing_else_is(
    dates: list[PartialDate | None], as_of: PartialDate
) -> None:
    found = timeline(a_report(as_of, milestones=[milestone(date) for date in dates]))
    drawn = [row["item"].start for row in found["rows"] if row["shape"] != "line"]
    assert sorted(drawn) == sorted(date for date in dates if date)
    assert len(found["undated"]) == dates.count(None)
    begins = [row["item"].first_day for row in found["rows"] if row["shape"] != "line"]
    assert begins == sorted(begins)
    place = [row["shape"] for row in found["rows"]].index("line") if drawn else 0
    assert all(row["item"].first_day <= as_of.last_day for row in found["rows"][:place])
    assert all(row["item"].first_day > as_of.last_day for row in found["rows"][place + 1 :])


def test_a_milestone_nobody_reported_is_neither_drawn_nor_listed() -> None:
    found = timeline(a_report(milestones=[milestone(None, "not_reported"), milestone("2019-02")]))
    assert len(found["rows"]) == 2
    assert found["undated"] == []


@pytest.mark.parametrize(("state", "shape"), [("done", "full"), ("under_way", "half"), ("ahead", "hollow")])
def test_a_milestone_is_drawn_as_its_state(state: str, shape: str) -> None:
    row, _as_of = timeline(a_report(milestones=[milestone("2019-02", state)]))["rows"]
    assert (row["shape"], row["state"].code) == (shape, state)


def test_what_nobody_reported_on_is_dashed_and_never_full() -> None:
    found = timeline(a_report("2022", next_steps=[step("2019-09")], actions=[action("2019", "2021-06")]))
    assert [row["shape"] for row in found["rows"]] == ["dashed", "dashed", "line"]
    assert "stroke-dasharray" in shown(a_report(next_steps=[step("2019-09")]))


def test_a_workshop_was_held_unless_it_came_after_the_edition() -> None:
    held, _as_of, ahead = timeline(a_report("2019-06", workshops=[workshop("2019"), workshop("2019-07")]))["rows"]
    assert (held["shape"], held["state"]) == ("full", None)
    assert (ahead["shape"], ahead["state"].code) == ("hollow", "ahead")


def test_what_has_only_an_end_is_drawn_at_its_end_and_stands_there() -> None:
    rows = timeline(a_report("2020", workshops=[workshop("2019-05")], actions=[action(None, "2019")]))["rows"]
    assert [str(row["item"].end or row["item"].start) for row in rows] == ["2019-05", "2019", "2020"]
    assert (rows[1]["x"], rows[1]["width"]) == ("0.00%", "50.00%")


def test_an_action_without_a_period_is_left_to_what_is_not_known() -> None:
    found = timeline(a_report(actions=[action(None, None)]))
    assert (found["rows"], found["undated"]) == ([], [])


def test_a_fact_that_a_milestone_tells_is_not_drawn_twice() -> None:
    granted = milestone("2019-02", slug="status-granted")
    assert len(timeline(a_report(since="2019-02", milestones=[granted]))["rows"]) == 2
    assert len(timeline(a_report(since="2019-02", milestones=[milestone("2019-02")]))["rows"]) == 3
    assert len(timeline(a_report(since="2019", milestones=[granted]))["rows"]) == 3


@pytest.mark.parametrize(
    ("start", "end", "mark", "says"),
    [
        ("2018-09-14", None, '<circle cx="', "Drawn on the day"),
        ("2018-09-14", "2018-09-14", '<circle cx="', "Drawn on the day"),
        ("2018-09", None, 'width="4.11%"', "Drawn over the whole month"),
        ("2018", None, 'width="50.00%"', "Drawn over the whole year"),
        ("2018-07", "2019-06", "Drawn from the first to the last day", "July 2018"),
    ],
)
def test_how_exactly_a_date_is_known_can_be_seen_and_read(start: str, end: str | None, mark: str, says: str) -> None:
    html = shown(a_report(workshops=[workshop(start, end)]))
    assert mark in html
    assert says in html
    assert ("<circle" in html) == ("circle" in mark)


def test_the_part_after_the_edition_is_shaded_and_that_is_said() -> None:
    ahead = a_report("2019-06", next_steps=[step("2020")])
    assert number(timeline(ahead)["later"]["x"]) == pytest.approx(100 * 181 / 365 / 2, abs=0.01)
    assert "The shaded part" in shown(ahead)
    past = a_report("2019", next_steps=[step("2019-03")])
    assert timeline(past)["later"] is None
    assert "The shaded part" not in shown(past)


def test_no_date_at_all_is_a_sentence_and_no_drawing() -> None:
    html = shown(a_report(milestones=[milestone(None)]))
    assert "No dates are reported." in html
    assert "<svg" not in html
    assert "Without a date" in html


def section(client: Client, language: str, slug: str) -> str:
    html = client.get(f"/{language}/countries/{slug}/").content.decode()
    return html[html.index('<section id="timeline"') : html.index('<section id="actions"')]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["nepal", "chile", "mauritania", "viet-nam", "fiji"])
def test_each_row_leads_to_where_the_e_report_tells_it(client: Client, slug: str) -> None:
    html = client.get(f"/en/countries/{slug}/").content.decode()
    links = re.findall(r'href="#([^"]+)"', section(client, "en", slug))
    assert links
    for link in links:
        assert html.count(f' id="{link}"') == 1, link


@pytest.mark.django_db
def test_the_timeline_of_nepal_says_when_what_and_how_far(client: Client) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", section(client, "en", "nepal")).split())
    assert "February 2019 Roadmap reviewed and status granted Milestone Done" in text
    assert "June 2019 Strategy workshop Workshop" in text
    assert "late 2019 Date of this edition" in text
    assert "until 2020 Achieve 10 child labour free municipalities by 2020 Priority action Not reported" in text


@pytest.mark.django_db
def test_time_runs_as_the_reader_reads_and_positions_are_numbers_in_every_language(client: Client) -> None:
    february = {"en": "4.25%", "fr": "4.25%", "es": "4.25%", "ar": "91.92%"}
    for language, place in february.items():
        html = section(client, language, "nepal")
        assert re.findall(r'<rect x="([^"]+)"', html)[0] == place, language
        assert not re.search(r'"\d+,\d+%"', html)


@pytest.mark.parametrize(
    ("as_of", "mark"), [("2019-06-30", "<line x1="), ("2019-06", "<rect x="), ("2019", "<rect x=")]
)
def test_the_date_of_the_edition_is_marked_as_exactly_as_it_is_known(as_of: str, mark: str) -> None:
    html = shown(a_report(as_of, workshops=[workshop("2019")]))
    assert mark in html[html.index("Date of this edition") :]


def tally(**counts: int) -> list[dict[str, Any]]:
    return [{"word": word("implementation", state), "count": count} for state, count in counts.items()]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=5), st.booleans())
def test_a_state_is_as_long_in_the_bar_as_its_share_and_silence_has_its_share(
    counts: list[int], mirrored: bool
) -> None:
    states = ["not_reported", "not_started", "in_progress", "completed", "discontinued"]
    fields = bar(tally(**dict(zip(states, counts, strict=False))), mirrored=mirrored)
    shapes = ["dashed", "hollow", "half", "full", "barred"]
    assert [field["shape"] for field in fields] == [
        shape for shape, count in zip(shapes, counts, strict=False) for _number in range(count)
    ]
    places = [number(field["x"]) for field in fields]
    assert places == sorted(places, reverse=mirrored)
    assert min(places) >= 0
    assert max(places) + number(fields[0]["width"]) <= 100
    assert len({field["width"] for field in fields}) == 1


def test_of_nothing_there_is_no_bar() -> None:
    assert bar([]) == []


@pytest.mark.django_db
def test_the_bar_stands_with_its_table_and_shows_silence_as_silence(client: Client) -> None:
    html = client.get("/en/countries/nepal/").content.decode()
    table = html[html.index('<table class="tally">') : html.index("</table>")]
    assert table.count('<g class="dot-not_reported">') == 9
    assert table.count("stroke-dasharray") == 9
    assert table.count('fill="none"') == 9
    assert "9 of 9" in " ".join(table.split())
