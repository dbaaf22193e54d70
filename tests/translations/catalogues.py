"""The catalogues of the interface, read for the tests beside this file."""

import gettext as gnu
import re
import subprocess
from pathlib import Path

from django.conf import settings

LANGUAGES = ["fr", "es", "ar"]
SCRIPT = "deploy/translations.sh"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"<[^>]+>")
AROUND = re.compile(r"<[^>]+>|%\(\w+\)[sd]")  # of either

# A catalogue: {message: text}. Its plurals stand under (message, number of the form).
Key = str | tuple[str, int]
Catalogue = dict[Key, str]


def po(language: str) -> Path:
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True, **options)


def read(mo: Path) -> gnu.GNUTranslations:
    with mo.open("rb") as file:
        return gnu.GNUTranslations(file)


def texts(catalogue: gnu.GNUTranslations) -> Catalogue:
    return {key: text for key, text in catalogue._catalog.items() if key}


def ids(catalogue: Catalogue) -> set[str]:
    return {key if isinstance(key, str) else key[0] for key in catalogue}
