"""The calendar file, read by two readers: the right zone, the same UID, a growing SEQUENCE."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

import icalendar

from bot.calendar_file import calendar_of
from models.bookings.calendar_links import calendar_path, read_calendar_link
from models.clocks import TownClock, town_instant
from tests.bookings.hall import Hall

DAY = date(2026, 12, 10)
vobject: Any = import_module("vobject")  # it ships no types


def file_of(hall: Hall, booking: int) -> bytes:
    """As it comes out of the link."""
    ends = town_instant(DAY, time(16, 30))
    token = calendar_path(booking, ends).removeprefix("/calendar/")
    clock = TownClock(hall.clock, movable=False)
    found = hall.store.read_now(lambda session: calendar_of(session, clock, token))
    assert found is not None
    return found.body


def event_of(body: bytes) -> Any:
    return next(iter(icalendar.Calendar.from_ical(body).walk("VEVENT")))


def test_two_readers_read_the_same(hall: Hall) -> None:
    booked = hall.books("wang", hall.session(hall.programme())).booking_id
    body = file_of(hall, booked)
    one, other = event_of(body), vobject.readOne(body.decode()).vevent
    begins = datetime.fromisoformat("2026-12-10T15:00:00+08:00")
    assert one["dtstart"].params["TZID"] == "Asia/Shanghai"
    for start, end in (
        (one["dtstart"].dt, one["dtend"].dt), (other.dtstart.value, other.dtend.value),
    ):  # fmt: skip
        assert (start, end - start) == (begins, timedelta(minutes=90))
        assert start.utcoffset() == timedelta(hours=8)
    assert str(one["uid"]) == other.uid.value
    assert str(one["summary"]) == other.summary.value == "讲座活动 阳光社区活动室"
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "lines are folded"


def test_neither_name_nor_title_lies_in_it(hall: Hall) -> None:
    body = file_of(hall, hall.books("wang", hall.session(hall.programme())).booking_id)
    text = body.replace(b"\r\n ", b"").decode()
    assert not [word for word in ("王桂兰", "王姨", "摔跤", "100-") if word in text]


def test_a_change_moves_the_entry_and_calling_off_takes_it_out(hall: Hall) -> None:
    programme = hall.programme()
    talk, later = hall.session(programme), hall.session(programme, day=date(2026, 12, 11))
    booked = hall.books("wang", talk).booking_id
    seen = [event_of(file_of(hall, booked))]
    hall.moves(talk, town_instant(DAY, time(16)))
    seen.append(event_of(file_of(hall, booked)))
    hall.tick()
    hall.changes("wang", booked, later)
    seen.append(event_of(file_of(hall, booked)))
    hall.cancels("wang", booked)
    seen.append(event_of(file_of(hall, booked)))
    assert len({str(one["uid"]) for one in seen}) == 1
    assert [int(one["sequence"]) for one in seen] == [0, 1, 2, 3]
    assert [str(one["status"]) for one in seen] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert icalendar.Calendar.from_ical(file_of(hall, booked))["method"] == "CANCEL"


def test_a_link_is_ours_and_has_an_end(hall: Hall) -> None:
    ends = town_instant(DAY, time(16, 30))
    token = calendar_path(7, ends).removeprefix("/calendar/")
    assert read_calendar_link(token, ends) == 7
    assert read_calendar_link(token, ends + timedelta(days=1)) is None
    assert read_calendar_link(token.replace("7.", "8.", 1), ends) is None
    for forged in ("", "7", "x" * 40, "７.1-" + "a" * 22):
        assert read_calendar_link(forged, ends) is None
