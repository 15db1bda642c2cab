"""Pictures that are ours: a link drawn as a square, and what is painted over a picture taken back."""

from __future__ import annotations

import io
from functools import cache

import segno
from PIL import Image
from telegram import InputFile, InputMediaPhoto

_PAPER = (243, 238, 230)
_SIDE = 320


def drawn(link: str) -> bytes:
    """The link as a square that another phone can photograph: PNG."""
    file = io.BytesIO()
    segno.make(link, error="m", micro=False).save(file, kind="png", scale=8, border=4)
    return file.getvalue()


def blank() -> InputMediaPhoto:
    """A sheet of paper with nothing on it."""
    return InputMediaPhoto(InputFile(_sheet(), filename="photo.jpg", attach=True))


@cache
def _sheet() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (_SIDE, _SIDE), _PAPER).save(file, "JPEG")
    return file.getvalue()
