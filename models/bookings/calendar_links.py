"""Signed links to the calendar file of one booking.

Whoever has the link has the file, without signing in: a phone's calendar cannot sign in. There is
no name in it. The link ends with the day of the booking.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from models import keys

KEPT = timedelta(days=1)
_PURPOSE = "calendar"
_FORM = re.compile(r"(\d{1,18})\.(\d{1,12})")
_MARK = 22


def calendar_path(booking_id: int, ends_at: datetime) -> str:
    """The path, good until a day after the end of the booking (town clock)."""
    body = f"{booking_id}.{int((ends_at + KEPT).timestamp())}"
    return f"/calendar/{body}-{keys.current().mark(body, _PURPOSE)}"


def read_calendar_link(token: str, now: datetime) -> int | None:
    """The booking; None for anything that we did not make, or whose time is over."""
    body, dash, mark = token[: -_MARK - 1], token[-_MARK - 1 : -_MARK], token[-_MARK:]
    form = _FORM.fullmatch(body) if token.isascii() else None
    if form is None or dash != "-" or not keys.current().marks(body, mark, _PURPOSE):
        return None
    booking_id, until = form.groups()
    return int(booking_id) if now < datetime.fromtimestamp(int(until), UTC) else None
