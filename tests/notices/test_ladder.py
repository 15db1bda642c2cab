"""After sending: the steps and their hours, the round of the doors, and figures that always add up."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.family.tables import Act
from models.gate import Command, run
from models.help.tables import Case
from models.notices.counting import counts_of
from models.notices.doors import my_door, my_round
from models.notices.hours import steps_of
from models.notices.knowing import KnowNotice
from models.notices.refusals import NoKnockingNow, NoticeMovedOn, TickNotYours
from models.notices.results import figures
from models.notices.rounds import HandOverDoors, shares
from models.notices.tables import INFORMED, Notice, NoticeTarget, NoticeTick
from models.notices.ticking import (
    How,
    TickDoor,
    Ticked,
    TickWithHelp,
    UndoTick,
    WantNoticeHelp,
)
from models.outbox.tables import OutboxRow
from models.refusals import NotAllowed, NotFound, Refusal
from models.register.tables import Person, Role
from models.work import CLOCK
from tests.notices.after import BEGINS, After, relative_of, seventy_one_and_eight, talk_f
from tests.talks.world import World


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """In December, by the clocks of Huadian."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


# -- hours -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "begins", "chase", "hand_over", "result"),
    [
        # Talk F: chased at six, given out so that nobody has to knock at night.
        (_at(16, 15, 20), _at(17, 8), _at(16, 18), _at(16, 18, 30), _at(17, 7, 40)),
        # Too late for asking: it is given out by itself, after half an hour for taps.
        (_at(16, 18, 40), _at(17, 8), None, _at(16, 19, 10), _at(17, 7, 40)),
        # By day there is time until shortly before.
        (_at(16, 9), _at(16, 15), _at(16, 11, 30), _at(16, 13, 30), _at(16, 14, 40)),
        # The evening's: the round ends at eight.
        (_at(16, 9), _at(16, 21), _at(16, 11, 30), _at(16, 18, 30), _at(16, 20, 40)),
        # Sent in the evening for the evening after: nobody is asked at night.
        (_at(16, 18, 30), _at(17, 18), _at(17, 7, 30), _at(17, 16, 30), _at(17, 17, 40)),
        # An hour before: a quarter of it for taps.
        (_at(16, 14), _at(16, 15), None, _at(16, 14, 15), _at(16, 14, 45)),
    ],
)  # fmt: skip
async def test_when_each_step_is_due(
    town: World,
    sent: datetime,
    begins: datetime,
    chase: datetime | None,
    hand_over: datetime,
    result: datetime,
) -> None:
    notice = Notice(
        must_reach=True, acknowledge=True, sent_at=sent, expires_at=begins, begins_at=begins
    )
    steps = After(town).sees("zheng", lambda work: steps_of(work, notice))
    assert steps == (chase, hand_over, result, begins)


async def test_what_need_not_reach_anybody_is_told_of_once_and_given_to_nobody(town: World) -> None:
    notice = Notice(must_reach=False, acknowledge=False, sent_at=_at(16, 9), expires_at=_at(19, 9))
    steps = After(town).sees("zheng", lambda work: steps_of(work, notice))
    assert steps == (None, None, _at(16, 11, 30), _at(19, 9))


# -- to the last door ------------------------------------------------------------------------------------
async def test_nobody_answers_and_every_door_has_a_name(town: World) -> None:
    """The director never looks at the phone; a grid has no worker: the desk has its doors."""
    after = await talk_f(town)
    ends = update(Role).where(Role.person_id == town.ids["mengqiang"])
    after.changes(ends.values(ended_at=town.wall.now()))
    seventy_one_and_eight(after)
    await town.wait(hours=17)
    assert after.notice().state == "over"
    left = after.targets(NoticeTarget.reached.not_in(INFORMED))
    assert len(left) == 47
    names = {(one.grid_id, one.worker_id) for one in left}
    assert names == {("g21", town.ids["hanxue"]), ("g22", town.ids["zheng"])}
    told = _told(after, "NoticeRound")
    assert told == [("hanxue", 1), ("zheng", 1)]
    assert _told(after, "NoticeChase") == [("zheng", 1)]
    assert _told(after, "NoticeResult") == [("zheng", 1)]


