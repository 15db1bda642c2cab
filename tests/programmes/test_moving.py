"""Moved, called off, given more places: what becomes of those who booked."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import func, select

from models.bookings.commands import BookPlace, CancelPlace, ChangePlace
from models.bookings.tables import Booking, ReminderRow
from models.clocks import to_town
from models.gate import run
from models.outbox.tables import OutboxRow
from models.programmes.commands import EndProgramme, MakeSession
from models.programmes.moving import CancelDay, CancelSession, ChangePlaces, MoveSession
from models.programmes.telling import CHUNK, TellNews
from scheduler.programmes import SessionNews
from tests.programmes.calendar import CHRISTMAS, Calendar, at, lecture

MONDAY = CHRISTMAS + timedelta(days=3)


def booked(calendar: Calendar, *who: str, **changes: object) -> tuple[int, list[int]]:
    """A lecture, and everybody's booking of it, in turn."""
    programme = calendar.does("limin", lecture(**changes))
    (session,) = calendar.sessions(programme)
    return session.id, [calendar.does(one, BookPlace(session.id)).booking_id for one in who]


def crowd(calendar: Calendar, session_id: int, count: int) -> list[int]:
    found = []
    for number in range(count):
        name = f"neighbour{number}"
        calendar.ids[name] = calendar.newcomer(f"邻居{number}")
        found.append(calendar.does(name, BookPlace(session_id)).booking_id)
    return found


def messages(calendar: Calendar, kind: str) -> int:
    found = select(func.count()).select_from(OutboxRow).where(OutboxRow.message == kind)
    return calendar.read(lambda work: work.session.scalar(found) or 0)


# -- moved ---------------------------------------------------------------------------------------------
def test_a_move_moves_the_reminders_and_tells_everybody_once(calendar: Calendar) -> None:
    session, (wang, tong) = booked(calendar, "wang", "tong")
    before = calendar.reminders(wang)
    assert [step for step, _at in before] == ["evening", "before"]
    calendar.does("limin", MoveSession(session, at(MONDAY, 14)))
    assert calendar.reminders(wang, "off") == before
    assert calendar.reminders(wang) == [
        ("evening", at(MONDAY - timedelta(days=1), 18, 30)), ("before", at(MONDAY, 12)),
    ]  # fmt: skip
    assert len(calendar.reminders(tong)) == 2
    calendar.tick()
    calendar.tick()
    assert calendar.told("wang", "SessionMoved") == calendar.told("tong", "SessionMoved")
    assert messages(calendar, "SessionMoved") == 2
    assert (calendar.booking(wang).moves, calendar.session(session).moves) == (1, 1)
    assert calendar.session(session).news == ""


def test_a_move_to_where_it_is_is_no_move(calendar: Calendar) -> None:
    session, _ = booked(calendar, "wang")
    calendar.does("limin", MoveSession(session, at(CHRISTMAS, 9, 30)))
    assert calendar.session(session).moves == 0
    assert calendar.tick() == 0


def test_who_waits_hears_of_it_and_is_reminded_of_nothing(calendar: Calendar) -> None:
    session, (wang, tong) = booked(calendar, "wang", "tong", places=1)
    assert calendar.booking(tong).state == "waiting"
    calendar.does("limin", MoveSession(session, at(MONDAY, 14)))
    calendar.tick()
    assert calendar.told("tong", "SessionMoved") == ["SessionMoved"]
    assert (len(calendar.reminders(wang)), calendar.reminders(tong)) == (2, [])


def test_who_books_after_the_move_is_not_told_of_it(calendar: Calendar) -> None:
    session, _ = booked(calendar, "wang")
    calendar.does("limin", MoveSession(session, at(MONDAY, 14)))
    calendar.does("tong", BookPlace(session))
    calendar.tick()
    assert calendar.told("wang", "SessionMoved") == ["SessionMoved"]
    assert calendar.told("tong", "SessionMoved") == []


def test_moved_twice_is_told_twice_with_one_live_plan(calendar: Calendar) -> None:
    session, (wang,) = booked(calendar, "wang")
    calendar.does("limin", MoveSession(session, at(MONDAY, 14)))
    calendar.tick()
    calendar.does("limin", MoveSession(session, at(MONDAY, 15)))
    calendar.tick()
    assert calendar.told("wang", "SessionMoved") == ["SessionMoved"] * 2
    assert [when for _step, when in calendar.reminders(wang)] == [
        at(MONDAY - timedelta(days=1), 18, 30), at(MONDAY, 13),
    ]  # fmt: skip
    assert len(calendar.reminders(wang, "off")) == 4


def test_who_changes_over_before_hearing_of_the_move_has_one_plan(calendar: Calendar) -> None:
    session, (wang,) = booked(calendar, "wang")
    programme = calendar.session(session).programme_id
    other = calendar.does("limin", MakeSession(programme, at(MONDAY, 9)))
    calendar.does("limin", MoveSession(session, at(MONDAY, 14)))
    calendar.does("wang", ChangePlace(wang, other))
    calendar.tick()
    assert [when for _step, when in calendar.reminders(wang)] == [
        at(MONDAY - timedelta(days=1), 18, 30), at(MONDAY, 7),
    ]  # fmt: skip
    assert calendar.told("wang", "SessionMoved") == []


