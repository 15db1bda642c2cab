"""A thousand people at once, and the process is killed in the middle: what had it promised?

An update that was answered with 200 is the bot's: Telegram never delivers it again. What was not
answered is delivered again, to whoever listens then.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from aiohttp.test_utils import unused_port

from benchmarks.scene import TALK
from benchmarks.telegram.bots import Bot, Stage, Town
from benchmarks.telegram.ours import DATABASE
from benchmarks.telegram.people import Crowd

LATENCY = 0.03
LONGEST = 4.0
PATIENCE = 1.5
"""Seconds without any reply after which none is expected."""


@dataclass(frozen=True, slots=True)
class Loss:
    """``answered``: updates that had their 200 when the kill came. ``silent``: of these, never
    replied to. ``ended``: of the ``open`` talks, those that did not go on. ``missing``: answered
    updates of which the database knows nothing; None where there is none."""

    answered: int
    redelivered: int
    silent: int
    open: int
    ended: int
    missing: int | None


async def overload(town: Town, name: str, *, people: int, promised: int) -> Loss:
    """The kill comes when so many updates have been answered, or soon anyway."""
    bot = town.bot(name, suffix="-kill")
    stage = Stage(bot, Crowd(bot.api, people, town.order()))
    bot.api.latency = LATENCY
    port = unused_port()
    try:
        await bot.start(port)
        stage.connect()
        stage.crowd.everybody()
        end = time.perf_counter() + LONGEST
        while time.perf_counter() < end:
            await asyncio.sleep(0.005)
            if len(stage.crowd.answered_ids) >= promised:
                break
        return await _killed(stage, port)
    finally:
        await bot.end()


async def _killed(stage: Stage, port: int) -> Loss:
    bot, crowd = stage.bot, stage.crowd
    crowd.going = False
    await bot.end(signal.SIGKILL)
    await asyncio.sleep(LATENCY * 4)  # what was on its way to Telegram arrives there
    answered = list(crowd.answered_ids)
    promised = [one for one in crowd.people if one.waits_since and one.answered]
    again = [one for one in crowd.people if not one.answered]
    bot.api.latency = 0.0  # slow is not lost
    await bot.start(port)
    stage.connect()
    for one in again:
        crowd.post(one)
    await _still(crowd)
    silent = sum(one.waits_since > 0 for one in promised)
    middle = [one for one in crowd.people if 0 < one.step < len(TALK) and one.heard]
    stuck = [one for one in crowd.people if not one.heard]
    for one in middle:
        crowd.act(one)
    await _still(crowd)
    ended = len(stuck) + sum(not one.heard for one in middle)
    missing = _missing(bot, answered) if bot.is_ours else None
    return Loss(len(answered), len(again), silent, len(middle) + len(stuck), ended, missing)


async def _still(crowd: Crowd, patience: float = PATIENCE) -> None:
    """Until nobody waits, or nothing has come for a while."""
    replies, since = crowd.seen.replies, time.perf_counter()
    while any(not one.heard for one in crowd.people):
        await asyncio.sleep(0.05)
        if crowd.seen.replies != replies:
            replies, since = crowd.seen.replies, time.perf_counter()
        elif time.perf_counter() - since > patience:
            return


def _missing(bot: Bot, answered: Iterable[int]) -> int:
    with closing(sqlite3.connect(bot.folder / DATABASE)) as raw:
        rows = raw.execute("SELECT update_id FROM seen_updates WHERE channel = 'telegram'")
        known = {update for (update,) in rows}
    return sum(f"4200.{number}" not in known for number in answered)