def _told(after: After, message: str) -> list[tuple[str, int]]:
    names = {one: alias for alias, one in after.town.ids.items()}

    def look(session: Session) -> list[int]:
        first = OutboxRow.message == message, OutboxRow.op == "send", OutboxRow.copy_of.is_(None)
        return list(session.scalars(select(OutboxRow.person_id).where(*first)))

    found = [names[one] for one in after.town.core.store.read_now(look)]
    return sorted((one, found.count(one)) for one in set(found))


async def test_when_all_have_answered_nobody_is_chased_and_nobody_goes(town: World) -> None:
    after = await talk_f(town)
    for one in after.targets(NoticeTarget.way == "phone"):
        after.knows(after.at_home(one))
    for one in after.targets(NoticeTarget.way == "family"):
        after.knows(relative_of(after, after.at_home(one)))
    for one in after.targets(NoticeTarget.way == "none"):
        after.does("hanxue" if one.grid_id == "g21" else "mengqiang", TickDoor(one.id, "face"))
    await town.wait(hours=17)
    assert not _told(after, "NoticeChase")
    assert not _told(after, "NoticeRound")
    assert not after.targets(NoticeTarget.worker_id.is_not(None))
    assert after.figures().informed == 126


async def test_a_door_that_was_taken_back_at_the_end_has_a_name_too(town: World) -> None:
    after = await talk_f(town)
    await town.wait(hours=3, minutes=30)
    door = after.targets(NoticeTarget.grid_id == "g21")[0]
    assert door.worker_id == town.ids["hanxue"]
    gone = update(Role).where(Role.person_id == town.ids["hanxue"])
    after.changes(gone.values(ended_at=town.wall.now()))
    await town.wait(hours=14)
    left = after.targets(NoticeTarget.grid_id == "g21")
    assert {one.worker_id for one in left} == {town.ids["zheng"]}, "she is no worker any more"


async def test_handing_over_twice_tells_nobody_twice(town: World) -> None:
    after = await talk_f(town)
    for _ in range(2):
        after.does("zheng", HandOverDoors(after.notice_id))
        await town.away(seconds=1)
    assert _told(after, "NoticeRound") == [("hanxue", 1), ("mengqiang", 1)]
    assert after.notice().step == "result"
    with pytest.raises(NotAllowed):
        after.does("limin", HandOverDoors(after.notice_id))
    await town.wait(hours=17)
    with pytest.raises(NoticeMovedOn):
        after.does("zheng", HandOverDoors(after.notice_id))


async def test_how_it_would_be_given_out_is_only_for_the_place(town: World) -> None:
    after = await talk_f(town)
    rows = after.sees("zheng", lambda work: shares(work, after.notice_id))
    assert [(one.grid_id, one.many) for one in rows] == [("g21", 63), ("g22", 63)]
    for who in ("limin", "hanxue", "wang"):
        with pytest.raises(NotFound):
            after.sees(who, lambda work: shares(work, after.notice_id))


# -- the doors -------------------------------------------------------------------------------------------
async def test_only_those_who_go_there_see_a_door_or_tick_it(town: World) -> None:
    after = await talk_f(town)
    door = after.targets(NoticeTarget.grid_id == "g21")[0]
    for who in ("mengqiang", "limin", "wang", "zhao"):
        with pytest.raises(NotAllowed):
            after.does(who, TickDoor(door.id, "phone"))
        with pytest.raises(NotFound):
            after.sees(who, lambda work: my_door(work, door.id))
        assert after.sees(who, lambda work: my_round(work, after.notice_id)).many == 0
    with pytest.raises(NotFound):
        after.sees("hanxue", lambda work: my_door(work, door.id))  # not hers yet
    assert after.sees("zheng", lambda work: my_door(work, door.id)).target_id == door.id
    assert after.does("zheng", TickDoor(door.id, "phone")).first


async def test_the_same_door_twice_has_one_effect(town: World) -> None:
    after = await talk_f(town)
    doors = after.targets(NoticeTarget.grid_id == "g21")[:6]
    store = town.core.store

    def ticks(who: str, target: int, how: How) -> Coroutine[Any, Any, Ticked]:
        actor, tick = after.actor(who), TickDoor(target, how)
        return store.write(lambda session: run(after.work(session, actor), tick))

    for door in doors:
        done = await asyncio.gather(
            ticks("hanxue", door.id, "phone"),
            ticks("zheng", door.id, "face"),
        )
        assert sorted(one.first for one in done) == [False, True]
    assert after.recounted() == {"": 120, **_counted(after, ("phone", "face"))}
    assert sum(_counted(after, ("phone", "face")).values()) == 6


