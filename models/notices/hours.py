"""When the steps after sending fall due: within hours in which people may be asked, rung and knocked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from models.notices.tables import Notice
from models.work import Work

GRACE = timedelta(minutes=30)
"""So long people have to tap before anybody sets out, if there is time for it."""
ROUND_MINUTES = 30


class Steps(NamedTuple):
    """When each step is due; None: it is left out."""

    chase: datetime | None
    hand_over: datetime | None
    result: datetime
    close: datetime


def loud_from(work: Work, notice: Notice) -> datetime:
    """From when on something of it may be heard: now, or when the night is over."""
    return work.now if notice.loud else work.calendar.next_loud(work.now)


def knocking(work: Work, moment: datetime) -> bool:
    """Whether one may knock at a door then."""
    return work.calendar.local(moment).time() not in work.town.notices.no_knock


def steps_of(work: Work, notice: Notice) -> Steps:
    """The steps of a notice that went out at ``sent_at`` and is of no more use at ``expires_at``."""
    sent, end = notice.sent_at or work.now, notice.expires_at
    hand_over = _hand_over_at(work, sent, end) if notice.must_reach else None
    chase = _chase_at(work, sent) if notice.acknowledge or notice.must_reach else None
    result = _result_at(work, notice, sent, end)
    if chase is not None and chase >= (hand_over or result):
        chase = None
    return Steps(chase, hand_over, result, end)


def _chase_at(work: Work, sent: datetime) -> datetime:
    """Some hours later, to the half hour; not while nobody could go."""
    minutes = timedelta(minutes=work.town.notices.chase_minutes)
    at = work.calendar.next_loud(work.calendar.round_up(sent + minutes, ROUND_MINUTES))
    return at if knocking(work, at) else _no_knock(work, at)[1]


def _hand_over_at(work: Work, sent: datetime, end: datetime) -> datetime:
    """Long enough before the event for a round, and so that nobody has to knock at night for it."""
    round_takes = timedelta(minutes=work.town.notices.hand_over_minutes)
    at = end - round_takes
    night = _no_knock(work, at)
    if night[0] < end:
        at = night[0] - round_takes
    return max(at, sent + min(GRACE, (end - sent) / 4))


def _result_at(work: Work, notice: Notice, sent: datetime, end: datetime) -> datetime:
    """Before it begins; where nobody is asked to answer, as soon as there is something to tell."""
    if not (notice.acknowledge or notice.must_reach):
        return min(_chase_at(work, sent), end)
    before = end - timedelta(minutes=work.town.notices.result_minutes)
    return max(before, sent + (end - sent) * 3 / 4)


def _no_knock(work: Work, moment: datetime) -> tuple[datetime, datetime]:
    """The hours without knocking that ``moment`` falls into, or the next ones."""
    hours = work.town.notices.no_knock
    day = work.calendar.local(moment).date() - timedelta(days=1)
    while True:
        closes = day if hours.opens <= hours.closes else day + timedelta(days=1)
        begin, end = _at(work, day, hours.opens), _at(work, closes, hours.closes)
        if end > moment:
            return begin, end
        day += timedelta(days=1)


def _at(work: Work, day: date, hour: time) -> datetime:
    zone = work.calendar.local(work.now).tzinfo
    return datetime.combine(day, hour, zone).astimezone(UTC)
