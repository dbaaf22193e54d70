"""What the documentation promises: links that lead somewhere, commands and files that exist, words explained."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from countries.models import Country, Milestone
from priorities.models import Implementation, Outlook

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {"var", "node_modules"}
PAGES = sorted(
    path.relative_to(ROOT)
    for path in ROOT.rglob("*.md")
    if not any(part in NOT_OURS or part.startswith(".") for part in path.relative_to(ROOT).parts)
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^(?: {4}).*\n?)+", re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.(?:css|csv|html|json|md|po|py|scss|sh|toml|txt)")

each_page = pytest.mark.parametrize("page", PAGES, ids=str)


def read(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """Without code, in which brackets are no links and # is no heading."""
    return SPAN.sub("", INDENTED.sub("", FENCED.sub("", text)))


def code(text: str) -> Iterator[str]:
    for pattern in (FENCED, INDENTED, SPAN):
        yield from (match[0].strip("`") for match in pattern.finditer(text))


def anchors(page: Path) -> set[str]:
    """The names that a heading gets on the web: lower case, hyphens for blanks, no other punctuation."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", read(page)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@each_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(prose(read(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page.parent / path).resolve() if path else ROOT / page
        lost = not target.is_relative_to(ROOT) or not target.exists()
        if lost or (anchor and anchor not in anchors(target.relative_to(ROOT))):
            broken.append(link)
    assert broken == []


@each_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(Path("Makefile")), re.MULTILINE))
    named = {target for part in code(read(page)) for target in re.findall(r"\bmake ([a-z][a-z-]*)", part)}
    assert named <= targets


@each_page
def test_every_command_that_is_named_exists(page: Path) -> None:
    named = {command for part in code(read(page)) for command in re.findall(r"manage\.py ([a-z][a-z_]*)", part)}
    assert named <= set(get_commands())


@each_page
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = {span for span in SPAN.findall(read(page)) if FILE.fullmatch(span)}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_readme_names_the_two_commands() -> None:
    assert {"make serve", "make test"} <= {part.strip() for part in code(read(Path("README.md")))}


@pytest.mark.parametrize("page", [page for page in PAGES if page.match("decisions/0*.md")], ids=str)
def test_a_decision_fits_on_one_screen_and_is_listed(page: Path) -> None:
    assert len(read(page).splitlines()) <= 70
    assert f"({page.name})" in read(page.with_name("README.md"))


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Engagement: where a country stands", Country.Engagement.labels),
        ("Milestones", [*Milestone.State.labels, Implementation.NOT_REPORTED.label]),
        ("State of an action or a next step", [*Implementation.labels, *Outlook.labels]),
    ],
)
def test_the_glossary_explains_every_status_word_and_no_other(heading: str, words: list[str]) -> None:
    glossary = read(Path("docs/glossary.md"))
    section = glossary.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", section, re.MULTILINE) == [str(word) for word in words]


def test_every_setting_from_the_environment_is_explained_and_no_other() -> None:
    taken = re.findall(r"\benv(?:\.\w+)?\(\s*\"(\w+)\"", read(Path("pathfinder/settings.py")))
    table = read(Path("docs/architecture.md")).split("\n## Settings from the environment\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(set(taken)) == sorted(name for row in rows for name in SPAN.findall(row))


def test_every_pinned_package_has_its_licence_named() -> None:
    pinned = re.findall(r"^([\w.-]+)==", read(Path("requirements.txt")), re.MULTILINE)
    to_run = read(Path("docs/dependencies.md")).split("\n## To run\n")[1].split("\n## ")[0].lower()
    assert [name for name in pinned if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", to_run)] == []
