"""The rooms of docs/architecture.md: what may import what, and what stands where."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GROUND = {"accounts", "library"}
MAY_IMPORT = {
    "accounts": set(),
    "library": set(),
    "countries": GROUND,
    "events": GROUND | {"countries"},
    "priorities": GROUND | {"countries", "events"},
    "reports": GROUND | {"countries", "priorities", "events"},
    "pathfinder": GROUND | {"countries", "priorities", "events", "reports"},
}
MODULES = sorted(path for app in MAY_IMPORT for path in (ROOT / app).rglob("*.py"))
OUR_CODE = [path for path in MODULES if "migrations" not in path.parts]
MOST_LINES = 400


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def used_by(source: str, app: str) -> Iterator[tuple[str, int]]:
    """The rooms that a module of that room uses, each with its line: by import, wherever it stands, or by name."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                for alias in node.names:
                    yield alias.name.split(".")[0], node.lineno
            case ast.ImportFrom():
                yield (app if node.level else (node.module or "").split(".")[0]), node.lineno
            case ast.Constant(value=str(text)) if re.fullmatch(r"\w+\.[A-Z]\w+", text):  # the model of a ForeignKey
                yield text.split(".")[0], node.lineno
            case ast.Call(func=ast.Name("import_module" | "import_string"), args=[ast.Constant(value=str(text)), *_]):
                yield text.split(".")[0], node.lineno
            case ast.Tuple(elts=[ast.Constant(value=str(text)), ast.Constant(value=str(migration))]):
                if re.match(r"\d{4}_|__first__", migration):
                    yield text, node.lineno


def wrong_imports(source: str, app: str) -> list[str]:
    closed = set(MAY_IMPORT) - MAY_IMPORT[app] - {app}
    return [f"line {line}: {app} uses {room}" for room, line in used_by(source, app) if room in closed]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path):
    assert wrong_imports(path.read_text(), path.relative_to(ROOT).parts[0]) == []


@pytest.mark.parametrize(
    ("app", "source"),
    [
        ("library", "from countries.models import Country"),
        ("library", "import accounts.models"),
        ("countries", "def later():\n    from priorities import models"),
        ("countries", "if TYPE_CHECKING:\n    import reports.models as r"),
        ("priorities", "from reports.models import Edition"),
        ("events", "from priorities.models import Theme"),
        ("events", "theme = models.ForeignKey('priorities.Theme', models.PROTECT)"),
        ("events", "dependencies = [('priorities', '0001_initial')]"),
        ("reports", "import_module('pathfinder.seeding')"),
        ("accounts", "from library.forms import TwoEditorsForm"),
    ],
)
def test_an_import_the_wrong_way_is_noticed(app, source):
    assert wrong_imports(source, app)


def test_the_rooms_are_these_and_no_other():
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours == set(MAY_IMPORT)
    nobodys = {"core", "common", "util", "utils", "helpers", "misc", "shared"}
    assert not [name_of(path) for path in MODULES if {*path.parts, path.stem} & nobodys]
    assert not [path.name for path in ROOT.iterdir() if path.name in nobodys]


@pytest.mark.parametrize("path", OUR_CODE, ids=name_of)
def test_no_file_is_longer_than_one_can_keep_in_mind(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES


VIEWS = [
    (name_of(path), node)
    for path in OUR_CODE
    if path.name.endswith("views.py")
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.FunctionDef)
]


@pytest.mark.parametrize(("path", "view"), VIEWS, ids=lambda value: getattr(value, "name", value))
def test_a_view_fits_on_one_screen(path, view):
    assert view.end_lineno - view.lineno + 1 <= 30


RULES = [
    (name_of(path), name, function)
    for path in OUR_CODE
    if path.name.endswith(("workflow.py", "permissions.py"))
    for module in [import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))]
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
]
# What changes a state is what runs in one transaction.
VERBS = [(name, function) for path, name, function in RULES if "workflow" in path and hasattr(function, "__wrapped__")]


@pytest.mark.parametrize(
    ("path", "name", "function"), RULES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_rule_says_what_it_is_and_what_it_takes(path, name, function):
    signature = inspect.signature(function)
    assert (function.__doc__ or "").strip()
    assert signature.return_annotation is not inspect.Signature.empty
    untyped = [name for name, taken in signature.parameters.items() if taken.annotation is inspect.Parameter.empty]
    assert untyped == []


def test_there_are_verbs_to_change_an_engagement_and_to_publish():
    assert {"change_engagement", "publish"} <= {name for name, _function in VERBS}


@pytest.mark.parametrize(("name", "verb"), VERBS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_verb_names_what_it_takes_says_who_acts_and_lists_what_happens(name, verb):
    parameters = inspect.signature(verb).parameters
    assert {taken.kind for taken in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert parameters["by"].default is inspect.Parameter.empty
    assert "In this order:" in verb.__doc__


def lines_with(pattern: str, *, besides: set[str]) -> list[str]:
    return [
        f"{name_of(path)}: {line.strip()}"
        for path in OUR_CODE
        if name_of(path) not in besides
        for line in path.read_text().splitlines()
        if re.search(pattern, line)
    ]


def test_what_is_public_is_asked_in_one_place():
    assert lines_with(r"is_published\s*=\s*(True|False)|filter\(.*is_published", besides={"library/models.py"}) == []


def test_editions_and_decisions_are_written_in_one_place():
    written = (
        r"\b(Edition|EngagementDecision|Withdrawal)(\.objects\.(create|bulk_create|get_or_create|update_or_create))?\("
    )
    # What is only shown, and never saved, is made for the preview. What was published elsewhere comes back.
    written_here = {
        "reports/workflow.py",
        "countries/workflow.py",
        "reports/preview.py",
        "reports/data/restoring.py",
    }
    assert lines_with(rf"(?<!class ){written}", besides=written_here) == []
    assert lines_with(r"\.engagement\s*=[^=]", besides={"countries/workflow.py"}) == []


def test_a_view_changes_no_record():
    for path in OUR_CODE:
        # readyz keeps a file and takes it away again
        if path.name.endswith("views.py") and path.parent.name != "pathfinder":
            assert not re.search(r"\.(save|delete|update|create|bulk_\w+)\(", path.read_text()), name_of(path)


def test_templates_ask_the_database_nothing_of_their_own():
    # `.all` of what a view fetched along with its page is no question.
    asking = re.compile(r"\{[{%][^}%]*(\.(exists|filter|exclude|order_by|aggregate)\b|_set\b)")
    found = [name_of(path) for path in (ROOT / "templates").rglob("*.html") if asking.search(path.read_text())]
    assert found == []
