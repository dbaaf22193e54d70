"""The portal's design tokens, read from where they are defined, and how well they stand out from each other."""

import re
from itertools import product

from django.conf import settings

SOURCE = settings.STATIC_SOURCE / "scss" / "_tokens.scss"

# What is read and what it stands on; WCAG 2.2, 1.4.3.
TEXTS = [
    *product(("ink", "ink-soft", "link", "silent"), ("paper", "wash", "note-wash")),
    *product(("link-hover",), ("paper", "wash")),
    *((state, f"{state}-wash") for state in ("done", "under-way", "ahead", "off")),
    *product(("done", "under-way", "ahead", "off"), ("paper",)),
    *product(("ink", "link"), ("under-way-wash",)),
    ("brand", "ahead-wash"),
    *product(("on-band",), ("band", "button", "button-hover")),
    ("on-band-soft", "band"),
    ("band", "on-band-soft"),
]
LEAST_OF_TEXT = 4.5

# Lines, marks and icons that say something; WCAG 2.2, 1.4.11. Off the band, focus has a ring of ink as well.
MARKS = [
    *product(("line-strong",), ("paper", "wash")),
    *product(("brand", "rule", "note-line"), ("paper",)),
    ("note-line", "note-wash"),
    *product(("band-line", "focus"), ("band",)),
]
LEAST_OF_MARK = 3.0


def tokens() -> dict[str, dict[str, str]]:
    """Each token's value, by the mixin that defines it: {"light": {"ink": "#17242d", …}, "dark": …, "sizes": …}."""
    mixins = re.findall(r"^@mixin (\w+) \{\n(.*?)^\}", SOURCE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return {name: dict(re.findall(r"^  --([\w-]+): ([^;]+);", body, re.MULTILINE)) for name, body in mixins}


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, from 0 to 1, as WCAG defines it."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well two colours stand out from each other: from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrasts() -> list[tuple[str, str, float, dict[str, float]]]:
    """Each pair in use: what stands on what, how much contrast it needs, and how much it has in light and dark."""
    found = tokens()
    modes = {mode: found[mode] | found["always"] for mode in ("light", "dark")}
    looks = [name for name in found["light"] if name.startswith("look-")]
    needed = [(pair, LEAST_OF_TEXT) for pair in TEXTS]
    needed += [(pair, LEAST_OF_MARK) for pair in (*MARKS, *product(looks, ("paper", "wash")))]
    return [
        (front, ground, least, {mode: contrast(all_[front], all_[ground]) for mode, all_ in modes.items()})
        for (front, ground), least in needed
    ]
