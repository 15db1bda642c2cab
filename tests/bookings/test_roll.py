"""Who came: one tap a name, the rest in one, a walk-in; every correction leaves its line."""

from __future__ import annotations

from datetime import date, time

from models.bookings.attendance import Tick, TickRest, WalkIn
from models.bookings.roll import roll_of, sessions_to_tick, times_not_come
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
