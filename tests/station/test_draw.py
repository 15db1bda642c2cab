"""The draw: who was passed by goes first, brothers and sisters together, and it can be repeated."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session as Transaction

from models.bookings.enrolling import ANYWHERE, EnrolChildren, Enrolled
from models.bookings.tables import Enrolment, WeekdayPlaces
from models.gate import run
from models.outbox.tables import OutboxRow
from models.programmes.tables import Programme
from models.refusals import NotFound
from models.station.changing import ChangeDays, LeaveStation
from models.station.drawing import CHUNK, DrawPlaces, my_lot, order_of
from models.station.refusals import (
    AlreadyEnrolled,
    ConsentNeeded,
    DayFull,
    GradeNotHere,
    NobodyCollects,
    NotThatDay,
    NotYourChild,
)
from models.station.stations import SCHOOL_DAYS
from models.work import CLOCK, Work
from tests.station.room import Room, child, grown

EVE = date(2026, 12, 15)
MONDAY_ONLY = 0b00001


def signs(room: Room, who: str, kids: tuple[int, ...], days: int = SCHOOL_DAYS,
          station: str = "yongji") -> Enrolled:  # fmt: skip
    version = room.town.purpose("child_station").version
    where = room[station] if station else ANYWHERE
    return room.does(who, EnrolChildren(kids, where, days, (room[who],), (), version))


def size(room: Room, places: int, station: str = "yongji") -> None:
    room.job(
        lambda session, _now: session.execute(
            update(Programme).where(Programme.id == room[station]).values(places=places)
        )
    )


def draw(room: Room) -> None:
    room.goes_to(EVE, time(18))
    room.tick()


def told(room: Room, who: str) -> list[str]:
    rows = select(OutboxRow.args).where(
        OutboxRow.person_id == room[who], OutboxRow.message == "EnrolmentDecided"
    )
    return room.read(lambda work: [args["state"] for args in work.session.scalars(rows)])


def test_before_the_draw_everybody_waits_and_enough_places_are_enough(room: Room) -> None:
    found = room.families(3, kids=2)
    for who, kids in found:
        assert signs(room, who, kids).state == "applied"
    draw(room)
    assert set(room.states(room["yongji"]).values()) == {"in"}
    assert all(told(room, who) == ["in"] for who, _kids in found)


def test_nobody_gets_a_place_more_than_there_are(room: Room) -> None:
    size(room, 5)
    found = room.families(4, kids=2)
    for who, kids in found:
        signs(room, who, kids)
    draw(room)
    states = room.states(room["yongji"])
    assert sorted(states.values()) == ["in"] * 4 + ["waiting"] * 4
    for who, kids in found:
        assert len({states[one] for one in kids}) == 1, "brothers and sisters are one"
        assert told(room, who) == [states[kids[0]]]

    def taken(work: Work) -> set[int]:
        rows = select(WeekdayPlaces.taken).where(WeekdayPlaces.programme_id == room["yongji"])
        return set(work.session.scalars(rows))

    assert room.read(taken) == {4}


def test_who_was_left_out_last_time_is_first(room: Room) -> None:
    size(room, 2)
    found = room.families(12)
    unlucky = {kids[0] for _who, kids in found[9:11]}

    sign_up = signs(room, *found[11]).sign_up_id

    def waited_in_vain(session: Transaction, now: datetime) -> None:
        before = Programme(
            kind="after_school", title_zh="x", title_en="x", place_id="hongwei", rule="",
            starts=time(15, 30), minutes=90, first=date(2026, 3, 1), last=date(2026, 7, 9),
            places=1, made_at=now, town=1, state="ended",
        )  # fmt: skip
        session.add(before)
        session.flush()
        for one in unlucky:
            session.add(
                Enrolment(
                    programme_id=before.id,
                    person_id=one,
                    sign_up_id=sign_up,
                    days=31,
                    state="ended",
                    left_out=1,
                    made_at=now,
                )
            )

    room.job(waited_in_vain)
    for who, kids in found[:11]:
        signs(room, who, kids)
    draw(room)
    states = room.states(room["yongji"])
    assert {one for one, state in states.items() if state == "in"} == unlucky
    who = found[9][0]
    lot = room.sees(who, lambda work: my_lot(work, _sign_up(room, found[9][1][0])))
    assert (lot.lots, lot.before, lot.result) == (12, 0, "in")


def _sign_up(room: Room, child_id: int) -> int:
    rows = select(Enrolment.sign_up_id).where(
        Enrolment.person_id == child_id, Enrolment.state != "ended"
    )
    return room.read(lambda work: work.session.scalars(rows).one())


def test_the_seed_and_the_lots_give_the_same_order_again(room: Room) -> None:
    size(room, 3)
    for who, kids in room.families(9):
        signs(room, who, kids)
    draw(room)
    lots, term = room.lots(room["yongji"]), room.term(room["yongji"])
    assert [one[0] for one in lots] == order_of(term.seed, [(a, b) for a, b, _r in lots])
    assert [result for _a, _b, result in lots] == ["in"] * 3 + ["waiting"] * 6
    others = {tuple(order_of(str(seed), [(a, 0) for a, _b, _r in lots])) for seed in range(20)}
    assert len(others) > 15, "another seed is another order"


def test_a_draw_that_dies_between_chunks_goes_on_where_it_was(room: Room) -> None:
    size(room, 4)
    found = room.families(CHUNK * 3)
    for who, kids in found:
        signs(room, who, kids)
    room.goes_to(EVE, time(18))
    room.does(CLOCK, DrawPlaces(room["yongji"]))
    room.does(CLOCK, DrawPlaces(room["yongji"]))
    before = room.lots(room["yongji"])
    assert sum(result == "" for _a, _b, result in before) == CHUNK * 2
    with pytest.raises(RuntimeError):
        room.write(lambda work: _dies(work, room["yongji"]), CLOCK)
    assert room.lots(room["yongji"]) == before, "the chunk that died has left nothing"
    late = room.families(1)[0]
    assert signs(room, *late).state == "applied", "who comes in the middle waits for the end"
    room.tick()
    after = room.lots(room["yongji"])
    assert [one[:2] for one in after[:-1]] == [one[:2] for one in before]
    assert after[-1][2] == "waiting", "and has the last lot"
    assert all(result for _a, _b, result in after)
    assert all(len(told(room, who)) == 1 for who, _kids in found)


def _dies(work: Work, programme_id: int) -> None:
    run(work, DrawPlaces(programme_id))
    raise RuntimeError


def test_a_place_given_back_goes_to_the_first_family_that_fits(room: Room) -> None:
    size(room, 2)
    one, two = room.families(1)[0], room.families(1)[0]
    pair, single = room.families(1, kids=2)[0], room.families(1)[0]
    draw(room)
    first = signs(room, *one)
    assert (first.state, signs(room, *two).state) == ("in", "in")
    assert (signs(room, *pair).position, signs(room, *single).position) == (1, 2)
    room.does(one[0], LeaveStation(first.sign_up_id))
    room.tick()
    states = room.states(room["yongji"])
    assert [states[kid] for kid in pair[1]] == ["waiting", "waiting"]
    assert states[single[1][0]] == "in"
    assert told(room, single[0]) == ["in"]


def test_nobody_passes_those_who_wait(room: Room) -> None:
    size(room, 1)
    draw(room)
    one, two, three = room.families(3)
    first = signs(room, *one)
    assert signs(room, *two).state == "waiting"
    room.does(one[0], LeaveStation(first.sign_up_id))
    assert signs(room, *three).state == "waiting", "the clock has not been round yet"
    room.tick()
    states = room.states(room["yongji"])
    assert (states[two[1][0]], states[three[1][0]]) == ("in", "waiting")


def test_any_station_is_the_nearest_with_room_for_both(room: Room) -> None:
    size(room, 1)
    (who, kids) = room.families(1, kids=2)[0]
    assert signs(room, who, kids, station="").programme_id == room["hongwei"]
    assert signs(room, "ma", (room["hao"],), station="").programme_id == room["yongji"]


def test_what_is_refused_says_why_and_leaves_nothing(room: Room) -> None:
    ma, both = "ma", (room["hao"], room["yue"])
    stranger = room.families(1)[0]
    big = room.job(lambda s, now: child(s, now, "大大", 8, room["ma"], born=2012, kin=("mother",)))
    assert refusal(room, ma, (*both, stranger[1][0])) is NotYourChild
    assert refusal(room, "dad", stranger[1]) is NotYourChild
    assert refusal(room, ma, (big,)) is GradeNotHere
    assert refusal(room, ma, both, days=0b1000000) is NotThatDay
    assert refusal(room, ma, both, people=()) is NobodyCollects
    assert refusal(room, ma, both, people=(room["zhao"],)) is NobodyCollects
    assert refusal(room, ma, both, version="") is ConsentNeeded
    assert room.states(room["yongji"]) == {}
    signs(room, ma, both)
    assert refusal(room, ma, both) is AlreadyEnrolled
    assert refusal(room, "dad", (room["hao"],), station="hongwei") is AlreadyEnrolled


def refusal(room: Room, who: str, kids: tuple[int, ...], *, days: int = SCHOOL_DAYS,
            people: tuple[int, ...] | None = None, version: str | None = None,
            station: str = "yongji") -> type[Exception]:  # fmt: skip
    people = (room[who],) if people is None else people
    text = room.town.purpose("child_station").version if version is None else version
    command = EnrolChildren(kids, room[station], days, people, (), text)
    with pytest.raises(Exception) as why:  # noqa: PT011 - which one is what is asked
        room.does(who, command)
    return type(why.value)


def test_other_days_are_had_only_while_they_are_free(room: Room) -> None:
    size(room, 1)
    draw(room)
    one, two = room.families(2)
    signs(room, *one, days=MONDAY_ONLY)
    second = signs(room, *two, days=SCHOOL_DAYS & ~MONDAY_ONLY)
    room.tick()
    with pytest.raises(DayFull) as why:
        room.does(two[0], ChangeDays(second.sign_up_id, SCHOOL_DAYS))
    assert why.value.weekday == 0
    room.does(two[0], ChangeDays(second.sign_up_id, 0b00010))
    room.tick()
    assert len(room.bookings(two[1][0])) == 2
    assert len(room.bookings(two[1][0], "cancelled")) == 6


def test_a_lot_is_nobody_elses_business(room: Room) -> None:
    who, kids = room.families(1)[0]
    signs(room, who, kids)
    draw(room)
    room.ids["other"] = room.job(lambda s, now: grown(s, now, "别人", "f", account="demo-other"))
    with pytest.raises(NotFound):
        room.sees("other", lambda work: my_lot(work, _sign_up(room, kids[0])))
