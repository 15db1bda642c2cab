"""Ours and the peers, each a process on the first core; the driver and their platforms are on the
second."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from aiohttp.test_utils import unused_port

from benchmarks.scene import NOW
from benchmarks.telegram.bots import BOT_CORE, PEERS, ROOT, pin
from benchmarks.telegram.fake import FakeApi
from benchmarks.telegram.people import FIRST_CHAT
from models.clocks import SystemClock

OURS, PTB, AIOGRAM = "ours", "PTB, AIORateLimiter", "ten aiogram senders"
_TICKS = os.sysconf("SC_CLK_TCK")
_SHIFT = (NOW - SystemClock().now()).total_seconds()


@dataclass
class Bot:
    """``folder`` holds the file of ours; ``people`` is what a peer sends its notice to."""

    name: str
    api: FakeApi
    folder: Path
    people: int = 0
    flags: tuple[str, ...] = ()
    address: str = ""
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Until it listens."""
        port = unused_port()
        self.address = f"http://127.0.0.1:{port}/telegram"
        self.process = await asyncio.create_subprocess_exec(
            *self._command(await self.api.start(), port),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            # A peer's complaints about calls it lost would bury the table.
            stderr=None if self.name == OURS else subprocess.DEVNULL,
        )
        pin(BOT_CORE, self.process.pid)
        assert self.process.stdout is not None
        if await self.process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{self.name} could not be started")

    def _command(self, api: str, port: int) -> list[str]:
        if self.name == OURS:
            given = [str(self.folder), api, str(port), str(_SHIFT), *self.flags]
            return [sys.executable, "-m", "benchmarks.sending.ours", *given]
        module = "ptb_notice" if self.name == PTB else "aiogram_notice"
        python = str(PEERS / "bin" / "python")
        given = [api, str(port), FIRST_CHAT, str(self.people)]
        return [python, "-m", f"benchmarks.sending.{module}", *given]

    def begin(self) -> None:
        """A peer sends its notice; ours does when there is one in its file."""
        if self.name != OURS and self.process is not None:
            self.process.send_signal(signal.SIGUSR1)

    async def end(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(15):
                    await self.process.wait()
            except TimeoutError:
                self.process.kill()

    def cpu(self) -> float:
        """Seconds of CPU, all threads."""
        stat = self._proc("stat").rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / _TICKS

    def waited(self) -> float:
        """Seconds for which it could have run and others had the core, all threads."""
        assert self.process is not None
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[1]) for task in tasks) / 1e9

    def memory_mb(self) -> float:
        """What it holds now."""
        return int(self._proc("status").partition("VmRSS:")[2].split()[0]) * 1024 / 1e6

    def _proc(self, file: str) -> str:
        assert self.process is not None
        return Path(f"/proc/{self.process.pid}/{file}").read_text()
