"""Lives of a sender, forked from one process that has imported everything, each killed by a SIGKILL.

    python -m tests.outbox.lives

Reads one line of JSON for each life and says the number of its process; it sends what is due until
it is killed. The platform is a file: a line for each call, written before the call returns, with
the life that made it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot import logs
from bot.channels.base import Abilities, Channel
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Language
from bot.outbox.sender import Pacing, Sender
from bot.supervise import Supervisor
from models import keys
from models.outbox.claim import AccountRef, Claimed
from models.store import Store
from tests.proofs.town import RunningClock


@dataclass
class FilePlatform:
    """``latency``: seconds until a call is answered, after it was taken. ``most``: calls that are
    taken in one life, so that something is left for the next however slow the killer is."""

    path: str
    life: str
    latency: float
    most: int
    name: str = "memory"
    abilities: Abilities = field(default_factory=Abilities)

    def __post_init__(self) -> None:
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        self.most -= 1
        if self.most < 0:
            await asyncio.Event().wait()
        os.write(self._file, f"{self.life} {address} {key}\n".encode())
        await asyncio.sleep(self.latency)
        return f"f{key}"

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None: ...

    async def take_off_buttons(self, address: str, message_id: str) -> None: ...

    async def fetch(self, source: str) -> bytes:
        raise LookupError("nobody sends pictures here")

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None: ...


def words(session: Session, account: AccountRef, message: str, args: Any, row: Claimed) -> Outgoing:
    return Outgoing((message,))


async def live(life: dict[str, Any]) -> None:
    store = Store.open(life["url"], workers=2)
    wall = RunningClock(life["ahead"])
    channels: Mapping[str, Channel] = {
        "memory": FilePlatform(life["calls"], life["life"], life["latency"], life["most"])
    }
    sender = Sender(
        store,
        channels,
        words,
        wall,
        lambda _session: wall.now(),
        life["life"],
        supervisor=Supervisor(),
        pacing=Pacing(window=life["window"], lead=life["lead"]),
    )
    sender.start()
    await asyncio.Event().wait()


def main() -> None:
    """Fork whenever a line comes; whoever has died is taken away by the system."""
    logs.configure("json", "error")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    keys.install(keys.Keyring.from_settings(*keys.generate()))
    gc.freeze()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                asyncio.run(live(json.loads(line)))
            finally:
                os._exit(1)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
