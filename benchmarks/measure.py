"""How cost is measured and said: CPU of the whole process beside a reference load of the same round.

A bare millisecond from a shared machine says nothing: neighbours, frequency and caches move it by
half. So every round also runs a fixed load of the same nature (bare sqlite3 statements, JSON and
AES of one message, nothing of ours), and the ratio of the two is what compares across machines.
"""

from __future__ import annotations

import gc
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.store.sqlite import connect

MILLI = 1e3


def cpu() -> float:
    """Seconds of CPU this process has used, all threads, user and system."""
    return time.process_time()


async def cpu_ms(work: Callable[[], Awaitable[int]]) -> float:
    """CPU ms of each of the pieces that ``work`` says it has done."""
    gc.collect()
    began = cpu()
    pieces = await work()
    return (cpu() - began) / pieces * MILLI


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

    def ms(self, messages: int, waiting: int) -> float:
        """CPU ms of a message when that many share a commit."""
        began = cpu()
        for _ in range(messages // waiting):
            self._raw.execute("BEGIN IMMEDIATE")
            rows = [self._message() for _ in range(waiting)]
            self._raw.execute("COMMIT")
            self._raw.execute("BEGIN IMMEDIATE")
            self._raw.executemany(
                "UPDATE outbox SET state = 'sent', body = NULL, at = ? WHERE id = ?",
                [("2026-12-08 09:38:00.000000", row) for row in rows],
            )
            self._raw.execute("COMMIT")
        return (cpu() - began) / (messages // waiting * waiting) * MILLI

    def close(self) -> None:
        self._raw.close()

    def _message(self) -> int | None:
        self._next += 1
        number, run = self._next, self._raw.execute
        now = "2026-12-08 09:38:00.000000"
        run("INSERT INTO seen VALUES ('memory', ?, ?)", (str(number), now))
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
            (f"u:memory:{number}:s0", body, now),
        ).lastrowid
        run("UPDATE talks SET state = ?, shown = '[]' WHERE id = ?", (body, account))
        return made


@dataclass(frozen=True, slots=True)
class Verdict:
    """One promise and what was measured of it."""

    what: str
    target: float
    figure: float
    unit: str

    def __str__(self) -> str:
        holds = "holds" if self.figure <= self.target else "DOES NOT HOLD"
        return (
            f"  {self.what:<58} {self.figure:8.3f} {self.unit:<6} target {self.target:g}: {holds}"
        )


def say(title: str, *lines: object) -> None:
    print(title, *lines, sep="\n", flush=True)


def spread(values: list[float]) -> str:
    """The middle of the rounds, with the best and the worst of them."""
    return f"{median(values):.3f} ms ({min(values):.3f} to {max(values):.3f})"
