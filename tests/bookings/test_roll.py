"""Who came: one tap a name, the rest in one, a walk-in; every correction leaves its line."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import update

from models.bookings.attendance import Tick, TickRest, WalkIn
from models.bookings.commands import COUNTS, FORGIVEN, BookVisit, CancelVisit
from models.bookings.roll import roll_of, sessions_to_tick, times_not_come
from models.bookings.tables import Booking
from models.programmes.tables import Session
from tests.bookings.hall import Hall

DAY = date(2026, 12, 10)


def test_only_who_runs_it_ticks(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    mine = hall.books("wang", talk).booking_id
    led = hall.session(hall.programme(), leader_id=hall["zhao"])
    theirs = hall.books("yu", led).booking_id
    hall.goes_to(DAY, time(15))
    tick = Tick(talk, mine, "present")
    assert [hall.refused(who, tick) for who in ("wang", "zheng", "zhao")] == ["NotAllowed"] * 3
    assert hall.refused("limin", tick) == ""
    assert hall.refused("zhao", Tick(led, theirs, "present")) == ""
    assert hall.refused("zhao", Tick(talk, mine, "")) == "NotAllowed"


def test_a_correction_leaves_a_line(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    mine = hall.books("wang", talk).booking_id
    assert hall.refused("limin", Tick(talk, mine, "present")) == "NotToday"
    hall.goes_to(DAY, time(15))
    for mark in ("absent", "present", "present", "excused", ""):
        hall.does("limin", Tick(talk, mine, mark))
    lines = [(was, now) for was, now, _by in hall.notes(mine)]
    assert lines == [
        ("", "absent"), ("absent", "present"), ("present", "excused"), ("excused", ""),
    ]  # fmt: skip
    assert {by for _was, _now, by in hall.notes(mine)} == {hall["limin"]}
    assert hall.refused("limin", Tick(talk, mine, "asleep")) == "NotFound"


def test_forty_names_the_absent_first_then_all_the_others(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=45)
    booked = [hall.books(who, talk).booking_id for who in hall.crowd(40)]
    hall.goes_to(DAY, time(15))
    hall.does("limin", Tick(talk, booked[7], "absent"))
    assert hall.does("limin", TickRest(talk)) == 39
    seen = hall.sees("limin", lambda work: roll_of(work, talk, 6, 6))
    assert (seen.present, seen.open, seen.more) == (39, 0, True)
    assert [line.attended for line in seen.lines][:2] == ["present", "absent"]
    assert [line.place for line in seen.lines] == [7, 8, 9, 10, 11, 12]
    assert hall.notes(booked[0]) == [("", "present", hall["limin"])]


def test_somebody_who_had_not_booked(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=2)
    hall.books("wang", talk)
    hall.goes_to(DAY, time(15))
    walked_in = hall.does("limin", WalkIn(talk, hall["yu"]))
    assert (hall.booking(walked_in).attended, hall.taken(talk)) == ("present", (2, 2))
    assert hall.refused("limin", WalkIn(talk, hall["tong"])) == "PlaceTaken"
    assert hall.taken(talk) == (2, 2)
    assert hall.refused("limin", WalkIn(talk, hall["ma"])) == "NotFound", "of another community"
    again = hall.does("limin", WalkIn(talk, hall["wang"]))
    assert hall.booking(again).attended == "present"


def test_not_coming_is_counted_and_nobody_else_is_told(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    mine = hall.books("wang", talk).booking_id
    hall.goes_to(DAY, time(16))
    hall.does("limin", Tick(talk, mine, "absent"))
    counts = {
        who: hall.sees(who, lambda work: times_not_come(work, hall["wang"]))
        for who in ("wang", "limin", "yu", "zheng")
    }
    assert counts == {"wang": 1, "limin": 1, "yu": 0, "zheng": 0}
    assert hall.refused("wang", TickRest(talk)) == "NotAllowed"


def test_each_sees_today_s_own_sessions(hall: Hall) -> None:
    talk = hall.session(hall.programme(), leader_id=hall["zhao"])
    hall.session(hall.programme(), day=date(2026, 12, 11))
    hall.goes_to(DAY, time(8))

    def today(who: str) -> list[int]:
        return [one.id for one in hall.sees(who, sessions_to_tick)]

    assert (today("limin"), today("zhao")) == ([talk], [talk])
    assert (today("zheng"), today("wang")) == ([], [])


def test_called_off_too_late_counts_and_stands_on_the_roll(hall: Hall) -> None:
    """The sample kinds that have a last moment are the doctors'; the check-up has a waiting list."""
    talk = hall.session(hall.programme("checkup", team_id="doc_yangguang"), places=2)
    mine = hall.does("wang", BookVisit(talk)).booking_id
    begins = hall.read(lambda work: work.session.get_one(Session, talk).begins_at)
    hall.clock.advance(begins - timedelta(hours=12) - hall.clock.now())
    told = CancelVisit(mine)
    hall.clock.advance(timedelta(seconds=1))
    assert hall.refused("wang", told) == "CallingOffLate"
    assert (hall.state(mine), hall.booking(mine).attended) == ("booked", "")
    hall.does("wang", CancelVisit(mine, COUNTS))
    assert (hall.state(mine), hall.booking(mine).attended) == ("cancelled", "late")
    assert hall.taken(talk) == (0, 0)
    assert hall.notes(mine) == [("", "late", hall["wang"])]
    assert hall.sees("wang", lambda work: times_not_come(work, hall["wang"])) == 1


def test_up_to_the_last_moment_it_is_free(hall: Hall) -> None:
    talk = hall.session(hall.programme("checkup", team_id="doc_yangguang"))
    mine = hall.does("wang", BookVisit(talk)).booking_id
    begins = hall.read(lambda work: work.session.get_one(Session, talk).begins_at)
    hall.clock.advance(begins - timedelta(hours=12) - hall.clock.now())
    hall.does("wang", CancelVisit(mine))
    assert (hall.state(mine), hall.booking(mine).attended) == ("cancelled", "")
    assert hall.sees("wang", lambda work: times_not_come(work, hall["wang"])) == 0


def test_it_is_forgiven_where_the_time_was_moved_and_forgotten_when_she_books_again(
    hall: Hall,
) -> None:
    talk = hall.session(hall.programme("clinic_visit", team_id="doc_yangguang"))
    first = hall.does("wang", BookVisit(talk)).booking_id
    begins = hall.read(lambda work: work.session.get_one(Session, talk).begins_at)
    hall.clock.advance(begins - timedelta(minutes=30) - hall.clock.now())
    hall.does("wang", CancelVisit(first, FORGIVEN))
    assert hall.booking(first).attended == ""
    later = update(Booking).where(Booking.id == first).values(attended="late")
    hall.write(lambda work: work.session.execute(later))
    hall.clock.advance(timedelta(hours=-1))
    hall.does("wang", BookVisit(talk))
    assert hall.booking(first).attended == ""


def test_the_page_says_who_called_off_late(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=9)
    late = [hall.books(who, talk).booking_id for who in ("wang", "yu", "tong")]
    mark = update(Booking).where(Booking.id.in_(late[:2]))
    gone = mark.values(state="cancelled", place=None, attended="late")
    hall.write(lambda work: work.session.execute(gone))
    hall.goes_to(DAY, time(15))
    seen = hall.sees("limin", lambda work: roll_of(work, talk))
    assert (seen.late_count, len(seen.late), len(seen.lines)) == (2, 2, 1)
