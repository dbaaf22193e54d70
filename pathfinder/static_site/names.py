"""Which addresses of the portal the static site has, and under which names: such as every file system takes."""

import hashlib
import re

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from reports.files import file_of
from reports.models import Edition

from .asking import ADDRESSES

# What needs a server: forms to be sent, what is behind sign-in, and what programs ask, with its documentation.
NEEDS_A_SERVER = {"account", "admin", "api", "desk", "follow", "styleguide", "healthz", "readyz"}
OTHER = re.compile(r"[^a-z0-9._-]|^\.|\.$")
LONGEST = 120  # letters of one name: FAT takes 255, and Windows 260 for a whole path
# Names that Windows gives to devices, whatever their ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def file_for(path: str) -> str | None:
    """The file in which an address of the portal is kept, such as fr/countries/index.html; None where it has none."""
    if path.startswith(settings.STATIC_URL):
        return safe(path)
    if NEEDS_A_SERVER & {*path.split("/")[1:4]}:
        return None
    try:
        with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
            match = resolve(path, ADDRESSES)
    except Resolver404:
        return None
    if getattr(match.func, "login_required", True):
        return None
    if match.view_name == "reports:edition-file":
        return evidence(**match.kwargs)
    return safe(f"{path}index.html" if path.endswith("/") else path)


def evidence(slug: str, number: int, sha256: str) -> str | None:
    """A file of evidence is kept once for all editions and languages, under its SHA-256 and with the ending it had."""
    edition = Edition.objects.of(slug).filter(number=number).first()
    file = file_of(edition, sha256) if edition else None
    return safe(f"files/{sha256}.{file.kind.lower()}") if file else None


def safe(path: str) -> str:
    """A path whose names differ in more than case and hold a-z, 0-9, "." "-" "_": other letters become ~ and hex."""
    return "/".join(safe_name(piece) for piece in path.strip("/").split("/"))


def safe_name(name: str) -> str:
    plain = OTHER.sub(lambda letter: "".join(f"~{byte:02x}" for byte in letter[0].encode()), name)
    if len(plain) > LONGEST:
        # The end stays: programs go by it.
        plain = f"{hashlib.sha256(name.encode()).hexdigest()}{plain[-20:]}"
    return f"~{plain}" if DEVICES.match(plain) else plain
