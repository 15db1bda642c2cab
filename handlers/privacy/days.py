"""Days of the calendar as people say them: 1948年5月3日, 3 May 1948."""

from __future__ import annotations

from datetime import date

from models.town.local import Local

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def on_day(day: date) -> Local:
    return Local(
        f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    )
