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
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import structlog
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.app import collect_seldom
from bot.core import Core, build, clock_work
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
from tests.proofs.talkers import Talking, longest, peak
from tests.proofs.town import EVENING, RunningClock, ahead_of

TABLES = ("people", "households", "guardians", "kin", "consents", "contracts", "roles")
T = TypeVar("T")


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
            "longest commit ms": longest(self.commits),
            **self.channel.figures(),
        }


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
    try:
        async with channel.all_talk(core.intake):
            await asyncio.sleep(quiet)
            proof.figures["before"] = channel.figures()
            await _messy_then_right(proof)
    finally:
        await core.stop()
        store.close()
    proof.figures["fallen silent"] = channel.fallen_silent
    proof.figures["memory MB"] = {
        "service": peak(),
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
