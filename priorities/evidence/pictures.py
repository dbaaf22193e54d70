"""JPG and PNG: drawn anew, so that nothing is kept but the picture. A camera writes down where it was, and when."""

import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

MOST_PIXELS = 40_000_000
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def checked_jpg(content: bytes) -> bytes:
    return redrawn(content, "JPEG")


def checked_png(content: bytes) -> bytes:
    return redrawn(content, "PNG")


def redrawn(content: bytes, kind: str) -> bytes:
    """The picture without its metadata, the right way up. Raises ValidationError."""
    # WeasyPrint, where it is imported, tells Pillow for the whole process to fill up what was cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            check_pixels(*picture.size)
            ImageOps.exif_transpose(picture, in_place=True)
            return written(picture, kind)
    except ValidationError:
        raise
    except TOO_LARGE as bomb:
        raise too_many_pixels() from bomb
    except Exception as damaged:  # whatever Pillow stumbles over, it is in the file
        raise ValidationError(_("This picture is damaged. Save it anew and send that.")) from damaged


def check_pixels(width: int, height: int) -> None:
    """Refuse by the picture's head, before it is unpacked."""
    if width * height > MOST_PIXELS:
        raise too_many_pixels()


def too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has more than %(limit)s million pixels. Make it smaller and send that.")
        % {"limit": MOST_PIXELS // 1_000_000}
    )


def written(picture: Image.Image, kind: str) -> bytes:
    """The pixels alone, as a file."""
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if kind == "JPEG" and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    picture.info = {}  # comment, colour profile, texts: Pillow would write them again
    file = io.BytesIO()
    picture.save(file, kind, quality=85)
    return file.getvalue()
