"""Two processes on one database, and what people do in both at the same instant."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.dialogue.messages import Incoming, Outgoing
from models.gate import Command, run
from models.store import Store
from models.tasks.ranking import Candidate
from models.tasks.waves import locked, put_out
from models.town import pinned
from models.work import CLOCK, Actor, Work
from tests.proofs.service import ROOT
from tests.proofs.town import CHANNEL, EVENING, Keys, RunningClock, ahead_of, ids_of, settle

T = TypeVar("T")
AHEAD = 0.03
"""Seconds from the order to the start: time enough for both to read it."""


class Process:
    """One racer, from outside."""

    def __init__(self, log: Path) -> None:
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.proofs.racer"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, cwd=ROOT, text=True,
                encoding="utf-8",
            )  # fmt: skip

    def tell(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        heard: dict[str, Any] = json.loads(self._process.stdout.readline())
        return heard

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        self.tell(order)
        return self.hear()

    def kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(20)


@dataclass
class Pair:
    """Two processes, started once for many races: reading all modules takes seconds. ``log`` is
    where they complain."""

    log: Path
    processes: list[Process]

    @classmethod
    def start(cls, folder: Path) -> Pair:
        log = folder / "races.log"
        return cls(log, [Process(log), Process(log)])

    def close(self) -> None:
        for process in self.processes:
            process.close()


@dataclass
class Races:
    """``said`` of a race is what each update was answered: lists of messages."""

    store: Store
    processes: list[Process]
    wall: RunningClock
    log: Path
    ids: dict[str, int]
    _updates: count[int] = field(default_factory=lambda: count(1))

    # -- what people do ----------------------------------------------------------------------------
    def update(self, address: str, *, text: str = "", tap: str = "") -> Incoming:
        kind = "tap" if tap else "text"
        number = str(next(self._updates))
        return Incoming(CHANNEL, address, number, kind, text=text, tap=tap)  # type: ignore[arg-type]  # one of the two words

    def at_once(self, *shares: Sequence[Incoming]) -> list[dict[str, list[Outgoing]]]:
        """The first share in the first process, the second in the second, at the same instant."""
        start = time.monotonic() + AHEAD
        for process, share in zip(self.processes, shares, strict=True):
            process.tell({"take": [one.to_json() for one in share], "at": start})
        heard = [process.hear()["said"] for process in self.processes]
        return [
            {key: [Outgoing.from_json(one) for one in said] for key, said in each.items()}
            for each in heard
        ]

    def one(self, address: str, *, text: str = "", tap: str = "") -> list[Outgoing]:
        """Somebody does one thing, undisturbed."""
        incoming = self.update(address, text=text, tap=tap)
        said, _nothing = self.at_once([incoming], [])
        return said[incoming.update_id]

    def taps(self, address: str, shown: Sequence[Outgoing], label: str) -> list[Outgoing]:
        return self.one(address, tap=token(shown, label))

    # -- what is true --------------------------------------------------------------------------------
    def does(self, address: str, command: Command[T]) -> T:
        """A command in this process, as this person."""

        def job(session: Session) -> T:
            return run(self._work(session, Actor("person", self.ids[address])), command)

        return self.store.write_now(job)

    def put_out(self, case_id: int, addresses: Sequence[str]) -> None:
        """One offer of the case to each of them."""

        def job(session: Session) -> None:
            work = self._work(session, CLOCK)
            people = [Candidate(self.ids[address], ("first",)) for address in addresses]
            put_out(work, locked(work, case_id), people, wave=1)

        self.store.write_now(job)

    def _work(self, session: Session, actor: Actor) -> Work:
        number = pinned.current_number(session)
        town = pinned.town_at(session, number)
        return Work(session, self.wall.now(), town, number, actor, f"race:{next(self._updates)}")

    def close(self) -> None:
        for process in self.processes:
            process.ask({"shut": True})
        self.store.close()


def open_races(pair: Pair, url: str, keys: Keys, *, residents: int, helpers: int) -> Races:
    """A settled town and two processes that are ready to race on it."""
    ahead = ahead_of(EVENING)
    wall = RunningClock(ahead)
    store = Store.open(url, wall=wall)
    settle(store, wall.now(), residents=residents, helpers=helpers)
    order = {"url": url, "keys": keys.texts, "ahead": ahead}
    for process in pair.processes:
        process.tell({"open": order})
    for process in pair.processes:
        process.hear()
    return Races(store, list(pair.processes), wall, pair.log, store.read_now(ids_of))


def token(shown: Sequence[Outgoing], label: str) -> str:
    """The tap of the button with this label on the newest message that has it."""
    for message in reversed(shown):
        for option in message.options:
            if option.label == label:
                return option.tap
    raise LookupError(f"no button {label!r}")
