"""Bring a database to the schema of this code, from a checkout or an installed package.

The trap avoided: with Python's sqlite3, DDL runs outside a transaction unless one is begun by
hand, and half a migration is worse than none. So everything here happens in one transaction, with
foreign keys checked once at its end (a batch rebuild of a table needs them off in between).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, event, text
from sqlalchemy.pool import NullPool

from models.store.sqlite import connect
from models.store.urls import engine_for, parse_url, sqlite_file
from models.tables import metadata

HERE = Path(__file__).parent
_ONE_AT_A_TIME = 0x446F6F72


class BrokenReferences(Exception):
    """A revision left rows that point to nothing; it was undone."""

    def __init__(self) -> None:
        super().__init__("the migration would leave rows that refer to missing rows; it was undone")


def head() -> str | None:
    """The newest revision this code knows; None before the first one exists."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(url: str) -> str | None:
    """The revision the database is at; None for an empty one."""
    with _connection(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str, revision: str = "head") -> None:
    with _connection(url) as connection, _expressions_unseen():
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    with _connection(url) as connection, _expressions_unseen():
        command.downgrade(_config(connection), revision)


def differences(url: str) -> list[Any]:
    """What the models have and the database has not, or the other way round."""
    with _connection(url) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": metadata}
        )
        with _expressions_unseen():
            return list(compare_metadata(context, metadata))


@contextmanager
def _expressions_unseen() -> Iterator[None]:
    """Neither SQLAlchemy nor Alembic can look at an index over an expression, and both say so as a
    warning each time; that such an index is there is held by a test that compares the texts."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*expression-based index")
        yield


def draft(url: str, message: str) -> Path:
    """Write the next revision from the difference between this database and the models."""
    with _connection(url) as connection:
        config = _config(connection)
        count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
        made = command.revision(config, message, autogenerate=True, rev_id=f"{count + 1:04d}")
    if made is None or isinstance(made, list):
        raise RuntimeError("expected one revision")
    return Path(made.path)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    parsed = parse_url(url)
    lite = parsed.get_backend_name() == "sqlite"
    engine = _sqlite_engine(parsed) if lite else engine_for(parsed, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            if not lite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _ONE_AT_A_TIME})
            yield connection
            if lite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BrokenReferences
    finally:
        engine.dispose()


def _sqlite_engine(url: URL) -> Any:
    def raw() -> Any:
        connection = connect(sqlite_file(url))
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    engine = engine_for("sqlite://", creator=raw, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine
