"""The PostgreSQL store: several processes, one transaction a job.

READ COMMITTED with conditional updates and constraints is enough for our rules; the faults that
remain (deadlock, serialization, a connection lost before COMMIT) are undone by the server, so the
job simply runs again, a bounded number of times. A connection lost *during* COMMIT is different:
nobody knows whether it happened, and only the caller can find out.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
from contextlib import suppress
from time import perf_counter
from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from models.clocks import WallClock
from models.store.door import Store
from models.store.faults import CommitUnknown, SwallowedFault
from models.store.tickets import Ticket
from models.store.urls import engine_for
from models.store.workers import Workers

ATTEMPTS = 8
_AGAIN = frozenset({"40001", "40P01"})
_SESSION = (
    "-c timezone=UTC -c idle_in_transaction_session_timeout=60000"
    # A machine that lost its power must not keep its locks until the server notices by itself.
    " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
)
_KEEPALIVE = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}


class PostgresStore(Store):
    dialect = "postgresql"

    def __init__(self, url: URL, wall: WallClock, workers: int) -> None:
        arguments = {"options": _SESSION, "connect_timeout": 10, **_KEEPALIVE}
        self._engine = engine_for(
            url, pool_size=workers, max_overflow=0, pool_pre_ping=True, connect_args=arguments
        )
        readers = engine_for(
            url,
            pool_size=workers,
            pool_pre_ping=True,
            connect_args=arguments,
            execution_options={"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
        )
        super().__init__(readers, wall, workers)
        self._leading = _Leading(engine_for(url, poolclass=NullPool, connect_args=arguments))
        self._writing = Workers(self._write_ticket, workers, "doorstep-write")

    def lock_instance(self) -> None:
        return None

    def try_lead(self, name: str) -> bool:
        return self._leading.take(name)

    def still_leads(self, name: str) -> bool:
        return self._leading.holds(name)

    def anybody_leads(self, name: str) -> bool:
        return self._leading.anybody(name)

    def stop_leading(self, name: str) -> None:
        self._leading.drop(name)

    def _put_write(self, ticket: Ticket) -> None:
        self._writing.put(ticket)

    def _inside_write(self) -> bool:
        return self._writing.inside()

    def _close_writing(self) -> None:
        self._writing.close()
        self._leading.close()
        self._engine.dispose()

    def _write_ticket(self, ticket: Ticket) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._transact(ticket)
            except BaseException as fault:  # noqa: BLE001 - handed to the caller, whatever it is
                ticket.fault = fault
            if not _may_run_again(ticket.fault) or attempt == ATTEMPTS:
                break
            # Jitter, or two that deadlocked meet again at the same step.
            time.sleep(random.uniform(0, 0.005 * 2**attempt))  # noqa: S311 - not a secret

    def _transact(self, ticket: Ticket) -> None:
        with Session(self._engine, expire_on_commit=False) as session:
            began = perf_counter()
            ticket.run(session, Session.flush)
            if ticket.fault is not None:
                return
            _refuse_half_done(session)
            self.probe("before_commit")
            try:
                session.commit()
            except DBAPIError as fault:
                if fault.connection_invalidated:
                    raise CommitUnknown from None
                raise
            self.probe("after_commit")
            self.report(1, perf_counter() - began)


def _refuse_half_done(session: Session) -> None:
    """After a statement failed, PostgreSQL answers COMMIT with a quiet rollback: a job that caught
    the error and went on would be told that all went well."""
    raw: Any = session.connection().connection.dbapi_connection
    if raw.info.transaction_status == TransactionStatus.INERROR:
        raise SwallowedFault


def _may_run_again(fault: BaseException | None) -> bool:
    if not isinstance(fault, DBAPIError):
        return False
    return fault.connection_invalidated or getattr(fault.orig, "sqlstate", None) in _AGAIN


class _Leading:
    """Advisory locks on one connection of their own: they live exactly as long as it does."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._names: set[str] = set()
        self._gate = threading.Lock()

    def take(self, name: str) -> bool:
        with self._gate:
            if name in self._names and self._alive():
                return True
            try:
                taken = self._ask("SELECT pg_try_advisory_lock(:key)", name)
            except DBAPIError:
                self._forget()
                return False
            if taken:
                self._names.add(name)
            return taken

    def holds(self, name: str) -> bool:
        with self._gate:
            return name in self._names and self._alive()

    def anybody(self, name: str) -> bool:
        """Whoever cannot be asked about is taken for alive."""
        with self._gate:
            if name in self._names and self._alive():
                return True
            try:
                if not self._ask("SELECT pg_try_advisory_lock(:key)", name):
                    return True
                self._ask("SELECT pg_advisory_unlock(:key)", name)
            except DBAPIError:
                self._forget()
                return True
            return False

    def drop(self, name: str) -> None:
        with self._gate:
            if name not in self._names:
                return
            self._names.discard(name)
            try:
                self._ask("SELECT pg_advisory_unlock(:key)", name)
            except DBAPIError:
                self._forget()

    def close(self) -> None:
        """Lets go of everything by name first: a server takes its time to notice a closed connection,
        and until then nobody else could lead."""
        with self._gate:
            if self._names:
                self._let_go()
            self._forget()
            self._engine.dispose()

    def _let_go(self) -> None:
        with suppress(DBAPIError):  # without a connection nothing is held either
            self._ask("SELECT pg_advisory_unlock_all() IS NOT NULL", "")

    def _alive(self) -> bool:
        try:
            return self._ask("SELECT true", "")
        except DBAPIError:
            self._forget()
            return False

    def _ask(self, statement: str, name: str) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            )
        parameters = {"key": _lock_key(name)} if name else {}
        return bool(self._connection.execute(text(statement), parameters).scalar())

    def _forget(self) -> None:
        self._names.clear()
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _lock_key(name: str) -> int:
    digest = hashlib.blake2b(name.encode(), digest_size=8, person=b"doorstep").digest()
    return int.from_bytes(digest, "big", signed=True)
