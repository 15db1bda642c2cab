"""A booking as a file for a phone's calendar (RFC 5545).

It lies on a phone that others look at: what is done and where, no name, no title, nothing of an
illness. Read again after a change it moves the entry: the UID stays, SEQUENCE grows.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from models.bookings.mine import Mine
from models.town.local import Local

ZONE = "Asia/Shanghai"
NAME = "doorstep.ics"
CONTENT_TYPE = "text/calendar"
REMINDS = timedelta(hours=2)
_SINCE = date(2020, 1, 1)
"""Before that clocks were changed here; no phone needs to know."""
_MAKER = "-//Doorstep//Doorstep//ZH"


def calendar_file(one: Mine, now: datetime, language: Literal["zh", "en"]) -> bytes:
    """The whole file. One that is no longer kept takes the entry out again."""
    event = Event()
    event.add("uid", f"booking-{one.id}@doorstep.invalid")
    event.add("sequence", one.changes + (0 if one.live else 1))
    event.add("dtstamp", now)
    event.add("dtstart", one.begins_at.astimezone(ZoneInfo(ZONE)))
    event.add("dtend", one.ends_at.astimezone(ZoneInfo(ZONE)))
    event.add("summary", summary(one).of(language))
    event.add("location", one.where.of(language))
    event.add("status", "CONFIRMED" if one.live else "CANCELLED")
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary(one).of(language))
    alarm.add("trigger", -REMINDS)
    event.add_component(alarm)
    whole = Calendar()
    whole.add("prodid", _MAKER)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH" if one.live else "CANCEL")
    whole.add_component(Timezone.from_tzid(ZONE, first_date=_SINCE))
    whole.add_component(event)
    return bytes(whole.to_ical())


def summary(one: Mine) -> Local:
    """看大夫 阳光卫生服务站: the kind and the place, never the title."""
    return Local(
        f"{one.kind.name.zh} {one.where.zh}".strip(), f"{one.kind.name.en}, {one.where.en}"
    )
