"""A list of a whole town, while fifty people talk: run as a process of its own, so that its memory is
its own too. Prints its figures as one line of JSON. SECONDS of talk come first, to see how long
anybody waits on this machine anyway.

    python -m tests.imports.proving FOLDER SECONDS   with messy.xlsx, wrong.json, right.xlsx in it
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import resource
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, TypeVar

import structlog
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.app import collect_seldom
from bot.channels.memory import MemoryChannel
from bot.core import Core, build, clock_work
from bot.dialogue.messages import Incoming, Outgoing
from models import keys
from models.base import Base
from models.gate import Command, run
from models.imports.commands import ApplyImport, SendFile, UndoImport
from models.imports.tables import Import, ImportRow
from models.register.tables import Role
from models.store import Store
from models.work import Actor
from tests.databases import create_tables
from tests.furniture import settle
from tests.proofs.town import EVENING, RunningClock, ahead_of

TALKERS = 50
THINK = (0.6, 1.4)
"""Seconds between an answer and what is said next: quicker than people are."""
TABLES = ("people", "households", "guardians", "kin", "consents", "contracts", "roles")
T = TypeVar("T")


class Talking(MemoryChannel):
    """Fifty phones. ``waits`` are the seconds from a message to its answer."""

    def __init__(self) -> None:
        super().__init__(run="prove")
        self.waits: list[float] = []
        self.all_heard = asyncio.Event()
        """Everybody has had an answer."""
        self._heard: set[str] = set()
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
            self._heard.add(address)
            if len(self._heard) == TALKERS:
                self.all_heard.set()
            await asyncio.sleep(chance.uniform(*THINK))


@dataclass
class Proof:
    """The running town, and what was measured."""

    core: Core
    channel: Talking
    ids: dict[str, int]
    folder: Path
    figures: dict[str, Any] = field(default_factory=dict)
    commits: list[float] = field(default_factory=list)

    def does(self, command: Command[T]) -> T:
        """By 李敏, who sits in the town hall today."""
        work = clock_work(self.core.town_clock)
        actor = Actor("person", self.ids["limin"], 0, self.channel.name)
        return self.core.store.write_now(
            lambda session: run(replace(work(session), actor=actor), command)
        )

    def row(self, import_id: int) -> Import:
        return self.core.store.read_now(lambda session: session.get_one(Import, import_id))

    async def step(self, name: str) -> None:
        """One stage of a list, with what it cost and how long anybody waited meanwhile."""
        self.channel.waits.clear()
        self.commits.clear()
        began = perf_counter()
        await self.core.imports.run_once()
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


def _peak() -> int:
    """The most this process ever held, in MB. (``ru_maxrss`` also counts what its parent held when
    it was forked.)"""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


async def prove(folder: Path, quiet: float) -> dict[str, Any]:
    """The files are in the folder; the database is made there too."""
    url = f"sqlite:///{folder / 'proof.db'}"
    create_tables(url)
    wall = RunningClock(ahead_of(EVENING))
    store, channel = Store.open(url, wall=wall), Talking()
    ids = store.write_now(lambda session: _settle(session, wall, channel.name))
    core = build(store, {channel.name: channel}, wall=wall)
    proof = Proof(core, channel, ids, folder)
    store.on_commit = lambda _jobs, seconds: proof.commits.append(seconds)
    core.sender.start()
    talkers = [
        asyncio.create_task(channel.talk(one, core.intake))  # noqa: TID251 - ended below
        for one in range(TALKERS)
    ]
    try:
        await channel.all_heard.wait()  # whoever is new makes a row of their own
        channel.waits.clear()
        await asyncio.sleep(quiet)
        proof.figures["before"] = proof.waits()
        await _messy_then_right(proof)
    finally:
        for one in talkers:
            one.cancel()
        ends = await asyncio.gather(*talkers, return_exceptions=True)
        await core.stop()
        store.close()
    proof.figures["fallen silent"] = sum(not isinstance(e, asyncio.CancelledError) for e in ends)
    proof.figures["memory MB"] = {
        "service": _peak(),
        "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    return proof.figures


def _settle(session: Session, wall: RunningClock, channel: str) -> dict[str, int]:
    """The small town, whose 李敏 looks after the whole city today."""
    ids = settle(session, channel)
    session.execute(
        insert(Role).values(
            person_id=ids["limin"], role="coordinator", place_id="huadian", on_duty=False,
            since=wall.now(),
        )
    )  # fmt: skip
    return ids


async def _messy_then_right(proof: Proof) -> None:
    figures, store = proof.figures, proof.core.store
    before = store.read_now(checksums)
    for name in ("messy", "right"):
        proof.channel.files[name] = (proof.folder / f"{name}.xlsx").read_bytes()
    import_id = proof.does(SendFile("messy"))
    await proof.step("dry run of the messy file")
    figures["messy"] = proof.row(import_id).counts
    wrong = json.loads((proof.folder / "wrong.json").read_text())
    found = store.read_now(lambda session: wrong_rows(session, import_id))
    figures["refused as expected"] = {int(row): code for row, code in wrong.items()} == found
    import_id = proof.does(SendFile("right"))
    await proof.step("dry run of the right file")
    proof.does(ApplyImport(import_id))
    await proof.step("taken in")
    figures["right"] = proof.row(import_id).counts
    figures["all of it is in"] = proof.row(import_id).state == "applied"
    proof.does(UndoImport(import_id))
    await proof.step("undone")
    figures["as before"] = store.read_now(checksums) == before


def main() -> None:
    logging.disable(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    collect_seldom()
    keys.install(keys.Keyring.from_settings(*keys.generate()))
    sys.stdout.write(json.dumps(asyncio.run(prove(Path(sys.argv[1]), float(sys.argv[2])))) + "\n")


if __name__ == "__main__":
    main()
