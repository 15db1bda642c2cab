"""Whether a message costs more in a town of a million than in one of a thousand.

Two files side by side, the same talk in turn on each, by people from all over the ids: what is
asked of the database must find its rows by an index, however many there are.

    python -m benchmarks.growth [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Costs, Verdict, say
from benchmarks.scene import ONCE_OPEN, Scene, install_keys, scene, settle

SMALL = 1_000
LARGE = 1_000_000
RATIO = 1.2


def anybody(people: int, seed: int) -> Iterator[int]:
    """People in no order, each as seldom as there are others."""
    chance = random.Random(seed)
    for _ in range(ONCE_OPEN):
        yield from chance.sample(range(1, people + 1), people)


async def compare(small: Scene, large: Scene, rounds: int) -> dict[int, tuple[Costs, Costs]]:
    costs = {waiting: (Costs(), Costs()) for waiting in (32, 1)}
    for _ in range(3):
        await small.talks(32)
        await large.talks(32)
    gc.collect()
    for number in range(rounds):
        # Who begins changes, or the second would always find the caches of the first.
        pair = [(small, 0), (large, 1)][:: 1 if number % 2 else -1]
        for waiting, both in costs.items():
            for stage, which in pair:
                both[which].add(await stage.talks(waiting))
    return costs


async def run(*, people: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = {count: Path(folder) / f"{count}.db" for count in (SMALL, people)}
        for count, path in paths.items():
            began = time.perf_counter()
            settle(path, count)
            size, took = path.stat().st_size / 1e6, time.perf_counter() - began
            say(f"a town of {count:,}: {size:,.0f} MB, written in {took:.0f} s")
        order = {count: anybody(count, 7) for count in paths}
        async with (
            scene(paths[SMALL], order[SMALL]) as small,
            scene(paths[people], order[people]) as large,
        ):
            costs = await compare(small, large, rounds)
    for waiting, (few, many) in costs.items():
        name = f"{waiting} waiting" if waiting > 1 else "alone"
        ratio = many.typical / few.typical
        say(
            f"growth, {name}: CPU of a message with {SMALL:,} people {few}; with {people:,} {many}",
            Verdict(f"{name}: {people:,} people against {SMALL:,}", RATIO, ratio, "x"),
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the people")
    quick = options.parse_args().quick
    install_keys()
    asyncio.run(run(people=LARGE // 10 if quick else LARGE, rounds=15 if quick else 30))


if __name__ == "__main__":
    main()
