"""How an export comes back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from countries.models import Country
from reports import index
from reports.data import differences, tables
from reports.data.checking import Problems
from reports.data.differences import Differences
from reports.data.restoring import MODELS, Restoring
from reports.data.schema import Row
from reports.data.tables import Rows, contents
from reports.data.wholes import HEADS, OF_EDITION, number_of, values_in
from reports.models import Edition
from reports.permissions import can_bring_in


@transaction.atomic
def bring_in(*, rows: Rows, by: User, write: bool) -> Differences:
    """Restore what an export holds: editions under their number and checksum, and what belongs to no country.

    In this order: check the right; lock the countries that are here; compare, and refuse whatever is here otherwise;
    make the records that are new, then the editions that are new, the oldest first; compare again, so that what was
    written is what was read; let search find the editions that are now current; without `write`, undo all of it. So
    what is shown before is what happens then. What is here already stays as it is, a withdrawn edition withdrawn.
    `rows` are as receiving.read() gives them. Nobody is mailed: it was news where it was published. Raises
    PermissionDenied, or Refused with table, row and column of what is wrong.
    """
    if not can_bring_in(by):
        raise PermissionDenied(_("Bringing in what was published needs the right to publish."))
    slugs = {row["country"] for row in rows.get(HEADS, [])}
    list(Country.objects.select_for_update().filter(slug__in=slugs).order_by("pk"))
    problems = Problems()
    found = differences.between(rows, problems)
    problems.refuse()
    restoring = Restoring(rows=rows, by=by, problems=problems)
    for name in MODELS:
        for row in found.new.get(name, []):
            restoring.of_library(name, row)
        problems.refuse()
    restoring.check_addresses(found.new.get(HEADS, []))
    problems.refuse()
    texts = dict(zip((values_in(head, OF_EDITION) for head in rows.get(HEADS, [])), contents(rows), strict=True))
    for head in sorted(found.new.get(HEADS, []), key=lambda row: values_in(row, OF_EDITION)):
        restoring.edition(head, texts[values_in(head, OF_EDITION)])
    problems.refuse()
    check_kept(rows, found.new.get(HEADS, []), problems)
    for slug in sorted({head["country"] for head in found.new.get(HEADS, [])}) if write else ():
        index.put_country(slug)
    transaction.set_rollback(not write)
    return found


def check_kept(rows: Rows, heads: list[Row], problems: Problems) -> None:
    """Raise Refused where what was written is not, to the last cell, what was read, or cannot be exported again."""
    for name, lost in differences.between(rows, problems).new.items():
        for row in lost:
            problems.add(name, number_of(row), "", _("It could not be kept as it is."))
    for head in heads:
        try:
            tables.of_editions(Edition.objects.filter(checksum=head["checksum"]))
        except tables.Untellable:
            problems.add(HEADS, number_of(head), "", _("It could not be kept as it is."))
    problems.refuse()
