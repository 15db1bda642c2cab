"""Left out of a draw: the next station with room is named, and one tap takes all the children there."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session as Transaction

from models.bookings.enrolling import CONSENT, EnrolChildren
from models.bookings.tables import Enrolment, WeekdayPlaces
from models.gate import run
from models.programmes.tables import Programme
from models.refusals import NotAllowed
from models.station.elsewhere import GoElsewhere, elsewhere
from models.station.enrolled import my_enrolment
from models.station.refusals import NoRoomThere
from models.station.stations import SCHOOL_DAYS
from models.work import Actor
from tests.station.room import Room, programme, until, work_of
from tests.station.test_draw import EVE, draw, signs, size, told
from tests.talks.world import World


def where(room: Room, who: str, sign_up_id: int) -> int | None:
    """The station that is named to a family."""
    found = room.sees(who, lambda work: elsewhere(work, my_enrolment(work, sign_up_id)))
    return found.programme_id if found is not None else None


def standing(room: Room, children: tuple[int, ...]) -> set[tuple[int, str]]:
    rows = select(Enrolment.programme_id, Enrolment.state).where(
        Enrolment.person_id.in_(children), Enrolment.state != "ended"
    )
    return room.read(lambda work: {(a, b) for a, b in work.session.execute(rows)})


def test_a_family_left_out_goes_with_all_its_children_where_there_is_room(room: Room) -> None:
    size(room, 1)
    who, kids = room.families(1, kids=2)[0]
    waits = signs(room, who, kids)
    draw(room)
    assert told(room, who) == ["waiting"]
    assert where(room, who, waits.sign_up_id) == room["hongwei"]
    went = room.does(who, GoElsewhere(waits.sign_up_id, room["hongwei"]))
    assert went.state == "in"
    assert standing(room, kids) == {(room["hongwei"], "in")}
    room.tick()
    assert all(len(room.bookings(kid)) == 10 for kid in kids)
    assert (told(room, who), len(room.lots(room["hongwei"]))) == (["waiting"], 0)
    rows = select(Enrolment.left_out).where(Enrolment.sign_up_id == went.sign_up_id)
    assert set(room.read(lambda work: work.session.scalars(rows).all())) == {0}


def test_who_has_no_place_is_told_once_every_station_has_drawn(room: Room) -> None:
    """Two draws on one evening: the first to be drawn does not name the other before it is."""
    size(room, 1)
    size(room, 2, "hongwei")
    (out, two), *others = room.families(3, kids=2)
    first = signs(room, out, two)
    for who, kids in others:
        signs(room, who, kids, station="hongwei")
    draw(room)
    assert told(room, out) == ["waiting"]
    assert where(room, out, first.sign_up_id) is None
    states = {who: told(room, who) for who, _kids in others}
    assert sorted(map(tuple, states.values())) == [("in",), ("waiting",)]
    left = next(who for who, state in states.items() if state == ["waiting"])
    sign_up = next(iter(_sign_ups(room, dict(others)[left])))
    assert where(room, left, sign_up) is None


def _sign_ups(room: Room, children: tuple[int, ...]) -> set[int]:
    rows = select(Enrolment.sign_up_id).where(
        Enrolment.person_id.in_(children), Enrolment.state != "ended"
    )
    return room.read(lambda work: set(work.session.scalars(rows)))


def test_the_same_street_comes_before_what_is_nearer(room: Room) -> None:
    far = room.job(lambda session, now: programme(session, now, "yangguang"))
    size(room, 1)
    who, kids = room.families(1, kids=2)[0]
    waits = signs(room, who, kids)
    draw(room)
    towns = room.town
    assert towns.ancestors("yongji_shequ")[1].id == towns.ancestors("hongwei")[1].id
    assert towns.ancestors("yangguang")[1].id != towns.ancestors("hongwei")[1].id
    assert where(room, who, waits.sign_up_id) == room["hongwei"]
    size(room, 1, "hongwei")
    assert where(room, who, waits.sign_up_id) == far


def test_room_gone_meanwhile_is_said_and_nothing_is_lost(room: Room) -> None:
    size(room, 1)
    who, kids = room.families(1, kids=2)[0]
    waits = signs(room, who, kids)
    draw(room)
    size(room, 2, "hongwei")
    signs(room, *room.families(1)[0], station="hongwei")
    assert where(room, who, waits.sign_up_id) is None
    with pytest.raises(NoRoomThere):
        room.does(who, GoElsewhere(waits.sign_up_id, room["hongwei"]))
    assert standing(room, kids) == {(room["yongji"], "waiting")}
    with pytest.raises(NoRoomThere):
        room.does(who, GoElsewhere(waits.sign_up_id, room["yongji"]))
    with pytest.raises(NotAllowed):
        room.does("ma", GoElsewhere(waits.sign_up_id, room["hongwei"]))


def test_a_day_that_is_full_there_is_no_room(room: Room) -> None:
    size(room, 1)
    who, kids = room.families(1, kids=2)[0]
    waits = signs(room, who, kids, days=0b00011)
    draw(room)
    signs(room, *room.families(1)[0], station="hongwei")
    full = update(WeekdayPlaces).where(
        WeekdayPlaces.programme_id == room["hongwei"], WeekdayPlaces.weekday == 1
    )
    room.job(lambda session, _now: session.execute(full.values(taken=WeekdayPlaces.places)))
    assert where(room, who, waits.sign_up_id) is None
    full = full.where(WeekdayPlaces.taken > 0).values(taken=0)
    room.job(lambda session, _now: session.execute(full))
    assert where(room, who, waits.sign_up_id) == room["hongwei"]


async def test_one_tap_takes_both_to_the_next_room(town: World) -> None:
    ids = town.ids

    def enrol(session: Transaction) -> None:
        work = work_of(town, session)
        work.session.execute(
            update(Programme).where(Programme.id == ids["yongji"]).values(places=1)
        )
        work.actor = Actor("person", ids["ma"])
        version = work.town.purpose(CONSENT).version
        kids = (ids["hao"], ids["yue"])
        run(work, EnrolChildren(kids, ids["yongji"], SCHOOL_DAYS, (ids["ma"],), (), version))

    town.core.store.write_now(enrol)
    await until(town, EVE, time(18, 1))
    ma = town.person("ma")
    ma.sees(
        "浩浩、悦悦这回没排上，排着号呢：永吉社区站，您是第 1 家。",
        "空出来就是您的，马上告诉您。下回先排。",
        "宏伟社区站，离家 1.", "，还有空位，俩孩子能一块儿去。", "[1 去那儿] [2 知道了]",
    )  # fmt: skip
    await ma.taps(1).sees(
        "排上了，浩浩、悦悦都在宏伟社区站，从明天 12月16日开始。", "报上了，编号 "
    )
