"""When a contract ends. The trap is the last of the month: there is no 31st of June, and nobody may
lose a day to that."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

STANDING = ("valid", "expiring")
"""A doctor answers for the resident."""
LAPSED = "expired"


def last_day(first: date, months: int) -> date:
    """The last day of a term of whole ``months`` that begins on ``first``; both count.

    The day before the same day of the month; where that month is too short, its last day.
    """
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if first.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, first.day) - timedelta(days=1)


def state_on(day: date, ends_on: date, expiring_days: int) -> str:
    """How a contract that nobody has ended stands on ``day``, whatever the clock has got to."""
    if ends_on < day:
        return LAPSED
    return "expiring" if ends_on <= day + timedelta(days=expiring_days) else "valid"
