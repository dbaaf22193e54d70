"""Every screen of the admin, for whom it is and for whom it is not."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from countries.models import Country
from reports.models import Edition, Follower, GlobalEdition
from tests.countries.making import BARE, a, staff
from tests.library.forms_as_sent import Form

pytestmark = pytest.mark.django_db

SCREENS = dict(sorted(((model._meta.label, screen) for model, screen in admin.site._registry.items())))
OURS = [label for label in SCREENS if label in BARE]
WITH_HISTORY = [label for label in OURS if hasattr(SCREENS[label].model, "history")]
CAN_ADD = [label for label in SCREENS if label not in ("reports.Edition", "reports.Follower", "reports.GlobalEdition")]


class Blocked(HTMLParser):
    """What our Content-Security-Policy would block in a page: scripts, styles and handlers that stand in it."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value!r}>")
        source = given.get("src") or (given.get("href") if tag == "link" else None) or ""
        if source.startswith(("http:", "https:", "//")):
            self.found.append(f"<{tag}> from {source}")


def enter(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator():
    return enter(a("accounts.User", is_staff=True, is_superuser=True))


def address(label, verb, *parts):
    return reverse(f"admin:{label.replace('.', '_').lower()}_{verb}", args=parts)


def record_of(label):
    if label == "reports.Edition":
        return Edition.objects.first()
    if label == "reports.GlobalEdition":
        return GlobalEdition.objects.first()
    if label == "reports.Follower":
        return Follower.objects.create(address="follower@example.org", country=Country.objects.first(), language="en")
    if label == "auth.Group":
        return Group.objects.get(name="Editors")
    record = a(label)
    if label == "accounts.User":
        record.groups.add(Group.objects.get(name="Editors"))
    return record


def page_of(client, url):
    """The page there, which a browser may show as it is meant."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert Blocked(page).found == []
    return page


def listed(client, label, **query):
    answer = client.get(address(label, "changelist"), query)
    assert answer.status_code == 200
    return list(answer.context["cl"].queryset)


def test_each_record_has_a_screen():
    assert set(BARE) <= set(SCREENS)


def test_the_first_page_names_every_kind_of_record(administrator):
    page = page_of(administrator, reverse("admin:index"))
    for label in SCREENS:
        assert address(label, "changelist") in page


@pytest.mark.parametrize("label", SCREENS)
def test_a_list_opens_and_names_its_records(administrator, label):
    record = record_of(label)
    page = page_of(administrator, address(label, "changelist") + f"?id__in={record.pk}")
    assert address(label, "change", record.pk) in page


@pytest.mark.parametrize("label", SCREENS)
def test_a_record_opens(administrator, label):
    record = record_of(label)
    page = page_of(administrator, address(label, "change", record.pk))
    if label in CAN_ADD and label != "countries.EngagementDecision":
        assert Form(administrator.get(address(label, "change", record.pk)), f"{record._meta.model_name}_form")
    assert "None" not in page.split("</h1>")[0].split("<h1>")[-1]


@pytest.mark.parametrize("label", CAN_ADD)
def test_the_form_for_a_new_record_opens_with_help_in_sentences(administrator, label):
    page = page_of(administrator, address(label, "add"))
    assert f'id="{SCREENS[label].model._meta.model_name}_form"' in page
    assert 'name="_save"' in page


def test_editions_are_made_by_publishing_and_not_by_a_form(administrator):
    edition = Edition.objects.first()
    assert administrator.get(address("reports.Edition", "add")).status_code == 403
    assert administrator.post(address("reports.Edition", "change", edition.pk), {"note": "x"}).status_code == 403
    assert administrator.post(address("reports.Edition", "delete", edition.pk), {"post": "yes"}).status_code == 403
    assert Edition.objects.get(pk=edition.pk).note == edition.note


@pytest.mark.parametrize("label", WITH_HISTORY)
def test_the_history_of_a_record_opens_and_each_version_in_it(administrator, label):
    record = a(label)
    record.save()
    page = page_of(administrator, address(label, "history", record.pk))
    for version in record.history.all():
        old = address(label, "simple_history", record.pk, version.history_id)
        assert old in page
        assert 'name="_save"' not in page_of(administrator, old)


@pytest.mark.parametrize("label", OURS)
def test_deleting_asks_first(administrator, label):
    record = a(label)
    answer = administrator.get(address(label, "delete", record.pk))
    if label == "countries.EngagementDecision":
        assert answer.status_code == 403
    else:
        assert Blocked(answer.content.decode()).found == []
    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("label", SCREENS)
def test_a_list_is_searched(administrator, label):
    record = record_of(label)
    words = record
    for step in SCREENS[label].search_fields[0].split("__"):
        words = getattr(words, step)
    assert record in listed(administrator, label, q=words)
    assert listed(administrator, label, q="no record says this") == []


FILTERS = [(label, name) for label in SCREENS for name in SCREENS[label].list_filter]


@pytest.mark.parametrize(("label", "name"), FILTERS, ids=lambda value: str(value))
def test_a_list_is_filtered(administrator, label, name):
    record = record_of(label)
    specs = administrator.get(address(label, "changelist")).context["cl"].filter_specs
    spec = next((spec for spec in specs if spec.field_path == name), None)
    if spec is None:  # a filter with fewer than two choices is not shown
        assert SCREENS[label].model.objects.values(name).distinct().count() <= 1
        return
    value = getattr(record, name)
    if hasattr(value, "first"):
        value = value.first()
    key = getattr(value, "pk", value)
    found = listed(administrator, label, **{spec.lookup_kwarg: int(key) if isinstance(key, bool) else key or ""})
    assert (record in found) == (value is not None)
    for other in found:
        theirs = getattr(other, name)
        assert theirs == value or value in theirs.all()


@pytest.mark.parametrize("label", [label for label in OURS if label != "accounts.User"])
def test_the_queries_of_a_list_do_not_grow_with_its_rows(administrator, label):
    rows = [str(a(label).pk) for _row in range(3)]
    url = address(label, "changelist")
    administrator.get(url)
    counts = []
    for shown in (rows[:1], rows):
        with CaptureQueriesContext(connection) as queries:
            answer = administrator.get(url, {"id__in": ",".join(shown)})
        assert answer.context["cl"].result_count == len(shown)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 15


AUTOCOMPLETE = sorted(
    {
        (form.model._meta.label, name)
        for screen in SCREENS.values()
        for form in (screen, *screen.inlines)
        for name in form.autocomplete_fields
    }
)


@pytest.mark.parametrize(("label", "name"), AUTOCOMPLETE)
def test_a_choice_is_found_by_typing(administrator, label, name):
    app, model = label.lower().split(".")
    target = SCREENS[next(found for found in SCREENS if found.lower() == label.lower())].model._meta.get_field(name)
    wanted = a(target.related_model._meta.label)
    words = wanted
    for step in SCREENS[target.related_model._meta.label].search_fields[0].split("__"):
        words = getattr(words, step)
    query = {"app_label": app, "model_name": model, "field_name": name, "term": words}
    results = administrator.get(reverse("admin:autocomplete"), query).json()["results"]
    assert {"id": str(wanted.pk), "text": str(wanted)} in results
    query["term"] = "no record says this"
    assert administrator.get(reverse("admin:autocomplete"), query).json()["results"] == []


BAD = ["?id__in=abc", "?id__exact=", "?country__id__exact=x", "?p=99999", "?p=x", "?o=99.x", "?q=%00"]
BAD += ["?is_published__exact=7", "?password=x", "?id__in=1&id__in=", "?_to_field=id&_popup=1", "?id=" + "9" * 30]


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("label", ["library.Document", "priorities.PriorityAction"])
def test_an_address_that_asks_nonsense_is_answered(administrator, label, query):
    answer = administrator.get(address(label, "changelist") + query)
    assert answer.status_code in (200, 302, 400)


@pytest.mark.parametrize("number", ["abc", "0", "-1", "1.5", "²", "9" * 30, "%00", "١٢٣٤٥٦٧٨٩"])
@pytest.mark.parametrize("label", ["library.Document", "events.Participation"])
def test_a_record_that_there_is_not_is_answered_as_such(administrator, label, number):
    screen = address(label, "changelist")
    for url in (
        f"{number}/change/",
        f"{number}/delete/",
        f"{number}/history/",
        f"{number}/history/1/",
        f"1/history/{number}/",
    ):
        for method in (administrator.get, administrator.post):
            answer = method(screen + url, follow=True)
            assert answer.status_code in (200, 404, 405), url
            if answer.status_code == 200:
                assert [request[0] for request in answer.redirect_chain] == ["/admin/"]  # with a message that says so


# Who may come in.


def screens_to_try():
    action = a("priorities.PriorityAction")
    yield "get", reverse("admin:index"), {}
    yield "get", address("priorities.PriorityAction", "changelist"), {}
    yield "get", address("priorities.PriorityAction", "add"), {}
    yield "get", address("priorities.PriorityAction", "change", action.pk), {}
    yield "post", address("priorities.PriorityAction", "change", action.pk), {"wording_en": "Mine"}
    yield "get", address("priorities.PriorityAction", "history", action.pk), {}
    yield "get", address("priorities.PriorityAction", "simple_history", action.pk, action.history.first().pk), {}
    yield "post", address("priorities.PriorityAction", "delete", action.pk), {"post": "yes"}
    query = {"app_label": "priorities", "model_name": "priorityaction", "field_name": "pillar", "term": ""}
    yield "get", reverse("admin:autocomplete"), query
    yield "get", reverse("admin:jsi18n"), {}


@pytest.mark.parametrize("who", ["anonymous", "staff switched off"])
def test_who_has_not_signed_in_is_sent_there(who):
    client = Client()
    if who == "staff switched off":
        client = enter(a("accounts.User", is_staff=True, is_superuser=True, is_active=False))
    for method, url, data in screens_to_try():
        answer = getattr(client, method)(url, data)
        assert answer.status_code == 302, url
        assert re.match(r"(/en/account/login/|/admin/login/)\?next=", answer["Location"])


@pytest.mark.parametrize("flags", [{}, {"is_superuser": True}], ids=["no right", "every right"])
def test_who_is_no_staff_never_enters(flags):
    client = enter(a("accounts.User", **flags))
    for method, url, data in screens_to_try():
        assert getattr(client, method)(url, data).status_code == 403, url


def test_staff_without_a_right_see_no_record():
    client = enter(staff())
    for method, url, data in screens_to_try():
        answer = getattr(client, method)(url, data)
        if url not in (reverse("admin:index"), reverse("admin:jsi18n")):
            assert answer.status_code == 403, url
    assert "priorityaction" not in client.get(reverse("admin:index")).content.decode()


@pytest.fixture
def editor():
    user = a("accounts.User", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def test_editors_keep_the_records(editor):
    client, action, theme = enter(editor), a("priorities.PriorityAction"), a("priorities.Theme")
    change = address("priorities.PriorityAction", "change", action.pk)
    answer = Form(client.get(change), "priorityaction_form").send(client, change, themes=[str(theme.pk)])
    assert answer.status_code == 302
    assert action.themes.get() == theme
    assert action.history.first().history_user == editor
    for label in OURS:
        if label != "accounts.User":
            assert address(label, "changelist") in client.get(reverse("admin:index")).content.decode()


def test_editors_publish_nothing(editor):
    before = Edition.objects.count()
    with translation.override("en"), pytest.raises(CommandError, match="right to publish"):
        call_command("publish", "nepal", by=editor.email, as_of="2019", checked=True)
    assert Edition.objects.count() == before
    client = enter(editor)
    assert client.get(address("reports.Edition", "changelist")).status_code == 200
    assert client.get(address("reports.Edition", "add")).status_code == 403


def test_editors_have_nothing_to_do_with_accounts(editor):
    client = enter(editor)
    for label in ("accounts.User", "auth.Group"):
        somebody = record_of(label)
        assert client.get(address(label, "changelist")).status_code == 403
        assert client.get(address(label, "add")).status_code == 403
        assert client.get(address(label, "change", somebody.pk)).status_code == 403
        assert client.post(address(label, "change", editor.pk), {"is_superuser": "on"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[User.objects.get(email="admin@example.org").pk])
    assert client.get(password).status_code == 403
    editor.refresh_from_db()
    assert not editor.is_superuser


def test_every_answer_has_the_headers_that_keep_a_browser_safe(administrator):
    for client in (administrator, Client()):
        for url in ("/admin/", "/admin/login/", "/admin/no-such-page/", "/en/", "/en/no-such-page/", "/healthz", "/"):
            answer = client.get(url)
            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["Referrer-Policy"] == "same-origin"
