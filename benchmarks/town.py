"""The town at its full size: how long it takes to write, how large it is, what it costs its people.

341,300 people with their homes, families and 216,028 contracts, from the same generator as the
demo, beside the small town of the demo: the same talk by residents of both, and a worker's search.

    python -m benchmarks.town [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.growth import RATIO, compare
from benchmarks.measure import Verdict, say
from benchmarks.scene import NOW, ONCE_OPEN, TOWN, install_keys, scene
from benchmarks.searching import search
from models.clocks import FixedClock
from models.doctors.tables import Contract
from models.register.tables import Person, Role
from models.sample.full import CHUNK, PEOPLE, full
from models.sample.loading import load_sample
from models.sample.people import SampleTown
from models.sample.small import small
from models.store import Store
from models.store.sqlite import connect
from models.tables import metadata
from models.town.apply import apply_town
from models.town.reading import read_town

_ACCOUNTS = (
    "UPDATE people SET consent = :consent",
    """INSERT INTO accounts (person_id, channel, address, state, last_used_at, abroad)
       SELECT id, 'memory', 'phone-' || id, 'live', :at, '' FROM people
       WHERE household_id IS NOT NULL""",
    """INSERT INTO talks (account_id, serial, fresh, touched_at)
       SELECT id, 0, 0, :at FROM accounts WHERE channel = 'memory'""",
)


def write(path: Path, chunks: Iterable[SampleTown]) -> list[int]:
    """Make the file; returns everybody who has a home, and so a phone to write from."""
    store = Store.open(f"sqlite:///{path}", wall=FixedClock(NOW))
    town = read_town(TOWN)
    store.write_now(lambda session: metadata.create_all(session.connection()))
    store.write_now(lambda session: apply_town(session, town, now=NOW, by="benchmark"))
    for chunk in chunks:
        store.write_now(partial(load_sample, town=town, sample=chunk, now=NOW))
    residents = store.read_now(_residents)
    store.close()
    raw: sqlite3.Connection = connect(path)
    given = {"consent": town.purpose("help").version, "at": "2026-12-08 08:00:00.000000"}
    for statement in _ACCOUNTS:
        raw.execute(statement, {key: one for key, one in given.items() if f":{key}" in statement})
    raw.execute("ANALYZE")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return residents


def _residents(session: Session) -> list[int]:
    """With a home and without a desk: those who see the resident's first screen."""
    busy = select(Role.person_id)
    found = select(Person.id).where(Person.household_id.is_not(None), Person.id.not_in(busy))
    return list(session.scalars(found))


def counted(path: Path) -> tuple[int, int]:
    """(people, contracts) in the file."""
    store = Store.open(f"sqlite:///{path}", wall=FixedClock(NOW))
    people = select(func.count()).select_from(Person)
    contracts = select(func.count()).select_from(Contract)
    found = store.read_now(
        lambda session: (session.scalar(people) or 0, session.scalar(contracts) or 0)
    )
    store.close()
    return found


def in_turn(people: list[int], seed: int) -> Iterator[int]:
    """Everybody once in no order, then again, as often as they may have cases open."""
    chance = random.Random(seed)
    for _ in range(ONCE_OPEN):
        yield from chance.sample(people, len(people))


async def run(folder: Path, *, people: int, rounds: int) -> None:
    town = read_town(TOWN)
    paths = {"small": folder / "small.db", "full": folder / "full.db"}
    of = {"small": write(paths["small"], [small(town)])}
    began = time.perf_counter()
    of["full"] = write(paths["full"], full(town, people=people, chunk=CHUNK))
    took, size = time.perf_counter() - began, paths["full"].stat().st_size / 1e6
    say("the full town: {:,} people, {:,} contracts".format(*counted(paths["full"])))
    say(f"written in {took:.0f} s, {size:,.0f} MB")
    async with (
        scene(paths["small"], in_turn(of["small"], 7)) as few,
        scene(paths["full"], in_turn(of["full"], 7)) as many,
    ):
        costs = await compare(few, many, rounds)
        search(many.store, town)
    for waiting, (here, there) in costs.items():
        name = f"{waiting} waiting" if waiting > 1 else "alone"
        ratio = there.typical / here.typical
        say(
            f"{name}: CPU of a message in the small town {here}; in the full one {there}",
            Verdict(f"{name}: full against small", RATIO, ratio, "x"),
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the people")
    options.add_argument("--keep", type=Path, help="a folder to leave the files in")
    given = options.parse_args()
    install_keys()
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        at = given.keep or Path(folder)
        people, rounds = (PEOPLE // 10, 6) if given.quick else (PEOPLE, 12)
        asyncio.run(run(at, people=people, rounds=rounds))


if __name__ == "__main__":
    main()
