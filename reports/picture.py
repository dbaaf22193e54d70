"""An edition in short → the picture that stands beside a link to it: what social networks and messengers show."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageDraw, ImageFont, features

from .cards import Card

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
SCALE = 2  # drawn twice as large and then made smaller, which makes round things round
# The colours of a page's band (static/scss/_tokens.scss).
BAND, ON_BAND, SOFT, LINE, SUN = "#0b3b51", "#ffffff", "#c3dbe6", "#6fb4d1", "#ffc53d"
FONTS = Path(__file__).parent / "fonts"


class PictureFailed(Exception):
    """No picture could be made; its message says why."""


class Canvas:
    """A picture in which everything is placed from where the language begins: in Arabic, from the right."""

    def __init__(self, language: str) -> None:
        self.rtl = translation.get_language_info(language)["bidi"]
        if self.rtl and not features.check("raqm"):
            raise PictureFailed("Pillow cannot write Arabic here: FriBiDi is missing")
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), BAND)
        self.draw = ImageDraw.Draw(self.image)

    def x(self, start: float) -> float:
        return (WIDTH - start if self.rtl else start) * SCALE

    def line(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        self.draw.line([(self.x(x), y * SCALE) for x, y in points], colour, round(width * SCALE), "curve")

    def circle(self, x: float, y: float, radius: float, fill: str | None, line: str | None, width: float = 0) -> None:
        box = self.box(x, y, radius)
        self.draw.ellipse(box, fill, line, round(width * SCALE))

    def box(self, x: float, y: float, radius: float) -> list[float]:
        at, y, radius = self.x(x), y * SCALE, radius * SCALE
        return [at - radius, y - radius, at + radius, y + radius]

    def text(self, x: float, y: float, words: str, size: int, *, bold: bool = False, colour: str = ON_BAND) -> float:
        """Write one line, its letters standing on `y`, and return where it ends. It shrinks until it fits."""
        while self.width(words, size, bold) > WIDTH - MARGIN - x and size > 16:
            size -= 2
        side = "rs" if self.rtl else "ls"
        self.draw.text((self.x(x), y * SCALE), words, colour, font(words, size, bold), side, **self.way())
        return x + self.width(words, size, bold)

    def width(self, words: str, size: int, bold: bool) -> float:
        return font(words, size, bold).getlength(words, **self.way()) / SCALE

    def way(self) -> dict[str, str]:
        return {"direction": "rtl"} if self.rtl else {}

    def png(self) -> bytes:
        file = BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()


def font(words: str, size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The font of the PDFs that has those letters."""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in words)
    name = ("Amiri" if arabic else "NotoSans") + ("_700Bold.ttf" if bold else "_400Regular.ttf")
    return ImageFont.truetype(FONTS / name, size * SCALE)


def of_edition(card: Card, language: str) -> bytes:
    """A PNG: the country, where it stands, its milestones and the edition. May raise PictureFailed."""
    with translation.override(language):
        canvas = Canvas(language)
        brand(canvas)
        name_in_lines(canvas, str(card.name))
        standing = capfirst(str(card.engagement))
        canvas.circle(MARGIN + 14, 379, 14, SUN if card.engagement.code == "pathfinder" else None, SUN, 4)
        canvas.text(MARGIN + 44, 392, standing, 38)
        strip(canvas, card.states, 456)
        done = ngettext(
            "%(done)s of %(all)s milestones is done", "%(done)s of %(all)s milestones are done", card.steps_done
        ) % {"done": card.steps_done, "all": card.steps}
        canvas.text(MARGIN, 530, done, 27, colour=SOFT)
        edition = _("Edition %(number)s, as of %(as_of)s") % {"number": card.number, "as_of": card.as_of_in_words}
        canvas.text(MARGIN, 574, edition, 27, colour=SOFT)
        return canvas.png()


def brand(canvas: Canvas) -> None:
    """The portal's mark and name, as in its header (templates/components/brand.html)."""
    canvas.line(curve((78, 96), (118, 66)), ON_BAND, 5)
    for step in range(0, 24, 8):
        canvas.line(curve((118, 66), (158, 96))[step : step + 5], ON_BAND, 5)
    canvas.circle(82, 95, 11, ON_BAND, None)
    canvas.circle(118, 66, 12, SUN, None)
    canvas.circle(156, 95, 11, BAND, ON_BAND, 4)
    end = canvas.text(190, 96, str(settings.PORTAL_NAME), 36, bold=True)
    canvas.text(end + 24, 96, _("Alliance 8.7"), 30, colour=SOFT)


def curve(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """An S from one point to the other that leaves and arrives level."""
    (x1, y1), (x2, y2) = start, end
    steps = [step / 24 for step in range(25)]
    return [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t * t * (3 - 2 * t)) for t in steps]


def name_in_lines(canvas: Canvas, name: str) -> None:
    """The country's name, as large as it fits; a long one in two lines."""
    width = WIDTH - 2 * MARGIN
    words = name.split()
    if canvas.width(name, 76, True) <= width or len(words) == 1:
        size = next((size for size in range(116, 30, -4) if canvas.width(name, size, True) <= width), 30)
        canvas.text(MARGIN, 286, name, size, bold=True)
        return
    cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))))
    for row, part in enumerate((words[:cut], words[cut:])):
        canvas.text(MARGIN, 222 + 82 * row, " ".join(part), 66, bold=True)


def strip(canvas: Canvas, states: list[str], y: float) -> None:
    """One mark per milestone, drawn as on pages: full, half full, hollow, dashed."""
    radius, first, last = 20, MARGIN + 20, WIDTH - MARGIN - 20
    canvas.line([(first, y), (last, y)], LINE, 3)
    for place, state in enumerate(states):
        x = first + (last - first) * place / max(1, len(states) - 1)
        if state == "not_reported":
            canvas.circle(x, y, radius + 2, BAND, None)
            for angle in range(0, 360, 30):
                canvas.draw.arc(canvas.box(x, y, radius), angle, angle + 17, LINE, 3 * SCALE)
            continue
        canvas.circle(x, y, radius, ON_BAND if state == "done" else BAND, ON_BAND, 4)
        if state == "under_way":
            canvas.draw.chord(canvas.box(x, y, radius), 0, 180, ON_BAND)


def of_portal() -> bytes:
    """The picture for all other pages, without words, so for every language: static/img/share.png.

    Made once by hand: `manage.py shell -c "from reports.picture import of_portal; …write_bytes(of_portal())"`.
    """
    canvas = Canvas("en")
    way = curve((150, 470), (640, 300)) + curve((640, 300), (1060, 150))
    canvas.line(way[:25], ON_BAND, 18)
    for step in range(26, 50, 3):
        canvas.line(way[step : step + 2], SOFT, 12)
    for place in (0, 13):
        canvas.circle(*way[place], 40, ON_BAND, None)
    canvas.circle(*way[24], 56, BAND, BAND, 0)
    canvas.circle(*way[24], 50, SUN, None)
    for place in (37, 49):
        canvas.circle(*way[place], 34, BAND, SOFT, 10)
    return canvas.png()
