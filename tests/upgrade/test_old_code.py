"""While an upgrade goes on, instances of the release before write to the new schema.

They know none of its new columns and tables. What they insert, update, read and delete is tried on
it; a revision that would stop them is found here and not on the evening of the upgrade.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection
from sqlalchemy.pool import NullPool

from migrations import run
from models.store.sqlite import connect
from models.store.urls import engine_for, parse_url, sqlite_file
from tests.house.ground import ROOT
from tests.upgrade.old_rows import OldSchema, faults, remember
from tests.upgrade.releases import FIRST_ONLINE, RELEASES

HEADS = [*RELEASES.values(), run.head() or ""]
PAIRS = [
    (release, former, following)
    for (release, former), following in zip(RELEASES.items(), HEADS[1:], strict=True)
    if release >= FIRST_ONLINE
]


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """As a service opens it: references are looked after."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = engine_for(
            "sqlite://", creator=lambda: connect(sqlite_file(parsed)), poolclass=NullPool
        )
        sa.event.listen(engine, "begin", lambda one: one.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        engine = engine_for(parsed, poolclass=NullPool)
    with run._expressions_unseen(), engine.begin() as connection:
        yield connection
    engine.dispose()


def at(url: str, revision: str) -> OldSchema:
    """A database at this revision, with rows of its time."""
    run.upgrade(url, revision)
    with opened(url) as connection:
        return remember(connection)


@pytest.mark.parametrize(("release", "former", "following"), PAIRS)
def test_the_release_before_goes_on_on_the_new_schema(
    empty_url: str, release: str, former: str, following: str
) -> None:
    old = at(empty_url, former)
    run.upgrade(empty_url, following)
    with opened(empty_url) as connection:
        assert faults(connection, old) == []


@pytest.mark.parametrize("former", list(RELEASES.values()))
def test_rows_of_every_release_survive_the_way_to_the_newest_schema(
    empty_url: str, former: str
) -> None:
    old = at(empty_url, former)
    run.upgrade(empty_url)
    with opened(empty_url) as connection:
        for table in old.tables:
            left = connection.execute(sa.text(f"SELECT count(*) FROM {table.name}")).scalar()  # noqa: S608 - a name of ours
            assert left, table.name


# -- revisions that must not be made ---------------------------------------------------------------
def _a_column_that_must_be_given(change: Operations) -> None:
    with change.batch_alter_table("cases") as table:
        table.add_column(sa.Column("oops", sa.Integer(), nullable=False, server_default="0"))
    with change.batch_alter_table("cases") as table:
        table.alter_column("oops", server_default=None, existing_type=sa.Integer())


def _a_check_that_old_rows_break(change: Operations) -> None:
    with change.batch_alter_table("people") as table:
        table.add_column(sa.Column("oops", sa.String(), server_default="", nullable=False))
        table.create_check_constraint("oops", "oops <> '' OR language = 'zh'")


def _a_column_that_is_gone(change: Operations) -> None:
    with change.batch_alter_table("people") as table:
        table.drop_column("verified_at")


def _a_table_that_has_another_name(change: Operations) -> None:
    change.rename_table("audit", "audit_lines")


def _one_row_where_there_may_be_many(change: Operations) -> None:
    change.add_column("settings_rows", sa.Column("oops", sa.Integer(), server_default="1"))
    change.execute(
        "UPDATE settings_rows SET oops = NULL WHERE key <> (SELECT min(key) FROM settings_rows)"
    )
    change.create_index("uq_oops", "settings_rows", ["oops"], unique=True)


BROKEN: list[tuple[Callable[[Operations], None], str, str]] = [
    (_a_column_that_must_be_given, "cases", "insert"),
    (_a_check_that_old_rows_break, "people", "insert"),
    (_a_column_that_is_gone, "people", "insert"),
    (_a_table_that_has_another_name, "audit", "insert"),
    (_one_row_where_there_may_be_many, "settings_rows", "insert"),
]


@pytest.mark.parametrize(("change", "table", "step"), BROKEN)
def test_a_revision_that_stops_old_code_is_found(
    empty_url: str, change: Callable[[Operations], None], table: str, step: str
) -> None:
    old = at(empty_url, HEADS[-1])
    with run._connection(empty_url) as connection, run._expressions_unseen():
        if (
            change is _a_check_that_old_rows_break
        ):  # what it says of rows that are there is another matter
            connection.execute(sa.text("UPDATE people SET language = 'zh'"))
        change(Operations(MigrationContext.configure(connection)))
    with opened(empty_url) as connection:
        found = faults(connection, old)
    assert [line for line in found if line.startswith(f"{table}: {step}:")], found


# -- which releases there are ----------------------------------------------------------------------
def test_every_release_stands_in_the_list_with_its_schema() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## (\d+\.\d+\.\d+) ", changes, re.MULTILINE)
    assert sorted(RELEASES) == sorted(set(released) & set(RELEASES))
    assert set(released) - set(RELEASES) <= {max(released)}, "a release is missing in RELEASES"
    known = (ROOT / "docs" / "operations.md").read_text("utf-8")
    shown = dict(re.findall(r"^\| (\d+\.\d+\.\d+) \| (\d{4}) \|", known, re.MULTILINE))
    assert shown == RELEASES
