"""What one message of "the heating is cold" costs, from the phone to the recorded reply.

python -m benchmarks.help_flow [--quick] [--profile]
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import gc
import itertools
import pstats
import tempfile
import time
from pathlib import Path

from benchmarks.measure import MILLI, Costs, Reference, Verdict, cpu, say
from benchmarks.scene import ONCE_OPEN, TALK, Scene, install_keys, scene, settle
from bot.channels.memory import MemoryChannel
from bot.dialogue.messages import Incoming, Option, Outgoing

PEOPLE = 1000
TARGETS = {32: 0.4, 1: 0.8}
ALONE = 4
"""Talks of a lone person in a round."""


async def channel_alone(messages: int) -> float:
    """What the memory channel itself takes: JSON both ways of a tap and of an ordinary screen."""
    channel = MemoryChannel()

    async def take(_incoming: Incoming) -> None:
        """The service would begin here."""

    channel.intake = take
    options = tuple(Option("哪儿都凉", f"a12.3.all{n}", n) for n in range(6))
    screen = Outgoing(("您家暖气哪儿不热？",), options)
    began = cpu()
    for number in range(messages):
        await channel.taps_token("phone-1", "a12.3.all")
        await channel.send(f"phone-{number}", screen, key=str(number))
    return (cpu() - began) / messages * MILLI


async def compare(stage: Scene, reference: Reference, rounds: int) -> None:
    """Everything in turn, so that whatever the neighbours do falls on all alike."""
    own, bare, channel = {n: Costs() for n in TARGETS}, {n: Costs() for n in TARGETS}, Costs()
    for _ in range(3):
        await stage.talks(32)
    gc.collect()
    for _ in range(rounds):
        own[32].add(await stage.talks(32))
        bare[32].add(reference.batches(len(TALK), 32))
        for _ in range(ALONE):
            own[1].add(await stage.talks(1))
            bare[1].add(reference.batches(len(TALK), 1))
        channel.add([await channel_alone(32)])
    for waiting, target in TARGETS.items():
        name = f"{waiting} waiting" if waiting > 1 else "alone"
        cost, floor = own[waiting], bare[waiting]
        say(
            f"help flow, {name}: CPU of a message {cost}",
            f"  the bare statements of the same rounds {floor}: "
            f"{cost.typical / floor.typical:.1f} times as much, "
            f"undisturbed {cost.undisturbed / floor.undisturbed:.1f}",
            f"  of it the memory channel's own JSON {channel}",
            Verdict(f"{name}: CPU of a message", target, cost.typical, "ms"),
            Verdict(f"{name}: undisturbed", target, cost.undisturbed, "ms"),
        )


async def profiled(stage: Scene, rounds: int) -> None:
    """Where it goes: the writer's thread and the event loop's."""
    await stage.talks(32)
    writer, loop = cProfile.Profile(time.thread_time), cProfile.Profile(time.thread_time)
    stage.store.write_now(lambda _session: writer.enable())
    loop.enable()
    for _ in range(rounds):
        await stage.talks(32)
    loop.disable()
    stage.store.write_now(lambda _session: writer.disable())
    for name, profile in (("the writer", writer), ("the event loop", loop)):
        say(f"-- {name}, {rounds * 32 * len(TALK)} messages")
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


async def run(*, quick: bool, profile: bool) -> None:
    everybody = itertools.cycle(range(1, PEOPLE + 1))
    rounds = 15 if quick else 60
    assert (rounds + 3) * (32 + ALONE) < PEOPLE * ONCE_OPEN
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        settle(path, PEOPLE)
        reference = Reference(Path(folder))
        async with scene(path, everybody) as stage:
            if profile:
                await profiled(stage, rounds)
            else:
                await compare(stage, reference, rounds)
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
