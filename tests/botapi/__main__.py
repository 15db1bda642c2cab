"""The fake as a process of its own, for benchmarks and proofs that kill what talks to it.

    python -m tests.botapi --port 8081 --latency 0.03

Any chat may be written to and any tap answered. Beside the Bot API it has two addresses of its
own: POST /fake/deliver takes a raw update, GET /fake/figures says what happened so far. It ends
with SIGTERM or SIGINT and writes the figures as its last line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from tests.botapi.faults import Faults
from tests.botapi.server import TOKEN, FakeBotApi


def _options() -> argparse.Namespace:
    read = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    read.add_argument("--port", type=int, default=0, help="0 takes a free one and says which")
    read.add_argument("--token", default=TOKEN)
    read.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    read.add_argument("--limits", action="store_true", help="keep Telegram's pace")
    read.add_argument("--no-check", action="store_true", help="do not compare with the Bot API")
    read.add_argument("--keep-messages", type=int, default=50, help="so many of each chat")
    read.add_argument("--keep-calls", type=int, default=0, help="so many calls are remembered")
    for name in ("too-many", "server-error", "hang", "blocked", "reset"):
        read.add_argument(f"--{name}", type=float, default=0.0, help="share of all calls")
    read.add_argument("--seed", type=int, default=1)
    return read.parse_args()


async def _run(given: argparse.Namespace) -> None:
    faults = Faults(
        too_many=given.too_many,
        server_error=given.server_error,
        hang=given.hang,
        blocked=given.blocked,
        reset=given.reset,
        seed=given.seed,
    )
    api = FakeBotApi(
        given.token,
        limits=given.limits,
        latency=given.latency,
        faults=faults if faults != Faults(seed=given.seed) else None,
        check=not given.no_check,
        anyone=True,
        keep_calls=given.keep_calls,
        keep_messages=given.keep_messages,
    )
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await api.start(given.port)
    sys.stdout.write(f"{api.url}\n")
    sys.stdout.flush()
    await ended.wait()
    await api.stop()
    sys.stdout.write(json.dumps(api.figures()) + "\n")


if __name__ == "__main__":
    asyncio.run(_run(_options()))
