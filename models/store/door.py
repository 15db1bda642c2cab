"""What every caller sees of the store, the same for both databases."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.clocks import SystemClock, WallClock
from models.store.faults import StoreClosed, WouldDeadlock
from models.store.tickets import Ticket
from models.store.urls import parse_url
from models.store.workers import Workers

T = TypeVar("T")
_LOG = logging.getLogger("doorstep.store")
Job: TypeAlias = Callable[[Session], T]


def _nothing(_point: str) -> None:
    """The probe of a service that nobody is trying to kill."""


class Store(ABC):
    """Durable when it returns: a result is handed out only after its COMMIT.

    ``on_commit(jobs, seconds)`` hears how many jobs a commit held and how long it had the writer.
    ``probe(point)`` is called at named points (``before_commit``, ``after_commit``) so that kill
    tests can end the process exactly there.
    """

    dialect: str

    def __init__(self, readers: Engine, wall: WallClock, read_threads: int) -> None:
        self.wall = wall
        self.on_commit: Callable[[int, float], None] | None = None
        self.probe: Callable[[str], None] = _nothing
        self._riders: list[Ticket] = []
        self._ride: asyncio.TimerHandle | None = None
        self.awaited = 0
        """Writes that somebody is waiting for now."""
        self._readers = readers
        self._reading = Workers(self._read_ticket, read_threads, "doorstep-read")
        self._closed = False

    @staticmethod
    def open(url: str, *, wall: WallClock | None = None, workers: int = 4) -> Store:
        """Open ``sqlite:///file`` or ``postgresql://…``; raises ``BadDatabaseUrl``.

        ``workers``: how many write transactions PostgreSQL may run at once (SQLite has one).
        """
        # Each of the two is a Store and imports this module.
        from models.store.postgres import PostgresStore  # noqa: PLC0415
        from models.store.sqlite import SqliteStore  # noqa: PLC0415

        parsed = parse_url(url)
        clock = wall or SystemClock()
        if parsed.get_backend_name() == "sqlite":
            return SqliteStore(parsed, clock)
        return PostgresStore(parsed, clock, workers)

    async def write(self, job: Job[T]) -> T:
        """Run the job in a transaction and return its result once that is committed."""
        ticket = Ticket(job, asyncio.get_running_loop())
        if self._riders:
            self.let_ride()  # before this one: both are there when the writer looks
        self._put_write(ticket)
        self.awaited += 1
        try:
            result: T = await ticket.waiter
        finally:
            self.awaited -= 1
        return result

    async def write_along(self, job: Job[T], *, within: float) -> T:
        """``write`` for what nobody waits for: committed together with the next write, or by
        itself after ``within`` seconds."""
        if not within or self.dialect != "sqlite":  # only there do jobs share a commit
            return await self.write(job)
        loop = asyncio.get_running_loop()
        ticket = Ticket(job, loop)
        self._riders.append(ticket)
        if self._ride is None:
            self._ride = loop.call_later(within, self.let_ride)
        result: T = await ticket.waiter
        return result

    def let_ride(self) -> None:
        """What has waited for the next write goes now."""
        if self._ride is not None:
            self._ride.cancel()
            self._ride = None
        riders, self._riders = self._riders, []
        for ticket in riders:
            try:
                self._put_write(ticket)
            except StoreClosed as closed:
                ticket.fault = closed
                ticket.settle()

    def write_now(self, job: Job[T]) -> T:
        """``write`` for callers without an event loop. Blocks; never from inside a job."""
        if self._inside_write():
            raise WouldDeadlock
        ticket = Ticket(job)
        self._put_write(ticket)
        result: T = ticket.waiter.result()
        return result

    async def read(self, job: Job[T]) -> T:
        """Run the job on a read-only snapshot of what is committed."""
        ticket = Ticket(job, asyncio.get_running_loop())
        self._reading.put(ticket)
        result: T = await ticket.waiter
        return result

    def read_now(self, job: Job[T]) -> T:
        if self._closed:
            raise StoreClosed
        with Session(self._readers, autoflush=False, expire_on_commit=False) as session:
            return job(session)

    def close(self) -> None:
        """Finish the jobs already accepted, then let go of the database."""
        self._closed = True
        self._close_writing()
        self._reading.close()
        self._readers.dispose()

    @abstractmethod
    def lock_instance(self) -> None:
        """Refuse a second service on the same SQLite file (``AlreadyRunning``); held until close.

        PostgreSQL is made for several processes: nothing to refuse there.
        """

    def scrub(self) -> bool:
        """Let go of what the files still hold of rows that were deleted; False if that was not
        possible now. Blocks. PostgreSQL does it by itself (autovacuum)."""
        return True

    async def relieve(self) -> None:  # noqa: B027 - PostgreSQL's writers stop for nothing
        """Between the chunks of a big work: do beside the writer what it would stop for later."""

    @abstractmethod
    def try_lead(self, name: str) -> bool:
        """Become (or stay) the one process that does this work. Blocks for a round trip."""

    @abstractmethod
    def still_leads(self, name: str) -> bool:
        """Ask the database again; False once the connection that held the lock is gone."""

    @abstractmethod
    def anybody_leads(self, name: str) -> bool:
        """Whether some process, this one or another, has this lock now. Blocks."""

    @abstractmethod
    def stop_leading(self, name: str) -> None:
        """Hand the work over at once instead of when this process ends."""

    @abstractmethod
    def _put_write(self, ticket: Ticket) -> None: ...

    @abstractmethod
    def _inside_write(self) -> bool: ...

    @abstractmethod
    def _close_writing(self) -> None: ...

    def _read_ticket(self, ticket: Ticket) -> None:
        try:
            ticket.result = self.read_now(ticket.job)
        except BaseException as fault:  # noqa: BLE001 - handed to the caller, whatever it is
            ticket.fault = fault

    def report(self, jobs: int, seconds: float) -> None:
        """A commit is done. A broken listener must not make it look failed."""
        if self.on_commit is None:
            return
        try:
            self.on_commit(jobs, seconds)
        except Exception:  # noqa: BLE001 - somebody else's code, logged
            _LOG.exception("the listener for commits failed")
