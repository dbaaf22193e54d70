from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
