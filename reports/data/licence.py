"""The terms under which the portal's data may be used: DATA_LICENCE."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Licence:
    """`name` is an SPDX identifier where it is one, `title` is what people call it, `url` is empty if not known."""

    name: str
    title: str
    url: str


KNOWN = {
    licence.name: licence
    for licence in [
        Licence(
            "CC-BY-4.0",
            "Creative Commons Attribution 4.0 International",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        Licence(
            "CC-BY-SA-4.0",
            "Creative Commons Attribution-ShareAlike 4.0 International",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        Licence(
            "CC-BY-NC-SA-3.0-IGO",
            "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO",
            "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
        ),
        Licence(
            "CC-BY-3.0-IGO",
            "Creative Commons Attribution 3.0 IGO",
            "https://creativecommons.org/licenses/by/3.0/igo/",
        ),
        Licence(
            "CC0-1.0",
            "Creative Commons Zero 1.0 Universal",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
    ]
}


def current() -> Licence:
    """The licence that is set. One we do not know is shown as it is written, without an address."""
    name = settings.DATA_LICENCE
    return KNOWN.get(name, Licence(name, name, ""))
