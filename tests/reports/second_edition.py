"""A second edition of Nepal in which much has changed: one of each kind of change."""

from accounts.models import User
from countries.models import Country, GoodPractice
from library.dates import PartialDate
from priorities.models import PriorityAction, Theme
from reports.models import Edition
from tests.publishing import publish


def published(slug: str = "nepal", year: int = 2020) -> Edition:
    """The records of that country as they are now."""
    by = User.objects.get(email="publisher@example.org")
    return publish(country=Country.objects.get(slug=slug), as_of=PartialDate(year, 3), by=by)


def much_changed() -> Edition:
    nepal = Country.objects.get(slug="nepal")
    actions, cited = nepal.priority_actions, {"source": nepal.source, "locator": "p. 4"}
    change(
        actions.get(reference="NPL-04"),
        wording_en="Achieve 12 child labour free municipalities by 2021",
        implementation="in_progress",
        status_date="2020-02",
        outlook="on_track",
    )
    change(actions.get(reference="NPL-01"), wording_fr="Harmoniser les lois fédérales", period_end="2021-06")
    change(actions.get(reference="NPL-02"), lead_en="Ministry of Labour", currency="NPR", budget_needed="1200000")
    actions.get(reference="NPL-02").themes.set(Theme.objects.filter(slug__in=["forced-labour", "agriculture"]))
    change(actions.get(reference="NPL-03"), wording_es="Revisar la ley")
    actions.get(reference="NPL-09").delete()
    inspect = {"reference": "NPL-10", "wording_en": "Train <200> labour inspectors", "implementation": "not_started"}
    PriorityAction.objects.create(country=nepal, order=10, **inspect, **cited).themes.set(
        Theme.objects.filter(slug="education")
    )
    change(nepal.milestones.filter(state="ahead").first(), state="done", date="2020-02", note_en="Held in Kathmandu.")
    change(nepal.workshops.get(kind="consultation"), headcount=40)
    change(nepal.coordination_steps.first(), order=90)
    GoodPractice.objects.create(country=nepal, order=1, title_en="Mayors meet", text_en="Each year.", **cited)
    return published()


def change(record: object, **values: object) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
