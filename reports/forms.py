from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import compare
from .cards import Card
from .find import folded

SORTS = {
    "name": (_("Name"), lambda card: folded(card.name)),
    "since": (_("Pathfinder since"), lambda card: (card.since is None, str(card.since or ""))),
    "actions": (_("Most priority actions"), lambda card: -card.actions),
}


class CountryFilter(forms.Form):
    """Which countries to show, and in which order. An unknown value is named in `notices` and filters nothing."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    engagement = forms.ChoiceField(label=_("Engagement"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"), required=False, choices=[(value, label) for value, (label, _key) in SORTS.items()]
    )

    def __init__(self, *args: Any, cards: list[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (
            ("region", {card.region.code: card.region.label for card in cards}),
            ("engagement", {card.engagement.code: card.engagement.label for card in cards}),
            ("theme", {theme["slug"]: str(theme["name"]) for card in cards for theme in card.themes}),
        ):
            ordered = sorted(words.items(), key=lambda word: str(word[1]))
            self.fields[name].choices = [("", _("All")), *ordered]
        self.full_clean()

    @property
    def notices(self) -> list[str]:
        """What the address asked for and does not exist."""
        return [
            _("There is no “%(value)s” under %(field)s, so this filter shows all.")
            % {"value": self.data[name][:80], "field": self.fields[name].label}
            for name in self.errors
        ]

    def chosen(self, cards: list[Card]) -> list[Card]:
        """The cards that pass, in the order asked for."""
        wanted = {name: value for name in ("region", "engagement", "theme") if (value := self.cleaned_data.get(name))}
        passing = [
            card
            for card in cards
            if wanted.get("region", card.region.code) == card.region.code
            and wanted.get("engagement", card.engagement.code) == card.engagement.code
            and ("theme" not in wanted or wanted["theme"] in card.actions_by_theme)
        ]
        _label, key = SORTS[self.cleaned_data.get("sort") or "name"]
        return sorted(sorted(passing, key=SORTS["name"][1]), key=key)


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


def printable(value: str, most: int = 80) -> str:
    """What somebody put into an address, short enough to be named, without what no page can hold."""
    return "".join(letter for letter in value[:most] if letter.isprintable())
