"""The databases every test may ask for: ``store`` runs a test on SQLite and on PostgreSQL.

``--db sqlite`` (or ``postgresql``) runs only one of the two. Where PostgreSQL cannot start, its
half is skipped with one line, except in CI, where that is a failure.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from models import keys
from models.clocks import FixedClock
from models.store import Store
from tests import compiled
from tests.databases import PostgresServer, SqliteFiles, quick_folder
from tests.furniture import EVENING, Furniture, sample_town

if TYPE_CHECKING:
    from tests.permissions.town import SmallTown

DIALECTS = ("sqlite", "postgresql")
READ_ONCE = frozenset({"words"})
"""What is said does not depend on the database it was looked up in: these folders are read once
where both are asked for. Every query they use runs on both in the talks and the permissions."""

# How fast an example runs says something about the machine and nothing about the code.
settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any_machine")

TAKEN_IN_TURN = frozenset({"test_every_step"})
"""What the engine makes of interruptions does not depend on the database, and every statement of
these talks is run on both elsewhere: where both are asked for, each is held on one of the two, turn
about, so that every flow meets both. ``--db`` with one name holds them all there, which ``make
prove`` does."""
ON_BOTH = frozenset({"bookings", "clock", "foundation", "households", "outbox", "proofs"})
"""Where the database keeps the promise. Everything else is on SQLite unless ``--db`` says more: on
PostgreSQL the same talk takes three times as long, and the server a core of its own."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db",
        choices=("promises", "both", *DIALECTS),
        default="promises",
        help="promises: what the database keeps on both, the rest on SQLite; both: everything on both, "
        "as CI does",
    )


def pytest_configure() -> None:
    """Statements are compiled once. The folders of the tests are in memory where there is room:
    their databases lie in them."""
    compiled.share()
    quick = quick_folder()
    if quick is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Only the process that hands the tests out needs it."""
    from tests.together import Together

    return Together(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "dialect" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--db")
        folder = metafunc.definition.path.parent.name
        both = folder in ON_BOTH if wanted == "promises" else folder not in READ_ONCE
        chosen = (wanted,) if wanted in DIALECTS else DIALECTS if both else DIALECTS[:1]
        metafunc.parametrize("dialect", chosen, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other half of what is taken in turn."""
    met: dict[str, list[str]] = {}
    left_out = []
    for item in items:
        if config.getoption("--db") != "both" or item.path.stem not in TAKEN_IN_TURN:
            continue
        dialect, talk = _dialect_of(item)
        talks = met.setdefault(item.name.partition("[")[0], [])
        if talk not in talks:
            talks.append(talk)
        turn = talks.index(talk) + list(met).index(item.name.partition("[")[0])
        if dialect and DIALECTS[turn % 2] != dialect:
            left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    gone = set(map(id, left_out))
    items[:] = [item for item in items if id(item) not in gone]


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of garbage need not walk
    through hundreds of megabytes of it again and again."""
    gc.collect()
    gc.freeze()


def _dialect_of(item: pytest.Item) -> tuple[str, str]:
    """On which database it runs ("" if that is not asked), and which of its cases it is."""
    spec = getattr(item, "callspec", None)
    if spec is None or "dialect" not in spec.params:
        return "", ""
    dialect = spec.params["dialect"]
    parts = spec.id.split("-")
    parts.remove(dialect)
    return dialect, "-".join(parts)


@pytest.fixture(scope="session", autouse=True)
def keyring() -> keys.Keyring:
    """One installation's keys for the whole run."""
    ring = keys.Keyring.from_settings(*keys.generate())
    keys.install(ring)
    return ring


@pytest.fixture(autouse=True)
def same_keys_again(keyring: keys.Keyring) -> Iterator[None]:
    """A test may install others; the next one finds those that the copied databases were made with."""
    yield
    keys.install(keyring)


@pytest.fixture
def wall() -> FixedClock:
    return FixedClock(EVENING)


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
def furniture() -> Furniture | None:
    """What stands in a test's database from the start: nothing, unless its folder says otherwise."""
    return None


@pytest.fixture
def sqlite_url(sqlite_files: SqliteFiles, tmp_path: Path, furniture: Furniture | None) -> str:
    return sqlite_files.fresh(tmp_path, furniture)


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer, furniture: Furniture | None) -> Iterator[str]:
    name, url = postgres_server.fresh(furniture)
    yield url
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def small_town(
    dialect: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SmallTown]:
    """One thing of every sort, built once for each database: every test undoes what it tries."""
    from tests.permissions.town import build

    clock = FixedClock(EVENING)
    if dialect == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        url = files.fresh(tmp_path_factory.mktemp("small"), sample_town)
        with closing(Store.open(url, wall=clock)) as on:
            yield build(on, clock)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name, url = server.fresh(sample_town)
    with closing(Store.open(url, wall=clock)) as on:
        yield build(on, clock)
    server.drop(name)


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
    name, url = server.empty()
    yield url
    server.drop(name)


@pytest.fixture
def store(database_url: str, wall: FixedClock) -> Iterator[Store]:
    opened = Store.open(database_url, wall=wall)
    yield opened
    opened.close()
