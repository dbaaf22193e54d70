"""Secrets of second factors, as the database has them: sealed with a key that is derived from SECRET_KEY.

Whoever reads a copy of the database makes no codes with it. Whoever changes SECRET_KEY names the old one in
SECRET_KEY_FALLBACKS, runs `manage.py reseal_second_factors`, and then forgets the old one.
"""

import base64
import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

log = logging.getLogger("django.accounts")
SEALED = ("secret", "seed")  # what allauth hands over to be sealed: of an app, of recovery codes


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks of second factors."""

    def encrypt(self, text: str) -> str:
        return safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. In place of one that no key opens, another that nobody has: then no code is right."""
        try:
            return safe().decrypt(encrypted_text).decode()
        except InvalidToken:
            log.error("A second factor opens neither with SECRET_KEY nor with one of SECRET_KEY_FALLBACKS.")
            return generate_totp_secret()


def safe() -> MultiFernet:
    """It seals with SECRET_KEY and opens with earlier ones too."""
    return MultiFernet([Fernet(derived(key)) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def derived(key: str) -> bytes:
    """A key for this purpose alone, so that nothing else that SECRET_KEY signs weakens it (RFC 5869)."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pathfinder second factor").derive(key.encode())
    return base64.urlsafe_b64encode(made)


@transaction.atomic
def reseal() -> int:
    """Seal every secret anew, with SECRET_KEY; how many there were. Raises InvalidToken where one does not open."""
    found = Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN)
    for factor in found:
        factor.data |= {name: safe().rotate(factor.data[name]).decode() for name in SEALED if name in factor.data}
        factor.save(update_fields=["data"])
    return len(found)
