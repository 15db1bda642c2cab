"""What one message of "the heating is cold" costs, from the phone to the recorded reply.

    python -m benchmarks.help_flow [--quick] [--profile]
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import itertools
import pstats
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.measure import Reference, Verdict, cpu_ms, say, spread
from benchmarks.scene import ONCE_OPEN, TALK, Scene, install_keys, scene, settle
from bot.channels.memory import MemoryChannel
from bot.dialogue.messages import Incoming, Option, Outgoing

PEOPLE = 1000
TARGETS = {32: 0.4, 1: 0.8}


async def channel_alone(messages: int) -> int:
    """What the memory channel itself takes: JSON both ways of a tap and of an ordinary screen."""
    channel = MemoryChannel()

    async def take(_incoming: Incoming) -> None:
        """The service would begin here."""

    channel.intake = take
    options = tuple(Option("哪儿都凉", f"a12.3.all{n}", n) for n in range(6))
    screen = Outgoing(("您家暖气哪儿不热？",), options)
    for number in range(messages):
        await channel.taps_token("phone-1", "a12.3.all")
        await channel.send(f"phone-{number}", screen, key=str(number))
    return messages


async def rounds(stage: Scene, reference: Reference, *, count: int, talks: int) -> None:
    cost: dict[int, list[float]] = {waiting: [] for waiting in TARGETS}
    bare: dict[int, list[float]] = {waiting: [] for waiting in TARGETS}
    channel: list[float] = []
    await stage.talks(64, 32)
    for _ in range(count):
        for waiting in TARGETS:
            some = max(talks if waiting > 1 else talks // 8, waiting)
            cost[waiting].append(await cpu_ms(lambda w=waiting, t=some: stage.talks(t, w)))  # type: ignore[misc]
            bare[waiting].append(reference.ms(some * len(TALK), waiting))
        channel.append(await cpu_ms(lambda: channel_alone(500)))
    for waiting, target in TARGETS.items():
        ratios = [own / floor for own, floor in zip(cost[waiting], bare[waiting], strict=True)]
        name = f"{waiting} waiting" if waiting > 1 else "alone"
        say(
            f"help flow, {name}: {spread(cost[waiting])} CPU a message",
            f"  the bare statements of the same round: {spread(bare[waiting])}; "
            f"{median(ratios):.2f} times as much",
            f"  the memory channel's own JSON is {median(channel):.3f} ms of it",
            Verdict(f"CPU of a message, {name}", target, median(cost[waiting]), "ms"),
            Verdict("  the best round", target, min(cost[waiting]), "ms"),
        )


async def profiled(stage: Scene) -> None:
    """Where it goes: the event loop's thread and the writer's, one after the other."""
    await stage.talks(64, 32)
    loop, writer = cProfile.Profile(time.thread_time), cProfile.Profile(time.thread_time)
    stage.store.write_now(lambda _session: writer.enable())
    loop.enable()
    messages = await stage.talks(320, 32)
    loop.disable()
    stage.store.write_now(lambda _session: writer.disable())
    for name, profile in (("the writer", writer), ("the event loop", loop)):
        print(f"-- {name}, {messages} messages")
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)


async def run(*, quick: bool, profile: bool) -> None:
    everybody = itertools.cycle(range(1, PEOPLE + 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        settle(path, PEOPLE)
        reference = Reference(Path(folder))
        async with scene(path, everybody) as stage:
            if profile:
                await profiled(stage)
            else:
                count, talks = (3, 64) if quick else (7, 160)
                assert count * talks * 1.2 < PEOPLE * ONCE_OPEN
                await rounds(stage, reference, count=count, talks=talks)
        reference.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    install_keys()
    asyncio.run(run(quick=given.quick, profile=given.profile))


if __name__ == "__main__":
    main()
