"""The small town, built once for each database: every test undoes what it tries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models.clocks import FixedClock
from models.keys import Keyring
from models.store import Store
from tests.databases import PostgresServer, SqliteFiles
from tests.permissions.town import SmallTown, build

EVENING = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)


@pytest.fixture(scope="session")
def small_town(
    dialect: str,
    keyring: Keyring,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SmallTown]:
    name, server = "", None
    if dialect == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        url = files.fresh(tmp_path_factory.mktemp("permissions"))
    else:
        server = request.getfixturevalue("postgres_server")
        name, url = server.fresh()
    clock = FixedClock(EVENING)
    store = Store.open(url, wall=clock)
    yield build(store, clock)
    store.close()
    if isinstance(server, PostgresServer):
        server.drop(name)
