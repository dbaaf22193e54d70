from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """allauth's, whose field for a name has one in English alone."""

    name = forms.CharField(label=_("Name"), required=False)
