"""The bookings of a term come from the enrolments, in chunks; a day off; who sees what."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select, update

from models.bookings.enrolling import CONSENT, EnrolChildren
from models.bookings.tables import AttendanceNote, Booking, Enrolment
from models.clocks import to_town
from models.consents.ledger import holds
from models.gate import run
from models.privacy.tables import AccessNote
from models.programmes.tables import Session
from models.refusals import NotAllowed, NotFound
from models.register.tables import Consent, Role
from models.station import making
from models.station.again import look_again
from models.station.changing import LeaveStation, leave_all
from models.station.collectors import who_may_collect
from models.station.excusing import ComeAfterAll, ExcuseDay, coming
from models.station.making import MakeBookings
from models.station.refusals import ChildIsThere, DayOver, NotYourChild
from models.station.roll import OpenRoll, SignIn, roll_of
from models.station.stations import SCHOOL_DAYS, my_sessions
from models.station.there import mine_there
from models.work import CLOCK, Work
from scheduler.station import Stations
from tests.station.room import Room, sessions

WEDNESDAY, THURSDAY = date(2026, 12, 16), date(2026, 12, 17)


@pytest.fixture
def both(room: Room) -> tuple[int, int]:
    """浩浩 and 悦悦 are in; it is the evening before their first day."""
    kids = (room["hao"], room["yue"])
    people = (room["ma"], room["dad"], room["grandma"])
    version = room.town.purpose(CONSENT).version
    done = room.does("ma", EnrolChildren(kids, room["yongji"], SCHOOL_DAYS, people, (), version))
    room.ids["sign_up"] = done.sign_up_id
    room.goes_to(date(2026, 12, 15), time(18))
    room.tick()
    return kids


def taken(room: Room) -> set[int]:
    rows = select(Session.taken).where(Session.programme_id == room["yongji"])
    return room.read(lambda work: set(work.session.scalars(rows)))


def test_every_afternoon_has_its_bookings_once(room: Room, both: tuple[int, int]) -> None:
    for one in both:
        assert len(room.bookings(one)) == 10
    assert taken(room) == {2}
    assert room.tick() == 0, "nothing is left to do"
    room.write(lambda work: look_again(work, room["yongji"]))
    room.tick()
    assert [len(room.bookings(one)) for one in both] == [10, 10], "doing it again changes nothing"
    new = room.job(lambda s, _now: sessions(s, room["yongji"], 3, date(2026, 12, 30)))
    assert len(new) == 3
    room.tick()
    assert [len(room.bookings(one)) for one in both] == [13, 13], "new afternoons are found"


def test_only_on_the_days_they_chose(room: Room) -> None:
    version = room.town.purpose(CONSENT).version
    days = 0b00101
    room.does(
        "ma",
        EnrolChildren((room["hao"],), room["yongji"], days, (room["ma"],), (), version),
    )
    room.goes_to(date(2026, 12, 15), time(18))
    room.tick()
    rows = (
        select(Session.begins_at)
        .join(Booking, Booking.session_id == Session.id)
        .where(Booking.person_id == room["hao"])
    )
    begins = room.read(lambda work: list(work.session.scalars(rows)))
    assert {to_town(at).weekday() for at in begins} == {0, 2}


def test_a_chunk_that_dies_is_done_again(
    room: Room, both: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    room.does("ma", LeaveStation(room["sign_up"]))
    assert taken(room) == {0}
    monkeypatch.setattr(making, "ROWS", 3)
    version = room.town.purpose(CONSENT).version
    room.does("ma", EnrolChildren(both, room["yongji"], 31, (room["ma"],), (), version))
    room.write(Stations().run)  # the place that was given back
    assert room.does(CLOCK, MakeBookings()) > 0
    with pytest.raises(RuntimeError):
        room.write(_dies, CLOCK)
    assert room.tick() > 0
    assert taken(room) == {2}
    assert [len(room.bookings(one)) for one in both] == [10, 10]


def _dies(work: Work) -> None:
    run(work, MakeBookings())
    raise RuntimeError


# -- a day off ---------------------------------------------------------------------------------------
def test_a_day_off_frees_the_place_and_is_not_counted(room: Room, both: tuple[int, int]) -> None:
    room.goes_to(WEDNESDAY, time(12))
    first = room.sees("ma", lambda work: coming(work, room["sign_up"]))[0]
    assert len(first.bookings) == 2
    room.does("ma", ExcuseDay(first.bookings))
    rows = select(Booking.state, Booking.attended).where(Booking.id.in_(first.bookings))
    found = room.read(lambda work: [tuple(row) for row in work.session.execute(rows)])
    assert found == [("cancelled", "excused")] * 2
    notes = select(AttendanceNote.now).where(AttendanceNote.booking_id.in_(first.bookings))
    assert room.read(lambda work: list(work.session.scalars(notes))) == ["excused"] * 2
    room.write(lambda work: look_again(work, room["yongji"]))
    room.tick()
    assert [len(room.bookings(one)) for one in both] == [9, 9], "the clock does not book it again"
    again = room.does("dad", ComeAfterAll(first.bookings))
    assert len(again) == 2
    with pytest.raises(DayOver):
        room.does("ma", ComeAfterAll(first.bookings))
    assert [len(room.bookings(one)) for one in both] == [10, 10]


def test_a_day_off_is_the_guardians_word_alone(room: Room, both: tuple[int, int]) -> None:
    one = room.bookings(both[0])[0].id
    for who in ("zhao", "liu", "lead", "wang"):
        with pytest.raises(NotAllowed):
            room.does(who, ExcuseDay((one,)))
    room.goes_to(WEDNESDAY, time(15, 30))
    room.does("liu", SignIn(one))
    with pytest.raises(ChildIsThere):
        room.does("ma", ExcuseDay((one,)))
    room.goes_to(THURSDAY, time(17, 1))
    with pytest.raises(DayOver):
        room.does("ma", ExcuseDay((room.bookings(both[1])[1].id,)))


# -- giving it all back ------------------------------------------------------------------------------
def test_who_agrees_no_longer_is_off_every_list(room: Room, both: tuple[int, int]) -> None:
    assert room.read(lambda work: holds(work, both[0], CONSENT))
    room.write(lambda work: leave_all(work, both[0]))
    assert room.states(room["yongji"])[both[0]] == "ended"
    assert room.bookings(both[0]) == []
    assert len(room.bookings(both[1])) == 10, "the sister stays"
    assert taken(room) == {1}


def test_the_yes_is_in_the_ledger_for_each_child(room: Room, both: tuple[int, int]) -> None:
    rows = select(Consent.person_id, Consent.by_person, Consent.agreed, Consent.how).where(
        Consent.purpose == CONSENT
    )
    found = room.read(lambda work: {tuple(row) for row in work.session.execute(rows)})
    assert found == {(one, room["ma"], True, "tap") for one in both}


def test_relatives_are_known_by_what_they_are_to_each_other(room: Room) -> None:
    def names(who: str) -> list[tuple[str, bool]]:
        kids = (room["hao"], room["yue"])
        return room.sees(
            who, lambda work: [(one.kin, one.guardian) for one in who_may_collect(work, kids)]
        )

    assert names("ma") == [("mother", True), ("father", True), ("mothers_mother", False)]
    assert names("dad") == [("father", True), ("mother", True), ("mothers_mother", False)]
    with pytest.raises(NotYourChild):
        names("zhao")


# -- who sees what -----------------------------------------------------------------------------------
def test_the_roll_opens_with_a_note_that_guardians_can_read(
    room: Room, both: tuple[int, int]
) -> None:
    room.goes_to(WEDNESDAY, time(15))
    session = room.sees("liu", my_sessions)[0].id
    assert room.sees("liu", lambda work: roll_of(work, session)) == [], "not before the note"
    room.does("liu", OpenRoll(session))
    room.does("liu", OpenRoll(session))
    lines = room.sees("liu", lambda work: roll_of(work, session))
    assert [(one.name, one.grade) for one in lines] == [("浩浩", 3), ("悦悦", 1)]
    rows = select(AccessNote.person_id).where(AccessNote.by_person == room["liu"])
    notes = room.read(lambda work: sorted(one or 0 for one in work.session.scalars(rows)))
    assert notes == sorted(both), "one for each child and day"


def test_a_tutor_whose_check_has_run_out_sees_nothing(room: Room, both: tuple[int, int]) -> None:
    room.goes_to(WEDNESDAY, time(15))
    session = room.sees("liu", my_sessions)[0].id
    booking = room.today_of(both[0])
    room.does("liu", OpenRoll(session))
    room.job(
        lambda s, now: s.execute(
            update(Role).where(Role.person_id == room["liu"]).values(counts_until=now)
        )
    )
    assert room.sees("liu", my_sessions) == []
    with pytest.raises(NotFound):
        room.sees("liu", lambda work: roll_of(work, session))
    for command in (OpenRoll(session), SignIn(booking)):
        with pytest.raises(NotAllowed):
            room.does("liu", command)


def test_a_guardian_of_another_child_sees_nothing(room: Room, both: tuple[int, int]) -> None:
    other, _kids = room.families(1)[0]
    room.goes_to(WEDNESDAY, time(15, 30))
    room.does("liu", SignIn(room.today_of(both[0])))
    assert room.sees("ma", mine_there).pickups == (room.pickup().id,)
    found = room.sees(other, mine_there)
    assert (found.guardian, found.pickups) == (True, ())
    with pytest.raises(NotFound):
        room.sees(other, lambda work: coming(work, room["sign_up"]))
    assert room.sees("zhao", mine_there).guardian is False


def test_an_enrolment_is_one_a_child_and_station(room: Room, both: tuple[int, int]) -> None:
    rows = select(Enrolment).where(Enrolment.person_id == both[0])
    assert len(room.read(lambda work: work.session.scalars(rows).all())) == 1
