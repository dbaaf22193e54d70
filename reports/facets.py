"""Ways to narrow a list that the address of a page names, with the count of what each would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from library.texts import folded


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list. `words` gives the (code, label) pairs that an item stands under."""

    name: str
    label: Any
    words: Callable[[Any], Iterable[tuple[str, Any]]]


class FacetForm(forms.Form):
    """Which of `items` to show: `passing`. An unknown value is named in `notices` and filters nothing.

    Beside each value stands how many items it leaves under the other choices, so nobody is led to an empty page
    unwarned.
    """

    facets: list[Facet] = []

    def __init__(self, data: Mapping[str, Any], *, items: Iterable[Any]) -> None:
        super().__init__(data)
        self.items = list(items)
        self.under = [{facet.name: dict(facet.words(item)) for facet in self.facets} for item in self.items]
        for facet in self.facets:
            self.fields[facet.name] = forms.ChoiceField(
                label=facet.label, required=False, choices=[("", _("All")), *self.labels(facet.name)]
            )
        self.order_fields([facet.name for facet in self.facets])
        self.full_clean()
        for facet in self.facets:
            self.fields[facet.name].choices = [("", _("All")), *self.counted(facet.name)]

    def labels(self, name: str) -> list[tuple[str, str]]:
        """Every value of a facet with its label, by the alphabet."""
        words = {code: str(label) for row in self.under for code, label in row[name].items()}
        return sorted(words.items(), key=lambda word: folded(word[1]))

    def counted(self, name: str) -> list[tuple[str, str]]:
        """The same, each label with the number of items that it would leave."""
        counts = Counter(code for row in self.left(without=name) for code in row[name])
        return [
            (code, _("%(label)s (%(count)s)") % {"label": label, "count": counts[code]})
            for code, label in self.labels(name)
        ]

    def left(self, without: str = "") -> list[dict[str, dict[str, Any]]]:
        """What the passing items stand under, with one facet's choice set aside."""
        wanted = {name: code for name, code in self.wanted.items() if name != without}
        return [row for row in self.under if all(code in row[name] for name, code in wanted.items())]

    @property
    def wanted(self) -> dict[str, str]:
        """The facets with a choice: {name: code}."""
        chosen = {facet.name: self.cleaned_data.get(facet.name) for facet in self.facets}
        return {name: code for name, code in chosen.items() if code}

    @property
    def passing(self) -> list[Any]:
        """The items that stand under everything chosen, in the order they came in."""
        wanted = self.wanted.items()
        pairs = zip(self.items, self.under, strict=True)
        return [item for item, row in pairs if all(code in row[name] for name, code in wanted)]

    @property
    def wrong(self) -> dict[str, str]:
        """What the address asked for and does not exist, under the id by which Django's field names its error."""
        return {
            f"{self[name].auto_id}_error": _("There is no “%(value)s” under %(field)s, so this filter shows all.")
            % {"value": printable(self.data[name]), "field": self.fields[name].label}
            for name in self.errors
        }

    @property
    def notices(self) -> list[str]:
        return list(self.wrong.values())


def printable(value: str, most: int = 80) -> str:
    """What somebody put into an address, short enough to be named, without what no page can hold."""
    return "".join(letter for letter in value[:most] if letter.isprintable())
