"""Making a picture from a phone safe to keep: small, upright, and without its hidden contents.

A photo tells where and when it was taken and with which phone; re-encoding pixels alone leaves all
that behind. A small file may unpack to gigabytes, so the size is judged by the header before a
single pixel is decoded.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

MOST_BYTES = 25_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
AIM_BYTES = 400_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_WHITE = (255, 255, 255)

# The library's own guard, for whatever it unpacks before we can ask for the size.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class BadPicture(Exception):
    """``fault``: broken or too_large."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def cleaned(data: bytes) -> bytes:
    """The picture as a JPEG of at most about 400 KB, upright, with nothing in it but pixels.

    Takes tenths of a second of CPU: never on the event loop, never inside a transaction.
    """
    if len(data) > MOST_BYTES:
        raise BadPicture("too_large")
    try:
        return _encoded(_pixels(data))
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise BadPicture("too_large") from None
    except Exception:  # noqa: BLE001 - decoders of broken files raise whatever they like
        raise BadPicture("broken") from None


def _pixels(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise BadPicture("too_large")
        # JPEG can be decoded small at once: a twentieth of the memory.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # A fresh image has no info: comments, profiles and metadata would be written out again.
    clean = Image.new("RGB", upright.size, _WHITE)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        clean.paste(upright, mask=upright.getchannel("A"))
    else:
        clean.paste(upright.convert("RGB"))
    return clean


def _encoded(picture: Image.Image) -> bytes:
    encoded = b""
    for quality, side in ((85, 1600), (75, 1600), (60, 1600), (60, 1200), (50, 900)):
        smaller = picture.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        smaller.save(out, "JPEG", quality=quality, optimize=True)
        encoded = out.getvalue()
        if len(encoded) <= AIM_BYTES:
            break
    return encoded
