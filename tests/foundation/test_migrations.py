"""The history of the schema leads to the schema of the models, there and back."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from sqlalchemy import text

import models
from migrations import run
from models.store import Store
from models.tables import metadata

needs_revisions = pytest.mark.skipif(run.head() is None, reason="there is no revision yet")


def test_every_module_with_tables_is_known_to_the_migrations() -> None:
    before = set(metadata.tables)
    for module in pkgutil.walk_packages(models.__path__, "models."):
        importlib.import_module(module.name)
    assert set(metadata.tables) == before


def test_every_constraint_has_a_name() -> None:
    nameless = [
        f"{table.name}: {constraint!r}"
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None and len(getattr(constraint, "columns", [1])) > 0
    ]
    assert not nameless


@needs_revisions
def test_the_migrated_schema_is_the_schema_of_the_models(empty_url: str) -> None:
    assert run.current(empty_url) is None
    run.upgrade(empty_url)
    assert run.current(empty_url) == run.head()
    assert run.differences(empty_url) == []


@needs_revisions
def test_every_revision_goes_up_down_and_up(empty_url: str) -> None:
    run.upgrade(empty_url)
    run.downgrade(empty_url, "base")
    assert run.current(empty_url) is None
    run.upgrade(empty_url)
    run.upgrade(empty_url)
    assert run.differences(empty_url) == []


@needs_revisions
def test_migrated_tables_never_give_an_id_twice(tmp_path: Path) -> None:
    """Alembic compares neither this nor partial indexes, so the texts are compared."""
    migrated, created = f"sqlite:///{tmp_path}/m.db", f"sqlite:///{tmp_path}/c.db"
    run.upgrade(migrated)
    assert sql_of(migrated) == sql_of(created, create=True)


def sql_of(url: str, *, create: bool = False) -> dict[str, tuple[bool, bool]]:
    store = Store.open(url)
    if create:
        store.write_now(lambda session: metadata.create_all(session.connection()))
    query = (
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
    )
    rows = store.read_now(lambda session: session.execute(text(query)).all())
    store.close()
    return {name: ("AUTOINCREMENT" in sql, " WHERE " in sql) for name, sql in rows}


def test_a_database_without_revisions_is_at_none(empty_url: str) -> None:
    assert run.current(empty_url) is None
