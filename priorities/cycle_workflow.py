"""What happens to a reporting cycle besides what staff enter."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

from .models import Question, ReportingCycle


@transaction.atomic
def take_over_questions(*, cycle: ReportingCycle, by: User) -> list[Question]:
    """Let a cycle that asks nothing yet ask what the one before it asks.

    In this order: check the right; leave a cycle alone that has questions; copy each question that the cycle before
    still asks, under the same key, so that answers are carried over. Raises PermissionDenied.
    """
    if not by.has_perm("priorities.add_question"):
        raise PermissionDenied(_("You may not write questions."))
    before = ReportingCycle.objects.filter(opens__lt=cycle.opens).order_by("-opens").first()
    if not before or cycle.questions.exists():
        return []
    copies = list(Question.objects.asked().filter(cycle=before))
    for question in copies:
        question.pk, question.cycle = None, cycle
        question._state.adding = True
        question.save()
    return copies
