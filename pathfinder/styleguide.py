"""What the style guide shows: the tokens, and something invented for each component. It reads no record."""

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from countries.models import Country, Milestone
from events.models import Event
from library.dates import PartialDate
from library.texts import Text
from priorities.models import Implementation, Outlook, Theme
from reports.cards import Card
from reports.shapes import bar
from reports.texts import word
from reports.timeline import timeline

from . import tokens

LONG = (
    "Strengthen the labour inspectorate, the police and the judiciary so that every case of child labour, forced "
    "labour and trafficking that is found in agriculture, in mines, in private homes and along supply chains is "
    "registered, followed up and reported, with a Kinderarbeitsbekämpfungsgesetzgebungszuständigkeitsverteilung."
)
ARABIC = "هذا نص للتجربة: يبيّن اتجاه الكتابة، والأرقام 2019 و8.7، واسماً بحروف لاتينية: ILO."


class SampleForm(forms.Form):
    """A form as it comes back with mistakes in it."""

    name = forms.CharField()
    when = Event._meta.get_field("end").formfield()
    state = forms.ChoiceField(choices=Implementation.choices, required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self) -> None:
        super().__init__({"when": "soon"})
        self.fields["name"].label = _("Lead body")
        self.fields["when"].label = _("Period")
        self.fields["state"].label = _("State")
        self.fields["note"].label = _("Note")

    def clean_when(self) -> PartialDate | None:
        """Refuse what is no date, as the screens of records do."""
        return Event._meta.get_field("end").to_python(self.cleaned_data["when"])


def shown(language: str) -> dict[str, Any]:
    """The context of the style guide's page."""

    def text(words: str) -> Text:
        return Text(words, "en", language)

    themes = [
        {"slug": code, "look": code, "name": Text(str(label), language, language), "order": place}
        for place, (code, label) in enumerate(Theme.Look.choices)
    ]
    source = {"document": {"number": 1, "language": "en"}, "locator": "Slide EXAMPLE"}
    report = report_of(text, themes, source)
    card = card_of(text("Example country"), themes)
    found = tokens.tokens()
    return {
        "colours": [
            (name, value, found["dark"].get(name)) for name, value in (found["light"] | found["always"]).items()
        ],
        "contrasts": tokens.contrasts(),
        "sizes": found["sizes"],
        "spaces": [(name, value, float(value.removesuffix("rem")) * 16) for name, value in found["spaces"].items()],
        "states": [word("implementation", code) for code in Implementation.values]
        + [word("outlook", code) for code in Outlook.values],
        "engagements": [word("engagement", code) for code in Country.Engagement.values],
        "looks": themes,
        "form": SampleForm(),
        "card": card,
        "matrix": {
            "themes": themes[:4],
            "rows": [(card, [(theme, place % 3) for place, theme in enumerate(themes[:4])]), (card, [])],
        },
        "event": Event(
            slug="example", name_en="Example meeting", place_en="Geneva", scope="global", start=PartialDate(2030, 5)
        ),
        "report": report,
        "nothing": {"next_steps": [], "workshops": [], "actions": []},
        "originals": [{"language": "en", "name": "English", "address": "#"}],
        "untranslated": text("This sentence exists in English only."),
        "long": text(LONG),
        "arabic": Text(ARABIC, "ar", language),
    }


def report_of(text: Any, themes: list[dict[str, Any]], source: dict[str, Any]) -> dict[str, Any]:
    """As much of an e-report as its pathway, actions and next steps show."""
    milestones = [
        {
            "slug": f"example-{state}",
            "name": text(f"Example milestone, {state.replace('_', ' ')}"),
            "state": word("state", state),
            "date": date,
            "source": source if date else None,
        }
        for state, date in zip(
            [*Milestone.State.values, "not_reported"],
            [PartialDate(2019, 2, 14), PartialDate(2019, 2), None, None],
            strict=True,
        )
    ]
    actions = [
        {
            "reference": f"EXA-{place:02d}",
            "wording": text(LONG if place == 1 else "Adopt an example action plan."),
            "implementation": word("implementation", state),
            "outlook": word("outlook", "on_track") if state == "in_progress" else None,
            "status_date": PartialDate(2020, 1) if state != "not_reported" else None,
            "lead": text("Ministry of Examples") if place == 1 else None,
            "period_start": PartialDate(2019),
            "period_end": PartialDate(2021, 6) if place == 1 else None,
            "budget_needed": "1250000" if place == 1 else None,
            "currency": "USD",
            "themes": themes[place - 1 : place + 1],
            "source": source,
            "editor_note": text("The editors of the portal say what is unclear.") if place == 2 else None,
        }
        for place, state in enumerate(["in_progress", "completed", "not_reported"], start=1)
    ]
    counted = Counter(action["implementation"].code for action in actions)
    mirrored = get_language_bidi()
    report = {
        "edition": {"as_of": PartialDate(2020, 1)},
        "as_of_in_words": PartialDate(2020, 1).in_words,
        "country": {"pathfinder_since": None},
        "milestones": milestones,
        "steps_done": 1,
        "actions": actions,
        "groups": [{"pillar": None, "actions": actions}],
        "tally": [{"word": word("implementation", code), "count": counted[code]} for code in counted],
        "next_steps": [
            {
                "order": 1,
                "wording": text("Set up an example committee."),
                "horizon": word("horizon", "short"),
                "due": PartialDate(2020),
                "implementation": word("implementation", "not_started"),
                "source": source,
            }
        ],
        "roadmaps": [],
        "workshops": [],
        "events": [],
    }
    return report | {"bar": bar(report["tally"], mirrored=mirrored), "timeline": timeline(report, mirrored=mirrored)}


def card_of(name: Text, themes: list[dict[str, Any]]) -> Card:
    """An edition in short, as lists show it."""
    states = ["done", "done", "under_way", "ahead", "not_reported", "not_reported"]
    return Card(
        slug="example",
        m49="000",
        name=name,
        region=word("region", Country.Region.values[0]),
        engagement=word("engagement", "pathfinder"),
        since=PartialDate(2019, 3),
        actions=3,
        reported=2,
        themes=themes[:3],
        actions_by_theme=Counter(),
        steps_done=2,
        steps=len(states),
        states=states,
        number=1,
        as_of_in_words=str(PartialDate(2020, 1).in_words),
        published=PartialDate(2020, 2, 1),
        checksum="0" * 64,
        note="",
    )
