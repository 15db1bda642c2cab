"""Deleting and forgetting cost in a grown town what they cost in a small one: no table that grows is
gone through from one end to the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from models.privacy.erasing import DeleteMyData, erase
from models.privacy.forgetting import KINDS
from models.work import Work
from tests.erasing.conftest import Town

SHORT = frozenset({"settings_rows", "town_versions", "places", "imports"})
"""Tables that hold a handful of rows for ever."""


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, sql: str, values: Any, *_more: Any) -> None:
        seen.append((sql, values))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def whole_tables(town: Town, seen: list[tuple[str, Any]]) -> set[tuple[str, str]]:
    """(step of the plan, statement) for each that walks a table that grows."""

    def plan(work: Work) -> set[tuple[str, str]]:
        raw = work.connection.connection.dbapi_connection
        assert raw is not None
        found = set()
        for sql, values in seen:
            if sql.startswith(("SELECT", "UPDATE", "DELETE")):
                for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", values):
                    scanned = re.match(r"SCAN (\w+)", row[3])
                    if scanned and scanned[1] not in SHORT and "CONSTANT" not in row[3]:
                        found.add((row[3], sql))
        return found

    return town.write(plan)


@pytest.fixture(autouse=True)
def only_sqlite(town: Town) -> None:
    if town.store.dialect != "sqlite":
        pytest.skip("the planner of PostgreSQL goes through small tables whatever their indexes")


def test_deleting_goes_by_an_index(town: Town) -> None:
    with statements() as seen:
        town.does(town.me, DeleteMyData())
    assert len(seen) > 50
    assert not whole_tables(town, seen)


@pytest.mark.parametrize("kind", KINDS)
def test_forgetting_goes_by_an_index(town: Town, kind: Any) -> None:
    step: Callable[..., Any] = KINDS[kind].step
    with statements() as seen:
        town.write(lambda work: step(work, work.now + timedelta(days=1), None))
    assert seen
    assert not whole_tables(town, seen)


def test_a_table_that_is_gone_through_is_noticed(town: Town) -> None:
    """The test of the test."""
    with statements() as seen:
        town.write(lambda work: erase(work, town.somebody.child_id, "operator"))
    seen.append(("SELECT id FROM people WHERE school = 'x'", ()))
    assert [plan for plan, _sql in whole_tables(town, seen)] == ["SCAN people"]
