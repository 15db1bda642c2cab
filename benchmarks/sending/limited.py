"""Under Telegram's limits: a notice to three thousand while fifty people talk."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Verdict, say
from benchmarks.sending import town
from benchmarks.sending.bots import AIOGRAM, OURS, PTB, Bot
from benchmarks.sending.talkers import SECONDS, Talkers
from benchmarks.sending.walled import WalledApi
from benchmarks.telegram.bots import PEERS

PEOPLE, TALK = 3_000, 50
WARM = 12
"""People who write before anything is measured: a process that has just begun is slow."""
LATENCY = 0.03
RATE, SLOWER_MS = 29.0, 20.0


@dataclass(frozen=True, slots=True)
class Found:
    """``alone`` is p95 of a reply without the notice, in ms; ``beside`` with it. ``robbed``: the
    share of the time for which it could have run and others had its core."""

    rate: float
    floods: int
    alone: float
    beside: float
    longest: float
    lost: int
    asked: int
    missing: int
    robbed: float


async def run(folder: Path, quick: bool) -> None:  # noqa: FBT001 - a flag of the command line
    people = PEOPLE // 5 if quick else PEOPLE
    seconds = SECONDS / 2 if quick else SECONDS
    say(
        f"{people:,} people get a notice, {TALK} of them write once within {seconds:g} s; the "
        f"platform answers after {LATENCY * 1e3:.0f} ms, takes 30 calls in any second and refuses "
        "the next",
        f"  {'':<22}{'calls/s':>8}{'429s':>6}{'reply p95 alone':>17}{'with notice':>13}"
        f"{'longest':>9}{'lost':>6}{'not told':>10}{'core taken':>12}",
    )
    town.make(folder / "ours", people + 2 * TALK)
    ours = await measured(OURS, folder / "ours", people, seconds)
    say(_line(OURS, ours))
    if PEERS.exists():
        names = (PTB, AIOGRAM)
        for name, found in zip(
            names,
            # Beside each other: they hardly use the core, and each has a platform of its own.
            await asyncio.gather(*(measured(name, folder, people, seconds) for name in names)),
            strict=True,
        ):
            say(_line(name, found))
    say(
        Verdict("calls/s that are missing to 29", 0.0, max(RATE - ours.rate, 0.0), "/s"),
        Verdict("429s", 0, ours.floods),
        Verdict("reply p95, slower than without", SLOWER_MS, ours.beside - ours.alone, "ms"),
        Verdict("replies that were lost", 0, ours.lost),
        Verdict("people who were not told", 0, ours.missing),
    )


async def measured(name: str, folder: Path, people: int, seconds: float) -> Found:
    """Those who talk first are not told anything; those who talk later are among the told."""
    api = WalledApi(latency=LATENCY)
    bot = Bot(name, api, folder, people, flags=("--paced",))
    await bot.start()
    try:
        spare = people + TALK + 1
        await Talkers(api, bot.address).talk(range(spare, spare + WARM), 1.0)
        alone = Talkers(api, bot.address)
        await alone.talk(range(people + 1, people + 1 + TALK), seconds)
        await asyncio.sleep(1.5)
        return await _with_notice(bot, api, people, seconds, alone)
    finally:
        await bot.end()


async def _with_notice(
    bot: Bot, api: WalledApi, people: int, seconds: float, alone: Talkers
) -> Found:
    before, waited, began = len(api.counted), bot.waited(), time.perf_counter()
    beside = Talkers(api, bot.address)
    bot.begin()
    if bot.name == OURS:
        town.queue(bot.folder, 1, people)
    await asyncio.sleep(2.0)
    every = max(people // TALK, 1)
    await beside.talk(range(every, every * TALK + 1, every), seconds)
    await _all_told(api, before + people + TALK)
    calls = api.counted[before:]
    return Found(
        rate=(len(calls) - 1) / (calls[-1] - calls[0]),
        floods=api.floods,
        alone=alone.p95(),
        beside=beside.p95(),
        longest=beside.longest(),
        lost=beside.lost + alone.lost,
        asked=beside.posted,
        robbed=(bot.waited() - waited) / (time.perf_counter() - began),
        missing=max(people - (len(calls) - len(beside.waits)), 0),
    )


async def _all_told(api: WalledApi, calls: int) -> None:
    """Until all have been, or nothing has come for a while."""
    since, seen = time.perf_counter(), len(api.counted)
    while len(api.counted) < calls:
        await asyncio.sleep(0.05)
        if len(api.counted) != seen:
            since, seen = time.perf_counter(), len(api.counted)
        elif time.perf_counter() - since > 3.0:
            return


def _line(name: str, found: Found) -> str:
    return (
        f"  {name:<22}{found.rate:8.2f}{found.floods:6}{found.alone:14.0f} ms{found.beside:10.0f} ms"
        f"{found.longest:6.0f} ms{found.lost:6}{found.missing:10}{found.robbed:12.0%}"
    )
