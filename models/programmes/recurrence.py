"""When a programme meets: an iCalendar RRULE, read in town time, without the holidays.

The rule itself is dateutil's work. What is ours: only rules that end and that a person could keep
in mind, no public holidays, only days of a school term, and the make-up workdays of the term. A
Saturday on which the schools sit takes the place of no weekday that anybody has published; so it
counts for programmes that meet on every workday, and for them only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import pairwise
from typing import Any

from dateutil.rrule import rrule, rrulestr

from models.clocks import to_town, town_instant
from models.programmes.days import is_make_up, is_public_holiday
from models.programmes.refusals import EndBeforeStart, RuleNotRead
from models.programmes.tables import Programme
from models.town.programmes import ProgrammeKind
from models.town.schema import Town
from models.worktime import YearUnknown

MOST_DAYS = 400
"""From the first day to the last: a school year and the summer after it."""
PER_DAY = 2
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_DAY = timedelta(days=1)
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_HOUR, _MINUTE, _MONTH_DAY = r"(?:[01]?\d|2[0-3])", r"[0-5]?\d", r"-?(?:[1-9]|[12]\d|3[01])"
_PARTS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY",
    "INTERVAL": r"[1-9]\d?",
    "COUNT": r"[1-9]\d{0,2}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "WKST": _WEEKDAY,
    "BYDAY": rf"(?:[+-]?[1-5])?{_WEEKDAY}(?:,(?:[+-]?[1-5])?{_WEEKDAY})*",
    "BYMONTHDAY": rf"{_MONTH_DAY}(?:,{_MONTH_DAY})*",
    "BYHOUR": rf"{_HOUR}(?:,{_HOUR})*",
    "BYMINUTE": _MINUTE,
}
"""What a rule may say. Combinations that never come true would be searched for until the year 9999,
so there is no BYMONTH, BYSETPOS or BYYEARDAY: whoever needs them makes the sessions one by one."""
_TOO_OFTEN = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_LONGEST_MONTHS = 6
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides when something meets; each as in ``Programme``."""

    rule: str
    starts: time
    minutes: int
    first: date
    last: date
    term_only: bool = False
    on_holidays: bool = False

    @classmethod
    def of(cls, programme: Programme) -> Plan:
        return cls(
            programme.rule, programme.starts, programme.minutes, programme.first, programme.last,
            programme.term_only, programme.on_holidays,
        )  # fmt: skip

    @property
    def asks_calendar(self) -> bool:
        """Whether it depends on what the holidays are."""
        return not self.on_holidays


def check_plan(plan: Plan) -> None:
    """EndBeforeStart, or RuleNotRead with what is wrong: "syntax", "endless", "too_often", "never"."""
    if plan.last < plan.first or plan.minutes <= 0:
        raise EndBeforeStart
    if (plan.last - plan.first).days > MOST_DAYS:
        raise RuleNotRead("endless")
    at = list(_by_rule(plan, plan.last))
    if not at:
        raise RuleNotRead("never")
    length = timedelta(minutes=plan.minutes)
    if any(later - earlier < length for earlier, later in pairwise(at)):
        raise RuleNotRead("too_often")
    days = [moment.date() for moment in at]
    if any(days[n] == days[n - PER_DAY] for n in range(PER_DAY, len(days))):
        raise RuleNotRead("too_often")


def occurrences(
    plan: Plan, town: Town, since: date, until: date, *, guess: bool = False
) -> Iterator[datetime]:
    """The instants at which it begins, from ``since`` to ``until``, both days included, in order.

    YearUnknown at the first day that nobody can know. ``guess``: there all days count as they stand
    in the week. Only for finding clashes, where too many are no harm.
    """
    until = min(until, plan.last)
    makes_up = plan.term_only and not plan.on_holidays and _on_every_workday(plan)
    weekends = _weekends(plan, max(since, plan.first), until) if makes_up else iter(())
    for moment in merge(_by_rule(plan, until, since), weekends):
        day = moment.date()
        if day >= since and _meets(plan, town, day, guess=guess, makes_up=makes_up):
            yield town_instant(day, moment.time())


