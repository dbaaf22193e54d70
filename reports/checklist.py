"""What a publisher answers for before a country's records become public, as it is kept with the edition."""

from typing import TypedDict

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# Each is to be answered with yes. A statement may be reworded: editions keep the words that were answered.
STATEMENTS = {
    "no_personal_data": gettext_lazy(
        "There is no personal data in it: nobody is named or can be reached who did not agree to that"
    ),
    "nobody_found": gettext_lazy(
        "Nothing in it identifies a victim or a child: no story, place or detail by which one could be found"
    ),
    "small_numbers": gettext_lazy("Small numbers are suppressed: no figure is so small that it points to a person"),
}


class Checks(TypedDict):
    """The statements that were answered with yes, in the words and the language they were asked in, and a remark."""

    statements: list[str]
    language: str
    remark: str


def all_yes(remark: str = "") -> Checks:
    """That whoever publishes answered yes to all that is asked today."""
    return {
        "statements": [str(statement) for statement in STATEMENTS.values()],
        "language": get_language() or "en",
        "remark": remark,
    }


def of_the_seed() -> Checks:
    """That nobody was asked: the portal publishes what came with it."""
    return all_yes(_("Published by the portal from its seed.")) | {"statements": []}


def of_an_import() -> Checks:
    """That nobody was asked here: who published it answered elsewhere, and that is not public."""
    return all_yes(_("Brought in from an export. It was published before, and checked then.")) | {"statements": []}
