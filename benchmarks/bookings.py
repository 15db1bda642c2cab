"""A term of bookings with their reminders, and what is due now among a million that are not.

    python -m benchmarks.bookings [--quick]

The term is written by the clock's own command, chunk by chunk, each in a transaction of its own on
a file as the service keeps it. The groups are of forty; each pupil comes twice a week and is
reminded once.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import TypeVar

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session as Database

from benchmarks.measure import MILLI, Verdict, say
from benchmarks.scene import TOWN, install_keys
from bot.app import collect_seldom
from models.bookings.due import SendReminders, next_reminder
from models.bookings.tables import Booking, Enrolment, ReminderRow, SignUp
from models.clocks import FixedClock, town_instant
from models.gate import run
from models.numbers import sign_up_number
from models.programmes.tables import Programme, Session
from models.register.tables import Person
from models.station.making import MakeBookings
from models.station.tables import StationTerm
from models.store import Store
from models.tables import metadata
from models.town.apply import apply_town
from models.town.programmes import Reminder
from models.town.reading import read_town
from models.town.schema import Town
from models.work import CLOCK, Work
from scheduler.clock import RELIEVED_AFTER

T = TypeVar("T")
PUPILS, GROUP, WEEKS = 26_340, 40, 18
NOW = datetime(2026, 8, 25, 2, tzinfo=UTC)
FIRST = date(2026, 9, 1)
"""A Tuesday; the other day is Thursday."""
DAYS = 0b1010
SECONDS, MEGABYTES, DUE_MS, RATIO = 60.0, 300.0, 5.0, 1.5
FEW, MANY = 10_000, 1_000_000
CHUNK_MS = 20.0
"""What the writer may work on one chunk."""
ROUNDS = 40


class _Undone(Exception):
    """Carries nothing: what was done is not to stay."""


@dataclass
class Place:
    """A store on a file, with the town as it is but that a group is reminded once."""

    store: Store
    town: Town
    keys: count[int]

    @classmethod
    def open(cls, path: Path) -> Place:
        store = Store.open(f"sqlite:///{path}", wall=FixedClock(NOW))
        town = _with_a_reminder(read_town(TOWN))
        store.write_now(lambda session: metadata.create_all(session.connection()))
        store.write_now(lambda session: apply_town(session, town, now=NOW, by="benchmark"))
        return cls(store, town, count())

    def work(self, session: Database) -> Work:
        return Work(session, NOW, self.town, 1, CLOCK, f"b{next(self.keys)}")

    def write(self, job: Callable[[Work], T]) -> T:
        return self.store.write_now(lambda session: job(self.work(session)))


def _with_a_reminder(town: Town) -> Town:
    evening = Reminder(id="evening", evening_before=time(18, 30))
    kinds = tuple(
        kind.model_copy(update={"reminders": (evening,)}) if kind.id == "after_school" else kind
        for kind in town.programme_kinds
    )
    return town.model_copy(update={"programme_kinds": kinds})


# -- a term ------------------------------------------------------------------------------------------
def fill(place: Place, pupils: int) -> int:
    """Groups with their sessions, pupils who are in; how many bookings that will come to."""
    groups = -(-pupils // GROUP)
    place.write(lambda work: _groups(work.session, groups))
    place.write(lambda work: _pupils(work.session, pupils))
    return pupils * 2 * WEEKS


def _groups(session: Database, groups: int) -> None:
    row = {
        "kind": "after_school", "title_zh": "四点半课堂", "title_en": "After-school room",
        "place_id": "yangguang", "starts": time(15, 30), "minutes": 90, "places": GROUP,
        "first": FIRST, "last": FIRST + timedelta(weeks=WEEKS), "made_at": NOW, "town": 1,
    }  # fmt: skip
    session.execute(insert(Programme), [{"id": one, **row} for one in range(1, groups + 1)])
    session.execute(
        insert(StationTerm), [{"programme_id": one, "done_to": NOW} for one in range(1, groups + 1)]
    )
    begins = [
        town_instant(FIRST + timedelta(weeks=week, days=day), time(15, 30))
        for week in range(WEEKS)
        for day in (0, 2)
    ]
    for one in range(1, groups + 1):
        session.execute(
            insert(Session),
            [
                {"programme_id": one, "begins_at": at, "places": GROUP,
                 "ends_at": at + timedelta(minutes=90)}
                for at in begins
            ],
        )  # fmt: skip


def _pupils(session: Database, pupils: int) -> None:
    everybody = range(1, pupils + 1)
    person = {"name": "样例", "called": "", "language": "zh", "consent": "", "created_at": NOW,
              "sample": True, "minor": False}  # fmt: skip
    session.execute(insert(Person), [{"id": one, **person} for one in everybody])
    session.execute(
        insert(SignUp),
        [
            {"id": one, "number": sign_up_number(one), "programme_id": (one - 1) // GROUP + 1,
             "by_id": one, "at": NOW}
            for one in everybody
        ],
    )  # fmt: skip
    session.execute(
        insert(Enrolment),
        [
            {"programme_id": (one - 1) // GROUP + 1, "person_id": one, "sign_up_id": one,
             "days": DAYS, "state": "in", "made_at": NOW}
            for one in everybody
        ],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """Seconds of one: what the processor worked, how long the work took, how long the writer was
    held with the commit and its flush to the disk."""

    busy: float
    work: float
    held: float


def term(folder: Path, pupils: int) -> None:
    """The clock writes it all, and gives the log its rest as the clock does; what the longest chunk
    took is what anybody may have waited."""
    place = Place.open(folder / "term.db")
    expected = fill(place, pupils)
    gc.collect()
    collect_seldom()  # as the service does: the rows that were filled in are no cost of a chunk
    began = perf_counter()
    cold, *chunks = _chunks(place)
    took = perf_counter() - began
    counts = place.store.read_now(_counts)
    assert counts == (expected, expected), counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    place.store.close()
    size = sum(file.stat().st_size for file in folder.glob("term.db*")) / 1e6
    held = [chunk.held for chunk in chunks]
    say(
        f"a term: {pupils:,} pupils, {expected:,} bookings and as many reminders in "
        f"{len(chunks) + 1:,} chunks, {size:,.0f} MB; a chunk {median(held) * MILLI:.1f} ms",
        f"the first chunk, in which the statements are made: {cold.held * MILLI:.0f} ms",
        f"the longest chunk after it: {max(one.work for one in chunks) * MILLI:.1f} ms of work, "
        f"{max(held) * MILLI:.1f} ms with its commit",
        Verdict("the term is written", SECONDS, took, "s"),
        Verdict("memory of the process", MEGABYTES, peak, "MB"),
        Verdict(
            "work of the longest chunk", CHUNK_MS, max(one.busy for one in chunks) * MILLI, "ms"
        ),
    )


def _chunks(place: Place) -> list[Chunk]:
    """All there are, each timed."""
    found: list[Chunk] = []
    busy = spent = 0.0

    def timed(work: Work) -> int:
        nonlocal busy, spent
        busy, spent = thread_time(), perf_counter()
        made = run(work, MakeBookings())
        busy, spent = thread_time() - busy, perf_counter() - spent
        return made

    while True:
        at = perf_counter()
        made = place.write(timed)
        found.append(Chunk(busy, spent, perf_counter() - at))
        if not made:
            return found
        if len(found) % RELIEVED_AFTER == 0:
            asyncio.run(place.store.relieve())


def _counts(session: Database) -> tuple[int, int]:
    def rows(table: type[Booking | ReminderRow]) -> int:
        return session.execute(select(func.count()).select_from(table)).scalar_one()

    return rows(Booking), rows(ReminderRow)


# -- what is due now -----------------------------------------------------------------------------------
def due(folder: Path, many: int) -> None:
    """Twenty are due, and all the others later: a look when nothing is, and a chunk of those."""
    looks, claims = {}, {}
    for rows in (FEW, many):
        place = Place.open(folder / f"due{rows}.db")
        fill(place, GROUP)
        place.write(lambda work: run(work, MakeBookings()))
        place.write(lambda work, rows=rows: _later(work.session, rows))  # type: ignore[misc]
        looks[rows] = median(_timed(place, next_reminder) for _ in range(ROUNDS))
        place.write(lambda work: _now(work.session))
        claims[rows] = median(_timed(place, _claim) for _ in range(ROUNDS))
        place.store.close()
        say(
            f"{rows:,} rows for later: a look {looks[rows] * MILLI:.2f} ms, "
            f"a chunk of 20 that are due {claims[rows] * MILLI:.2f} ms"
        )
    for what, took in (("a look when nothing is due", looks), ("a chunk of 20", claims)):
        say(
            Verdict(f"{what}, {many:,} rows for later", DUE_MS if took is looks else CHUNK_MS,
                    took[many] * MILLI, "ms"),
            Verdict(f"{what}: {many:,} against {FEW:,}", RATIO, took[many] / took[FEW], "x"),
        )  # fmt: skip


def _later(session: Database, rows: int) -> None:
    """Reminders spread over the years to come: of one booking, with a move each."""
    session.execute(text("DELETE FROM reminders"))
    session.execute(
        text(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows) "
            "INSERT INTO reminders (booking_id, step, moves, at, state) SELECT 1, 'evening', i, "
            "strftime('%Y-%m-%d %H:%M:%f', '2026-09-01', '+' || (i * 7919 % 1000000) || "
            "' minutes') || '000', 'due' FROM n"
        ),
        {"rows": rows},
    )
    session.execute(text("ANALYZE"))


def _now(session: Database) -> None:
    session.execute(
        insert(ReminderRow).from_select(
            ["booking_id", "step", "moves", "at", "state"],
            select(Booking.id, text("'before'"), text("0"), text(f"'{NOW:%Y-%m-%d %H:%M}:00.000000'"),
                   text("'due'")).where(Booking.id.between(2, 21)),
        )
    )  # fmt: skip


def _claim(work: Work) -> None:
    assert run(work, SendReminders()) == 20


def _timed(place: Place, job: Callable[[Work], object]) -> float:
    """In a transaction that is undone, so that it can be done again."""
    took = 0.0

    def once(work: Work) -> None:
        nonlocal took
        began = perf_counter()
        job(work)
        took = perf_counter() - began
        raise _Undone

    try:
        place.write(once)
    except _Undone:
        return took
    raise AssertionError("it should have been undone")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--quick", action="store_true", help="a tenth of the pupils and of the rows"
    )
    quick = options.parse_args().quick
    install_keys()
    with tempfile.TemporaryDirectory() as folder:
        term(Path(folder), PUPILS // 10 if quick else PUPILS)
        due(Path(folder), MANY // 10 if quick else MANY)


if __name__ == "__main__":
    main()
