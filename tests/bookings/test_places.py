"""Never more than the places; the list in order; a freed place is the next one's for a while."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from models.bookings.answering import SayComing, TakeOffer
from models.bookings.commands import BookPlace, BookVisit, CancelPlace, ChangePlace
from models.clocks import town_instant
from tests.bookings.hall import Hall

FRIDAY = date(2026, 12, 11)


def test_a_place_has_a_number_and_the_booking_another(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    first, second = hall.books("wang", talk), hall.books("yu", talk)
    assert (first.place, first.position, second.place) == (1, 0, 2)
    assert first.number != second.number
    assert len(first.number) == 6
    assert hall.taken(talk) == (2, 2)


def test_who_comes_later_waits_in_turn(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=1)
    hall.books("wang", talk)
    assert [hall.books(who, talk).position for who in ("yu", "tong", "sun")] == [1, 2, 3]
    assert hall.in_line(talk) == [hall["yu"], hall["tong"], hall["sun"]]
    assert hall.taken(talk) == (1, 1)


def test_a_freed_place_is_offered_to_the_next_with_its_number(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=2)
    first = hall.books("wang", talk).booking_id
    hall.books("zhao", talk)
    waits = hall.books("yu", talk).booking_id
    hall.cancels("wang", first)
    offered = hall.booking(waits)
    assert (offered.state, offered.place, offered.queue) == ("offered", 1, None)
    assert hall.taken(talk) == (2, 2)
    assert hall.told("yu", "PlaceOffered") == ["PlaceOffered"]
    hall.takes("yu", waits)
    assert hall.state(waits) == "booked"
    assert [step for step, state in hall.reminders(waits) if state == "due"] == [
        "evening",
        "before",
    ]


def test_an_offer_nobody_answers_goes_on_and_says_so_kindly(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=1)
    first = hall.books("wang", talk).booking_id
    yu, tong = hall.books("yu", talk).booking_id, hall.books("tong", talk).booking_id
    hall.cancels("wang", first)
    hall.passes(hours=1)
    assert hall.state(yu) == "offered"
    hall.passes(hours=1, minutes=1)
    assert (hall.state(yu), hall.state(tong)) == ("lapsed", "offered")
    assert hall.told("yu", "OfferLapsed") == ["OfferLapsed"]
    assert hall.refused("yu", TakeOffer(yu)) == "BookingOver"
    assert hall.taken(talk) == (1, 1)


def test_the_night_does_not_count_for_an_offer(hall: Hall) -> None:
    """Tuesday 20:30, two hours: half an hour before the night, the rest in the morning."""
    talk = hall.session(hall.programme(), places=1, day=FRIDAY)
    first, yu = hall.books("wang", talk).booking_id, hall.books("yu", talk).booking_id
    hall.goes_to(date(2026, 12, 8), time(20, 30))
    hall.cancels("wang", first)
    until = hall.booking(yu).offer_until
    quiet = hall.town.duty.quiet_hours
    evening = town_instant(date(2026, 12, 8), quiet.opens) - hall.clock.now()
    assert timedelta(0) < evening < timedelta(hours=2)
    morning = town_instant(date(2026, 12, 9), quiet.closes)
    assert until == morning + timedelta(hours=2) - evening


def test_nobody_passes_those_who_wait(hall: Hall) -> None:
    """More places than one step of the clock gives away: a newcomer still goes to the end."""
    talk = hall.session(hall.programme(), places=1)
    hall.books("wang", talk)
    waiting = [hall.books(who, talk).booking_id for who in hall.crowd(14)]
    hall.has_places(talk, 20)
    assert sum(hall.state(one) == "offered" for one in waiting) == 10
    late = hall.books("yu", talk)
    assert late.position == 5
    hall.tick()
    assert {hall.state(one) for one in (*waiting, late.booking_id)} == {"offered"}
    assert hall.taken(talk) == (16, 16)


def test_who_still_waits_when_it_begins_hears_that_it_did_not_work_out(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=1)
    hall.books("wang", talk)
    waits = hall.books("yu", talk).booking_id
    hall.goes_to(date(2026, 12, 10), time(14, 29))
    hall.tick()
    assert hall.state(waits) == "waiting"
    hall.passes(minutes=2)
    assert hall.state(waits) == "left_out"
    assert hall.told("yu", "NotThisTime") == ["NotThisTime"]


# -- changing ----------------------------------------------------------------------------------------
def test_another_time_keeps_the_booking_its_number_and_gives_the_old_place_away(hall: Hall) -> None:
    programme = hall.programme()
    one, other = hall.session(programme, places=1), hall.session(programme, day=FRIDAY)
    mine, waits = hall.books("wang", one), hall.books("yu", one).booking_id
    changed = hall.changes("wang", mine.booking_id, other)
    assert (changed.booking_id, changed.number) == (mine.booking_id, mine.number)
    assert hall.state(waits) == "offered"
    assert (hall.taken(one), hall.taken(other)) == ((1, 1), (1, 1))
    states = hall.reminders(mine.booking_id)
    assert states == [("evening", "off"), ("before", "off"), ("evening", "due"), ("before", "due")]


def test_a_kept_place_is_not_given_for_a_wait(hall: Hall) -> None:
    programme = hall.programme()
    one, full = hall.session(programme), hall.session(programme, places=1, day=FRIDAY)
    mine = hall.books("wang", one).booking_id
    hall.books("yu", full)
    assert hall.refused("wang", ChangePlace(mine, full)) == "PlaceTaken"
    assert (hall.state(mine), hall.taken(one), hall.in_line(full)) == ("booked", (1, 1), [])


# -- what is not given -------------------------------------------------------------------------------
def test_what_bad_input_gets(hall: Hall) -> None:
    lecture, clinic = hall.programme(), hall.programme("free_clinic")
    talk, more = hall.session(lecture), hall.session(lecture, day=FRIDAY)
    third = hall.session(lecture, day=FRIDAY, hour=time(9))
    slot = hall.session(clinic, day=FRIDAY)
    mine = hall.books("wang", talk).booking_id
    assert hall.refused("wang", BookPlace(talk)) == "AlreadyBooked"
    assert hall.refused("wang", BookPlace(99_999)) == "NotFound"
    assert hall.refused("wang", BookVisit(more)) == "NotFound"
    assert hall.refused("yu", CancelPlace(mine)) == "NotFound"
    assert hall.refused("wang", ChangePlace(mine, slot)) == "NotFound"
    assert hall.refused("wang", TakeOffer(mine)) == "BookingOver"
    hall.books("wang", more)
    assert hall.refused("wang", BookPlace(third)) == "TooManyBookings"
    hall.calls_off(third)
    assert hall.refused("yu", BookPlace(third)) == "SessionGone"
    hall.goes_to(date(2026, 12, 10), time(14, 45))
    assert hall.refused("yu", BookPlace(talk)) == "BookingClosed"
    hall.goes_to(date(2026, 12, 10), time(15))
    assert hall.refused("wang", CancelPlace(mine)) == "BookingOver"
    assert hall.refused("wang", SayComing(mine)) == "BookingOver"
    far = hall.session(lecture, day=date(2027, 3, 1))
    assert hall.refused("yu", BookPlace(far)) == "NotOpenYet"


def test_who_it_is_for(hall: Hall) -> None:
    young = hall.session(hall.programme(max_age=18))
    hall.born("wang", date(1948, 5, 3))
    assert hall.refused("wang", BookPlace(young)) == "WrongAge"
    here = hall.session(hall.programme(place="yangguang", community_only=True))
    assert hall.refused("ma", BookPlace(here)) == "OnlyForPlace"
    assert hall.refused("wang", BookPlace(here)) == ""


def test_a_proxy_books_and_she_who_does_not_want_to_is_heard(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    assert hall.refused(hall.acting("lifang", "wang"), BookPlace(talk)) == "NotAllowed"
    hall.proxy("lifang", "wang", "places")
    booked = hall.does(hall.acting("lifang", "wang"), BookPlace(talk))
    assert hall.booking(booked.booking_id).person_id == hall["wang"]
    hall.cancels("wang", booked.booking_id)
    assert hall.state(booked.booking_id) == "refused"
    assert hall.told("lifang", "BookingRefused") == ["BookingRefused"]


def test_what_was_held_last_week_does_not_count(hall: Hall) -> None:
    """Two at a time; a talk that is over is none of them, even before the clock has noted it."""
    programme = hall.programme()
    for day in (date(2026, 12, 9), date(2026, 12, 10)):
        hall.books("wang", hall.session(programme, day=day))
    later = hall.session(programme, day=date(2026, 12, 18))
    assert hall.refused("wang", BookPlace(later)) == "TooManyBookings"
    hall.goes_to(date(2026, 12, 10), time(17))
    assert hall.refused("wang", BookPlace(later)) == ""


def test_the_database_itself_stops_one_place_too_many(hall: Hall) -> None:
    talk = hall.session(hall.programme(), places=1)
    hall.books("wang", talk)
    with pytest.raises(Exception, match=r"(?i)check"):
        hall.write(lambda work: work.session.execute(text("UPDATE sessions SET taken = 2")))


def test_a_session_that_was_moved_while_one_looked(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    mine = hall.books("wang", talk).booking_id
    hall.moves(talk, datetime.fromisoformat("2026-12-11T07:00:00+00:00"))
    hall.tick()
    assert hall.state(mine) == "booked"
    hall.calls_off(talk)
    assert hall.refused("wang", CancelPlace(mine)) == "SessionGone"
    hall.tick()
    assert hall.state(mine) == "session_off"
    assert hall.taken(talk) == (0, 0)
