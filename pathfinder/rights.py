"""docs/rights.md: the rules of every room's permissions.py and the groups of groups.py, as Markdown."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Choices

from accounts.permissions import Rights

from .groups import GROUPS, RECORDS

ROOMS = ("accounts", "countries", "priorities", "reports")
HEAD = """# Who may do what

Made by `manage.py rights`; a test fails when this page differs from the code, and another tries each row with somebody
of every role. What is not in the first table is refused. Who may read which address is another table,
`tests/access/matrix.py`; there, what is not a person's to see answers 404.

## What changes a state

One row per thing, state and verb, from `RIGHTS` in each room's `permissions.py`. The verbs are functions of the room's
`workflow.py`. Where no state is named the thing has none, or it does not matter.

| thing | state | verb | who |
|---|---|---|---|
"""
GROUPS_HEAD = """
## What the groups keep

The secretariat's groups and what they may do with records in the admin, from `pathfinder/groups.py`. `migrate` gives
them these rights and takes others away; whoever shall have more gets a group of another name. Administrators are
superusers: they may do everything here, and they alone keep accounts. Focal points are in no group: a term gives them
their rights, for its time. "view" is shown where it is all that somebody may.

| record | {groups} |
|---|{lines}|
"""


def document() -> str:
    """The whole page."""
    head = GROUPS_HEAD.format(groups=" | ".join(GROUPS), lines="|".join("---" for _group in GROUPS))
    return HEAD + "".join(rules()) + head + "".join(kept())


def rules() -> Iterator[str]:
    """A line for each thing, state and verb; one for each state in which nobody does anything."""
    for room in ROOMS:
        for rights in import_module(f"{room}.permissions").RIGHTS:
            for state in states_of(rights):
                begins = {verb: rule for verb, rule in rights.rules.items() if state in (rule.states or [""])}
                name = getattr(state, "label", state)
                for verb, rule in begins.items():
                    who = "; ".join(str(role.name) for role in rule.roles)
                    yield f"| {rights.name} | {name} | `{verb}` | {who} |\n"
                if not begins:
                    yield f"| {rights.name} | {name} | none | nobody |\n"


def states_of(rights: Rights) -> list[Any]:
    """The states a thing can be in, in the order in which it goes through them; "" where it has none."""
    named = [state for rule in rights.rules.values() for state in rule.states or [""]]
    kinds = {type(state) for state in named if isinstance(state, Choices)}
    return [state for kind in kinds for state in kind] or list(dict.fromkeys(named))


def kept() -> Iterator[str]:
    """A line for each kind of record that somebody besides administrators may do something with."""
    for model in apps.get_models():
        options = model._meta
        if options.app_label not in RECORDS | {"reports", "accounts"} or options.object_name.startswith("Historical"):
            continue
        own = [name for name, _words in options.permissions]
        rights = [f"{verb}_{options.model_name}" for verb in options.default_permissions] + own
        cells = [in_words([right for right in rights if has(options.app_label, right)]) for has in GROUPS.values()]
        if any(cells):
            yield f"| {options.verbose_name} | {' | '.join(cells)} |\n"


def in_words(rights: list[str]) -> str:
    """The verbs of rights such as change_country; those of our own by their whole name."""
    usual = ("add", "change", "delete", "view")
    words = [right.split("_")[0] if right.split("_")[0] in usual else f"`{right}`" for right in rights]
    return ", ".join([word for word in words if word != "view"] or words)
