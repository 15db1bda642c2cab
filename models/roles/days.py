"""Days of the town as instants: a role that ends "on the 12th" ends when the 12th is over.

The trap is the day that is off by one: the last day counts in full, so what ends on it ends at the
midnight that follows, in the town's own time.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from models.clocks import to_town, town_instant

ONE = timedelta(days=1)


def today(now: datetime) -> date:
    """The day it is in the town."""
    return to_town(now).date()


def begins(day: date) -> datetime:
    """The first instant of a day."""
    return town_instant(day, time())


def ends(day: date) -> datetime:
    """The instant at which a last day is over."""
    return begins(day + ONE)


def last_day(end: datetime) -> date:
    """The last day of what ends at this instant."""
    return to_town(end - timedelta(microseconds=1)).date()
