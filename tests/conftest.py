"""The databases every test may ask for: ``store`` runs a test on SQLite and on PostgreSQL.

``--db sqlite`` (or ``postgresql``) runs only one of the two. Where PostgreSQL cannot start, its
half is skipped with one line, except in CI, where that is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from models import keys
from models.clocks import FixedClock
from models.store import Store
from tests.databases import PostgresServer, SqliteFiles

DIALECTS = ("sqlite", "postgresql")
READ_ONCE = frozenset({"words"})
"""What is said does not depend on the database it was looked up in: these folders are read once
where both are asked for. Every query they use runs on both in the talks and the permissions."""

# How fast an example runs says something about the machine and nothing about the code.
settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any_machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=(*DIALECTS, "both"), default="both", help="which database")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "dialect" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--db")
        chosen = DIALECTS if wanted == "both" else (wanted,)
        if metafunc.definition.path.parent.name in READ_ONCE:
            chosen = chosen[:1]
        metafunc.parametrize("dialect", chosen, scope="session")


@pytest.fixture(scope="session", autouse=True)
def keyring() -> keys.Keyring:
    """One installation's keys for the whole run."""
    ring = keys.Keyring.from_settings(*keys.generate())
    keys.install(ring)
    return ring


@pytest.fixture
def wall() -> FixedClock:
    """Tuesday 8 December, 17:38 in Huadian: the evening of talk A."""
    return FixedClock(datetime(2026, 12, 8, 9, 38, tzinfo=UTC))


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    try:
        server = PostgresServer()
    except Exception as fault:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL does not start on this machine ({type(fault).__name__})")
    try:
        server.prepare()
        yield server
    finally:
        server.stop()


@pytest.fixture
def sqlite_url(sqlite_files: SqliteFiles, tmp_path: Path) -> str:
    return sqlite_files.fresh(tmp_path)


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    name, url = postgres_server.fresh()
    yield url
    postgres_server.drop(name)


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest) -> str:
    """A database of its own with all tables, for tests that start processes."""
    url: str = request.getfixturevalue(f"{dialect}_url")
    return url


@pytest.fixture
def empty_url(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without any table, for migrations."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name, url = server.fresh(empty=True)
    yield url
    server.drop(name)


@pytest.fixture
def store(database_url: str, wall: FixedClock) -> Iterator[Store]:
    opened = Store.open(database_url, wall=wall)
    yield opened
    opened.close()
