"""One of two processes that do the same thing at the same instant. Run as a program.

It reads one line of JSON for each order and answers each with one. Orders that race carry the
instant at which to begin, on the machine's monotonic clock, which all processes share: both spin
until then, so they start within microseconds and not when a pipe happens to be read.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import timedelta
from typing import Any

from bot import logs
from bot.channels.base import Abilities
from bot.channels.memory import MemoryChannel
from bot.core import Core, build
from bot.dialogue.engine import Lease, Taken
from bot.dialogue.messages import Incoming
from models.store import Store
from tests.proofs.town import CHANNEL, Keys, RunningClock


class Racer:
    """The service's own engine on a store of this process."""

    def __init__(self, order: dict[str, Any]) -> None:
        Keys(tuple(order["keys"])).install()
        self.wall = RunningClock(order["ahead"])
        self.store = Store.open(order["url"], wall=self.wall, workers=8)
        channel = MemoryChannel(CHANNEL, Abilities())
        self.core: Core = build(self.store, {CHANNEL: channel}, wall=self.wall)

    async def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        if "take" in order:
            return {"said": await self._take(order["take"], order["at"])}
        if "start" in order:
            self.core.start()
        if "shut" in order:
            await self.core.stop()
            self.store.close()
            return {}
        return {"leads": self.store.still_leads("clock")}

    async def _take(self, updates: list[dict[str, Any]], at: float) -> dict[str, Any]:
        """All at once; what each of them was answered, as messages."""
        lease = Lease("race", self.wall.now() + timedelta(minutes=1))
        incoming = [Incoming.from_json(update) for update in updates]
        while time.monotonic() < at:
            pass
        taken = await asyncio.gather(*(self._one(update, lease) for update in incoming))
        return {
            update.update_id: [outgoing.to_json() for outgoing in one.said]
            for update, one in zip(incoming, taken, strict=True)
        }

    async def _one(self, incoming: Incoming, lease: Lease) -> Taken:
        return await self.store.write(
            lambda session: self.core.engine.take(session, incoming, lease)
        )


async def main() -> None:
    """Obey one order after another; ``open`` begins with another town."""
    logs.configure("json", "warning")
    loop = asyncio.get_running_loop()
    racer: Racer | None = None
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        answer: dict[str, Any] = {}
        if "open" in order:
            racer = Racer(order["open"])
        elif racer is not None:
            answer = await racer.obey(order)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
