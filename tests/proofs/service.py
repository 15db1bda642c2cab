"""The parent's side of the kill proof: the process that dies, and the webhook that does not give up.

An update is delivered again and again until it was acknowledged, as a platform does: in one life,
in the next one, sometimes twice at once.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.dialogue.messages import Incoming

ROOT = Path(__file__).parents[2]
TWICE = 0.05
"""The share of updates that are delivered a second time for no reason."""


@dataclass(frozen=True)
class Home:
    """What every life of one service is given."""

    url: str
    keys: tuple[str, str, str]
    ahead: float
    folder: Path
    lease: float

    @property
    def record(self) -> Path:
        return self.folder / "calls.jsonl"

    @property
    def log(self) -> Path:
        return self.folder / "service.log"

    @property
    def socket(self) -> Path:
        return self.folder / "s"


@dataclass
class Webhook:
    """Delivers updates to whichever life is there."""

    rng: random.Random
    delivered: int = 0
    in_flight: dict[str, Incoming] = field(default_factory=dict)
    _writer: asyncio.StreamWriter | None = None
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _shut: asyncio.Event = field(default_factory=asyncio.Event)
    _answers: dict[str, asyncio.Future[bool]] = field(default_factory=dict)
    stopped: bool = False

    async def deliver(self, incoming: Incoming) -> None:
        """Returns when it was acknowledged."""
        self.in_flight[incoming.update_id] = incoming
        while not await self._once(incoming):
            pass
        del self.in_flight[incoming.update_id]

    async def _once(self, incoming: Incoming) -> bool:
        await self._open.wait()
        answer = asyncio.get_running_loop().create_future()
        self._answers[incoming.update_id] = answer
        for _ in range(2 if self.rng.random() < TWICE else 1):
            self.delivered += 1
            self.say({"update": incoming.to_json()})
        acknowledged: bool = await answer
        return acknowledged

    def say(self, what: dict[str, Any]) -> None:
        if self._writer is not None:
            self._writer.write(json.dumps(what).encode() + b"\n")

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One life's connection, until it breaks."""
        self._writer = writer
        self._shut.clear()
        self._open.set()
        try:
            while line := await reader.readline():
                self._heard(json.loads(line))
        except (ConnectionError, ValueError):  # torn off in the middle of a line
            pass
        finally:
            self._open.clear()
            self._writer = None
            writer.close()
            answers, self._answers = self._answers, {}
            for answer in answers.values():
                if not answer.done():
                    answer.set_result(False)
            self._shut.set()

    def _heard(self, what: dict[str, Any]) -> None:
        if "stopped" in what:
            self.stopped = True
            return
        update = what.get("ack") or what.get("again") or ""
        answer = self._answers.pop(update, None)
        if answer is not None and not answer.done():
            answer.set_result("ack" in what)

    async def opened(self) -> None:
        await self._open.wait()

    async def shut(self) -> None:
        """The connection of the life that ended is gone, and all it acknowledged was heard."""
        await self._shut.wait()


class Service:
    """Starts lives and ends them. ``ends`` are their exit codes; -9 is a kill."""

    def __init__(self, home: Home, webhook: Webhook) -> None:
        self.home = home
        self.webhook = webhook
        self.number = 0
        self._pid = 0
        self._process: asyncio.subprocess.Process | None = None
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self.webhook.connected, self.home.socket)
        with self.home.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.proofs.lives",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log, cwd=ROOT,
            )  # fmt: skip

    async def begin(self, point: str = "", nth: int = 0) -> None:
        """A new life, which will die at the n-th passing of the point; returns when it listens."""
        self.number += 1
        self.webhook.stopped = False
        home = self.home
        life = {
            "url": home.url, "keys": home.keys, "ahead": home.ahead, "record": str(home.record),
            "socket": str(home.socket), "lease": home.lease, "number": self.number,
            "seed": self.number, "point": point, "nth": nth,
        }  # fmt: skip
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(life).encode() + b"\n")
        self._pid = (await self._hear())["pid"]

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end of its own accord."""
        self.webhook.say({"stop": True})

    async def ended(self) -> int:
        """Wait for the end of this life; its exit code."""
        code: int = (await self._hear())["ended"]
        return code

    def complaints(self) -> str:
        """What the lives have logged: warnings and worse, none of which there should be."""
        return self.home.log.read_text("utf-8")[-4000:]

    async def close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _hear(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the service does not start, see {self.home.log}")
        heard: dict[str, Any] = json.loads(line)
        return heard
