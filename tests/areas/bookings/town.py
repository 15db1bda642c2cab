"""A talk with one place: 王姨 has it, 于大爷 waits, and somebody has just been offered another one's.
A clinic goes on this evening."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from models.bookings.commands import BookPlace, BookVisit, CancelPlace, CancelVisit
from models.bookings.tables import Booking, ReminderRow
from models.programmes.tables import Programme, Session
from models.work import Work
from tests.bookings.hall import programme_row
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    ids, now = there.ids, there.clock.now()
    home = there.read(lambda work: _home(work, ids["yu"]))
    ids["offered_place"] = ids["sun"]
    for name in ("left_out", "let_lapse"):
        ids[name] = there.newcomer("来听讲座的人", home=home)
    ids["talk"] = _session(there, _programme(there, "lecture"), now + timedelta(days=2), 1)
    clinic = _programme(there, "free_clinic")
    ids["slot"] = _session(there, clinic, now + timedelta(days=2), 3)
    ids["other_slot"] = _session(there, clinic, now + timedelta(days=3), 3)
    ids["tonight"] = _session(there, _programme(there, "lecture"), now + timedelta(hours=1), 9)
    ids["online"] = _session(there, _programme(there, "online_talk"), now + timedelta(days=1), 9)
    ids["place"] = there.does("asker", BookPlace(ids["talk"])).booking_id
    ids["waits"] = there.does("resident of the place", BookPlace(ids["talk"])).booking_id
    ids["numbered"] = there.does("asker", BookPlace(ids["slot"])).booking_id
    ids["on_roll"] = there.does("asker", BookPlace(ids["tonight"])).booking_id
    ids["online_place"] = there.does("asker", BookPlace(ids["online"])).booking_id
    full = _session(there, _programme(there, "lecture"), now + timedelta(days=4), 1)
    first = there.does("tong", BookPlace(full)).booking_id
    ids["offer"] = there.does("offered_place", BookPlace(full)).booking_id
    there.does("tong", CancelPlace(first))
    ids["full"] = full
    checkup = _programme(there, "checkup", team_id="doc_yangguang")
    at = _session(there, checkup, now + timedelta(days=5), 1)
    taken = there.does("asker", BookVisit(at)).booking_id
    ids["visit_offer"] = there.does("resident of the place", BookVisit(at)).booking_id
    there.does("asker", CancelVisit(taken))
    ids["reminder"] = there.read(lambda work: _reminder(work, ids["numbered"], "evening"))
    ids["link"] = there.read(lambda work: _reminder(work, ids["online_place"], "link"))
    for name, state in (("left_out", "left_out"), ("let_lapse", "lapsed")):
        booking = there.does(name, BookPlace(ids["online"])).booking_id
        there.write(lambda work, b=booking, s=state: _ended(work, b, s))  # type: ignore[misc]
        ids[f"{name}_booking"] = booking


def _programme(there: SmallTown, kind: str, **more: str) -> int:
    row = programme_row(kind, there.clock.now(), **more)
    made = insert(Programme).values(**row).returning(Programme.id)
    return there.write(lambda work: work.session.execute(made).scalar_one())


def _session(there: SmallTown, programme: int, begins: Any, places: int) -> int:
    values = {"programme_id": programme, "begins_at": begins, "places": places,
              "ends_at": begins + timedelta(minutes=60)}  # fmt: skip
    made = insert(Session).values(**values).returning(Session.id)
    return there.write(lambda work: work.session.execute(made).scalar_one())


def _home(work: Work, person_id: int) -> int | None:
    from models.register.tables import Person

    return work.session.get_one(Person, person_id).household_id


def _reminder(work: Work, booking: int, step: str) -> int:
    found = select(ReminderRow.id).where(
        ReminderRow.booking_id == booking, ReminderRow.step == step
    )
    return work.session.execute(found).scalar_one()


def _ended(work: Work, booking_id: int, state: str) -> None:
    booking = work.session.get_one(Booking, booking_id)
    booking.state, booking.place, booking.ended_at = state, None, work.now
    work.session.get_one(Session, booking.session_id).taken -= 1
    work.session.flush()
