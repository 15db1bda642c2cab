"""How cost is measured and said: CPU of the whole process beside a reference load of the same round.

A bare millisecond from a shared machine says nothing: neighbours, frequency and caches move it by
half. So every round also runs a fixed load of the same nature (bare sqlite3 statements, JSON and
AES of one message, nothing of ours), and the ratio of the two is what compares across machines.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.store.sqlite import connect

MILLI = 1e3
NOW = "2026-12-08 09:38:00.000000"


def cpu() -> float:
    """Seconds of CPU this process has used, all threads, user and system."""
    return time.process_time()


class Costs:
    """Many rounds of the same steps, CPU ms each.

    ``typical`` is the mean of each step's median. ``undisturbed`` takes each step's lowest tenth:
    near what the same machine shows when nobody else is on it.
    """

    def __init__(self) -> None:
        self._rounds: list[Sequence[float]] = []

    def add(self, steps: Sequence[float]) -> None:
        self._rounds.append(steps)

    @property
    def typical(self) -> float:
        return fmean(median(step) for step in zip(*self._rounds, strict=True))

    @property
    def undisturbed(self) -> float:
        return fmean(sorted(step)[len(step) // 10] for step in zip(*self._rounds, strict=True))

    def __str__(self) -> str:
        return f"{self.typical:.3f} ms, undisturbed {self.undisturbed:.3f}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One promise and what was measured of it."""

    what: str
    target: float
    figure: float
    unit: str = ""

    def __str__(self) -> str:
        holds = "holds" if self.figure <= self.target else "does not hold"
        return f"  {self.what:<52}{self.figure:7.3f} {self.unit:<3} target {self.target:g}: {holds}"


def say(*lines: object) -> None:
    print(*lines, sep="\n", flush=True)


class Reference:
    """The least that one message can cost on SQLite: its rows, sealed, in two commits a batch."""

    _TABLES = """
        CREATE TABLE seen (channel TEXT, update_id TEXT, at TEXT, PRIMARY KEY (channel, update_id));
        CREATE TABLE talks (id INTEGER PRIMARY KEY, address TEXT UNIQUE, state BLOB, shown TEXT);
        CREATE TABLE outbox (id INTEGER PRIMARY KEY, key TEXT UNIQUE, body BLOB, state TEXT, at TEXT);
        CREATE INDEX outbox_state ON outbox (state, at) WHERE state = 'leased';
    """

    def __init__(self, folder: Path) -> None:
        self._raw: sqlite3.Connection = connect(folder / "reference.db")
        self._raw.executescript(self._TABLES)
        self._raw.executemany(
            "INSERT INTO talks VALUES (?, ?, NULL, NULL)", ((n, f"phone-{n}") for n in range(1000))
        )
        self._cipher = AESGCM(bytes(32))
        self._next = 0

    def batches(self, count: int, waiting: int) -> list[float]:
        """CPU ms of a message in each of ``count`` batches that share their commits."""
        costs = []
        for _ in range(count):
            began = cpu()
            self._batch(waiting)
            costs.append((cpu() - began) / waiting * MILLI)
        return costs

    def close(self) -> None:
        self._raw.close()

    def _batch(self, waiting: int) -> None:
        run = self._raw.execute
        run("BEGIN IMMEDIATE")
        rows = [self._message() for _ in range(waiting)]
        run("COMMIT")
        run("BEGIN IMMEDIATE")
        self._raw.executemany(
            "UPDATE outbox SET state = 'sent', body = NULL, at = ? WHERE id = ?",
            [(NOW, row) for row in rows],
        )
        run("COMMIT")

    def _message(self) -> int | None:
        self._next += 1
        number, run = self._next, self._raw.execute
        run("INSERT INTO seen VALUES ('memory', ?, ?)", (str(number), NOW))
        found = run("SELECT id, state FROM talks WHERE address = ?", (f"phone-{number % 1000}",))
        account, sealed = found.fetchone()
        if sealed is not None:
            json.loads(self._cipher.decrypt(sealed[:12], sealed[12:], b"state"))
        message = {"lines": ["您看对不对："] * 3, "options": [{"label": "对", "tap": "a"}] * 5}
        text = json.dumps(message, ensure_ascii=False).encode()
        nonce = number.to_bytes(12, "big")
        body = nonce + self._cipher.encrypt(nonce, text, b"state")
        made = run(
            "INSERT INTO outbox (key, body, state, at) VALUES (?, ?, 'leased', ?)",
            (f"u:memory:{number}:s0", body, NOW),
        ).lastrowid
        run("UPDATE talks SET state = ?, shown = '[]' WHERE id = ?", (body, account))
        return made
