"""Two instances are started on a new database in the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event

from models import keys
from models.keys import Keyring, WrongKeys, check_keys
from models.keys.checks import ROWS
from models.store import Store


@contextmanager
def both_look_before_either_writes() -> Iterator[None]:
    meet, seen = threading.Barrier(2), threading.local()

    def wait(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "LIKE" in statement and "settings_rows" in statement and not hasattr(seen, "once"):
            seen.once = True
            meet.wait(20)

    event.listen(Engine, "after_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", wait)


@pytest.fixture
def new_store(postgresql_url: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    """Of PostgreSQL: one service alone may start on a SQLite file."""
    if request.config.getoption("--db") == "sqlite":
        pytest.skip("PostgreSQL was not asked for")
    store = Store.open(postgresql_url)
    store.write_now(lambda session: session.execute(delete(ROWS)))
    yield store
    store.close()


def started_at_once(url: str, rings: tuple[Keyring, Keyring]) -> list[str]:
    """What became of each."""
    heard = ["", ""]

    def start(number: int) -> None:
        store = Store.open(url)
        try:
            store.write_now(partial(check_keys, ring=rings[number]))
            heard[number] = "started"
        except WrongKeys:
            heard[number] = "wrong keys"
        finally:
            store.close()

    with both_look_before_either_writes():
        threads = [threading.Thread(target=start, args=(one,)) for one in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(40)
    return sorted(heard)


@pytest.mark.parametrize("same", [True, False])
def test_both_start_with_the_same_keys_and_only_one_with_others(
    new_store: Store, postgresql_url: str, same: bool
) -> None:
    first = Keyring.from_settings(*keys.generate())
    second = first if same else Keyring.from_settings(*keys.generate())
    heard = started_at_once(postgresql_url, (first, second))
    assert heard == (["started", "started"] if same else ["started", "wrong keys"])