def _counted(after: After, hows: tuple[str, ...]) -> dict[str, int]:
    return {how: after.figures().how(how) for how in hows if after.figures().how(how)}


async def test_what_the_family_said_meanwhile_is_not_on_the_round(town: World) -> None:
    after = await talk_f(town)
    after.does("zheng", HandOverDoors(after.notice_id))
    await town.away(seconds=1)
    before = after.sees("hanxue", lambda work: my_round(work, after.notice_id))
    door = next(one for one in before.doors if one.people and one.target_id)
    target = after.targets(NoticeTarget.grid_id == "g21", NoticeTarget.way == "phone")[0]
    after.knows(after.at_home(target))
    now = after.sees("hanxue", lambda work: my_round(work, after.notice_id))
    assert now.many == before.many - 1
    assert target.id not in {one.target_id for one in now.doors}
    assert not after.does("hanxue", TickDoor(target.id, "phone")).first
    assert door.target_id in {one.target_id for one in now.doors}


async def test_a_note_informs_nobody_and_gives_way(town: World) -> None:
    after = await talk_f(town)
    door = after.targets(NoticeTarget.way == "phone")[0]
    who = "hanxue" if door.grid_id == "g21" else "mengqiang"
    assert after.does(who, TickDoor(door.id, "note")).first
    now = after.figures()
    assert (now.informed, now.how("note"), now.nothing, now.left) == (0, 1, 125, 126)
    after.knows(after.at_home(door))
    assert after.figures().by == {"self": 1}
    assert not after.does(who, TickDoor(door.id, "note")).first, (
        "who knows is not made less informed"
    )


async def test_nobody_knocks_at_night_but_the_phone_still_rings(town: World) -> None:
    after = await talk_f(town)
    await town.wait(hours=4, minutes=45)  # 20:05
    door = after.targets(NoticeTarget.grid_id == "g21")[0]
    with pytest.raises(NoKnockingNow) as late:
        after.does("hanxue", TickDoor(door.id, "face"))
    assert late.value.until == "7:30"
    helped = after.does("hanxue", TickWithHelp(door.id))
    assert (helped.how, helped.first) == ("phone", True)
    hanxue = town.person("hanxue")
    other = after.targets(NoticeTarget.grid_id == "g21")[1]
    await hanxue.handset.tap(f"t.round_door.{other.id}")
    assert "当面说了" not in hanxue.buttons()
    assert "电话说了" in hanxue.buttons()


async def test_taking_back_leaves_its_trace_and_calls_the_help_off(town: World) -> None:
    after = await talk_f(town)
    door = after.targets(NoticeTarget.grid_id == "g21", NoticeTarget.way == "none")[0]
    done = after.does("hanxue", TickWithHelp(door.id))
    case_id = after.targets(NoticeTarget.id == door.id)[0].case_id
    assert after.figures().helps == 1
    acts = select(Act.person_id, Act.by_person).where(Act.command == "OpenCase")
    noted = after.sees("zheng", lambda work: [tuple(one) for one in work.session.execute(acts)])
    assert noted == [(after.at_home(door), town.ids["hanxue"])], "in whose place it was asked for"
    with pytest.raises(TickNotYours):
        after.does("zheng", UndoTick(door.id))
    after.does("hanxue", UndoTick(door.id))
    with pytest.raises(TickNotYours):
        after.does("hanxue", UndoTick(door.id))
    assert (after.figures().helps, after.figures().nothing) == (0, 126)
    stage = after.sees("zheng", lambda work: work.session.get_one(Case, case_id).stage)
    assert (done.first, stage) == (True, "cancelled")
    trace = select(NoticeTick.was, NoticeTick.now).where(NoticeTick.target_id == door.id)
    rows = after.sees("zheng", lambda work: [tuple(row) for row in work.session.execute(trace)])
    assert rows == [("", "face"), ("face", "")]


async def test_a_note_is_no_way_back_to_a_tick(town: World) -> None:
    """What was taken back once is not brought back by an old button."""
    after = await talk_f(town)
    door = after.targets(NoticeTarget.grid_id == "g21")[0]
    after.does("hanxue", TickDoor(door.id, "note"))
    after.does("hanxue", TickDoor(door.id, "phone"))
    after.does("hanxue", UndoTick(door.id))
    assert after.figures().by == {"note": 1}
    with pytest.raises(TickNotYours):
        after.does("hanxue", UndoTick(door.id))


