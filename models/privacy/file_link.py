"""The link behind [everything as a file]: short-lived, and good in the chat of one person only.

It opens nothing by itself: whoever holds it must be signed in as the very person it was made for,
so that a link that was forwarded, or looked at by a mail scanner, shows nothing.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from models import keys

LASTS = timedelta(minutes=15)
_PURPOSE = "own_file"
_FORM = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,12})")
_MARK = 22


class FileOf(NamedTuple):
    """Whose file, and who may fetch it: the same, or a child's guardian."""

    person_id: int
    by_id: int


def file_link(person_id: int, by_id: int, now: datetime) -> str:
    """The path, by the town clock; ``by_id`` is who asked for it."""
    until = int((now + LASTS).timestamp())
    body = f"{person_id}-{by_id}-{until}"
    return f"/data/{body}-{keys.current().mark(body, _PURPOSE)}"


def read_file_link(token: str, now: datetime) -> FileOf | None:
    """None for anything that we did not make, or whose time is over."""
    body, dash, mark = token[: -_MARK - 1], token[-_MARK - 1 : -_MARK], token[-_MARK:]
    form = _FORM.fullmatch(body) if token.isascii() else None
    if form is None or dash != "-" or not keys.current().marks(body, mark, _PURPOSE):
        return None
    person_id, by_id, until = map(int, form.groups())
    if now >= datetime.fromtimestamp(until, UTC):
        return None
    return FileOf(person_id, by_id)
