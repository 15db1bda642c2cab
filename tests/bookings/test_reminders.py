"""Each step once, at its time, never at night, and never for what is no more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models.bookings.reminding import reminder_at
from models.bookings.tables import ReminderRow
from models.clocks import to_town, town_instant
from models.outbox.tables import OutboxRow
from models.town.programmes import Reminder
from models.worktime import WorkCalendar
from tests.bookings.hall import Hall

FRIDAY = date(2026, 12, 11)
SENT = [("evening", "sent"), ("before", "sent")]


def due(hall: Hall, booking: int) -> list[tuple[str, str]]:
    """When each step is, in the town's time."""
    found = select(ReminderRow.step, ReminderRow.at).where(ReminderRow.booking_id == booking)
    rows = hall.read(lambda work: list(work.session.execute(found.order_by(ReminderRow.at))))
    return [(step, f"{to_town(at):%m-%d %H:%M}") for step, at in rows]


def test_the_evening_before_and_two_hours_before(hall: Hall) -> None:
    mine = hall.books("wang", hall.session(hall.programme())).booking_id
    assert due(hall, mine) == [("evening", "12-09 18:30"), ("before", "12-10 13:00")]
    hall.passes(hours=25)
    assert hall.reminders(mine) == [("evening", "sent"), ("before", "due")]
    hall.passes(hours=25)
    assert hall.reminders(mine) == SENT
    assert hall.told("wang", "Remind") == ["Remind", "Remind"]


def test_a_step_that_is_over_when_one_books_is_not_planned(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    hall.goes_to(date(2026, 12, 9), time(19))
    assert hall.reminders(hall.books("wang", talk).booking_id) == [("before", "due")]


def test_a_step_never_falls_into_the_night(hall: Hall) -> None:
    calendar = WorkCalendar.of(hall.town)
    begins = town_instant(FRIDAY, time(7, 30))
    at = reminder_at(calendar, Reminder(id="before", minutes_before=120), begins)
    assert at == town_instant(FRIDAY, hall.town.duty.quiet_hours.closes)
    too_early = town_instant(FRIDAY, time(6))
    assert reminder_at(calendar, Reminder(id="before", minutes_before=60), too_early) is None


def test_who_no_longer_comes_is_not_reminded(hall: Hall) -> None:
    mine = hall.books("wang", hall.session(hall.programme())).booking_id
    hall.cancels("wang", mine)
    hall.passes(days=3)
    assert hall.reminders(mine) == [("evening", "off"), ("before", "off")]
    assert hall.told("wang", "Remind") == []


def test_a_moved_session_moves_its_reminders(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    mine = hall.books("wang", talk).booking_id
    hall.passes(hours=25)
    hall.moves(talk, town_instant(FRIDAY, time(16)))
    hall.passes(days=3)
    assert hall.reminders(mine) == [("evening", "sent"), ("before", "off"), *SENT]
    assert len(hall.told("wang", "Remind")) == 3


def test_a_session_that_is_called_off_reminds_nobody(hall: Hall) -> None:
    talk = hall.session(hall.programme())
    mine = hall.books("wang", talk).booking_id
    hall.calls_off(talk)
    hall.passes(days=3)
    assert hall.reminders(mine) == [("evening", "off"), ("before", "off")]


def test_what_is_still_to_be_told_is_not_reminded_of_meanwhile(hall: Hall) -> None:
    """Called off, and the clock has not told anybody yet when a reminder falls due."""
    talk = hall.session(hall.programme())
    mine = hall.books("wang", talk).booking_id

    def off_without_a_word(work: object) -> None:
        from sqlalchemy import update

        from models.programmes.tables import Session

        work.session.execute(update(Session).values(state="cancelled"))  # type: ignore[attr-defined]  # a Work

    hall.write(off_without_a_word)
    hall.passes(hours=25)
    assert hall.reminders(mine)[0] == ("evening", "off")
    assert hall.told("wang", "Remind") == []


# -- the service was down ------------------------------------------------------------------------------
def test_late_but_of_use_it_is_sent(hall: Hall) -> None:
    mine = hall.books("wang", hall.session(hall.programme())).booking_id
    hall.goes_to(date(2026, 12, 10), time(9))
    hall.tick()
    assert hall.reminders(mine) == [("evening", "sent"), ("before", "due")]


def test_of_two_steps_that_were_missed_the_last_goes_out(hall: Hall) -> None:
    mine = hall.books("wang", hall.session(hall.programme())).booking_id
    hall.goes_to(date(2026, 12, 10), time(14))
    hall.tick()
    assert hall.reminders(mine) == [("evening", "late"), ("before", "sent")]


def test_too_late_it_is_only_written_down(hall: Hall) -> None:
    mine = hall.books("wang", hall.session(hall.programme())).booking_id
    hall.goes_to(date(2026, 12, 10), time(15, 30))
    hall.tick()
    assert hall.reminders(mine) == [("evening", "late"), ("before", "late")]
    assert hall.told("wang", "Remind") == []


def test_the_link_is_of_use_until_the_end(hall: Hall) -> None:
    online = hall.session(hall.programme("online_talk"), hour=time(19), minutes=60)
    mine = hall.books("wang", online).booking_id
    hall.goes_to(date(2026, 12, 10), time(19, 30))
    hall.tick()
    assert hall.reminders(mine) == [("evening", "late"), ("link", "sent")]


def test_nothing_goes_out_at_night_and_nothing_after_it_has_begun(hall: Hall) -> None:
    """Back at 23:00: the evening's reminder waits for the morning, and ends when it begins."""
    talk = hall.session(hall.programme(), hour=time(9))
    hall.books("wang", talk)
    hall.goes_to(date(2026, 12, 9), time(23))
    hall.tick()
    row = hall.read(
        lambda work: work.session.scalars(
            select(OutboxRow).where(OutboxRow.message == "Remind")
        ).one()
    )
    assert row.not_before == town_instant(date(2026, 12, 10), hall.town.duty.quiet_hours.closes)
    assert row.expires_at == town_instant(date(2026, 12, 10), time(9))


def test_a_thousand_are_claimed_in_chunks(hall: Hall) -> None:
    talk = hall.session(hall.programme("online_talk"), places=60, hour=time(19))
    booked = [hall.books(who, talk).booking_id for who in hall.crowd(45)]
    hall.goes_to(date(2026, 12, 9), time(18, 30))
    assert hall.tick() == 45
    assert all(hall.reminders(one)[0] == ("evening", "sent") for one in booked)
    assert hall.clock.now() - datetime.fromisoformat("2026-12-09T10:30:00+00:00") == timedelta(0)
