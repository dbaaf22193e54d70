"""The colours of themes differ for every eye, as far as eight can: also for one that takes red for green."""

from itertools import combinations
from math import dist

import pytest

from pathfinder.tokens import tokens
from priorities.models import Theme

Triple = tuple[float, ...]

# What such eyes make of linear RGB: Machado, Oliveira and Fernandes (2009), at full severity.
EYES = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# Linear RGB → OKLab: Ottosson (2020). A distance of 0.02 is just visible.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
LEAST = {"all colours": 0.11, "no red": 0.07, "no green": 0.07, "no blue": 0.07}


def times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    return tuple(sum(part * value for part, value in zip(row, vector, strict=True)) for row in matrix)


def linear(colour: str) -> Triple:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)


def seen(colour: str, eyes: str) -> Triple:
    """The colour as those eyes see it, in OKLab."""
    light = tuple(min(max(part, 0), 1) for part in times(EYES[eyes], linear(colour)))
    return times(TO_LAB, tuple(part ** (1 / 3) for part in times(TO_CONES, light)))


def test_the_distance_of_colours_is_measured_as_published() -> None:
    assert seen("#ffffff", "all colours") == pytest.approx((1, 0, 0), abs=0.001)
    assert dist(seen("#ff0000", "no red"), seen("#00ff00", "no red")) < dist(
        seen("#ff0000", "all colours"), seen("#00ff00", "all colours")
    )


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_themes_can_be_told_apart_by_colour(mode: str, eyes: str) -> None:
    colours = {look: tokens()[mode][f"look-{look}"] for look in Theme.Look.values if look != Theme.Look.PLAIN}
    near = [
        (one, other, round(distance, 3))
        for one, other in combinations(colours, 2)
        if (distance := dist(seen(colours[one], eyes), seen(colours[other], eyes))) < LEAST[eyes]
    ]
    assert near == []
