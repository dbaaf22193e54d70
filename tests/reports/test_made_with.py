"""What renderings are made with: all of it makes them anew when it changes, and nothing else does."""

import ast
import inspect
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.test.signals import template_rendered

from reports import page, rendering
from reports.data.statements import csv_of
from reports.global_report import rendering as global_rendering
from reports.models import Edition

ROOMS = {"accounts", "countries", "events", "library", "pathfinder", "priorities", "reports"}
# What modules in the list import and what leaves no trace in a file.
LEAVES_NO_TRACE = [
    "library/audit.py",  # how rows are kept, not what they say
    "library/frozen.py",
    "priorities/subjects/*.py",  # how countries write
    "priorities/desk.py",  # of which priorities/workbook/values.py reads words of its own
    "priorities/forms.py",
    "reports/turns.py",  # when a file is made
    "*/__init__.py",
]
LISTS = {
    "e-reports": rendering.MADE_WITH,
    "global report": [*rendering.MADE_WITH, *global_rendering.MADE_WITH],
}


def listed(patterns: list[str]) -> set[str]:
    base = Path(settings.BASE_DIR)
    return {path.relative_to(base).as_posix() for pattern in patterns for path in base.glob(pattern)}


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, as files. What is only imported to name types does not count."""
    tree = ast.parse(path.read_text())
    room = path.relative_to(settings.BASE_DIR).parent.parts
    typing = {node for branch in ast.walk(tree) if is_for_types(branch) for node in ast.walk(branch)}
    for node in ast.walk(tree):
        if node in typing:
            continue
        if isinstance(node, ast.Import):
            yield from filter(None, (file_of(name.name) for name in node.names))
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(room[: len(room) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [above, node.module]))
            inner = [file_of(f"{module}.{name.name}") for name in node.names]
            yield from filter(None, [*inner, None if all(inner) else file_of(module)])


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def file_of(module: str) -> str | None:
    if module.partition(".")[0] not in ROOMS:
        return None
    path = Path(settings.BASE_DIR, *module.split("."))
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return found.relative_to(settings.BASE_DIR).as_posix() if found.is_file() else None


def test_the_list_names_nothing_that_is_not_there() -> None:
    for patterns in LISTS.values():
        assert [pattern for pattern in patterns if not listed([pattern])] == []


@pytest.mark.parametrize("patterns", LISTS.values(), ids=LISTS)
def test_whatever_a_listed_module_imports_is_listed_or_leaves_no_trace(patterns: list[str]) -> None:
    there = listed(patterns)
    missing = {
        (module, other)
        for module in there
        if module.endswith(".py")
        for other in imported(Path(settings.BASE_DIR, module))
        if other not in there and not any(fnmatch(other, pattern) for pattern in LEAVES_NO_TRACE)
    }
    assert missing == set()


@pytest.mark.parametrize("patterns", LISTS.values(), ids=LISTS)
def test_what_only_answers_requests_makes_no_rendering_anew(patterns: list[str]) -> None:
    unrelated = ("views", "urls", "admin", "forms", "workflow", "jobs", "permissions", "sitemaps", "feeds")
    there = {path for path in listed(patterns) if path.endswith(".py")}
    assert {path for path in there if path.startswith("reports/api/") or Path(path).stem in unrelated} == set()


@pytest.mark.django_db
def test_every_function_and_template_that_makes_a_file_is_listed() -> None:
    ran, templates = set(), set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code.co_flags & inspect.CO_OPTIMIZED:  # a function: no module, no class
            ran.add(frame.f_code.co_filename)

    def note_template(template: Any, **_rest: Any) -> None:
        templates.add(template.origin.name)

    template_rendered.connect(note_template)
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for edition in Edition.objects.of("viet-nam"):
            for language in ("en", "ar"):
                rendering.pdf_html(page.report(edition, language))
                rendering.picture_rendering(edition, language).make()
                csv_of(edition, language)
    finally:
        sys.setprofile(before)
        template_rendered.disconnect(note_template)
    base = Path(settings.BASE_DIR).resolve()
    inside = {path.relative_to(base) for path in map(Path, ran | templates) if path.is_relative_to(base)}
    ours = {path.as_posix() for path in inside if path.parts[0] in {*ROOMS, "templates"}}
    assert {path for path in ours if path.endswith(".html")}
    assert ours <= listed(rendering.MADE_WITH)
