"""Killed at any instant: no case missing or doubled, every talk where it was, every row sent.

Told on Telegram, by webhook and by polling in turn, because nothing between an update and its
answer may be left out: the platform is the fake Bot API, the way to it the service's own. The long
run belongs to ``make prove``; the short one is part of every test run.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from bot.outbox.pace import USUAL
from models.store import Store
from tests.botapi import FakeBotApi
from tests.proofs.kills import MODES, POINTS, TALKS_EACH, KillProof, Life, lives_of
from tests.proofs.phones import UNCHANGED, Record
from tests.proofs.rows import Driven, Sum, summed, what_is_wrong
from tests.proofs.scripts import courses
from tests.proofs.service import Home, Platform, Service
from tests.proofs.town import (
    EVENING,
    Keys,
    RunningClock,
    address_of,
    ahead_of,
    settle_on_telegram,
)

WINDOW = 128
"""The most calls that may be out and not yet written down (decision 0011)."""
assert USUAL.window <= WINDOW
TALKS = 50
LATENCY = 0.004
"""Seconds from a call's effect to its answer: time enough to die in between."""
LEASE = {"sqlite": 60.0, "postgresql": 4.0}
"""Alone on its database a service takes up its predecessor's rows at once; among others it waits
until their lease lapses, which is made short here."""


async def proven(
    url: str,
    folder: Path,
    own_keys: Keys,
    lives: list[Life],
    *,
    residents: int,
    at_once: int = TALKS,
    talks: int = TALKS_EACH,
) -> tuple[KillProof, Sum]:
    """Run it, check every row, and give back the figures."""
    known = await courses(folder)
    ahead = ahead_of(EVENING)
    async with AsyncExitStack() as closing:
        store = Store.open(url, wall=RunningClock(ahead))
        closing.callback(store.close)
        api = await closing.enter_async_context(FakeBotApi(latency=LATENCY))
        phones = settle_on_telegram(store, api, residents=residents, helpers=60)
        people = [phones[address_of("resident", number)] for number in range(residents)]
        home = Home(url, own_keys.texts, ahead, folder, LEASE[store.dialect], unused_port())
        service = Service(home, Platform(api, random.Random(len(lives))), Record(api))
        await service.open()
        closing.push_async_callback(service.close)
        proof = KillProof(service, store, known, len(lives))
        await proof.run(lives, people, at_once=at_once, talks=talks)
        figures = judged(proof, store)
    return proof, figures


def judged(proof: KillProof, store: Store) -> Sum:
    """Every row, and what Telegram received."""
    driven = Driven(
        {one.address: one.done for one in proof.residents},
        [update for one in proof.residents for update in one.updates],
        proof.courses,
        proof.record.calls,
    )
    wrong = store.read_now(partial(what_is_wrong, driven=driven))
    assert not wrong, wrong
    figures = store.read_now(lambda session: summed(session, driven))
    tally = proof.tally
    assert not tally.astray, tally.astray[:5]
    assert figures.cases == figures.cases_wanted
    assert figures.sent + figures.ended == figures.due
    assert all(0 <= count <= WINDOW for count in tally.unrecorded), tally.unrecorded
    assert figures.repeats <= sum(tally.unrecorded)
    assert all(UNCHANGED in why for why in proof.record.refused), proof.record.refused
    assert not proof.service.complaints()
    return figures


def told(dialect: str, proof: KillProof, figures: Sum) -> str:
    """The figures in two lines that can be quoted."""
    tally, kills = proof.tally, proof.tally.kills.total()
    places = tally.in_place + len(tally.astray)
    points = ", ".join(f"{point} {count}" for point, count in sorted(tally.kills.items()))
    modes = ", ".join(f"{count} by {mode}" for mode, count in sorted(tally.modes.items()))
    return (
        f"kills {kills} on Telegram ({dialect}; {modes}): "
        f"cases {figures.cases:,}/{figures.cases_wanted:,}, "
        f"doubled {figures.doubled}, talks in place {tally.in_place:,}/{places:,}, "
        f"due rows sent {figures.sent:,}/{figures.due:,} "
        f"(the others: {figures.reasons}), "
        f"repeats {figures.repeats} (most unrecorded at one kill {max(tally.unrecorded)}, "
        f"bound {WINDOW})\n"
        f"  updates {figures.updates:,} in {proof.platform.delivered:,} deliveries, "
        f"offers told {figures.offers:,}, replies after a later one {figures.late}; {points}"
    )


async def test_a_service_killed_a_few_times_loses_and_doubles_nothing(
    dialect: str, database_url: str, tmp_path: Path, own_keys: Keys, quote: Callable[[str], None]
) -> None:
    lives = lives_of({"sqlite": len(POINTS), "postgresql": 4}[dialect], latest=25)
    proof, figures = await proven(database_url, tmp_path, own_keys, lives, residents=TALKS, talks=2)
    quote(told(dialect, proof, figures))


@pytest.mark.prove
@pytest.mark.timeout(1800)
async def test_a_service_killed_hundreds_of_times_loses_and_doubles_nothing(
    dialect: str, database_url: str, tmp_path: Path, own_keys: Keys, quote: Callable[[str], None]
) -> None:
    kills = {"sqlite": 200, "postgresql": 50}[dialect]
    residents = TALKS + kills * 20 // TALKS_EACH
    lives = lives_of(kills)
    proof, figures = await proven(database_url, tmp_path, own_keys, lives, residents=residents)
    quote(told(dialect, proof, figures))


# -- everybody at once -------------------------------------------------------------------------------
async def test_of_many_people_at_once_nobody_who_was_answered_is_lost_by_a_kill(
    sqlite_url: str, tmp_path: Path, own_keys: Keys, quote: Callable[[str], None]
) -> None:
    quote(await overwhelmed(sqlite_url, tmp_path, own_keys, people=100, kills=2))


@pytest.mark.prove
@pytest.mark.timeout(1800)
async def test_of_a_thousand_people_at_once_nobody_who_was_answered_is_lost_by_a_kill(
    database_url: str, tmp_path: Path, own_keys: Keys, quote: Callable[[str], None]
) -> None:
    quote(await overwhelmed(database_url, tmp_path, own_keys, people=1000, kills=4))


async def overwhelmed(url: str, folder: Path, own_keys: Keys, *, people: int, kills: int) -> str:
    """Everybody writes in the same instant; each life confirms half as many updates and dies. What
    was confirmed Telegram will never deliver again: it must be here."""
    lives = [
        Life(MODES[number % len(MODES)], seconds=0.01, updates=people // 2)
        for number in range(kills)
    ]
    proof, figures = await proven(
        url, folder, own_keys, lives, residents=people, at_once=people, talks=1
    )
    return f"{people:,} people at once, {told(proof.store.dialect, proof, figures)}"
