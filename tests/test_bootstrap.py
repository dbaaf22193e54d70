"""The two commands and the pinned packages: what a bare clone stands on."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.db import connection
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def asked_for(file: str) -> list[Requirement]:
    lines = PYPROJECT["project"]["dependencies"]
    if file == "requirements-dev.txt":
        lines = lines + PYPROJECT["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


def pinned(file: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROOT / file).read_text(), re.MULTILINE))


def pinned_for_us(file: str) -> set[str]:
    """The packages that the file says were asked for by pyproject.toml, not by another package."""
    entries = re.split(r"^(?=\w)", (ROOT / file).read_text(), flags=re.MULTILINE)
    return {entry.split("==")[0] for entry in entries if "pathfinder (pyproject.toml" in entry}


def committed_files() -> list[Path]:
    """Files in the repository, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_pinned_packages_agree_with_pyproject(file):
    versions = pinned(file)
    for requirement in asked_for(file):
        assert requirement.name in versions, f"{requirement} is not pinned: make requirements"
        assert Version(versions[requirement.name]) in requirement.specifier, f"{requirement}: make requirements"
    assert pinned_for_us(file) == {requirement.name for requirement in asked_for(file)}


def test_every_tool_runs_on_the_packages_of_production():
    assert pinned("requirements.txt").items() <= pinned("requirements-dev.txt").items()


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "deploy/uv.txt"])
def test_every_pinned_package_has_a_hash(file):
    entries = re.split(r"^(?=\w)", (ROOT / file).read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_no_file_records_a_registry_or_a_folder_of_one_machine():
    # Taken apart, so that this file does not accuse itself.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org"]
    folders = ["work", "root", "home", "Users", "opt/wheels", "opt/py" + "pi"]
    pattern = re.compile("|".join([*map(re.escape, hosts), rf"(?<![\w.$*}}/-])/({'|'.join(folders)})/"]))
    found = []
    for path in committed_files():
        data = path.read_bytes()
        if b"\0" in data:  # not text
            continue
        for number, line in enumerate(data.decode(errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_ci_runs_the_commands_of_the_makefile_and_nothing_else():
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert [line for line in lines if line.startswith("make ")] == ["make check", "make test"]


def test_every_target_of_the_makefile_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    described = re.findall(r"^([a-z-]+):.* ## \w", makefile, re.MULTILINE)
    assert phony
    assert described == phony[1].split()
    helped = subprocess.run(["make", "-s"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^make ([a-z-]+)", helped, re.MULTILINE) == described


def test_the_suite_runs_on_the_database_it_was_told_to():
    postgresql = os.environ["DATABASE_URL"].startswith("postgres")
    assert connection.vendor == ("postgresql" if postgresql else "sqlite")


def test_postgresql_is_reached_through_psycopg2():
    # A package that brings psycopg 3 along would make Django use that instead.
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3
