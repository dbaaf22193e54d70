"""The colours that are defined can be read and told apart; docs/design.md names all there is."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from pathfinder.tokens import contrast, contrasts, tokens
from priorities.models import Theme

ROOT = Path(settings.BASE_DIR)
PAIRS = contrasts()
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
CSS = (ROOT / "static" / "css" / "pathfinder.css").read_text(encoding="utf-8")


def test_contrast_is_measured_as_wcag_defines_it() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#fff", "#fff") == pytest.approx(1)
    assert contrast("#777", "#fff") == contrast("#fff", "#777777") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least", "measured"), PAIRS, ids=lambda value: str(value)[:30])
def test_what_is_read_stands_out_from_its_ground(
    front: str, ground: str, least: float, measured: dict, mode: str
) -> None:
    assert measured[mode] >= least


def test_every_colour_has_its_contrast_measured() -> None:
    """A new colour is measured too, or is a ground or a line that says nothing."""
    grounds = {ground for _front, ground, _least, _measured in PAIRS}
    silent = {"line"}  # only parts what stands apart without it
    found = tokens()
    assert {*found["light"], *found["always"]} - {front for front, *_rest in PAIRS} - grounds == silent


def test_light_and_dark_define_the_same_colours() -> None:
    assert tokens()["light"].keys() == tokens()["dark"].keys()


@pytest.mark.parametrize("look", Theme.Look.values)
def test_a_look_has_a_drawing_in_its_colour_of_light_mode_and_stands_in_the_stylesheet(look: str) -> None:
    drawing = (ROOT / "static" / "img" / "looks" / f"{look}.svg").read_text(encoding="utf-8")
    assert re.findall(r'stroke="(#\w+)"', drawing) == [tokens()["light"][f"look-{look}"]]
    assert len(paths := re.findall(r' d="([^"]+)"', drawing)) == 1
    assert f"<path d='{paths[0]}'/>" in CSS


def test_looks_differ_in_shape_and_in_colour() -> None:
    drawings = [path.read_text(encoding="utf-8") for path in (ROOT / "static" / "img" / "looks").iterdir()]
    assert len(drawings) == len(Theme.Look.values)
    assert len({re.search(r' d="([^"]+)"', drawing)[1] for drawing in drawings}) == len(drawings)
    for mode in ("light", "dark"):
        looks = [value for name, value in tokens()[mode].items() if name.startswith("look-")]
        assert len(set(looks)) == len(looks)


def test_the_stylesheet_has_every_token_and_uses_no_other() -> None:
    defined = {name for part in tokens().values() for name in part}
    assert defined <= set(re.findall(r"--([\w-]+):", CSS))
    used = set(re.findall(r"var\(--([\w-]+)", CSS))
    assert {name for name in used if f"--{name}:" not in CSS and not name.startswith("bs-")} == set()


def test_the_stylesheet_stays_as_small_as_the_design_document_says() -> None:
    assert "under 10 KB compressed" in DESIGN
    assert len(gzip.compress(CSS.encode())) < 10_000


def test_the_design_document_names_every_token_with_its_values_and_no_other() -> None:
    rows = [re.findall(r"`([^`]+)`", line) for line in DESIGN.splitlines() if line.startswith("| `--")]
    named = {row[0]: row[1:] for row in rows}
    found = tokens()
    wanted = {name: [value, found["dark"][name]] for name, value in found["light"].items()}
    wanted |= {name: [value] for part in ("always", "sizes", "spaces") for name, value in found[part].items()}
    assert named == {f"--{name}": values for name, values in wanted.items()}


def test_the_design_document_gives_the_contrast_of_every_token_as_it_is() -> None:
    for name in {front for front, *_rest in PAIRS}:
        row = next(line for line in DESIGN.splitlines() if line.startswith(f"| `--{name}` |"))
        for mode in ("light", "dark") if name in tokens()["light"] else ("light",):
            lowest = min(measured[mode] for front, _ground, _least, measured in PAIRS if front == name)
            assert f"| {lowest:.1f} |" in row


def test_the_design_document_names_every_component_and_no_other() -> None:
    components = {path.name for path in (ROOT / "templates" / "components").iterdir()}
    assert set(re.findall(r"^\| `(\w+\.html)`", DESIGN, re.MULTILINE)) == components
