"""Pictures of people: whatever was sent becomes one small square picture of our own making.

Decoded and drawn anew, so nothing but pixels survives: no position, no camera, no profile, no
script behind the last byte. Formats that are programs (SVG) are none of the three.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from lms_app.core.errors import InvalidInput

MAX_BYTES = 8 * 1024 * 1024
# A phone's 50 megapixels; a JPEG is decoded smaller, the others whole (4 bytes a pixel).
FORMATS = ("JPEG", "PNG", "WEBP")
# MPO is what phones' JPEGs with a second picture inside are called once opened.
MAX_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
MAX_SIDE = 12_000
SIDE = 512
CONTENT_TYPE = "image/webp"


def square_picture(data: bytes) -> bytes:
    """Return `data` as a square WebP of at most 512 pixels; its middle is kept.

    Raises `InvalidInput` on `avatar` for what is no picture, too many bytes or too many pixels:
    the size is read from the head, before a pixel is decoded.
    """
    if len(data) > MAX_BYTES:
        raise _refusal("error.picture_bytes", maximum=MAX_BYTES // 1024**2)
    try:
        return _drawn(data)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refusal("error.picture") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refusal("error.picture_pixels") from error


def _drawn(data: bytes) -> bytes:
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        width, height = picture.size
        most = MAX_PIXELS.get(picture.format or "", 0)
        if width * height > most or max(width, height) > MAX_SIDE:
            raise _refusal("error.picture_pixels")
        picture.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture)
        side = min(SIDE, *upright.size)
        if side < 1:
            raise _refusal("error.picture")
        square = ImageOps.fit(upright.convert("RGBA"), (side, side), Image.Resampling.LANCZOS)
    # On white, as the round frame shows it on any ground.
    ground = Image.new("RGBA", square.size, "white")
    ground.alpha_composite(square)
    out = BytesIO()
    ground.convert("RGB").save(out, "WEBP", quality=84, method=4)
    return out.getvalue()


def _refusal(key: str, **params: object) -> InvalidInput:
    return InvalidInput(key, fields={"avatar": key}, **params)
