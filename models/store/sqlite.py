"""The SQLite store: one writer that commits together whatever is already waiting.

SQLite has one writer at a time and its default (deferred) transactions lose updates or fail with
"locked" under load. So there is one connection, one thread and BEGIN IMMEDIATE. A commit costs a
flush to the disk (synchronous=FULL); sharing it among the jobs that wait anyway makes it cheap,
and never waiting for more jobs keeps a lonely one fast.

Inside a batch every job has a savepoint of its own, so one that raises harms nobody. When the
batch itself fails (disk full, another process holds the lock), everything in it runs again, one
job to a transaction: also the jobs that raised, since what they saw has been undone.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool

from models.clocks import WallClock
from models.store.door import Store
from models.store.faults import AlreadyRunning, CommitFailed, StoreBusy, StoreClosed
from models.store.tickets import Ticket, settle
from models.store.urls import engine_for, sqlite_file

BATCH = 64
BUSY_MS = 10_000
SCRUB_MS = 200
"""How long emptying the log waits for readers; if they go on, it is tried again later."""
READERS = 2


class _WriterConnection(sqlite3.Connection):
    """A connection whose transaction belongs to the writer thread, not to a session.

    A session that rolls back (a failed flush does it by itself) must undo its own job and not its
    neighbours', so its ROLLBACK goes to the job's savepoint and its COMMIT is left to the writer.
    """

    in_job = False

    def commit(self) -> None:
        if not self.in_job:
            super().commit()

    def rollback(self) -> None:
        if not self.in_job:
            super().rollback()
        elif self.in_transaction:
            self.execute("ROLLBACK TO job")


def connect(path: Path, factory: type[sqlite3.Connection] = sqlite3.Connection) -> Any:
    """A SQLite connection with the settings everything of ours relies on."""
    raw = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=512, factory=factory
    )
    raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA cache_size = -16000")
    # Else what a savepoint must be able to undo goes through a file in the temporary folder.
    raw.execute("PRAGMA temp_store = MEMORY")
    # Checkpoints write each page once, so fewer of them write less; 16 MB of log at most.
    raw.execute("PRAGMA wal_autocheckpoint = 4000")
    # What is deleted or written over is overwritten with zeros, also inside of a page.
    raw.execute("PRAGMA secure_delete = ON")
    return raw


def _connect_reader(path: Path) -> Any:
    raw = connect(path)
    raw.execute("PRAGMA query_only = ON")
    return raw


class Writer:
    """The single connection, and how a batch of jobs goes through it. Has no thread of its own."""

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._raw: _WriterConnection = connect(path, _WriterConnection)
        self._engine = engine_for("sqlite://", creator=lambda: self._raw, poolclass=StaticPool)
        self._connection: Connection = self._engine.connect()
        self._session = self._fresh()
        self._begun = False

    def run(self, batch: list[Ticket]) -> None:
        """Run and commit; afterwards every ticket has its outcome."""
        began = perf_counter()
        try:
            self._raw.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as fault:  # no job has run, and trying them singly would wait again
            _fail(batch, StoreBusy(), fault)
            return
        try:
            self._run_all(batch)
        except Exception as fault:  # noqa: BLE001 - this thread must outlive every fault
            self._undo()
            self._after_failed(batch, fault)
            return
        self._store.probe("after_commit")
        self._store.report(len(batch), perf_counter() - began)

    def _run_all(self, batch: list[Ticket]) -> None:
        for ticket in batch:
            self._run_one(ticket)
        self._store.probe("before_commit")
        self._raw.execute("COMMIT")

    def _run_one(self, ticket: Ticket) -> None:
        raw = self._raw
        raw.execute("SAVEPOINT job")
        raw.in_job = True
        try:
            ticket.run(self._session, self._write_out)
            if ticket.fault is not None:
                raw.rollback()
                self._begun = True
            if self._begun or self._session.info:
                self._session.close()
                self._session, self._begun = self._fresh(), False
            if self._connection.in_transaction():  # Core statements that went past the session
                self._connection.commit()
        finally:
            raw.in_job = False
        if not raw.in_transaction:  # SQLite itself gave the whole transaction up
            raise sqlite3.OperationalError("the transaction was rolled back by the database")
        raw.execute("RELEASE job")

    def _fresh(self) -> Session:
        return Session(self._connection, expire_on_commit=False)

    def _write_out(self, session: Session) -> None:
        """Flush what the ORM holds. A session that was not begun serves the next job too: most
        jobs speak Core alone, and a session costs as much as a statement."""
        if session.in_transaction():
            self._begun = True
            session.commit()

    def _after_failed(self, batch: list[Ticket], fault: Exception) -> None:
        if len(batch) == 1:
            # A job that raised by itself keeps its own exception.
            if batch[0].fault is None:
                _fail(batch, CommitFailed(), fault)
            return
        for ticket in batch:
            self.run([ticket])

    def _undo(self) -> None:
        self._raw.in_job = False
        with suppress(sqlite3.Error):
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


class SqliteStore(Store):
    dialect = "sqlite"

    def __init__(self, url: URL, wall: WallClock) -> None:
        self._path = sqlite_file(url)
        _create_private(self._path)
        readers = engine_for(
            "sqlite://",
            creator=lambda: _connect_reader(self._path),
            poolclass=QueuePool,
            pool_size=READERS,
        )
        event.listen(readers, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        super().__init__(readers, wall, READERS)
        self._lock: int | None = None
        self._writer = Writer(self, self._path)
        self._queue: SimpleQueue[Ticket | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="doorstep-writer", daemon=True)
        self._thread.start()

    def lock_instance(self) -> None:
        if self._lock is not None:
            return
        lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise AlreadyRunning from None
        self._lock = lock

    def scrub(self) -> bool:
        """Pages as they were before stand in the log until it is emptied. Most of it is copied
        while the writer goes on; emptying it needs the writer to stand still for a moment, and
        nobody to read what is older."""
        with closing(connect(self._path)) as raw:
            raw.execute(f"PRAGMA busy_timeout = {SCRUB_MS}")
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)")
            busy, _pages, _done = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    async def relieve(self) -> None:
        """Move what stands in the log into the file. The writer does it by itself once the log is
        long, and everybody waits until thousands of pages are flushed; begun before, by another
        connection, it leaves the writer the last few."""
        await asyncio.to_thread(self._shorten_log)

    def _shorten_log(self) -> None:
        if not self._closed:
            with closing(connect(self._path)) as beside:
                beside.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def try_lead(self, name: str) -> bool:
        return True

    def still_leads(self, name: str) -> bool:
        return True

    def anybody_leads(self, name: str) -> bool:
        return True

    def stop_leading(self, name: str) -> None:
        return None

    def _put_write(self, ticket: Ticket) -> None:
        with self._gate:
            if self._closed:
                raise StoreClosed
            self._queue.put(ticket)

    def _inside_write(self) -> bool:
        return threading.current_thread() is self._thread

    def _close_writing(self) -> None:
        if not self._thread.is_alive():
            return
        with self._gate:
            self._queue.put(None)
        self._thread.join()
        self._writer.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            last = False
            with suppress(Empty):
                while len(batch) < BATCH:
                    ticket = self._queue.get_nowait()
                    if ticket is None:
                        last = True
                        break
                    batch.append(ticket)
            self._writer.run(batch)
            settle(batch)
            if last:
                return


def _fail(batch: list[Ticket], fault: Exception, cause: Exception) -> None:
    fault.__cause__ = cause
    for ticket in batch:
        ticket.fault = fault


def _create_private(path: Path) -> None:
    """The file holds people's lives: nobody but its owner reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
