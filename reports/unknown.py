"""What an edition does not know, said plainly. Silence is shown as silence, and never as zero."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def unknown(report: dict[str, Any]) -> list[str]:
    """Sentences, in the active language, on what the source of this e-report leaves open. Takes localised data."""
    sentences = []
    country, actions = report["country"], report["actions"]
    if country["engagement"].code == "pathfinder" and not country["pathfinder_since"]:
        sentences.append(_("The date since when it is a Pathfinder country is not stated."))
    silent = [milestone for milestone in report["milestones"] if milestone["state"].code == "not_reported"]
    if silent:
        sentences.append(
            ngettext(
                "%(count)d milestone of %(all)d is not reported.",
                "%(count)d milestones of %(all)d are not reported.",
                len(silent),
            )
            % {"count": len(silent), "all": len(report["milestones"])}
        )
    if not actions:
        sentences.append(_("No priority action is reported yet."))
    else:
        sentences += about_actions(actions)
    for key, sentence in (
        ("next_steps", _("No next steps are reported.")),
        ("coordination_bodies", _("No coordination body is named.")),
        ("workshops", _("No workshop is reported.")),
        ("practices", _("No good practice is reported.")),
    ):
        if not report[key]:
            sentences.append(sentence)
    return sentences


def about_actions(actions: list[dict[str, Any]]) -> list[str]:
    count = len(actions)
    sentences = []
    for silent, sentence_of_all, sentence_of_some in (
        (
            [action for action in actions if action["implementation"].code == "not_reported"],
            _("How far the priority actions are is not reported for any of them."),
            _("How far the priority actions are is not reported for %(silent)d of %(count)d."),
        ),
        (
            [action for action in actions if not action["lead"]],
            _("No lead body is named for any priority action."),
            _("No lead body is named for %(silent)d of %(count)d priority actions."),
        ),
        (
            [action for action in actions if not (action["period_start"] or action["period_end"])],
            _("No period is given for any priority action."),
            _("No period is given for %(silent)d of %(count)d priority actions."),
        ),
        (
            [action for action in actions if not action["budget_needed"]],
            _("No budget is given for any priority action."),
            _("No budget is given for %(silent)d of %(count)d priority actions."),
        ),
    ):
        if len(silent) == count:
            sentences.append(sentence_of_all)
        elif silent:
            sentences.append(sentence_of_some % {"silent": len(silent), "count": count})
    return sentences
