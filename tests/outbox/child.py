"""A process that sends what is due and can be told to die: ``python -m tests.outbox.child``.

It lives at the instant it is given, because the rows of a test do.

The platform is a file: one line for each call, flushed to the disk before the call returns.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.base import Abilities, Channel
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Language
from bot.outbox.sender import Pacing, Sender
from bot.supervise import Supervisor
from models import keys
from models.clocks import FixedClock
from models.outbox.claim import AccountRef, Claimed
from models.store import Store
from tests.killpoints import KillAt

WINDOW = 8


class FileChannel:
    name = "memory"
    abilities = Abilities()

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        await asyncio.sleep(0)
        os.write(self._file, f"{address} {key}\n".encode())
        return f"f{key}"

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None: ...

    async def take_off_buttons(self, address: str, message_id: str) -> None: ...

    async def fetch(self, source: str) -> bytes:
        raise LookupError("nobody sends pictures here")

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None: ...


def words(session: Session, account: AccountRef, message: str, args: Any, row: Claimed) -> Outgoing:
    return Outgoing((message,))


async def main(url: str, calls: str, now: str) -> None:
    keys.install(keys.Keyring.from_settings(*keys.generate()))
    store = Store.open(url)
    wall = FixedClock(datetime.fromisoformat(now))
    channels: Mapping[str, Channel] = {"memory": FileChannel(calls)}
    sender = Sender(
        store,
        channels,
        words,
        wall,
        lambda _session: wall.now(),
        "child",
        supervisor=Supervisor(),
        pacing=Pacing(window=WINDOW),
        probe=KillAt.from_env(),
    )
    await sender.free_former_leases()
    await sender.sweep()
    await sender.stop()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