def slots(
    kind: ProgrammeKind, begins_at: datetime, minutes: int
) -> list[tuple[datetime, datetime]]:
    """What one meeting is divided into: numbered times of the kind's length, or itself."""
    length = kind.slot_minutes or minutes
    count = max(minutes // length, 1)
    step = timedelta(minutes=min(length, minutes))
    return [(begins_at + n * step, begins_at + (n + 1) * step) for n in range(count)]


def by_weekdays(days: tuple[int, ...]) -> str:
    """The rule of something that meets on these days of each week; 0 is Monday."""
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    return "FREQ=WEEKLY;BYDAY=" + ",".join(names[day] for day in sorted(set(days)))


# -- inside ------------------------------------------------------------------------------------------
def _meets(plan: Plan, town: Town, day: date, *, guess: bool, makes_up: bool) -> bool:
    if plan.term_only and town.term_on(day) is None:
        return False
    if plan.on_holidays:
        return True
    try:
        if makes_up and day.weekday() >= _SATURDAY:
            return is_make_up(town, day)
        return not is_public_holiday(town, day)
    except YearUnknown:
        if guess:
            return True
        raise


def _weekends(plan: Plan, since: date, until: date) -> Iterator[datetime]:
    """The Saturdays and Sundays on which school may be held, though the rule does not say so."""
    for number in range((until - since).days + 1):
        day = since + number * _DAY
        if day.weekday() >= _SATURDAY:
            yield datetime.combine(day, plan.starts)


def _on_every_workday(plan: Plan) -> bool:
    """Monday to Friday, each week, and not at the weekend."""
    parts = _read(plan.rule)
    if parts.get("INTERVAL", "1") != "1" or "BYHOUR" in parts:
        return False
    week = {moment.weekday() for moment in _by_rule(plan, plan.first + 6 * _DAY)}
    return week == {0, 1, 2, 3, 4}


def _by_rule(plan: Plan, until: date, since: date | None = None) -> Iterator[datetime]:
    """The bare rule, as the clocks of the town show it: nothing left out yet. What is before
    ``since`` may be left out."""
    parts = _read(plan.rule)
    end = min(until, plan.last)
    stop = datetime.combine(end, time.max)
    if "UNTIL" in parts:
        stop = min(stop, _until(parts.pop("UNTIL")))
    begin = datetime.combine(plan.first, plan.starts)
    if since is not None and since > plan.first and _same_each_week(parts):
        begin += (since - plan.first).days // 7 * timedelta(days=7)
    for moment in _parsed(parts, begin):
        if moment > stop:
            return
        yield moment


def _same_each_week(parts: dict[str, str]) -> bool:
    """Most rules: they need not be counted out from their first day."""
    weekly = parts["FREQ"] in ("DAILY", "WEEKLY") and parts.get("INTERVAL", "1") == "1"
    return weekly and "COUNT" not in parts


def _parsed(parts: dict[str, str], begin: datetime) -> rrule:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        read: Any = rrulestr(text, dtstart=begin)
    except ValueError:
        raise RuleNotRead("syntax") from None
    if not isinstance(read, rrule):
        raise RuleNotRead("syntax")
    return read


def _read(rule: str) -> dict[str, str]:
    """The parts of a rule by name. RuleNotRead if it is none, or none of those we use."""
    text = rule.strip().upper().removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in parts:
            raise RuleNotRead("syntax")
        parts[name] = value
    freq = parts.get("FREQ", "")
    if freq in _TOO_OFTEN:
        raise RuleNotRead("too_often")
    known = all(name in _PARTS and re.fullmatch(_PARTS[name], parts[name]) for name in parts)
    if not freq or not known or ("COUNT" in parts and "UNTIL" in parts) or _odd(freq, parts):
        raise RuleNotRead("syntax")
    return parts


def _odd(freq: str, parts: dict[str, str]) -> bool:
    """What iCalendar forbids, or what may never come true."""
    apart = int(parts.get("INTERVAL", "1"))
    if freq == "MONTHLY":
        return apart > _LONGEST_MONTHS or {"BYDAY", "BYMONTHDAY"} <= parts.keys()
    counted = any(sign.isdigit() for sign in parts.get("BYDAY", ""))
    return counted or "BYMONTHDAY" in parts or (freq == "DAILY" and apart > 1 and "BYDAY" in parts)


def _until(value: str) -> datetime:
    """UNTIL in town time; a bare day counts whole."""
    try:
        if "T" not in value:
            return datetime.combine(datetime.strptime(value, "%Y%m%d").date(), time.max)  # noqa: DTZ007 - a day, and no instant
        read = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone follows
    except ValueError:
        raise RuleNotRead("syntax") from None
    return to_town(read.replace(tzinfo=UTC)).replace(tzinfo=None) if value[-1] == "Z" else read
