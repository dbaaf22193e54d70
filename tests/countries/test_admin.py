import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from countries.models import Country, EngagementDecision
from library.dates import PartialDate
from tests.countries.making import a, staff
from tests.library.forms_as_sent import Form
from tests.priorities.reporting import speaks_for

pytestmark = pytest.mark.django_db

ADD = "admin:countries_engagementdecision_add"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer():
    return staff("countries.add_engagementdecision", "countries.view_engagementdecision", "countries.view_country")


@pytest.fixture
def client(officer):
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def administrator():
    client = Client()
    client.force_login(a("accounts.User", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def country():
    a("countries.EngagementDecision")
    return a("countries.Country", engagement="candidate")


def decide(client, candidate, **words):
    form = Form(client.get(reverse(ADD)), "engagementdecision_form")
    typed = {"country": str(candidate.pk), "after": "pathfinder", "since": "2019-02", "reason": "Letter of 1 March"}
    return form.send(client, reverse(ADD), **typed | words)


def test_staff_record_a_decision_and_it_is_carried_out(client, officer, country):
    answer = decide(client, country)
    assert answer.status_code == 302
    country.refresh_from_db()
    assert (country.engagement, country.pathfinder_since) == ("pathfinder", PartialDate(2019, 2))
    decision = country.engagement_decisions.get()
    assert (decision.before, decision.decided_by, decision.reason) == ("candidate", officer, "Letter of 1 March")
    page = client.get(answer["Location"]).content.decode()
    assert str(country) in page
    newest = country.history.first()
    assert newest.history_user == officer


WRONG = {
    "what it is already": ({"after": "candidate", "since": ""}, "after", "This is what the engagement is already."),
    "nothing": ({"after": "", "since": ""}, "after", "This field is required."),
    "no reason": ({"reason": " "}, "reason", "This field is required."),
    "a date for another": ({"after": "prospective"}, "since", "Only a Pathfinder country has a date"),
    "no date": ({"since": "spring"}, "since", "Write a year, a month or a day"),
    "half a date": ({"since": "2019-2"}, "since", "Write a year, a month or a day"),
    "no country": ({"country": ""}, "country", "This field is required."),
    "a country there is not": ({"country": "0"}, "country", "Select a valid choice"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_decision_that_is_refused_says_why_beside_the_field_and_keeps_what_was_typed(client, country, what):
    words, field, why = WRONG[what]
    before = EngagementDecision.objects.count()
    answer = decide(client, country, **words)
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field]
    assert why in errors[field][0]
    assert EngagementDecision.objects.count() == before
    country.refresh_from_db()
    assert country.engagement == "candidate"
    form = Form(answer, "engagementdecision_form")
    assert form["after"] == words.get("after", "pathfinder")
    assert form["since"] == words.get("since", "2019-02")


def test_a_decision_sent_twice_is_recorded_once(client, country):
    assert decide(client, country).status_code == 302
    answer = decide(client, country)
    assert "This is what the engagement is already." in answer.content.decode()
    assert country.engagement_decisions.count() == 1


def test_a_decision_needs_the_right(country):
    client = Client()
    client.force_login(staff("countries.view_engagementdecision", "countries.change_country"))
    assert client.get(reverse(ADD)).status_code == 403
    typed = {"country": country.pk, "after": "pathfinder", "reason": "Letter"}
    assert client.post(reverse(ADD), typed).status_code == 403
    assert not country.engagement_decisions.exists()


def test_a_decision_cannot_be_changed_or_deleted_in_the_admin(administrator, country):
    decision = a("countries.EngagementDecision", reason="As it was")
    change = reverse("admin:countries_engagementdecision_change", args=[decision.pk])
    page = administrator.get(change).content.decode()
    assert "As it was" in page
    assert 'name="reason"' not in page
    assert 'name="_save"' not in page
    assert administrator.post(change, {"reason": "Otherwise"}).status_code == 403
    delete = reverse("admin:countries_engagementdecision_delete", args=[decision.pk])
    assert administrator.get(delete).status_code == 403
    assert administrator.post(delete, {"post": "yes"}).status_code == 403
    overview = reverse("admin:countries_engagementdecision_changelist")
    administrator.post(overview, {"action": "delete_selected", "_selected_action": [decision.pk], "post": "yes"})
    decision = EngagementDecision.objects.get(pk=decision.pk)
    assert decision.reason == "As it was"


def test_engagement_is_shown_and_cannot_be_typed(administrator):
    country = a("countries.Country", engagement="candidate")
    change = reverse("admin:countries_country_change", args=[country.pk])
    answer = administrator.get(change)
    form = Form(answer, "country_form")
    assert "engagement" not in form.values
    assert "slug" not in form.values
    assert "candidate" in answer.content.decode()
    assert form.send(administrator, change, summary_en="New").status_code == 302
    form.values |= {"engagement": ["pathfinder"], "slug": ["another"], "summary_en": ["Newer"]}
    form.values["seen"] = Form(administrator.get(change), "country_form").values["seen"]
    assert form.send(administrator, change).status_code == 302
    saved = Country.objects.get(pk=country.pk)
    assert (saved.summary_en, saved.engagement, saved.slug) == ("Newer", "candidate", country.slug)


def test_a_date_can_be_typed_for_a_pathfinder_alone(administrator):
    for engagement, saved in (("candidate", None), ("pathfinder", PartialDate(2019, 3))):
        country = a("countries.Country", engagement=engagement)
        change = reverse("admin:countries_country_change", args=[country.pk])
        form = Form(administrator.get(change), "country_form")
        form.values["pathfinder_since"] = ["2019-03"]
        assert form.send(administrator, change).status_code == 302
        assert Country.objects.get(pk=country.pk).pathfinder_since == saved


def test_an_old_version_can_be_read_and_not_put_back(administrator):
    # It would bring an engagement back without a decision, and write over what others have saved since.
    country = a(
        "countries.Country", engagement="pathfinder", pathfinder_since=PartialDate(2019), summary_en="Old words"
    )
    old = country.history.get()
    country.engagement, country.pathfinder_since, country.summary_en = "candidate", None, "New words"
    country.save()
    version = reverse("admin:countries_country_simple_history", args=[country.pk, old.history_id])
    answer = administrator.get(version)
    assert "Old words" in answer.content.decode()
    assert 'name="_save"' not in answer.content.decode()
    assert Form(answer, "historicalcountry_form").send(administrator, version).status_code == 405
    country.refresh_from_db()
    assert (country.engagement, country.summary_en) == ("candidate", "New words")


def test_a_new_country_is_not_engaged_until_somebody_decides(administrator):
    add = reverse("admin:countries_country_add")
    form = Form(administrator.get(add), "country_form")
    typed = {
        "name_en": "Xanadu", "slug": "xanadu", "alpha2": "XX", "alpha3": "XAN", "m49": "999", "region": "asia",
        "working_language": "en", "source": str(a("library.Document").pk), "locator": "Slide 1",
    }  # fmt: skip
    form.values |= {"engagement": ["pathfinder"], "pathfinder_since": ["2019"]}
    answer = form.send(administrator, add, **typed)
    assert answer.status_code == 302, answer.context["errors"]
    country = Country.objects.get(slug="xanadu")
    assert (country.engagement, country.pathfinder_since) == ("none", None)


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("alpha2", "xx", "Write the two-letter code in capitals, as in NP."),
        ("alpha3", "xxx", "Write the three-letter code in capitals, as in NPL."),
        ("m49", "1a1", "Write the M49 code in three digits, as in 524."),
    ],
)
def test_a_code_that_is_none_is_refused_with_a_sentence(administrator, field, typed, why):
    country = a("countries.Country")
    change = reverse("admin:countries_country_change", args=[country.pk])
    answer = Form(administrator.get(change), "country_form").send(administrator, change, **{field: typed})
    assert why in answer.content.decode()


def test_a_country_is_saved_with_every_kind_of_record_inside_it(administrator):
    country = a("countries.Country")
    other = a("priorities.Pillar")
    source, theme, kind = a("library.Document"), a("priorities.Theme"), a("countries.MilestoneType")
    cited = {"source": str(source.pk), "locator": "Slide 7"}
    new = {
        "milestones": {"type": str(kind.pk), "state": "ahead", "date": "2020-03"},
        "coordination_bodies": {"order": "1", "name_en": "Committee", "name_ar": "لجنة"},
        "coordination_steps": {"order": "1", "wording_en": "First\r\nstep"},
        "good_practices": {"order": "1", "title_en": "Practice", "text_en": "What was done"},
        "roadmaps": {"order": "1", "title_en": "Roadmap", "adopted": "2020"},
        "pillars": {"order": "1", "name_en": "Pillar", "themes": [str(theme.pk)]},
        "priority_actions": {
            "reference": "XAN-01", "order": "1", "wording_en": "Do it", "themes": [str(theme.pk)],
            "implementation": "in_progress", "outlook": "on_track", "currency": "USD", "budget_needed": "10.50",
        },
        "next_steps": {"order": "1", "wording_en": "Go on", "horizon": "short"},
        "workshops": {"kind": "strategy", "start": "2019-02", "end": "2019", "headcount": "40"},
    }  # fmt: skip
    change = reverse("admin:countries_country_change", args=[country.pk])
    form = Form(administrator.get(change), "country_form")
    for prefix, fields in new.items():
        # As the page's script does it when somebody adds one: a copy of the row named __prefix__.
        blank = f"{prefix}-__prefix__-"
        row = {name.replace(blank, f"{prefix}-0-"): v for name, v in form.values.items() if name.startswith(blank)}
        typed = {f"{prefix}-0-{n}": v if isinstance(v, list) else [v] for n, v in {**cited, **fields}.items()}
        assert set(typed) <= set(row), f"{prefix} has no such field"
        form.values |= row | typed | {f"{prefix}-TOTAL_FORMS": ["1"]}
    answer = form.send(administrator, change)
    assert answer.status_code == 302, answer.context["errors"]
    for prefix in new:
        record = getattr(country, prefix).get()
        assert (record.source, record.locator) == (source, "Slide 7")
    assert country.coordination_steps.get().wording_en == "First\nstep"
    assert country.pillars.get().themes.get() == theme
    assert [str(pillar) for pillar in type(other).objects.filter(pk=other.pk)] == [str(other)]
    # And once more, now that each of them is there.
    again = Form(administrator.get(change), "country_form")
    answer = again.send(administrator, change, **{"priority_actions-0-lead_en": "Ministry of Labour"})
    assert answer.status_code == 302, answer.context["errors"]
    assert country.priority_actions.get().lead_en == "Ministry of Labour"
    assert {prefix: getattr(country, prefix).get().history.filter(history_type="~").count() for prefix in new} == {
        # The action was saved again; one more row each is that of its themes, of which a pillar has some as well.
        **dict.fromkeys(new, 0), "pillars": 1, "priority_actions": 2,
    }  # fmt: skip


def test_a_pillar_of_another_country_is_refused_inside_a_country_with_a_sentence(administrator):
    action, theirs = a("priorities.PriorityAction"), a("priorities.Pillar")
    change = reverse("admin:countries_country_change", args=[action.country.pk])
    form = Form(administrator.get(change), "country_form")
    form.values["priority_actions-0-pillar"] = [str(theirs.pk)]
    answer = form.send(administrator, change)
    assert "This pillar belongs to another country." in answer.content.decode()
    action.refresh_from_db()
    assert action.pillar is None


def test_a_country_with_as_much_inside_as_one_may_have_can_be_saved(administrator):
    country = a("countries.Country")
    for _row in range(14):
        a("countries.Milestone", country=country)
    for _row in range(25):
        a("priorities.PriorityAction", country=country)
    for _row in range(5):
        a("priorities.Pillar", country=country)
        a("priorities.NextStep", country=country)
        a("events.Workshop", country=country, start=PartialDate(2010 + _row))
    change = reverse("admin:countries_country_change", args=[country.pk])
    form = Form(administrator.get(change), "country_form")
    answer = form.send(administrator, change, summary_en="A summary")
    assert answer.status_code == 302
    assert Country.objects.get(pk=country.pk).summary_en == "A summary"


def test_what_staff_do_is_recorded_with_their_name(administrator):
    record, other = a("countries.GoodPractice"), a("countries.GoodPractice")
    change = reverse("admin:countries_goodpractice_change", args=[record.pk])
    user = administrator.get(change).wsgi_request.user
    form = Form(administrator.get(change), "goodpractice_form")
    assert form.send(administrator, change, title_en="Another title").status_code == 302
    assert [row.history_user for row in record.history.all()] == [user, None]
    assert [row.history_user for row in other.history.all()] == [None]
    page = administrator.get(reverse("admin:countries_goodpractice_history", args=[record.pk])).content.decode()
    assert str(user) in page


def test_a_country_shows_its_terms_and_none_is_changed_there(administrator, country):
    term = speaks_for(country, institution="Ministry of Labour").terms.get()
    path = reverse("admin:countries_country_change", args=[country.pk])
    form = Form(administrator.get(path), "country_form")
    assert "Ministry of Labour" in administrator.get(path).content.decode()
    assert not [name for name in form.values if "institution" in name]
    sent = {"focal_points-0-id": str(term.pk), "focal_points-0-institution": "Another", "focal_points-0-DELETE": "on"}
    form.send(administrator, path, **sent)
    assert country.focal_points.get().institution == "Ministry of Labour"
