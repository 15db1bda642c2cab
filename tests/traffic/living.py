"""A stretch of the town's life: how often what happens, and at which hours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from models.clocks import FixedClock, to_town
from models.store import Store
from tests.traffic import doors, helpers, leavers, residents, senders
from tests.traffic.recording import Ear
from tests.traffic.rules import Rules
from tests.traffic.script import Script
from tests.traffic.town import at, open_town

ODD = ((22, 30), (6, 10), (20, 50), (23, 50), (21, 0), (5, 0))


@dataclass(frozen=True, slots=True)
class Tempo:
    """How dense it is: ``busy`` against a lively day, ``notices`` a day, how many of each kind of
    leaving in all; and the ``step`` between the instants at which people act."""

    days: int
    busy: float
    notices: float
    leavings: int
    step: timedelta


@dataclass(frozen=True, slots=True)
class Habit:
    """So often on a lively day, on the average; ``odd``: the share that happens late or early."""

    does: Callable[[Script], Awaitable[None] | None]
    a_day: float
    odd: float = 0.0


HABITS = (
    Habit(residents.asks_for_help, 2.5, odd=0.2),
    Habit(residents.cries, 0.2, odd=0.5),
    Habit(residents.chats, 2.0, odd=0.4),
    Habit(residents.minds_topics, 1.0, odd=0.2),
    Habit(residents.sees_the_doctor, 1.5),
    Habit(residents.signs_children_up, 0.3),
    Habit(residents.keeps_a_child_at_home, 0.2),
)
LEAVING = (
    leavers.withdraws, leavers.dies, leavers.moves_away, leavers.is_deleted, leavers.closes_account,
    leavers.worker_leaves,
)  # fmt: skip


def begin(store: Store, wall: FixedClock, seed: int, tempo: Tempo) -> Script:
    """The town, and everything that will happen by itself."""
    rng = Random(seed)
    first = to_town(wall.now()).date()
    town, book = open_town(store, wall, rng, first + timedelta(days=tempo.days + 60))
    script = Script(town, book, rng, Rules(book), Ear(town.phones), tempo.step)
    script.reacts |= helpers.REACTS | senders.REACTS | doors.REACTS
    script.looks.append(doors.stand)
    writes = Habit(senders.writes, tempo.notices, odd=0.35)
    for number in range(1, tempo.days):
        day = first + timedelta(days=number)
        for habit in HABITS:
            _plan(script, day, habit, habit.a_day * tempo.busy)
        _plan(script, day, writes, writes.a_day)
    for leaving in LEAVING:
        for _ in range(tempo.leavings):
            day = first + timedelta(days=rng.randrange(1, tempo.days))
            script.at(at(day, rng.randrange(24), rng.randrange(60)), partial(leaving, script))
    for _ in range(tempo.leavings):
        day = first + timedelta(days=rng.randrange(1, tempo.days))
        script.at(at(day, rng.randrange(24)), partial(stands_still, script))
    return script


def stands_still(script: Script) -> None:
    """The service is down for some hours of a day; whoever wrote meanwhile is the first to be heard."""
    since = script.now
    script.town.wall.advance(timedelta(minutes=script.rng.randrange(30, 180)))
    script.book.stood_still(since, script.now)


def _plan(script: Script, day: date, habit: Habit, a_day: float) -> None:
    rng = script.rng
    for _ in range(int(a_day) + (rng.random() < a_day % 1)):
        if rng.random() < habit.odd:
            hour, minute = rng.choice(ODD)
        else:
            hour, minute = rng.randrange(8, 20), rng.randrange(60)
        script.at(at(day, hour, minute), partial(habit.does, script))


async def live(script: Script, tempo: Tempo, *, enough: int = 0) -> None:
    await script.until(script.now + timedelta(days=tempo.days), enough=enough)
