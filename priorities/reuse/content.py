"""Report once, use again: what was accepted of a country, as a draft of what it owes to others.

Two of them: a paragraph on SDG target 8.7 for a Voluntary National Review (HLPF, United Nations), and an excerpt on
the conventions a theme touches for a report under article 22 of the ILO Constitution. Each statement has its source.
What a country tells the secretariat alone, obstacles and the support it needs, is in neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, TextChoices
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from countries.models import Country
from library.dates import PartialDate
from library.texts import Text, best, languages_of
from priorities.models import Implementation, NextStep, PriorityAction, ProgressUpdate, Theme

# The instruments a core theme of ours touches: ILO, NORMLEX, fundamental conventions and those on migrant workers.
INSTRUMENTS = {
    "child-labour": ("C138", "C182"),
    "forced-labour": ("C029", "P029", "C105"),
    "trafficking": ("C029", "P029", "C182"),
    "migration": ("C097", "C143"),
}
TITLES = {
    "C029": gettext_lazy("Forced Labour Convention, 1930 (No. 29)"),
    "P029": gettext_lazy("Protocol of 2014 to the Forced Labour Convention, 1930"),
    "C097": gettext_lazy("Migration for Employment Convention (Revised), 1949 (No. 97)"),
    "C105": gettext_lazy("Abolition of Forced Labour Convention, 1957 (No. 105)"),
    "C138": gettext_lazy("Minimum Age Convention, 1973 (No. 138)"),
    "C143": gettext_lazy("Migrant Workers (Supplementary Provisions) Convention, 1975 (No. 143)"),
    "C182": gettext_lazy("Worst Forms of Child Labour Convention, 1999 (No. 182)"),
}


class Kind(TextChoices):
    VNR = "vnr", gettext_lazy("Paragraph for a Voluntary National Review (SDG target 8.7)")
    ILO = "ilo", gettext_lazy("Excerpt for a report under article 22 of the ILO Constitution")


@dataclass(frozen=True)
class Statement:
    """A text of a draft with the language it is in, and the number of its source; 0 where the portal itself counts."""

    text: Text
    source: int = 0


@dataclass
class Passage:
    """A part of a draft: of one theme, one action or one next step."""

    title: Text
    level: int
    statements: list[Statement] = field(default_factory=list)


@dataclass
class Draft:
    country: Country
    kind: Kind
    remarks: list[str]
    passages: list[Passage]
    sources: list[str]

    @property
    def says_something(self) -> bool:
        """Whether anything was accepted that it could be made of."""
        return bool(self.sources)


def draft_of(country: Country, kind: Kind, today: PartialDate) -> Draft:
    """The draft in the language that is active. Six queries, however much was reported."""
    accepted = Prefetch("updates", ProgressUpdate.objects.accepted(), to_attr="accepted")
    actions = list(country.priority_actions.select_related("source").prefetch_related(accepted, "themes"))
    steps = list(country.next_steps.select_related("source").prefetch_related(accepted))
    made = _("A draft, made on %(date)s from what was reported and accepted. Check each statement before you use it.")
    draft = Draft(country, kind, [made % {"date": today.in_words}], [], [])
    if kind == Kind.VNR:
        draft.passages.append(summary(country, actions))
        for of in [*actions, *steps]:
            add(draft, of, level=2)
    else:
        draft.remarks.append(_("Keep what concerns the instruments that your country has ratified (ILO, NORMLEX)."))
        for theme in Theme.objects.published().filter(slug__in=INSTRUMENTS):
            add_theme(draft, theme, actions)
    return draft


def summary(country: Country, actions: Iterable[PriorityAction]) -> Passage:
    """How many actions are how far. What nobody reported of is counted as that, and as nothing else."""
    states = [action.implementation for action in actions]
    reported = len(states) - states.count(Implementation.NOT_REPORTED)
    counted = ngettext(
        "%(country)s set itself %(count)d priority action; the state of %(reported)d was reported.",
        "%(country)s set itself %(count)d priority actions; the state of %(reported)d was reported.",
        len(states),
    ) % {"country": country, "count": len(states), "reported": reported}
    told = [f"{state.label}: {states.count(state)}" for state in Implementation if states.count(state)]
    words = f"{counted} {' · '.join(told)}."
    return Passage(plain(_("Overview")), 2, [Statement(plain(words))])


def add_theme(draft: Draft, theme: Theme, actions: Iterable[PriorityAction]) -> None:
    """The theme with its instruments and those of its actions of which something was accepted; nothing without."""
    told = [action for action in actions if theme in action.themes.all() and told_of(action)]
    if told:
        instruments = " · ".join(str(TITLES[code]) for code in INSTRUMENTS[theme.slug])
        draft.passages.append(Passage(text_of(theme, "name"), 2, [Statement(plain(instruments))]))
    for action in told:
        add(draft, action, level=3)


def add(draft: Draft, of: PriorityAction | NextStep, level: int) -> None:
    """What was accepted of an action or next step, with its source; nothing where nothing was."""
    update = told_of(of)
    if not update:
        return
    number = source(draft, of, update)
    statements = [Statement(text_of(of, "wording"), number), Statement(plain(state_of(update)), number)]
    newest = of.accepted[0]  # type: ignore[union-attr]  # fetched by draft_of()
    if newest.is_unchanged:
        still = _("Confirmed as still correct, as of %(date)s.") % {"date": newest.as_of.in_words}
        statements.append(Statement(plain(still), source(draft, of, newest)))
    statements.insert(2, Statement(Text(update.narrative, update.language, get_language()), number))
    draft.passages.append(Passage(plain(of.short_title), level, statements))


def told_of(of: Any) -> ProgressUpdate | None:
    """The newest accepted update in which somebody wrote something."""
    return next((update for update in of.accepted if not update.is_unchanged), None)


def state_of(update: ProgressUpdate) -> str:
    """How far it is, as of when, with which money: one line."""
    parts = [_("State as of %(date)s") % {"date": update.as_of.in_words}, update.get_implementation_display()]
    if update.outlook:
        parts.append(update.get_outlook_display())
    if update.budget_secured is not None:
        parts.append(_("money secured so far: %(currency)s %(amount)s") % money(update))
    return " · ".join(str(part) for part in parts)


def money(update: ProgressUpdate) -> dict[str, str]:
    return {"currency": update.currency, "amount": f"{update.budget_secured:,.2f}".replace(",", "\u00a0")}


def source(draft: Draft, of: PriorityAction | NextStep, update: ProgressUpdate) -> int:
    """Add a source to the draft's list and say its number. A person's name is in none of them."""
    words = {
        "of": of.short_title,
        "date": update.as_of.in_words,
        "accepted": PartialDate.of(update.accepted_at).in_words,
        "document": text_of(of.source, "title"),
        "locator": of.locator,
    }
    by_country = _(
        "%(of)s: update as of %(date)s by the country, accepted on %(accepted)s. Wording: %(document)s, %(locator)s."
    )
    on_behalf = _(
        "%(of)s: update as of %(date)s by the secretariat on the country's behalf, accepted on %(accepted)s. "
        "Wording: %(document)s, %(locator)s."
    )
    line = (on_behalf if update.is_on_behalf else by_country) % words
    if line not in draft.sources:
        draft.sources.append(line)
    return draft.sources.index(line) + 1


def text_of(record: Any, name: str) -> Text:
    """A record's text in the active language, or in the one it exists in."""
    return best(languages_of(record, name), get_language()) or plain("")


def plain(words: Any) -> Text:
    """Words of the portal, in the active language."""
    return Text(str(words), get_language(), get_language())
