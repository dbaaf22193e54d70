from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from library.texts import folded

from . import compare
from .cards import Card
from .facets import Facet, FacetForm, printable
from .themes import Group, grouped

# What the address says: the words for it, the key, whether from the greatest down.
SORTS = {
    "name": (_("Name"), lambda card: folded(card.name), False),
    "since": (_("Pathfinder since"), lambda card: (card.since is None, str(card.since or "")), False),
    "actions": (_("Most priority actions"), lambda card: card.actions, True),
    "edition": (_("Latest edition"), lambda card: card.published, True),
}


class CountryFilter(FacetForm):
    """Which countries to show, and in which order."""

    facets = [
        Facet("region", _("Region"), lambda card: [(card.region.code, card.region)]),
        Facet("engagement", _("Engagement"), lambda card: [(card.engagement.code, card.engagement)]),
        Facet("theme", _("Theme"), lambda card: [(theme["slug"], theme["name"]) for theme in card.themes]),
        Facet(
            "edition", _("Year of the last edition"), lambda card: [(str(card.published.year), card.published.year)]
        ),
    ]

    sort = forms.ChoiceField(
        label=_("Sort by"), required=False, choices=[(value, label) for value, (label, *_rest) in SORTS.items()]
    )

    @property
    def chosen(self) -> list[Card]:
        """The cards that pass, in the order asked for."""
        _label, key, down = SORTS[self.cleaned_data.get("sort") or "name"]
        return sorted(sorted(self.passing, key=SORTS["name"][1]), key=key, reverse=down)


class ActionFilter(FacetForm):
    """Which priority actions of a theme to show, and under which headings."""

    facets = [
        Facet("region", _("Region"), lambda row: [(row.region.code, row.region)]),
        Facet("country", _("Country"), lambda row: [(row.country.code, row.country)]),
        Facet("state", _("State"), lambda row: [(row.state.code, str(row.state).capitalize())]),
        Facet("also", _("Also on the theme"), lambda row: row.other_themes),
    ]

    group = forms.ChoiceField(
        label=_("Group by"),
        required=False,
        choices=[("country", _("Country")), ("state", _("State")), ("region", _("Region"))],
    )

    @property
    def groups(self) -> list[Group]:
        """The actions that pass, under their headings."""
        return grouped(self.passing, self.cleaned_data.get("group") or "country")


class SearchFilter(FacetForm):
    """Which of the things that were found to show."""

    facets = [
        Facet("kind", _("Kind"), lambda hit: [(hit.kind, hit.kind_in_words)]),
        Facet("country", _("Country"), lambda hit: [(hit.country, hit.country_name)] if hit.country else []),
        Facet("theme", _("Theme"), lambda hit: hit.themes),
        Facet("region", _("Region"), lambda hit: [(hit.region, hit.region_in_words)] if hit.region else []),
    ]


MOST_NAMED = 3


class CompareForm(forms.Form):
    """Which countries to put side by side: `chosen`, by their slugs. What else the address holds is in `notices`."""

    country = forms.MultipleChoiceField(label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, cards: list[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [(card.slug, card.name.bare) for card in cards]
        asked = [value for value in dict.fromkeys(self.data.getlist("country")) if value.strip()]
        existing = {card.slug for card in cards}
        self.existing = [slug for slug in asked if slug in existing]
        self.unknown = [value for value in asked if value not in existing]

    @property
    def chosen(self) -> list[str]:
        """The first four that exist."""
        return self.existing[: compare.MOST]

    @property
    def notices(self) -> list[str]:
        """What the address asked for and does not get, in sentences."""
        notices = [
            _("There is no country “%(value)s” to compare.") % {"value": printable(value)}
            for value in self.unknown[:MOST_NAMED]
        ]
        if more := len(self.unknown[MOST_NAMED:]):
            notices.append(
                ngettext(
                    "%(count)d more name in this address is not known.",
                    "%(count)d more names in this address are not known.",
                    more,
                )
                % {"count": more}
            )
        if len(self.existing) > compare.MOST:
            notices.append(_("At most four countries stand side by side: here are the first four of those you chose."))
        elif (self.existing or self.unknown) and len(self.existing) < compare.FEWEST:
            notices.append(_("Choose at least two countries to compare them."))
        return notices


class FollowForm(forms.Form):
    """Who wants to be told of which country's editions; "" is all of them."""

    address = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, cards: list[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = sorted(cards, key=SORTS["name"][1])
        self.fields["country"].choices = [("", _("All countries")), *((card.slug, str(card.name)) for card in by_name)]

    def clean_address(self) -> str:
        """In small letters: people type theirs as they like."""
        return self.cleaned_data["address"].lower()


class SinceForm(forms.Form):
    """With which of the `older` editions, newest first, to compare one: `chosen`, its number, or 0 without any."""

    since = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, number: int, older: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.older = number, list(older)
        self.fields["since"].choices = [(number, number) for number in self.older]

    @property
    def chosen(self) -> int:
        """The one the address names, else the last."""
        named = self.is_valid() and self.cleaned_data["since"]
        return int(named) if named else next(iter(self.older), 0)

    @property
    def notices(self) -> list[str]:
        """What the address asked for and does not get, in a sentence."""
        if self.is_valid():
            return []
        sentence = _("There is no edition “%(value)s” before edition %(number)s to compare with.")
        return [sentence % {"value": printable(self.data["since"]), "number": self.number}]
