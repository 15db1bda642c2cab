"""A list of a whole town, while fifty people talk: run as a process of its own, so that its memory is
its own too. Prints its figures as one line of JSON.

    python -m tests.imports.proving 20000
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import resource
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, TypeVar

import structlog
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.channels.memory import MemoryChannel
from bot.core import clock_work
from bot.dialogue.messages import Incoming, Outgoing
from models import keys
from models.base import Base
from models.clocks import SystemClock
from models.gate import Command, run
from models.imports.commands import ApplyImport, SendFile, UndoImport
from models.imports.tables import Import, ImportRow
from models.register.tables import Role
from models.store import Store
from models.work import Actor
from tests.databases import create_tables
from tests.sheets.messy import messy
from tests.talks.world import World, huadian, open_world

TALKERS = 50
THINK = (0.6, 1.4)
"""Seconds between an answer and what is said next: quicker than people are."""
QUIET = 8.0
"""Seconds of talk before, to see how long anybody waits on this machine anyway."""
TABLES = ("people", "households", "guardians", "kin", "consents", "contracts", "roles")
T = TypeVar("T")


@dataclass
class Talking(MemoryChannel):
    """Fifty phones. ``waits`` are the seconds from a message to its answer."""

    def __init__(self) -> None:
        super().__init__(run="prove")
        self.waits: list[float] = []
        self._answers: dict[str, asyncio.Event] = {}

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        sent = await super().send(address, message, key=key)
        if address in self._answers:
            self._answers[address].set()
        return sent

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        await super().edit(address, message_id, message)
        if address in self._answers:
            self._answers[address].set()

    async def talk(self, number: int, intake: Callable[[Incoming], Awaitable[object]]) -> None:
        """Somebody who writes, reads, thinks, and writes again."""
        chance, address, said = Random(number), f"talker-{number}", 0
        answer = self._answers[address] = asyncio.Event()
        await asyncio.sleep(chance.uniform(*THINK))
        while True:
            answer.clear()
            began, said = perf_counter(), said + 1
            words = chance.choice(("暖气不热", "主页", "我的事儿", "谢谢", "返回", "帮助"))
            await intake(Incoming(self.name, address, f"{address}:{said}", "text", text=words))
            async with asyncio.timeout(10):
                await answer.wait()
            self.waits.append(perf_counter() - began)
            await asyncio.sleep(chance.uniform(*THINK))


@dataclass
class Proof:
    """The running town, and what was measured."""

    town: World
    channel: Talking
    figures: dict[str, Any] = field(default_factory=dict)
    commits: list[float] = field(default_factory=list)

    def does(self, command: Command[T]) -> T:
        """By 李敏, who sits in the town hall today."""
        work = clock_work(self.town.core.town_clock)
        actor = Actor("person", self.town.ids["limin"], 0, self.channel.name)
        return self.town.core.store.write_now(
            lambda session: run(replace(work(session), actor=actor), command)
        )

    def row(self, import_id: int) -> Import:
        return self.town.core.store.read_now(lambda session: session.get_one(Import, import_id))

    async def step(self, name: str) -> None:
        """One stage of a list, with what it cost and how long anybody waited meanwhile."""
        self.channel.waits.clear()
        self.commits.clear()
        began = perf_counter()
        await self.town.core.imports.run_once()
        self.figures[name] = {
            "seconds": round(perf_counter() - began, 1),
            "longest commit ms": _ms(self.commits),
            **self.waits(),
        }

    def waits(self) -> dict[str, Any]:
        waits = sorted(self.channel.waits) or [0.0]
        return {
            "answers": len(waits),
            "median ms": round(waits[len(waits) // 2] * 1000, 1),
            "longest wait ms": _ms(waits),
        }


def _ms(seconds: list[float]) -> float:
    return round(max(seconds, default=0) * 1000, 1)


def checksums(session: Session) -> dict[str, str]:
    """Of every row about people, opened: what is sealed is sealed anew each time."""
    found = {}
    for name in TABLES:
        table, digest = Base.metadata.tables[name], hashlib.sha256()
        for row in session.execute(select(table).order_by(*table.primary_key)):
            digest.update(repr(tuple(row)).encode())
        found[name] = digest.hexdigest()
    return found


def wrong_rows(session: Session, import_id: int) -> dict[int, str]:
    rows = session.execute(
        select(ImportRow.number, ImportRow.problems).where(
            ImportRow.import_id == import_id, ImportRow.verdict == "refused"
        )
    )
    return {row.number: row.problems[0][1] for row in rows}


async def prove(people: int, folder: Path) -> dict[str, Any]:
    store = _store(folder)
    town = open_world(store, SystemClock())
    channel = Talking()
    channel.intake = town.core.intake
    town = _over(town, channel, store)
    proof = Proof(town, channel)
    store.on_commit = lambda _jobs, seconds: proof.commits.append(seconds)
    town.core.sender.start()
    talkers = [
        asyncio.ensure_future(channel.talk(number, town.core.intake)) for number in range(TALKERS)
    ]
    try:
        await asyncio.sleep(QUIET)
        proof.figures["before"] = proof.waits()
        await _messy_then_right(proof, people)
    finally:
        for one in talkers:
            one.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*talkers)
        await town.core.stop()
        store.close()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    proof.figures["memory MB"] = {"service": own // 1024, "reader": child // 1024}
    return proof.figures


async def _messy_then_right(proof: Proof, people: int) -> None:
    figures, store = proof.figures, proof.town.core.store
    before = store.read_now(checksums)
    spoiled = (folder_of(proof) / "messy.bin").read_bytes()
    proof.channel.files |= {"messy": spoiled, "right": (folder_of(proof) / "right.bin").read_bytes()}
    import_id = proof.does(SendFile("messy"))
    await proof.step("dry run of the messy file")
    figures["counts"] = proof.row(import_id).counts
    expected = json.loads((folder_of(proof) / "messy.json").read_text())
    found = store.read_now(lambda session: wrong_rows(session, import_id))
    figures["refused as expected"] = {int(row): code for row, code in expected.items()} == found
    import_id = proof.does(SendFile("right"))
    await proof.step("dry run of the right file")
    proof.does(ApplyImport(import_id))
    await proof.step("taken in")
    figures["state"] = proof.row(import_id).state
    figures["taken"] = proof.row(import_id).counts
    figures["changed"] = store.read_now(checksums) != before
    proof.does(UndoImport(import_id))
    await proof.step("undone")
    figures["as before"] = store.read_now(checksums) == before
