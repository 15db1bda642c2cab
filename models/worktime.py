"""Working days, desk hours and quiet hours of a town, in instants.

Deadlines that ignore holidays and messages just after midnight are what people complain of most.
China moves working days around its holidays and publishes a year at a time, so a year that nobody
has published is refused by name: a guessed deadline is a broken promise.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import chinese_calendar

from models.town.schema import WEEKDAYS, HolidayYear, Hours, Town

_DAY = timedelta(days=1)


class YearUnknown(Exception):
    """The holidays of ``year`` are neither published in the library nor in the town file."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"the public holidays of {year} are not known; add the year under holidays: in the "
            "town file with whole: true and apply it"
        )
        self.year = year


class WorkCalendar:
    """One town's time. Everything goes in and comes out as aware UTC."""

    @classmethod
    def of(cls, town: Town) -> WorkCalendar:
        """The one calendar of this town: asked for by every message, built once."""
        known = _calendars.get(id(town))
        if known is None:
            known = _calendars[id(town)] = cls(town)
        return known

    def __init__(self, town: Town) -> None:
        self._town = town
        self._zone = ZoneInfo(town.timezone)

    @cached_property
    def _years(self) -> dict[int, HolidayYear]:
        return {year.year: year for year in self._town.holidays}

    # -- days -----------------------------------------------------------------------------------
    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    def is_workday(self, day: date) -> bool:
        """The town's own table first, then the published calendar; an unknown year is refused."""
        year = self._years.get(day.year)
        if year is not None:
            if day in year.off:
                return False
            if day in year.work:
                return True
            if year.whole:
                return day.weekday() < 5
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            raise YearUnknown(day.year) from None

    # -- working minutes --------------------------------------------------------------------------
    def add_work_minutes(
        self, start: datetime, minutes: int, hours: Hours | None = None
    ) -> datetime:
        """The instant after that many minutes of working time; ``hours`` of each working day.

        A span that is used up exactly at closing time ends then, not the next morning.
        """
        span = hours or self._town.duty.work_hours
        return self._spend(start, minutes, lambda day: span if self.is_workday(day) else None)

    def add_duty_minutes(self, start: datetime, minutes: int) -> datetime:
        """The same in the desk's own hours. Needs no calendar, so it never fails: what the desk
        promises can be kept in a year whose holidays nobody has published."""
        return self._spend(start, minutes, self._hours_on)

    def _spend(
        self, start: datetime, minutes: int, hours_on: Callable[[date], Hours | None]
    ) -> datetime:
        left = timedelta(minutes=minutes)
        here = self.local(start)
        while True:
            day = here.date()
            hours = hours_on(day)
            if hours is not None:
                begin = max(here, self._at(day, hours.opens))
                room = self._at(day, hours.closes) - begin
                if timedelta() < room >= left:
                    return (begin + left).astimezone(UTC)
                left -= max(room, timedelta())
            here = self._at(day + _DAY, time.min)

    def round_up(self, moment: datetime, minutes: int) -> datetime:
        """Up to the next full step of the local clock: people say "half past six"."""
        here = self.local(moment)
        midnight = self._at(here.date(), time.min)
        step = timedelta(minutes=minutes)
        steps = -((here - midnight) // -step)
        return (midnight + steps * step).astimezone(UTC)

    # -- quiet hours --------------------------------------------------------------------------------
    def in_quiet_hours(self, moment: datetime) -> bool:
        return self.local(moment).time() in self._town.duty.quiet_hours

    def next_loud(self, moment: datetime) -> datetime:
        """``moment`` itself, or the end of the quiet hours it falls into."""
        if not self.in_quiet_hours(moment):
            return moment.astimezone(UTC)
        here = self.local(moment)
        end = self._at(here.date(), self._town.duty.quiet_hours.closes)
        return (end if end > here else end + _DAY).astimezone(UTC)

    def next_quiet(self, moment: datetime) -> datetime:
        """When the quiet hours begin next, for a moment outside of them."""
        here = self.local(moment)
        begin = self._at(here.date(), self._town.duty.quiet_hours.opens)
        return (begin if begin > here else begin + _DAY).astimezone(UTC)

    # -- the desk -----------------------------------------------------------------------------------
    def duty_open(self, moment: datetime) -> bool:
        here = self.local(moment)
        hours = self._hours_on(here.date())
        return hours is not None and here.time() in hours

    def next_duty(self, moment: datetime) -> datetime:
        """``moment`` itself while the desk is open, else when somebody sits there next."""
        if self.duty_open(moment):
            return moment.astimezone(UTC)
        here = self.local(moment)
        for ahead in range(8):
            day = here.date() + ahead * _DAY
            hours = self._hours_on(day)
            if hours is not None and self._at(day, hours.opens) > here:
                return self._at(day, hours.opens).astimezone(UTC)
        raise AssertionError("a checked town opens its desk at least once a week")

    def duty_hours(self, moment: datetime) -> Hours | None:
        """The desk's hours on the local day of ``moment``, None when it is closed all day."""
        return self._hours_on(self.local(moment).date())

    def _hours_on(self, day: date) -> Hours | None:
        return self._town.duty.hours.get(WEEKDAYS[day.weekday()])

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self._zone)


# By identity: a town has no hash. Each calendar keeps its town alive, so an id is never reused.
_calendars: dict[int, WorkCalendar] = {}
