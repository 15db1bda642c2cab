"""Without limits, as a paid broadcast has none: how many a second are sent and written down."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from benchmarks.measure import MILLI, Verdict, say
from benchmarks.sending import town
from benchmarks.sending.bots import OURS, Bot
from benchmarks.telegram.fake import FakeApi

EVERYBODY, SOME, FEW = 216_028, 20_000, 1_000
LATENCY = 0.03
RATE, SLOPE_MB = 1_000.0, 5.0


async def run(folder: Path, quick: bool) -> None:  # noqa: FBT001 - a flag of the command line
    people = SOME if quick else EVERYBODY
    town.make(folder / "ours", people)
    api = FakeApi(latency=LATENCY)
    bot = Bot(OURS, api, folder / "ours")
    await bot.start()
    try:
        await _sent(bot, 1, FEW)
        first, memory = FEW, [(FEW, bot.memory_mb())]
        began, cpu, waited = time.perf_counter(), bot.cpu(), bot.waited()
        step = people // 10
        town.queue(bot.folder, first + 1, people)
        while first < people:
            first = min(first + step, people)
            await _until(bot, first)
            memory.append((first, bot.memory_mb()))
        took, spent, robbed = time.perf_counter() - began, bot.cpu() - cpu, bot.waited() - waited
    finally:
        await bot.end()
    _report(people - FEW, took, spent, robbed, memory)


async def _sent(bot: Bot, first: int, last: int) -> None:
    town.queue(bot.folder, first, last)
    await _until(bot, last)


async def _until(bot: Bot, people: int) -> None:
    """Until so many calls have come and are written down."""
    while bot.api.calls["sendMessage"] < people:  # noqa: ASYNC110 - another process, no event
        await asyncio.sleep(0.005)
    while await asyncio.to_thread(town.recorded, bot.folder) < people:  # noqa: ASYNC110 - nor here
        await asyncio.sleep(0.01)


def _report(
    sent: int, took: float, spent: float, robbed: float, memory: list[tuple[int, float]]
) -> None:
    grown = memory[-1][1] - memory[0][1]
    settled = memory[-1][1] - memory[len(memory) // 2][1]
    say(
        f"{sent:,} sent and recorded in {took:.1f} s at {LATENCY * MILLI:.0f} ms latency: "
        f"{sent / took:,.0f}/s; {spent / sent * MILLI:.3f} ms of CPU each, so a core that is all "
        f"its own does {sent / spent:,.0f}/s. Others had its core for {robbed:.1f} s.",
        "  memory: " + " ".join(f"{people:,}: {mb:.0f}" for people, mb in memory) + " MB",
        Verdict("sent and recorded, missing to 1,000/s", 0.0, max(RATE - sent / took, 0.0), "/s"),
        Verdict("ms of CPU of one (1 is 1,000/s on one core)", 1.0, spent / sent * MILLI, "ms"),
        Verdict(
            f"memory, from {memory[0][0]:,} people to {memory[-1][0]:,}", SLOPE_MB * 3, grown, "MB"
        ),
        Verdict("memory, in the second half", SLOPE_MB, settled, "MB"),
    )
