"""A platform that outlives every killed process: what it received stands in an append-only file.

Like a real one it keeps a call it got although the caller died before hearing the answer, takes a
few milliseconds for each call, and shows a repeated message twice.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from itertools import count
from pathlib import Path
from typing import Any

from bot.channels.base import Abilities
from bot.dialogue.messages import Option, Outgoing
from bot.dialogue.say import Language
from tests.proofs.town import CHANNEL

SLOWEST = 0.006


class PostOffice:
    """The channel, as the service sees it. ``life`` numbers the processes that called."""

    def __init__(self, record: Path, life: int, seed: int) -> None:
        self.name = CHANNEL
        self.abilities = Abilities()
        self._life = life
        self._ids = count(1)
        self._random = random.Random(seed)
        self._file = os.open(record, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        shown_id = f"{self._life}.{next(self._ids)}"
        await self._call("send", address, shown_id, message.to_json(), key)
        return shown_id

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        await self._call("edit", address, message_id, message.to_json())

    async def take_off_buttons(self, address: str, message_id: str) -> None:
        await self._call("strip", address, message_id)

    async def fetch(self, source: str) -> bytes:
        raise LookupError("nobody sends pictures here")

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None:
        await self._call("withdraw", address, message_id)

    async def _call(
        self, call: str, address: str, shown_id: str, message: Any = None, key: str = ""
    ) -> None:
        await self._on_the_wire()
        line = {"life": self._life, "call": call, "to": address, "key": key, "id": shown_id}
        if message is not None:
            line["message"] = message
        # One write: a killed process leaves the whole line or none of it.
        os.write(self._file, json.dumps(line, ensure_ascii=False).encode() + b"\n")
        await self._on_the_wire()

    async def _on_the_wire(self) -> None:
        await asyncio.sleep(self._random.uniform(0, SLOWEST))


class Call:
    """One line of the record. ``said`` is true for calls that an outbox row stands behind."""

    __slots__ = ("call", "id", "key", "life", "options", "said", "text", "to")

    def __init__(self, line: dict[str, Any]) -> None:
        self.life: int = line["life"]
        self.call: str = line["call"]
        self.to: str = line["to"]
        self.key: str = line["key"]
        self.id: str = line["id"]
        self.said = self.call in ("send", "edit")
        message = Outgoing.from_json(line["message"]) if "message" in line else None
        self.text = message.text if message else ""
        self.options: tuple[Option, ...] = message.options if message else ()


class Record:
    """The file as read from outside, while it grows."""

    def __init__(self, path: Path) -> None:
        path.touch(0o600)
        self._file = path.open("rb")
        self._rest = b""
        self.calls: list[Call] = []
        self.phones: dict[str, list[Call]] = {}

    def look(self) -> None:
        """Take in what was written since the last look."""
        *lines, self._rest = (self._rest + self._file.read()).split(b"\n")
        for line in lines:
            call = Call(json.loads(line))
            self.calls.append(call)
            self.phones.setdefault(call.to, []).append(call)

    def close(self) -> None:
        self._file.close()