async def test_help_that_is_asked_for_twice_behind_a_door_is_one(town: World) -> None:
    after = await talk_f(town)
    door = after.targets(NoticeTarget.way == "phone", NoticeTarget.grid_id == "g21")[0]
    asked = after.does(after.at_home(door), WantNoticeHelp(after.notice_id))
    again = after.does("hanxue", TickWithHelp(door.id))
    assert (again.number, again.first) == (asked.number, False)
    assert (after.figures().helps, after.figures().by) == (1, {"self": 1})
    with pytest.raises(NotFound):
        after.does("wang", WantNoticeHelp(after.notice_id))


async def test_after_it_has_begun_nothing_more_goes_out(town: World) -> None:
    after = await talk_f(town)
    await town.wait(hours=17)
    late = OutboxRow.notice_id == after.notice_id, OutboxRow.sent_at > BEGINS
    found = town.core.store.read_now(lambda s: s.scalars(select(OutboxRow.id).where(*late)).all())
    assert not found


# -- the sum is the total ------------------------------------------------------------------------------------
class _UndoneAgain(Exception):
    """So that every walk begins with the same notice."""


ACTS = ("know", "family", "phone", "face", "note", "help", "undo", "dies", "moves")
walks = st.lists(st.tuples(st.integers(0, 11), st.sampled_from(ACTS)), max_size=25)


@dataclass
class _Walking:
    """Twelve doors of talk F: who lives there, who gets copies, who goes there."""

    after: After
    doors: list[NoticeTarget]
    people: dict[int, int]
    relatives: dict[int, int]

    def act(self, session: Session, door: NoticeTarget, what: str) -> None:
        after, person = self.after, self.people[door.id]
        worker = "hanxue" if door.grid_id == "g21" else "mengqiang"
        known = KnowNotice(after.notice_id)
        acts: dict[str, tuple[str | int, Command[Any]]] = {
            "know": (person, known),
            "family": (self.relatives.get(door.id, person), known),
            "help": (worker, TickWithHelp(door.id)),
            "undo": (worker, UndoTick(door.id)),
            "phone": (worker, TickDoor(door.id, "phone")),
            "face": (worker, TickDoor(door.id, "face")),
            "note": (worker, TickDoor(door.id, "note")),
        }
        if what in acts:
            who, command = acts[what]
            run(after.work(session, after.actor(who)), command)
            return
        gone: dict[str, Any] = {"gone": "dead"} if what == "dies" else {"household_id": None}
        session.execute(update(Person).where(Person.id == person).values(**gone))

    def walk(self, session: Session, steps: list[tuple[int, str]]) -> None:
        for at, what in steps:
            with suppress(Refusal), session.begin_nested():
                self.act(session, self.doors[at], what)
            session.expire_all()
        self.holds(session)
        raise _UndoneAgain

    def holds(self, session: Session) -> None:
        notice_id = self.after.notice_id
        work = self.after.work(session, CLOCK)
        now = figures(work, notice_id)
        assert now.informed + now.how("note") + now.nothing == now.total == 126
        counted: Counter[str] = Counter()
        for one in counts_of(work, notice_id):
            assert one.many > 0
            counted[one.reached] += one.many
        rows = select(NoticeTarget.reached).where(NoticeTarget.notice_id == notice_id)
        assert counted == Counter(session.scalars(rows))


async def test_whatever_happens_the_parts_make_the_whole(town: World) -> None:
    after = await talk_f(town)
    some = {way: after.targets(NoticeTarget.way == way)[:4] for way in ("phone", "family", "none")}
    doors = [door for way in some for door in some[way]]
    people = {door.id: after.at_home(door) for door in doors}
    relatives = {door.id: relative_of(after, people[door.id]) for door in some["family"]}
    walking = _Walking(after, doors, people, relatives)

    @settings(max_examples=40, deadline=None)
    @given(walks)
    def holds(steps: list[tuple[int, str]]) -> None:
        with pytest.raises(_UndoneAgain):
            town.core.store.write_now(lambda session: walking.walk(session, steps))

    holds()
