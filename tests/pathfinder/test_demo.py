import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from countries.models import Country
from library.dates import PartialDate
from pathfinder import demo
from reports.models import Edition
from reports.permissions import can_publish
from tests.countries.making import a
from tests.library.forms_as_sent import Form

pytestmark = pytest.mark.django_db

SLUGS = {"madagascar", "nepal", "mauritania", "chile", "uganda", "albania", "nigeria", "viet-nam", "fiji"}


def everything():
    models = [model for model in apps.get_models() if model._meta.label not in ("admin.LogEntry", "sessions.Session")]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models if model._meta.managed}


def rights(group):
    permissions = Group.objects.get(name=group).permissions.all()
    return {f"{right.content_type.app_label}.{right.codename}" for right in permissions}


def test_each_of_the_nine_has_edition_1_dated_as_its_source_is():
    editions = Edition.objects.filter(slug__in=SLUGS)
    assert {edition.slug for edition in editions.filter(number=1)} == SLUGS
    for edition in editions.filter(number=1):
        assert edition.as_of == PartialDate(2019)
        assert edition.snapshot["edition"]["as_of_note"]["en"]
        assert edition.published_by == User.objects.portal()
        assert edition.is_intact
    others = Country.objects.exclude(slug__in=SLUGS)
    assert others.exists()
    assert not Edition.objects.filter(country__in=others).exists()


def test_a_second_run_changes_nothing():
    before = everything()
    lines = list(demo.set_up())
    assert everything() == before
    assert not [line for line in lines if line.startswith("Published")]


@pytest.mark.parametrize("email", demo.ACCOUNTS)
def test_a_demo_account_signs_in_and_comes_to_its_work(email):
    client = Client()
    form = Form(client.get("/en/account/login/"), "login-form")
    answer = form.send(client, "/en/account/login/", login=email, password=demo.PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/en/desk/")
    if User.objects.get(email=email).is_staff:
        assert "/admin/countries/country/" in client.get("/admin/").content.decode()
    else:
        assert "NPL-04" in client.get("/en/desk/").content.decode()
        assert client.get("/admin/").status_code == 403


def test_who_may_publish_among_the_demo_accounts():
    may = {email: can_publish(User.objects.get(email=email)) for email in demo.ACCOUNTS}
    assert {email for email in may if may[email]} == {"admin@example.org", "publisher@example.org"}
    assert len(may) == 5


def test_editors_keep_records_and_publishers_may_publish_too():
    editors, publishers = rights("Editors"), rights("Publishers")
    assert publishers - editors == {"reports.publish_edition"}
    for record in ("countries.{}_country", "priorities.{}_priorityaction", "events.{}_event", "library.{}_document"):
        assert {record.format(verb) for verb in ("add", "change", "delete", "view")} <= editors
    assert "reports.view_edition" in editors
    assert "priorities.report_for_country" in editors
    assert not {"priorities.review_progressupdate", "countries.add_focalpoint"} & publishers


def test_reviewers_judge_and_appoint_and_keep_no_records():
    reviewers = rights("Reviewers")
    deciding = {"priorities.review_progressupdate", "countries.add_focalpoint"}
    assert {right for right in reviewers if ".view_" not in right} == deciding
    assert "reports.publish_edition" not in reviewers


def test_nobody_but_administrators_has_rights_over_accounts():
    publishers = rights("Publishers")
    assert not {right for right in publishers if right.split(".")[0] in ("accounts", "auth", "admin", "sessions")}


def test_the_password_of_an_account_that_is_there_stays():
    editor = User.objects.get(email="editor@example.org")
    editor.set_password("nine-lakes-and-a-bell")
    editor.is_active = False
    editor.save()
    list(demo.set_up())
    editor.refresh_from_db()
    assert editor.check_password("nine-lakes-and-a-bell")
    assert not editor.is_active


def test_what_staff_prepare_is_not_published_for_them():
    empty = a("countries.Country", engagement="prospective")
    ready = a("countries.Milestone").country
    lines = list(demo.set_up())
    assert not Edition.objects.filter(country__in=[empty, ready]).exists()
    assert not [line for line in lines if str(empty) in line or str(ready) in line]


def test_what_cannot_be_published_is_said_and_the_rest_goes_on():
    fresh = a("countries.Country", engagement="prospective")
    fresh.history.update(history_change_reason="seed")
    assert [line for line in demo.set_up() if line.startswith(f"Not published: {fresh}")]
    assert not Edition.objects.filter(country=fresh).exists()
    User.objects.filter(email="publisher@example.org").delete()
    list(demo.set_up())
    assert User.objects.filter(email="publisher@example.org", groups__name="Publishers").exists()


def test_the_command_says_who_can_sign_in(capsys):
    call_command("seed", demo=True)
    said = capsys.readouterr().out
    for email in demo.ACCOUNTS:
        assert f"Demo account {email}, password {demo.PASSWORD}" in said


def test_accounts_with_a_known_password_are_made_on_a_laptop_alone(settings):
    settings.LAPTOP = False
    with pytest.raises(CommandError, match="LAPTOP=1"):
        call_command("seed", "--demo")
