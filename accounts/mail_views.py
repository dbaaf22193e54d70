"""Mail that has not left us, on the secretariat's desk. Nothing here is public, and no mail's text is shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .mail import try_again
from .outbox import outbox
from .permissions import mail_or_404, sees_mail_or_404


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """What was given up, what waits, and which jobs failed."""
    sees_mail_or_404(request.user)
    return render(request, "desk/mail.html", {"outbox": outbox()})


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail now."""
    mail = mail_or_404(request.user, pk)
    if try_again(mail):
        messages.success(request, _("The mail is tried again now. If it stays in this list, it was refused again."))
    else:
        messages.info(request, _("Nothing to do: the mail was sent, or tried within the last five minutes."))
    return redirect("mail:list")