def test_many_are_told_in_chunks_and_a_stop_between_two_loses_nobody(calendar: Calendar) -> None:
    session, _ = booked(calendar, places=500)
    crowd(calendar, session, CHUNK + 20)
    calendar.does("limin", MoveSession(session, at(MONDAY, 14)))
    calendar.write(SessionNews().run)
    assert messages(calendar, "SessionMoved") == CHUNK
    calendar.tick()
    assert messages(calendar, "SessionMoved") == CHUNK + 20


# -- not at all ----------------------------------------------------------------------------------------
def test_a_cancelled_session_ends_its_bookings_and_their_reminders(calendar: Calendar) -> None:
    session, (wang, tong) = booked(calendar, "wang", "tong", places=1)
    assert calendar.does("limin", CancelSession(session)) == 2
    assert calendar.reminders(wang) == []
    assert calendar.refused("yu", BookPlace(session)) == "SessionGone"
    calendar.tick()
    for one in (wang, tong):
        booking = calendar.booking(one)
        assert (booking.state, booking.place, booking.queue) == ("session_off", None, None)
    assert calendar.session(session).taken == 0
    assert messages(calendar, "SessionCancelled") == 2
    assert calendar.tick() == 0
    assert calendar.refused("limin", CancelSession(session)) == "SessionGone"
    assert calendar.refused("limin", MoveSession(session, at(MONDAY, 9))) == "SessionGone"
    assert calendar.refused("limin", ChangePlaces(session, 9)) == "SessionGone"


def test_called_off_while_the_news_of_a_move_was_on_its_way(calendar: Calendar) -> None:
    session, _ = booked(calendar, places=500)
    crowd(calendar, session, CHUNK + 5)
    calendar.does("limin", MoveSession(session, at(MONDAY, 14)))
    calendar.write(SessionNews().run)
    calendar.does("limin", CancelSession(session))
    calendar.tick()
    assert messages(calendar, "SessionMoved") == CHUNK
    assert messages(calendar, "SessionCancelled") == CHUNK + 5
    due = calendar.count(ReminderRow, ReminderRow.state == "due")
    live = calendar.count(Booking, Booking.state != "session_off")
    assert (due, live, calendar.session(session).taken) == (0, 0, 0)


def test_who_gave_up_meanwhile_is_left_alone(calendar: Calendar) -> None:
    session, (wang, _tong) = booked(calendar, "wang", "tong")
    calendar.does("wang", CancelPlace(wang))
    calendar.does("limin", CancelSession(session))
    calendar.tick()
    assert calendar.booking(wang).state == "cancelled"
    assert calendar.told("wang", "SessionCancelled") == []
    assert calendar.told("tong", "SessionCancelled") == ["SessionCancelled"]


def test_a_whole_morning_is_off_at_once_and_nothing_else(calendar: Calendar) -> None:
    clinic = calendar.does("limin", lecture(kind="free_clinic", minutes=180, places=8))
    morning = calendar.sessions(clinic)
    assert len(morning) == 6
    calendar.does("limin", MakeSession(clinic, at(MONDAY, 9)))
    booking = calendar.does("wang", BookPlace(morning[4].id)).booking_id
    assert calendar.does("limin", CancelDay(morning[0].id)) == 1
    calendar.tick()
    states = {(to_town(s.begins_at).date(), s.state) for s in calendar.sessions(clinic)}
    assert states == {(CHRISTMAS, "cancelled"), (MONDAY, "planned")}
    assert calendar.booking(booking).state == "session_off"
    assert calendar.refused("limin", CancelDay(morning[0].id)) == "SessionGone"


def test_an_ended_programme_tells_those_of_all_its_sessions(calendar: Calendar) -> None:
    session, (wang,) = booked(calendar, "wang")
    programme = calendar.session(session).programme_id
    other = calendar.does("limin", MakeSession(programme, at(MONDAY, 9)))
    calendar.does("tong", BookPlace(other))
    assert calendar.does("limin", EndProgramme(programme)) == 2
    assert calendar.refused("yu", BookPlace(other)) == "SessionGone"
    calendar.tick()
    assert messages(calendar, "SessionCancelled") == 2
    assert calendar.reminders(wang) == []


# -- places --------------------------------------------------------------------------------------------
def test_more_places_go_to_those_who_wait_in_turn(calendar: Calendar) -> None:
    session, (_wang, tong, meng) = booked(calendar, "wang", "tong", "meng", places=1)
    calendar.goes_to(date(2026, 12, 9), time(10))
    assert calendar.does("limin", ChangePlaces(session, 2)) == 2
    assert (calendar.booking(tong).state, calendar.booking(meng).state) == ("offered", "waiting")
    assert calendar.session(session).taken == 2
    calendar.does("limin", ChangePlaces(session, 30))
    assert calendar.booking(meng).state == "offered"


def test_fewer_places_but_never_fewer_than_the_numbers_given_away(calendar: Calendar) -> None:
    session, (wang, _tong) = booked(calendar, "wang", "tong", places=10)
    calendar.does("wang", CancelPlace(wang))  # number 2 is held, one place is taken
    assert calendar.refused("limin", ChangePlaces(session, 1)) == "TooFewPlaces"
    assert calendar.refused("limin", ChangePlaces(session, 0)) == "TooFewPlaces"
    assert calendar.refused("limin", ChangePlaces(session, -1)) == "TooFewPlaces"
    assert calendar.session(session).places == 10
    assert calendar.does("limin", ChangePlaces(session, 2)) == 2


def test_a_session_without_news_tells_nothing(calendar: Calendar) -> None:
    session, _ = booked(calendar, "wang")
    assert calendar.write(lambda work: run(work, TellNews(session))) == 0
    assert messages(calendar, "SessionMoved") == 0
