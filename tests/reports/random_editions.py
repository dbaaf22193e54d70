"""Editions of random content for property tests: all that a snapshot may hold, and texts that are hard to keep."""

import random
from typing import Any

from hypothesis import strategies as st

from library.texts import LANGUAGES
from priorities.models import Implementation, Outlook
from reports.models import Edition, checksum_of
from reports.snapshot import SCHEMA, canonical

# What spreadsheets calculate, what CSV quotes, what XML cannot write or reads otherwise, what escapes look like.
LETTERS = "=+-@'\t\r\n\",;_x00D5FAعπ é\u2028\x01\x0b\x1f\ufffe😀"
HARD = st.text(alphabet=LETTERS, min_size=1, max_size=12)
# A content has a hundred texts: each of them is one choice out of these, so that examples stay small.
CHANCE = random.Random(87)  # noqa: S311  # the same in each run
SAID = ["".join(CHANCE.choices(LETTERS, k=CHANCE.randint(1, 12))) for _place in range(80)]
SAID += ["#N/A", "TRUE", "1e5", "007", "null", "_x000D_", "'=1+1", "''", " ", "2019-02-14", "\r\n", "عمل الأطفال"]
TOLD = [{code: CHANCE.choice(SAID) for code in CHANCE.sample(LANGUAGES, CHANCE.randint(0, 4))} for _text in SAID]
WORDS = st.integers(0, len(SAID) - 1).map(lambda place: SAID[place])
TEXTS = st.integers(0, len(TOLD) - 1).map(lambda place: TOLD[place])
DAYS = st.sampled_from(["2019", "2019-02", "2019-02-14", "2026-12-31"])
DATES = st.none() | DAYS
AMOUNTS = st.sampled_from([None, "0.00", "-0.10", "1200.50", "999999999999.99"])
NUMBERS = st.integers(0, 2**31)
SLUGS = st.sampled_from(["nepal", "viet-nam", "a", "x-1", "2019", "child-labour"])
FILES = st.lists(
    st.fixed_dictionaries(
        {
            "title": TEXTS,
            "name": WORDS,
            "format": st.just("PDF"),
            "content_type": st.just("application/pdf"),
            "size": NUMBERS,
            "sha256": st.sampled_from(["a" * 64, "0" * 64]),
        }
    ),
    max_size=2,
)


def of(**fields: st.SearchStrategy) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


def cited(**fields: st.SearchStrategy) -> st.SearchStrategy[dict[str, Any]]:
    return of(**fields, source=of(document=SLUGS, locator=st.just("") | WORDS), editor_note=TEXTS)


REPORTS = st.none() | of(
    as_of=DAYS, text=TEXTS, by=st.sampled_from(["country", "secretariat"]), confirmed=DATES, files=FILES
)
STATES = st.sampled_from(Implementation.values)
UNSAID = st.just({"state": "not_reported", "date": None, "note": {}, "source": None, "editor_note": {}})
MILESTONES = (
    of(slug=SLUGS, name=TEXTS, description=TEXTS),
    (UNSAID | cited(state=st.sampled_from(["done", "ahead"]), date=DATES, note=TEXTS)),
)
CONTENT = of(
    schema=st.just(SCHEMA),
    edition=of(number=st.integers(1, 99), as_of=DAYS, as_of_note=TEXTS, published=st.just("2026-11-22"),
               note=st.just("") | WORDS),
    country=cited(
        slug=SLUGS, alpha2=st.just("NP"), alpha3=st.just("NPL"), m49=st.just("004"), region=st.just("asia"),
        working_language=st.sampled_from(LANGUAGES), engagement=st.just("candidate"), name=TEXTS, summary=TEXTS,
        pathfinder_since=DATES,
    ),
    milestones=st.lists(st.tuples(*MILESTONES).map(lambda two: two[0] | two[1]), max_size=2),
    roadmaps=st.lists(cited(title=TEXTS, adopted=DATES), max_size=2),
    pillars=st.lists(cited(order=NUMBERS, name=TEXTS, themes=st.lists(SLUGS, max_size=2)), max_size=2),
    actions=st.lists(
        cited(
            reference=st.sampled_from(["NPL-01", "NPL-02", "NPL-100"]), implementation=STATES, lead=TEXTS,
            outlook=st.just("") | st.sampled_from(Outlook.values), currency=st.sampled_from(["", "NPR"]),
            wording=TEXTS, partners=TEXTS, target=TEXTS, period_start=DATES, period_end=DATES, status_date=DATES,
            budget_needed=AMOUNTS, budget_secured=AMOUNTS, pillar=st.none() | NUMBERS,
            themes=st.lists(SLUGS, max_size=2), report=REPORTS,
        ),
        max_size=2, unique_by=lambda row: row["reference"],
    ),
    next_steps=st.lists(
        cited(order=NUMBERS, horizon=st.sampled_from(["", "short"]), implementation=STATES, wording=TEXTS, due=DATES,
              report=REPORTS),
        max_size=2, unique_by=lambda row: row["order"],
    ),
    focal_point_institution=st.none() | WORDS,
    coordination_bodies=st.lists(cited(name=TEXTS, lead=TEXTS, description=TEXTS), max_size=2),
    coordination_steps=st.lists(cited(order=NUMBERS, wording=TEXTS), max_size=2),
    workshops=st.lists(
        cited(kind=st.just("strategy"), headcount=st.none() | NUMBERS, place=TEXTS, organisers=TEXTS, outcomes=TEXTS,
              start=DATES, end=DATES),
        max_size=2,
    ),
    events=st.lists(
        cited(slug=SLUGS, scope=st.just("global"), name=TEXTS, place=TEXTS, start=DATES, end=DATES,
              roles=st.lists(st.sampled_from(["host", "speaker"]), max_size=2)),
        max_size=2,
    ),
    practices=st.lists(cited(title=TEXTS, text=TEXTS), max_size=2),
    answers=st.lists(
        of(key=WORDS, wording=TEXTS, text=TEXTS, cycle=TEXTS, reported=DAYS, by=st.just("country")),
        max_size=2,
    ),
    themes=st.dictionaries(SLUGS, of(name=TEXTS, kind=st.just("core"), look=st.just("plain"), order=NUMBERS)),
    sources=st.dictionaries(
        SLUGS,
        of(title=TEXTS, date_note=TEXTS, publisher=st.just("") | WORDS, language=st.just("en"), url=st.just(""),
           format=st.just("") | WORDS, size=st.none() | NUMBERS, licence=st.just("") | WORDS, date=DATES),
        max_size=2,
    ),
    disclaimer=TEXTS,
)  # fmt: skip


def without(content: dict[str, Any], path: str) -> dict[str, Any]:
    """The same as a portal froze it that did not know of that yet: "actions.report" is in no action."""
    first, *rest = path.split(".")
    if first not in content:
        return content
    if not rest:
        return {name: value for name, value in content.items() if name != first}
    inner, below = content[first], ".".join(rest)
    if isinstance(inner, list):
        return content | {first: [without(row, below) for row in inner]}
    if first in ("themes", "sources"):
        return content | {first: {slug: without(row, below) for slug, row in inner.items()}}
    return content | ({first: without(inner, below)} if inner else {})


def edition_of(content: dict[str, Any]) -> Edition:
    """It, not saved: tables are made of the content and the checksum alone."""
    text = canonical(content)
    head = content["edition"]
    return Edition(
        slug=content["country"]["slug"], number=head["number"], content=text, checksum=checksum_of(text)
    )  # fmt: skip
