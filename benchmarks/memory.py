"""Whether the service grows with the people who have written to it.

Resident after resident goes through the whole talk; what the process holds is read after each
thousand. Caches may fill at first, so only what comes after ten thousand counts.

    python -m benchmarks.memory [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import tempfile
from pathlib import Path

from benchmarks.measure import Verdict, say
from benchmarks.scene import install_keys, scene, settle

AT_ONCE = 40
THOUSAND = 1_000
TARGET = 1.0


def resident_mb() -> float:
    """What of this process is in memory now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def slope(points: list[tuple[float, float]]) -> float:
    """Of the line that fits best through (x, y)."""
    middle = sum(x for x, _ in points) / len(points)
    above = sum(y for _, y in points) / len(points)
    rise = sum((x - middle) * (y - above) for x, y in points)
    return rise / sum((x - middle) ** 2 for x, _ in points)


async def run(*, before: int, after: int) -> None:
    """So many thousands of residents before it counts, and so many while it does."""
    people = (before + after) * THOUSAND
    points: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        settle(path, people)
        async with scene(path, iter(range(1, people + 1))) as stage:
            start = resident_mb()
            for thousand in range(1, before + after + 1):
                for _ in range(THOUSAND // AT_ONCE):
                    await stage.talks(AT_ONCE)
                gc.collect()
                if thousand >= before:
                    points.append((thousand, resident_mb()))
    say(
        f"memory: {start:.1f} MB at the start, {points[0][1]:.1f} MB after {before},000 residents, "
        f"{points[-1][1]:.1f} MB after {before + after},000",
        Verdict(f"MB for each 1,000 residents after {before},000", TARGET, slope(points), "MB"),
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="count after 3,000 residents")
    quick = options.parse_args().quick
    install_keys()
    asyncio.run(run(before=3 if quick else 10, after=3 if quick else 5))


if __name__ == "__main__":
    main()
