from typing import Any

from allauth.account.views import PasswordResetFromKeyView
from django.http import HttpResponse


class ChoosePasswordView(PasswordResetFromKeyView):
    """Choose a password, with the link of an invitation or of a forgotten password."""

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """A link that was used or has expired is gone, and its page says what to do."""
        if not context.get("token_fail"):
            return super().render_to_response(context, **options)
        response = super().render_to_response(context, status=410, **options)
        response._has_been_logged = True  # Django would write the address to the log, and the address is a secret
        return response


choose_password = ChoosePasswordView.as_view()
