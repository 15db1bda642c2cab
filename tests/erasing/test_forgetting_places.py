"""Bookings are forgotten with all that points to them, and nothing that is still needed goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, update

from models.bookings.tables import AttendanceNote, Booking, Enrolment, ReminderRow, SignUp
from models.care.tables import DueItem
from models.privacy.forgetting_places import SOME, Bookings
from models.privacy.retention import overview
from models.programmes.tables import Session
from models.register.tables import Person
from models.station.tables import Collector, DrawLot, Pickup
from tests.erasing import old_places as old
from tests.erasing.conftest import Town
from tests.erasing.test_retention import LONG, RECORDS, night, through

__all__ = ["night"]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def kept_for(town: Town, kind: str) -> timedelta:
    return timedelta(days=next(one.days for one in town.file.retention if one.id == kind))


def there(town: Town, found: tuple[type[Any], Any]) -> bool:
    table, where = found
    query = select(func.count()).select_from(table).where(where)
    return bool(town.read(lambda session: session.scalar(query)))


def now(town: Town) -> datetime:
    return town.clock.now()


def test_with_a_booking_goes_what_points_to_it_and_the_session_keeps_its_number(
    night: Town,
) -> None:
    booking = old.booked(night, now(night) - LONG)
    ids = night.read(lambda s: s.execute(select(Booking.id, Booking.session_id, Booking.sign_up_id)
                                         .where(booking[1])).one())  # fmt: skip
    through(night)
    assert not there(night, booking)
    for table in (ReminderRow, AttendanceNote, Pickup, DueItem):
        assert not there(night, (table, table.booking_id == ids.id)), table.__tablename__
    assert there(night, (DueItem, DueItem.rule == f"r{ids.id}")), "still due, without the booking"
    assert not there(night, (SignUp, SignUp.id == ids.sign_up_id))
    assert night.read(lambda s: s.get_one(Session, ids.session_id).taken) == 1


@pytest.mark.parametrize(("make", "kind"), [
    (old.enrolled, "bookings"), (old.missed, "due_items"), (old.got_well, "due_items"), (old.left_category, "due_items"),
])  # fmt: skip
def test_days_are_whole_ones(night: Town, make: Any, kind: str) -> None:
    gone = make(night, now(night) - kept_for(night, kind) - DAY)
    stays = make(night, now(night) - kept_for(night, kind))
    through(night)
    assert (there(night, gone), there(night, stays)) == (False, True)
    assert {line.due for line in night.write(overview)} == {0}


def test_with_the_last_of_a_sign_up_goes_its_turn_in_the_draw(night: Town) -> None:
    programme, me = old.old_programme(night, now(night) - LONG), night.somebody
    sign_up = old.old_sign_up(night, now(night) - LONG, programme)
    for person_id in (me.person_id, me.child_id):
        old.put(night, Enrolment, programme_id=programme, person_id=person_id, sign_up_id=sign_up,
                days=1, state="ended", made_at=now(night) - LONG)  # fmt: skip
    old.put(night, DrawLot, programme_id=programme, sign_up_id=sign_up, turn=1, left_out=0)
    through(night)
    assert not there(night, (DrawLot, DrawLot.sign_up_id == sign_up))
    assert not there(night, (SignUp, SignUp.id == sign_up))


def test_what_was_said_long_ago_stays_until_the_day_it_was_said_for(night: Town) -> None:
    """Booked far ahead, and then moved: the doctor still reads it."""
    booking = old.old_booking(night, now(night) + DAY)
    said = SignUp, (SignUp.id == booking.sign_up) & SignUp.note.is_not(None)
    long_ago = update(SignUp).where(SignUp.id == booking.sign_up).values(at=now(night) - LONG)
    night.write(lambda work: work.session.execute(long_ago))
    through(night)
    assert there(night, said)
    night.clock.advance(DAY + kept_for(night, "sign_up_notes") + DAY)
    through(night)
    assert not there(night, said)


def test_who_may_collect_is_kept_while_the_child_goes_there(night: Town) -> None:
    """Then for as long as pickups; whoever was taken off the list no longer than that."""
    child, at = night.somebody.child_id, now(night)
    programme = old.old_programme(night, at + 10 * DAY)
    sign_up = old.old_sign_up(night, at, programme)
    old.put(night, Enrolment, programme_id=programme, person_id=child, sign_up_id=sign_up, days=1,
            state="in")  # fmt: skip
    aunt = old.collector(night, None)
    uncle = old.collector(night, at - kept_for(night, "pickups") - HOUR)
    cousin = old.collector(night, at - HOUR)

    def known() -> set[int]:
        rows = select(Collector.id).where(Collector.id.in_((aunt, uncle, cousin)))
        return set(night.read(lambda session: session.scalars(rows).all()))

    through(night)
    assert known() == {aunt, cousin}
    night.clock.advance(10 * DAY + kept_for(night, "pickups"))
    through(night)
    assert known() == {aunt}
    night.clock.advance(2 * DAY)
    through(night)
    assert known() == set()


def test_bookings_of_years_go_some_at_a_time(night: Town) -> None:
    """And the walk does not stop at one that was made early for a session that lies late."""
    at = now(night) - LONG
    late = old.old_booking(night, now(night))
    early = update(Booking).where(Booking.id == late.booking).values(made_at=at - DAY)
    night.write(lambda work: work.session.execute(early))
    gone = [old.old_booking(night, at + number * HOUR).booking for number in range(2 * SOME + 5)]
    before, place, sizes = now(night) - kept_for(night, "bookings"), None, []
    while True:
        step = night.write(partial(Bookings().step, before=before, place=place))
        sizes.append(step.forgotten)
        if (place := step.place) is None:
            break
    assert max(sizes) <= SOME
    assert not there(night, (Booking, Booking.id.in_(gone)))
    assert there(night, (Booking, Booking.id == late.booking))


def test_somebody_nameless_who_has_a_place_is_no_stranger(night: Town) -> None:
    stranger = RECORDS["strangers"](night, now(night) - LONG)
    person_id = night.read(lambda session: session.scalar(select(Person.id).where(stranger[1])))
    assert person_id
    old.old_booking(night, now(night) + DAY, person_id)
    through(night)
    assert there(night, stranger)
