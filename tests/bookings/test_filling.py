"""A term's bookings out of its enrolments: everybody once, in number, reminded once."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import insert, select

from models.bookings.commands import open_sign_up
from models.bookings.filling import fill
from models.bookings.places import lock
from models.bookings.tables import Booking, Enrolment
from models.programmes.tables import Session
from models.work import Work
from tests.bookings.hall import Hall

THURSDAY, EVERY_DAY = 0b1000, 0b11111
DAY = date(2026, 12, 10)


def enrolled(hall: Hall, programme: int, count: int, days: int = EVERY_DAY) -> list[str]:
    crowd = hall.crowd(count)

    def job(work: Work) -> None:
        sign_up = open_sign_up(work, programme)
        row = {"programme_id": programme, "sign_up_id": sign_up.id, "days": days, "state": "in",
               "made_at": work.now}  # fmt: skip
        work.session.execute(insert(Enrolment), [{"person_id": hall[who], **row} for who in crowd])

    hall.write(job, hall.actor(hall["wang"]))
    return crowd


def filled(hall: Hall, *sessions: int, most: int = 300) -> int:
    def job(work: Work) -> int:
        lock(work, *sessions)
        return fill(work, [work.session.get_one(Session, one) for one in sessions], most)

    return hall.write(job)


def places(hall: Hall, session: int) -> list[int | None]:
    held = select(Booking.place).where(Booking.session_id == session, Booking.state == "booked")
    return hall.read(lambda work: list(work.session.scalars(held.order_by(Booking.place))))


def test_everybody_who_is_in_on_that_day_once(hall: Hall) -> None:
    programme = hall.programme()
    days = [
        hall.session(programme, places=9, day=DAY + timedelta(days=week * 7)) for week in range(3)
    ]
    other = hall.session(programme, places=9, day=DAY + timedelta(days=1))
    enrolled(hall, programme, 4)
    enrolled(hall, programme, 2, THURSDAY)
    assert filled(hall, *days, other) == 3 * 6 + 4
    assert [places(hall, one) for one in days] == [[1, 2, 3, 4, 5, 6]] * 3
    assert [hall.taken(one) for one in (*days, other)] == [(6, 6)] * 3 + [(4, 4)]
    assert filled(hall, *days, other) == 0, "again it does nothing"
    booked = select(Booking.id).where(Booking.session_id == days[0])
    for booking in hall.read(lambda work: list(work.session.scalars(booked))):
        assert hall.reminders(booking) == [("evening", "due"), ("before", "due")]


def test_never_more_than_there_are_places_nor_than_one_step_may(hall: Hall) -> None:
    programme = hall.programme()
    small, large = (
        hall.session(programme, places=3),
        hall.session(programme, places=9, hour=time(9)),
    )
    enrolled(hall, programme, 7)
    assert filled(hall, small, large, most=5) == 3 + 5
    assert filled(hall, small, large, most=5) == 2
    assert (hall.taken(small), hall.taken(large)) == ((3, 3), (7, 7))
    assert places(hall, large) == [1, 2, 3, 4, 5, 6, 7]


def test_a_gap_is_filled_first(hall: Hall) -> None:
    programme = hall.programme()
    talk = hall.session(programme, places=9)
    booked = [hall.books(who, talk).booking_id for who in hall.crowd(4)]
    hall.cancels("crowd1", booked[1])
    enrolled(hall, programme, 3)
    assert filled(hall, talk) == 3
    assert places(hall, talk) == [1, 2, 3, 4, 5, 6]
    assert hall.taken(talk) == (6, 6)
