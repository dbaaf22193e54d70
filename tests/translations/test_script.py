"""The script that compiles the catalogues."""

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from tests.translations.catalogues import LANGUAGES, SCRIPT, po, read, run, texts


def copy_of_the_script(tree: Path) -> Path:
    (tree / "deploy").mkdir()
    shutil.copy(settings.BASE_DIR / SCRIPT, tree / "deploy")
    for language in LANGUAGES:
        folder = tree / po(language).parent.relative_to(settings.BASE_DIR)
        folder.mkdir(parents=True)
        shutil.copy(po(language), folder)
    return tree / SCRIPT


def test_the_script_compiles_what_changed_and_no_more(tmp_path: Path) -> None:
    script = copy_of_the_script(tmp_path)
    assert [line.split("/")[1] for line in run("bash", script).stdout.splitlines()] == sorted(LANGUAGES)
    assert all(texts(read(mo)) for mo in tmp_path.glob("locale/*/LC_MESSAGES/django.mo"))
    assert run("bash", script).stdout == ""
    changed = tmp_path / "locale/es/LC_MESSAGES/django.po"
    newest = max(path.stat().st_mtime for path in tmp_path.rglob("django.*"))
    os.utime(changed, (newest + 10, newest + 10))
    assert run("bash", script).stdout.split() == ["locale/es/LC_MESSAGES/django.po"]


def test_the_script_refuses_a_placeholder_that_is_not_in_the_message(tmp_path: Path) -> None:
    script = copy_of_the_script(tmp_path)
    broken = tmp_path / "locale/fr/LC_MESSAGES/django.po"
    broken.write_text(broken.read_text().replace("depuis %(date)s", "depuis %(jour)s"))
    done = subprocess.run(["bash", script], check=False, capture_output=True, text=True)
    assert done.returncode
    assert "'date'" in done.stderr


def test_without_gettext_the_script_says_so(tmp_path: Path) -> None:
    script = copy_of_the_script(tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "dirname"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    done = run(tools / "bash", script, env={"PATH": str(tools)})
    assert "gettext is missing" in done.stdout
    assert not list(tmp_path.glob("locale/*/LC_MESSAGES/*.mo"))


def test_the_suite_compiles_before_it_runs() -> None:
    lines = (settings.BASE_DIR / "deploy" / "test.sh").read_text().splitlines()
    steps = [word for line in lines for word in (SCRIPT, "$pytest") if word in line]
    assert all(order != ("$pytest", SCRIPT) for order in pairwise(steps))
    assert SCRIPT in steps
