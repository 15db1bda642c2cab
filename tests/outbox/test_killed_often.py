"""A notice to many while the sender is killed again and again, at any instant.

Everybody has it. It came twice only to those whose call was out and not yet written down when the
kill came, and of these there are never more than the window. Row by row the record says what the
platform says.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from models.clocks import FixedClock, SystemClock
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from models.store import Store
from tests.outbox.world import World

WINDOW = 24
PATIENCE = 60.0
Quote = Callable[[str], None]
LINE = 15
"""Bytes of a call in the file, about."""
SIZES = (
    pytest.param(6, 240, id="few"),
    pytest.param(50, 2_000, id="many", marks=(pytest.mark.prove, pytest.mark.timeout(900))),
)


@dataclass
class Lives:
    """Starts instances on one database and kills them."""

    url: str
    calls: Path
    ahead: float
    lead: float
    latency: float = 0.02
    number: int = 0
    pids: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.calls.touch()
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.outbox.lives"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )

    @property
    def newest(self) -> str:
        return f"life{self.number}"

    def begin(self, most: int = 10**9) -> int:
        self.number += 1
        life = {
            "url": self.url, "calls": str(self.calls), "ahead": self.ahead, "lead": self.lead,
            "latency": self.latency, "window": WINDOW, "life": self.newest,
            "most": most,
        }  # fmt: skip
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(json.dumps(life) + "\n")
        self._nursery.stdin.flush()
        self.pids.append(int(self._nursery.stdout.readline()))
        return self.pids[-1]

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.pids.remove(pid)
        while Path(f"/proc/{pid}").exists():  # it writes no more: what we read next is final
            time.sleep(0.0005)

    def lines(self) -> list[list[str]]:
        """Every call so far: who made it, to whom, for which row."""
        return [line.split() for line in self.calls.read_text().splitlines()]

    def count(self) -> int:
        return self.calls.stat().st_size

    def close(self) -> None:
        for pid in list(self.pids):
            with suppress(ProcessLookupError):
                self.kill(pid)
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.close()
        self._nursery.stdout.close()
        self._nursery.wait(10)


@pytest.fixture
def lives(world: World, database_url: str, tmp_path: Path) -> Iterator[Lives]:
    with closing(Lives(database_url, tmp_path / "calls", _ahead(world), lead=0.1)) as made:
        yield made


def _ahead(world: World) -> float:
    return (world.wall.now() - SystemClock().now()).total_seconds()


def notice_to(world: World, people: int) -> None:
    now = world.wall.now()
    everybody = range(1, people + 1)
    row = {
        "op": "send", "message": "Notice", "args": {}, "priority": 4, "not_before": now,
        "state": "due", "attempts": 0, "created_at": now, "notice_id": 1,
    }  # fmt: skip
    persons = [{"id": one, "created_at": now} for one in everybody]
    accounts = [
        {"id": one, "person_id": one, "channel": "memory", "address": f"p{one}",
         "last_used_at": now}
        for one in everybody
    ]  # fmt: skip
    rows = [{"key": f"notice:1:{one}", "person_id": one, **row} for one in everybody]
    for table, values in ((Person, persons), (Account, accounts), (OutboxRow, rows)):
        world.store.write_now(
            lambda session, table=table, values=values: session.execute(insert(table), values)  # type: ignore[misc]
        )


def sent(world: World) -> dict[str, str]:
    """The record: for each row that was sent, the platform's name of its message."""
    query = select(OutboxRow.id, OutboxRow.shown_id).where(OutboxRow.state == "sent")
    return world.store.read_now(
        lambda session: {str(row): shown or "" for row, shown in session.execute(query)}
    )


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "nothing goes on"
        time.sleep(0.0005)


@pytest.mark.parametrize(("kills", "people"), SIZES)
def test_everybody_has_it_however_often_the_sender_is_killed(
    world: World, lives: Lives, kills: int, people: int, quote: Quote
) -> None:
    notice_to(world, people)
    chance = random.Random(people)
    unrecorded: list[int] = []
    for left in range(kills, 0, -1):
        wanted = chance.randint(1, max((people - len(sent(world))) // (left + 1), 1))
        size = lives.count()
        pid = lives.begin(wanted + WINDOW // 2)
        _until(partial(_went_on, lives, size + wanted * LINE))
        time.sleep(chance.random() * 0.02)
        lives.kill(pid)
        record = sent(world)
        out = {row for life, _, row in lives.lines() if life == lives.newest} - set(record)
        unrecorded.append(len(out))
        assert len(out) <= WINDOW
    assert len(sent(world)) < people, "the kills must come while there is something left"
    lives.begin()
    _until(lambda: len(sent(world)) == people)
    _agrees(world, lives, people, unrecorded, quote)


def _went_on(lives: Lives, size: int) -> bool:
    return lives.count() >= size


def _agrees(world: World, lives: Lives, people: int, unrecorded: list[int], quote: Quote) -> None:
    calls = lives.lines()
    went, record = Counter(row for _, _, row in calls), sent(world)
    repeats = len(calls) - len(went)
    quote(
        f"{len(unrecorded)} kills, {people} people: {repeats} repeats; out and not recorded at "
        f"the kills: {sum(unrecorded)}, at most {max(unrecorded)} of {WINDOW}"
    )
    assert world.states() == {"sent": people}
    assert len({address for _, address, _ in calls}) == people
    assert {row: f"f{row}" for row in went} == record
    assert repeats <= sum(unrecorded)
    assert max(went.values()) <= 1 + len(unrecorded)


@pytest.mark.parametrize("people", [
    pytest.param(300, id="few"),
    pytest.param(2_000, id="many", marks=(pytest.mark.prove, pytest.mark.timeout(900))),
])  # fmt: skip
def test_when_one_of_two_is_killed_the_other_carries_on_within_ten_seconds(
    postgresql_url: str, wall: FixedClock, tmp_path: Path, people: int, quote: Quote
) -> None:
    with closing(Store.open(postgresql_url)) as store:
        world = World(store, wall)
        lives = Lives(postgresql_url, tmp_path / "calls", _ahead(world), lead=1.0, latency=0.05)
        with closing(lives):
            _one_of_two_is_killed(world, lives, people, quote)


def _one_of_two_is_killed(world: World, lives: Lives, people: int, quote: Quote) -> None:
    notice_to(world, people)
    both = {f"life{number}": lives.begin() for number in (1, 2)}
    _until(lambda: lives.count() > 40 * LINE)
    leader = lives.lines()[-1][0]
    assert {life for life, _, _ in lives.lines()} == {leader}, "one at a time sends to the many"
    lives.kill(both.pop(leader))
    killed, before = time.monotonic(), len(lives.lines())
    out = {row for _, _, row in lives.lines()} - set(sent(world))
    _until(lambda: len(lives.lines()) > before)
    took_over = time.monotonic() - killed
    assert {life for life, _, _ in lives.lines()[before:]} == set(both)
    _until(lambda: not world.states().get("leased") or len(sent(world)) == people)
    freed = time.monotonic() - killed
    _until(lambda: len(sent(world)) == people)
    quote(f"taken over after {took_over:.1f} s, the last of its rows after {freed:.1f} s")
    assert took_over < 10.0
    _agrees(world, lives, people, [len(out)], quote)
