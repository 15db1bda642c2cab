"""The service of the kill proof, and the process its lives are forked from.

Starting Python and reading all modules takes seconds; a proof of two hundred kills would be a proof
of patience. So everything is imported once, here, and each life is a fork: a process of its own,
with its own connections, killed by a real SIGKILL. This file is run as a program and reads one line
of JSON for each life.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from datetime import timedelta
from typing import Any

import structlog

from bot import logs
from bot.outbox.sender import Pacing
from handlers.book import book
from models.store import Store
from models.town import pinned
from tests.killpoints import KillAt
from tests.proofs.running import Reach, running
from tests.proofs.town import Keys, RunningClock

log = structlog.get_logger("tests.proofs.lives")


def main() -> None:
    """Fork one life after another, until the line ends."""
    logs.configure("json", "warning")
    book()
    for line in sys.stdin:
        life = json.loads(line)
        Keys(tuple(life["keys"])).install()
        _warm(life)
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            _live(life)
        _tell({"pid": pid})
        _pid, status = os.waitpid(pid, 0)
        _tell({"ended": os.waitstatus_to_exitcode(status)})


def _warm(life: dict[str, Any]) -> None:
    """Parse the town once; connections must not be open when a process forks."""
    if not pinned._parsed:
        store = Store.open(life["url"])
        store.read_now(pinned.current)
        store.close()


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _live(life: dict[str, Any]) -> None:
    code = 1
    try:
        asyncio.run(_serve(life))
        code = 0
    finally:
        if code:
            log.error("the_service_ended_by_itself", exc_info=sys.exc_info())
        sys.stderr.flush()
        os._exit(code)


async def _serve(life: dict[str, Any]) -> None:
    wall = RunningClock(life["ahead"])
    kill = KillAt(life["point"], life["nth"])
    store = Store.open(life["url"], wall=wall)
    store.lock_instance()
    store.probe = lambda point: kill(f"store_{point}")
    pacing = Pacing(lease=timedelta(seconds=life["lease"]), patience=min(life["lease"] / 2, 15.0))
    reach = Reach(life["token"], life["base"], life["port"], life["mode"])
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running(store, wall, reach, pacing=pacing, probe=kill):
        await stop.wait()
    store.close()


if __name__ == "__main__":
    main()
