"""The bots that are compared, each a process on the first core, and what the system says of them.

They live side by side for the whole run, and whoever is not measured is stopped: a service that
has a clock would otherwise work in the others' time.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import say
from benchmarks.scene import NOW, settle
from benchmarks.telegram.fake import FakeApi
from benchmarks.telegram.hook import Hook
from benchmarks.telegram.ours import DATABASE, KEYS
from benchmarks.telegram.people import FIRST_CHAT, Crowd
from models import keys
from models.clocks import SystemClock

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".cache" / "peers"
WANTED = Path(__file__).with_name("peers.txt")
OURS, TALK_ONLY, AIOGRAM, PTB, FLOOR = "ours", "ours, talk only", "aiogram", "PTB", "floor"
MODULES = {AIOGRAM: "aiogram_fsm", PTB: "ptb", FLOOR: "floor"}
DURABLE = {OURS: "yes", TALK_ONLY: "yes"}
BOT_CORE, DRIVER_CORE = 0, 1
_TICKS = os.sysconf("SC_CLK_TCK")


def install_peers() -> bool:
    """Their own environment, made the first time. False, and one line, where that cannot be."""
    python, stamp = PEERS / "bin" / "python", PEERS / "installed.txt"
    if stamp.exists() and stamp.read_text() == WANTED.read_text():
        return True
    say(f"installing the peers into {PEERS.relative_to(ROOT)}")
    commands = (
        [sys.executable, "-m", "venv", str(PEERS)],
        [str(python), "-m", "pip", "install", "--quiet", "-r", str(WANTED)],
    )
    for command in commands:
        if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:  # noqa: S603
            by_hand = f"{python.relative_to(ROOT)} -m pip install -r {WANTED.relative_to(ROOT)}"
            say(f"SKIPPED aiogram: it could not be installed. With a network: {by_hand}")
            return False
    stamp.write_text(WANTED.read_text())
    return True


def pin(core: int, pid: int = 0) -> None:
    """Onto one core; a machine with a single one measures everything on it."""
    os.sched_setaffinity(pid, {core % (os.cpu_count() or 1)})


@dataclass
class Bot:
    """``folder`` holds the file of ours. ``flags`` go to our process."""

    name: str
    folder: Path
    api: FakeApi = field(default_factory=FakeApi)
    flags: tuple[str, ...] = ()
    process: asyncio.subprocess.Process | None = None
    address: str = ""
    _api_at: str = ""

    @property
    def is_ours(self) -> bool:
        return self.name in DURABLE

    async def start(self, port: int) -> None:
        """Until it listens."""
        if not self._api_at:
            self._api_at = await self.api.start()
        self.address = f"http://127.0.0.1:{port}/telegram"
        # Without this a peer's complaint about one unlucky call would bury the table.
        errors = None if self.is_ours else subprocess.DEVNULL
        self.process = await asyncio.create_subprocess_exec(
            *self._command(port),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            limit=2**20,
        )
        pin(BOT_CORE, self.process.pid)
        assert self.process.stdout is not None
        if await self.process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{self.name} could not be started")

    def _command(self, port: int) -> list[str]:
        if self.is_ours:
            shift = (NOW - _BEGAN).total_seconds()
            given = [str(self.folder), self._api_at, str(port), str(shift), *self.flags]
            return [sys.executable, "-m", "benchmarks.telegram.ours", *given]
        python = str(PEERS / "bin" / "python") if self.name == AIOGRAM else sys.executable
        return [python, "-m", f"benchmarks.telegram.{MODULES[self.name]}", self._api_at, str(port)]

    def tell(self, what: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(what)

    async def end(self, what: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(what)
            await self.process.wait()

    def cpu(self) -> float:
        """Seconds of CPU, all threads."""
        assert self.process is not None
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / _TICKS

    def peak_mb(self) -> float:
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


_BEGAN = SystemClock().now()


@dataclass
class Stage:
    """A bot and the people who use it."""

    bot: Bot
    crowd: Crowd

    def connect(self) -> None:
        if self.crowd.hook is not None:
            self.crowd.hook.close()
        self.crowd.hook = Hook(self.bot.address)


class Town:
    """The file of ours, made once; every bot of ours gets a copy."""

    def __init__(self, folder: Path, people: int) -> None:
        self._folder = folder
        self._people = people
        ring = keys.generate()
        (folder / KEYS).write_text(json.dumps(list(ring)))
        keys.install(keys.Keyring.from_settings(*ring))
        settle(folder / DATABASE, people, channel="telegram", prefix=FIRST_CHAT)

    def bot(self, name: str, *flags: str, suffix: str = "") -> Bot:
        folder = self._folder / f"{name.replace(', ', '-').replace(' ', '-')}{suffix}"
        if name in DURABLE:
            folder.mkdir()
            for file in (KEYS, DATABASE):
                shutil.copy(self._folder / file, folder / file)
        if name == TALK_ONLY:
            flags = (*flags, "--talk-only")
        return Bot(name, folder, flags=flags)

    def order(self) -> Iterator[int]:
        """Everybody in turn, again and again."""
        return itertools.cycle(range(1, self._people + 1))
