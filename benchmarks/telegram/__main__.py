"""The help flow over Telegram's webhook: ours, two frameworks and a floor, in the same minutes.

python -m benchmarks telegram [--quick] [--profile]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from aiohttp.test_utils import unused_port

from benchmarks.measure import say
from benchmarks.telegram import report
from benchmarks.telegram.bots import (
    AIOGRAM,
    DRIVER_CORE,
    FLOOR,
    OURS,
    PTB,
    TALK_ONLY,
    Stage,
    Town,
    install_peers,
    pin,
)
from benchmarks.telegram.killing import overload
from benchmarks.telegram.people import Crowd
from benchmarks.telegram.rounds import Rounds, closed, paced

PEOPLE = 200
ACCOUNTS = 5_000
LATENCIES = (0.03, 0.0)


@dataclass(frozen=True, slots=True)
class Size:
    rounds: int
    seconds: float
    paced_rounds: int
    paced_seconds: float
    crowd: int
    promised: int


FULL = Size(5, 3.0, 2, 5.0, 1_000, 1_500)
QUICK = Size(2, 1.0, 1, 1.5, 1_000, 500)


async def open_stages(town: Town, names: list[str]) -> dict[str, Stage]:
    stages = {}
    for name in names:
        bot = town.bot(name)
        stages[name] = stage = Stage(bot, Crowd(bot.api, PEOPLE, town.order()))
        await bot.start(unused_port())
        stage.connect()
        await closed(stage, 1.0)  # connections, caches, statements
    return stages


def turns(names: list[str], number: int) -> list[str]:
    """Who begins changes, or the same would always follow the same."""
    at = number % len(names)
    return [*names[at:], *names[:at]]


async def compare(stages: dict[str, Stage], size: Size) -> None:
    names = list(stages)
    # First, before anybody has a backlog of what nobody waits for.
    slow = {name: Rounds() for name in names}
    for number in range(size.paced_rounds):
        for name in turns(names, number):
            slow[name].rounds.append(await paced(stages[name], size.paced_seconds))
    report.pacing(slow)
    for latency in LATENCIES:
        found = {name: Rounds() for name in names}
        for number in range(size.rounds):
            for name in turns(names, number):
                stages[name].bot.api.latency = latency
                found[name].rounds.append(await closed(stages[name], size.seconds))
        peaks = {name: stage.bot.peak_mb() for name, stage in stages.items()}
        report.throughput(latency, found, peaks)


async def run(folder: Path, size: Size, *, aiogram: bool) -> None:
    town = Town(folder, ACCOUNTS)
    gc.freeze()
    names = [TALK_ONLY, AIOGRAM, OURS, PTB, FLOOR]
    if not aiogram:
        names.remove(AIOGRAM)
    stages = await open_stages(town, names)
    try:
        say(f"{PEOPLE} people at once; the bot has one core, the driver and the Bot API another")
        await compare(stages, size)
    finally:
        for stage in stages.values():
            await stage.bot.end()
    names.remove(TALK_ONLY)
    lost = {
        name: await overload(town, name, people=size.crowd, promised=size.promised)
        for name in names
    }
    report.losses(size.crowd, lost)


async def profile(folder: Path, size: Size) -> None:
    """Where the time of ours goes, while everybody taps."""
    town = Town(folder, ACCOUNTS)
    bot = town.bot(TALK_ONLY, "--profile")
    stage = Stage(bot, Crowd(bot.api, PEOPLE, town.order()))
    await bot.start(unused_port())
    stage.connect()
    try:
        await closed(stage, 1.0)
        bot.tell(signal.SIGCONT)
        bot.tell(signal.SIGUSR1)
        found = await closed(stage, size.seconds * 2)
        say(f"-- {found.replies} updates in {found.seconds:.1f} s, slowed down by the profile")
        bot.tell(signal.SIGCONT)
        bot.tell(signal.SIGUSR2)
        assert bot.process is not None
        assert bot.process.stdout is not None
        while (line := (await bot.process.stdout.readline()).decode()) != "-- end\n":
            sys.stdout.write(line)
    finally:
        await bot.end()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    aiogram = install_peers()
    pin(DRIVER_CORE)
    size = QUICK if given.quick else FULL
    with tempfile.TemporaryDirectory() as name:
        if given.profile:
            asyncio.run(profile(Path(name), size))
        else:
            asyncio.run(run(Path(name), size, aiogram=aiogram))


if __name__ == "__main__":
    main()
