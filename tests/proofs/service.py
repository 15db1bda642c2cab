"""The parent's side of the kill proof: the process that dies, and the Telegram that does not.

An update is delivered again and again until the bot has confirmed it: in one life, in the next
one, by webhook or by polling, sometimes twice at once.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.botapi import FakeBotApi
from tests.botapi.updates import Pending
from tests.proofs.phones import Record

ROOT = Path(__file__).parents[2]
TWICE = 0.05
"""The share of updates that are delivered a second time for no reason."""
Mode = Literal["webhook", "polling"]


class Platform:
    """Telegram's side. ``taken`` counts the updates that the bot has confirmed, ``delivered`` all
    that were to be delivered."""

    def __init__(self, api: FakeBotApi, rng: random.Random) -> None:
        self.api = api
        self.bot = api.me["id"]
        self.taken = self.delivered = 0
        self.rng = rng
        self._waits: dict[int, asyncio.Future[None]] = {}
        self._milestone: tuple[int, asyncio.Future[None]] | None = None
        api.updates.confirmed = self._confirmed

    def newest(self) -> int:
        """The number of the update that somebody has just caused."""
        pending = self.api.updates.waiting()[-1]
        self.delivered += 1
        self._waits[pending.number] = asyncio.get_running_loop().create_future()
        if self.rng.random() < TWICE:
            self.delivered += 1
            self.api.updates.put_raw(pending.update, "once more")
        return pending.number

    async def confirmed(self, number: int) -> None:
        await self._waits[number]
        del self._waits[number]

    async def confirms(self, many: int) -> None:
        """Until so many more updates are confirmed."""
        future = asyncio.get_running_loop().create_future()
        self._milestone = (self.taken + many, future)
        await future

    def _confirmed(self, pending: Pending) -> None:
        self.taken += 1
        waits = self._waits.get(pending.number)
        if waits is not None and not waits.done():
            waits.set_result(None)
        if self._milestone is not None and self.taken >= self._milestone[0]:
            self._milestone[1].set_result(None)
            self._milestone = None

    async def hung_up(self) -> None:
        """All that a process has said before it died was heard."""
        while True:
            if not self.api._connections:
                return
            await asyncio.sleep(0.001)


@dataclass(frozen=True)
class Home:
    """What every life of one service is given. ``port`` is where the webhook listens."""

    url: str
    keys: tuple[str, str, str]
    ahead: float
    folder: Path
    lease: float
    port: int

    @property
    def log(self) -> Path:
        return self.folder / "service.log"


class Service:
    """Starts lives and ends them."""

    def __init__(self, home: Home, platform: Platform, record: Record) -> None:
        self.home = home
        self.platform = platform
        self.record = record
        self.number = 0
        self._pid = 0
        self._end: asyncio.Task[dict[str, Any]] | None = None
        self._process: asyncio.subprocess.Process | None = None

    async def open(self) -> None:
        with self.home.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.proofs.lives",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log, cwd=ROOT,
            )  # fmt: skip

    async def begin(self, mode: Mode, point: str = "", nth: int = 0) -> None:
        """A new life, which will die at the n-th passing of the point; returns when its first call
        has come, or when it has died before that: an update may reach it first."""
        self.number += 1
        self.record.life = self.number
        self.record.heard.clear()
        home, api = self.home, self.platform.api
        life = {
            "url": home.url, "keys": home.keys, "ahead": home.ahead, "lease": home.lease,
            "token": api.token, "base": api.url, "port": home.port,
            "mode": mode, "point": point, "nth": nth,
        }  # fmt: skip
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(life).encode() + b"\n")
        self._pid = (await self._hear())["pid"]
        loop = asyncio.get_running_loop()
        self._end, called = (
            loop.create_task(self._hear()),
            loop.create_task(self.record.heard.wait()),
        )
        await asyncio.wait({self._end, called}, return_when=asyncio.FIRST_COMPLETED)
        called.cancel()

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end of its own accord."""
        os.kill(self._pid, signal.SIGTERM)

    async def ended(self) -> int:
        """Wait for the end of this life and of its connections; its exit code, -9 for a kill."""
        assert self._end is not None
        code: int = (await asyncio.shield(self._end))["ended"]
        self._pid = 0
        await self.platform.hung_up()
        return code

    def complaints(self) -> str:
        """What the lives have logged: warnings and worse, none of which there should be."""
        return self.home.log.read_text("utf-8")[-4000:]

    async def close(self) -> None:
        """A life is still there if the proof has failed: whoever waits for its end waits for ever."""
        if self._pid and self._end is not None and not self._end.done():
            self.kill()
            await self._end
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()

    async def _hear(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the service does not start, see {self.home.log}")
        heard: dict[str, Any] = json.loads(line)
        return heard
