"""The secretariat's groups: `migrate` makes them, with just the rights that pathfinder/groups.py gives."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.permissions import can_keep_accounts, can_see_mail
from countries.permissions import can_appoint, can_decide_engagement
from pathfinder.groups import GROUPS, make_groups
from priorities.permissions import can_report_for_any, can_review
from reports.permissions import can_publish
from tests.access.visitors import person

pytestmark = pytest.mark.django_db


def test_migrate_makes_the_groups():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUPS)
    assert all(group.permissions.exists() for group in Group.objects.all())


def test_a_group_gets_the_rights_of_a_new_release_and_loses_what_it_should_not_have():
    reviewers = Group.objects.get(name="Reviewers")
    publishing, reviewing = (
        Permission.objects.get(codename=name) for name in ("publish_edition", "review_progressupdate")
    )
    reviewers.permissions.set([publishing])
    make_groups()
    assert reviewing in reviewers.permissions.all()
    assert publishing not in reviewers.permissions.all()


def test_a_group_of_another_name_keeps_its_rights():
    ours = Group.objects.create(name="Interns")
    ours.permissions.set(Permission.objects.filter(codename="view_country"))
    make_groups()
    assert ours.permissions.count() == 1


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("editor", {can_decide_engagement, can_report_for_any}),
        ("publisher", {can_decide_engagement, can_report_for_any, can_publish}),
        ("reviewer", {can_appoint, can_review, can_see_mail}),
        (
            "administrator",
            {
                can_appoint, can_decide_engagement, can_keep_accounts, can_publish, can_report_for_any, can_review,
                can_see_mail,
            },
        ),
        ("focal point", set()),
    ],
)  # fmt: skip
def test_each_role_may_what_it_is_for_and_no_more(who, may):
    rights = {
        can_appoint, can_decide_engagement, can_keep_accounts, can_publish, can_report_for_any, can_review,
        can_see_mail,
    }  # fmt: skip
    assert {right for right in rights if right(person(who))} == may


@pytest.mark.parametrize("name", GROUPS)
def test_no_group_has_rights_over_accounts_and_their_rights(name):
    rights = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    assert not [
        right for room, right in rights if room in ("accounts", "auth", "mfa") and right != "view_outgoingmail"
    ]
