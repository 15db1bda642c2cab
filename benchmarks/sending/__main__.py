"""A notice to many: under Telegram's limits beside what others would send it with, without limits,
and how it is queued.

    python -m benchmarks sending [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.measure import say
from benchmarks.sending import free, limited, queueing
from benchmarks.telegram.bots import DRIVER_CORE, install_peers, pin

PARTS: dict[str, Callable[[Path, bool], Awaitable[None]]] = {
    "limited": limited.run,
    "free": free.run,
    "queueing": queueing.run,
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("parts", nargs="*", help=", ".join(PARTS))
    given = options.parse_args()
    install_peers()
    pin(DRIVER_CORE)
    for name in given.parts or PARTS:
        say(f"\n-- {name}")
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(PARTS[name](Path(folder), given.quick))  # type: ignore[arg-type]  # they are coroutines


if __name__ == "__main__":
    main()
