"""Codes at the door, wrong ones, and nobody who comes: the child is with a named adult all the time."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.dialogue.book import Do
from handlers.station.door import bare_code
from models.bookings.enrolling import CONSENT, EnrolChildren
from models.bookings.tables import Booking
from models.duty.tables import Call
from models.gate import Command
from models.outbox.tables import OutboxRow
from models.refusals import NotAllowed, NotFound
from models.station.codes import (
    CheckCode,
    HandOver,
    LetThrough,
    NotThatPerson,
    SendSomebody,
    pickup_by_code,
)
from models.station.late import ComingNow, MustGo, SayLate, Stay, StayInstead
from models.station.leaving import SignOut, StillHere, TookBy
from models.station.refusals import CodeLocked, NotMatched, NotThere, SomebodyStays
from models.station.roll import NotHereAfterAll, SignIn
from models.station.stations import SCHOOL_DAYS
from models.station.tables import Collector, Pickup
from tests.station.room import Room
from tests.words.screens import chat_of

DAY = date(2026, 12, 17)


@pytest.fixture
def there(room: Room) -> Room:
    """Thursday 15:30: both are at the station."""
    kids = (room["hao"], room["yue"])
    people = (room["ma"], room["dad"], room["grandma"])
    version = room.town.purpose(CONSENT).version
    room.does("ma", EnrolChildren(kids, room["yongji"], SCHOOL_DAYS, people, (), version))
    room.goes_to(date(2026, 12, 15), time(18))
    room.tick()
    room.goes_to(DAY, time(15, 30))
    for one in kids:
        room.does("liu", SignIn(room.today_of(one)))
    room.ids["pickup"] = room.pickup().id
    room.ids["by_grandma"] = room.collector(room["hao"], "grandma")
    room.ids["by_dad"] = room.collector(room["hao"], "dad")
    return room


def told(room: Room, who: str, message: str) -> int:
    rows = select(OutboxRow.id).where(
        OutboxRow.person_id == room[who], OutboxRow.message == message
    )
    return room.read(lambda work: len(work.session.scalars(rows).all()))


def at(room: Room, hour: int, minute: int) -> None:
    room.goes_to(DAY, time(hour, minute))
    room.tick()


def gone(room: Room) -> bool:
    rows = select(Booking.left_at).where(
        Booking.person_id.in_((room["hao"], room["yue"])), Booking.came_at.is_not(None)
    )
    return room.read(lambda work: all(work.session.scalars(rows).all()))


# -- the code ----------------------------------------------------------------------------------------
def test_the_code_is_kept_as_a_hash_and_opens_once(there: Room) -> None:
    sent = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"]))
    assert len(sent.code) == 4
    assert sent.code.isdecimal()
    row = there.pickup()
    assert row.code_hash is not None
    assert sent.code not in row.code_hash
    assert there.sees("liu", lambda work: pickup_by_code(work, sent.code)) == row.id
    assert there.sees("zhao", lambda work: pickup_by_code(work, sent.code)) == 0
    with pytest.raises(NotMatched):
        there.does("liu", HandOver(there["pickup"]))
    assert there.does("liu", CheckCode(there["pickup"], sent.code)).outcome == "right"
    there.does("liu", HandOver(there["pickup"]))
    assert gone(there)
    assert (there.pickup().taken_by, there.pickup().handed_by) == ("collector", there["liu"])
    assert (told(there, "ma", "ChildrenLeft"), told(there, "dad", "ChildrenLeft")) == (1, 1)
    with pytest.raises(NotThere):
        there.does("liu", CheckCode(there["pickup"], sent.code))


def test_a_code_typed_by_itself_is_read_by_the_tutor_alone(there: Room) -> None:
    code = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"])).code

    def typed(who: str, words: str) -> object:
        return there.sees(who, lambda work: bare_code(chat_of(work, "zh"), words))

    reply = typed("liu", f" {code} ")
    assert isinstance(reply, Do)
    assert reply.command == CheckCode(there["pickup"], code)
    assert typed("liu", "今天 5038") is None
    assert typed("liu", "50381") is None
    assert typed("ma", code) is None
    there.does("liu", SignOut(there["pickup"]))
    assert typed("liu", code) is None, "nobody is expected any more"


def test_five_wrong_codes_and_only_the_lead_lets_somebody_through(there: Room) -> None:
    sent = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"]))
    wrong = "1234" if sent.code != "1234" else "4321"
    left = [there.does("liu", CheckCode(there["pickup"], wrong)).left for _ in range(4)]
    assert left == [4, 3, 2, 1]
    assert told(there, "ma", "CodesWrong") == 0
    assert there.does("liu", CheckCode(there["pickup"], wrong)).outcome == "locked"
    assert there.does("liu", CheckCode(there["pickup"], sent.code)).outcome == "locked"
    assert told(there, "ma", "CodesWrong") == told(there, "lead", "CodesWrong") == 1
    with pytest.raises(NotMatched):
        there.does("liu", HandOver(there["pickup"]))
    with pytest.raises(CodeLocked):
        there.does("ma", SendSomebody(there["pickup"], there["by_dad"]))
    with pytest.raises(NotAllowed):
        there.does("liu", LetThrough(there["pickup"], there["by_grandma"]))
    assert not gone(there)
    there.does("lead", LetThrough(there["pickup"], there["by_grandma"]))
    assert gone(there)
    assert there.pickup().taken_by == "lead"


def test_a_right_code_begins_the_count_anew(there: Room) -> None:
    sent = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"]))
    wrong = "1234" if sent.code != "1234" else "4321"
    for _ in range(4):
        there.does("liu", CheckCode(there["pickup"], wrong))
    assert there.does("liu", CheckCode(there["pickup"], sent.code)).outcome == "right"
    assert there.does("liu", CheckCode(there["pickup"], wrong)).left == 4
    with pytest.raises(NotMatched):
        there.does("liu", HandOver(there["pickup"]))


def test_an_older_code_no_longer_counts(there: Room) -> None:
    old = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"])).code
    new = there.does("ma", SendSomebody(there["pickup"], there["by_dad"])).code
    if old != new:
        assert there.does("liu", CheckCode(there["pickup"], old)).outcome == "wrong"
    assert there.does("liu", CheckCode(there["pickup"], new)).outcome == "right"


def test_the_code_is_for_today_alone(there: Room) -> None:
    code = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"])).code
    there.goes_to(date(2026, 12, 18), time(0, 1))
    assert there.does("liu", CheckCode(there["pickup"], code)).outcome == "none"


def test_who_is_no_longer_named_is_not_given_the_children(there: Room) -> None:
    code = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"])).code
    there.does("liu", CheckCode(there["pickup"], code))
    there.job(
        lambda s, now: s.execute(
            update(Collector).where(Collector.person_id == there["grandma"]).values(ended_at=now)
        )
    )
    with pytest.raises(NotMatched):
        there.does("liu", HandOver(there["pickup"]))


def test_the_right_code_and_the_wrong_person(there: Room) -> None:
    code = there.does("ma", SendSomebody(there["pickup"], there["by_grandma"])).code
    there.does("liu", CheckCode(there["pickup"], code))
    there.does("liu", NotThatPerson(there["pickup"]))
    assert told(there, "ma", "WrongPersonCame") == told(there, "lead", "WrongPersonCame") == 1
    assert there.does("liu", CheckCode(there["pickup"], code)).outcome == "none"
    assert not gone(there)


@pytest.mark.parametrize("who", ["zhao", "wang", "limin", "sun"])
def test_nobody_else_can_do_anything(there: Room, who: str) -> None:
    number, grandma = there["pickup"], there["by_grandma"]
    commands: tuple[Command[Any], ...] = (
        SayLate(number, 10), ComingNow(number), SendSomebody(number, grandma), Stay(number),
        MustGo(number), StayInstead(number), CheckCode(number, "1234"), HandOver(number),
        SignOut(number), TookBy(number, grandma), NotThatPerson(number),
        LetThrough(number, grandma),
    )  # fmt: skip
    for command in commands:
        with pytest.raises(NotAllowed):
            there.does(who, command)
    of_tutors: tuple[Command[Any], ...] = (
        SignOut(number), CheckCode(number, "1234"), StayInstead(number),
    )  # fmt: skip
    for command in of_tutors:
        with pytest.raises(NotAllowed):
            there.does("ma", command)


def test_only_who_was_named_can_be_sent(there: Room) -> None:
    someone, kids = there.families(1)[0]
    version = there.town.purpose(CONSENT).version
    there.does(someone, EnrolChildren(kids, there["hongwei"], 31, (there[someone],), (), version))
    strange = there.collector(kids[0], someone)
    with pytest.raises(NotFound):
        there.does("ma", SendSomebody(there["pickup"], strange))
    with pytest.raises(NotFound):
        there.does("ma", SendSomebody(there["pickup"], there.collector(there["hao"], "ma")))


# -- late --------------------------------------------------------------------------------------------
def test_the_tutor_must_go_and_the_first_who_comes_takes_over(there: Room) -> None:
    there.goes_to(DAY, time(16, 40))
    there.does("ma", SayLate(there["pickup"], 30))
    there.does("liu", MustGo(there["pickup"]))
    assert told(there, "lead", "StayWanted") == 1
    assert there.pickup().with_id == there["liu"], "until somebody has come"
    there.does("lead", StayInstead(there["pickup"]))
    assert there.pickup().with_id == there["lead"]
    assert told(there, "liu", "StaysNow") == 1
    with pytest.raises(SomebodyStays):
        there.does("liu", StayInstead(there["pickup"]))


def test_nobody_comes_and_one_after_the_other_is_asked(there: Room) -> None:
    at(there, 17, 14)
    assert told(there, "ma", "WhereAreYou") == 0
    at(there, 17, 15)
    assert told(there, "ma", "WhereAreYou") == told(there, "dad", "WhereAreYou") == 1
    at(there, 17, 25)
    assert told(there, "grandma", "CanYouCollect") == 0, "she has no chat"
    assert told(there, "lead", "NobodyCame") == 0
    at(there, 17, 30)
    assert told(there, "lead", "NobodyCame") == 1
    rows = select(Call.person_id).where(Call.message == "NobodyCame")
    calls = there.read(lambda work: set(work.session.scalars(rows)))
    assert calls == {there["ma"], there["dad"]}
    at(there, 18, 0)
    assert told(there, "lead", "NobodyCame") == 2, "again, until they have gone home"
    assert there.read(lambda work: len(work.session.scalars(rows).all())) == 2
    assert there.pickup().with_id == there["liu"]
    assert told(there, "ma", "WhereAreYou") == 1
    there.does("liu", SignOut(there["pickup"]))
    at(there, 19, 30)
    assert told(there, "lead", "NobodyCame") == 2


def test_the_next_who_may_collect_and_has_a_chat_is_asked(there: Room) -> None:
    there.actor(there["grandma"])  # she has one now
    at(there, 17, 15)
    at(there, 17, 25)
    assert told(there, "grandma", "CanYouCollect") == 1


def test_who_said_when_they_come_is_asked_after_that(there: Room) -> None:
    there.goes_to(DAY, time(16, 40))
    there.does("ma", SayLate(there["pickup"], 30))
    at(there, 17, 34)
    assert told(there, "ma", "WhereAreYou") == 0
    at(there, 17, 35)
    assert told(there, "ma", "WhereAreYou") == 1
    there.does("ma", ComingNow(there["pickup"]))
    assert told(there, "liu", "OnTheWay") == 1
    at(there, 17, 44)
    assert told(there, "lead", "NobodyCame") == 0
    at(there, 17, 45)
    at(there, 17, 59)
    assert told(there, "lead", "NobodyCame") == 0
    at(there, 18, 0)
    assert told(there, "lead", "NobodyCame") == 1


# -- the roll ----------------------------------------------------------------------------------------
def test_brothers_and_sisters_have_one_pickup_and_mistakes_are_taken_back(there: Room) -> None:
    rows = select(Pickup.id)
    assert len(there.read(lambda work: work.session.scalars(rows).all())) == 1
    first = there.today_of(there["hao"])
    there.does("liu", NotHereAfterAll(first))
    assert there.pickup().closed_at is None, "his sister is still there"
    there.does("liu", NotHereAfterAll(there.today_of(there["yue"])))
    assert there.pickup().closed_at is not None
    there.does("liu", SignIn(first))
    there.does("liu", SignOut(_open(there)))
    there.does("liu", StillHere(_last(there)))
    assert not gone(there)
    there.does("liu", TookBy(_last(there), there["by_dad"]))
    assert gone(there)


def _open(room: Room) -> int:
    rows = select(Pickup.id).where(Pickup.closed_at.is_(None))
    return room.read(lambda work: work.session.scalars(rows).one())


def _last(room: Room) -> int:
    rows = select(Pickup.id).where(Pickup.taken_by != "").order_by(Pickup.id)
    open_ones = select(Pickup.id).where(Pickup.closed_at.is_(None))
    return room.read(
        lambda work: work.session.scalars(rows).first() or work.session.scalars(open_ones).one()
    )
