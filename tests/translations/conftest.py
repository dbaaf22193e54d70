"""The messages of the code and the catalogues in locale/, made once for each file of tests."""

import gettext as gnu
import os
import shlex
import shutil
import sys

import pytest
from django.conf import settings

from tests.translations.catalogues import (
    LANGUAGES,
    SCRIPT,
    Catalogue,
    po,
    read,
    run,
    texts,
)


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    if not shutil.which("msgfmt"):
        pytest.fail("gettext is missing: apt-get install gettext", pytrace=False)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Every message in the code of today, taken out as `make fix` does, in a copy of the code."""
    tree = tmp_path_factory.mktemp("code")
    for name in ("manage.py", "templates", *settings.INSTALLED_APPS):
        origin = settings.BASE_DIR / name
        if origin.is_file():
            shutil.copy(origin, tree)
        elif origin.is_dir():
            # What ends in .html.py is makemessages' own, and gone in a moment.
            unwanted = shutil.ignore_patterns("__pycache__", "fonts", "*.html.py")
            shutil.copytree(origin, tree / name, ignore=unwanted)
    folder = tree / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    lines = (settings.BASE_DIR / "Makefile").read_text().splitlines()
    (manage,) = [line for line in lines if line.startswith("MANAGE = ")]
    (makemessages,) = [line for line in lines if "makemessages" in line]
    environment = dict(word.split("=", 1) for word in shlex.split(manage.partition(" = ")[2]) if "=" in word)
    environment |= {"PATH": os.environ["PATH"], "VAR_DIR": str(tree / "var")}
    options = shlex.split(makemessages.partition("makemessages")[2])
    run(sys.executable, "manage.py", "makemessages", *options, cwd=tree, env=environment)
    run("msgen", "--output-file=filled.po", "django.po", cwd=folder)
    run("msgfmt", "--use-fuzzy", "--output-file=django.mo", "filled.po", cwd=folder)
    return texts(read(folder / "django.mo"))


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, gnu.GNUTranslations]:
    """The catalogues as they stand in locale/, without what is fuzzy or empty."""
    found = {}
    for language in LANGUAGES:
        mo = tmp_path_factory.mktemp(language) / "django.mo"
        run("msgfmt", "--check-format", f"--output-file={mo}", po(language))
        found[language] = read(mo)
    return found


@pytest.fixture(scope="module")
def compiled(catalogues: dict[str, gnu.GNUTranslations]) -> None:
    """For tests that show pages: they show what was compiled last."""
    for language, catalogue in catalogues.items():
        mo = po(language).with_suffix(".mo")
        if not mo.exists() or texts(read(mo)) != texts(catalogue):
            pytest.fail(f"{mo} is missing or old: bash {SCRIPT}", pytrace=False)
