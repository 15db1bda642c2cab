"""A file with people in it who all have a chat, and a notice to all of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.scene import settle
from benchmarks.telegram.ours import DATABASE, KEYS
from benchmarks.telegram.people import FIRST_CHAT
from models import keys

_QUEUE = """
    INSERT INTO outbox ("key", person_id, op, message, args, priority, not_before, state, attempts,
                        created_at, notice_id)
    SELECT 'notice:1:' || id, id, 'send', 'BenchNotice', '{"notice_id":1}', 4,
           '2026-12-08 08:00:00.000000', 'due', 0, '2026-12-08 08:00:00.000000', 1
    FROM people WHERE id BETWEEN ? AND ?"""


def make(folder: Path, people: int) -> Path:
    """The file and its keys; the folder."""
    folder.mkdir()
    ring = keys.generate()
    (folder / KEYS).write_text(json.dumps(list(ring)))
    keys.install(keys.Keyring.from_settings(*ring))
    settle(folder / DATABASE, people, channel="telegram", prefix=FIRST_CHAT)
    return folder


def queue(folder: Path, first: int, last: int) -> None:
    """A row for each of these people, at once."""
    with _open(folder) as raw:
        raw.execute(_QUEUE, (first, last))
        raw.commit()


def recorded(folder: Path) -> int:
    """Rows of the notice that the file calls sent."""
    with _open(folder) as raw:
        counted: int = raw.execute(
            "SELECT count(*) FROM outbox WHERE notice_id = 1 AND state = 'sent'"
        ).fetchone()[0]
    return counted


@contextmanager
def _open(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / DATABASE, timeout=30)) as raw:
        yield raw
