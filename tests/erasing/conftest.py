"""The sample town, and in it somebody who did everything there is to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.backup import back_up
from models.clocks import FixedClock
from models.gate import Command, run
from models.store import Store
from models.town.schema import Town as TownFile
from models.work import CLOCK, Actor, Work
from tests.erasing.planting import Somebody, plant
from tests.furniture import Furniture, huadian, sample_town, settle

T = TypeVar("T")


@dataclass
class Town:
    store: Store
    clock: FixedClock
    file: TownFile
    ids: dict[str, int]
    somebody: Somebody
    url: str
    folder: Path
    """Where everything of the installation lies."""

    def __post_init__(self) -> None:
        self._keys = count(1)

    def work(self, session: Session, actor: Actor = CLOCK) -> Work:
        return Work(session, self.clock.now(), self.file, 1, actor, f"e{next(self._keys)}")

    def does(self, actor: Actor, command: Command[T]) -> T:
        return self.store.write_now(lambda session: run(self.work(session, actor), command))

    def write(self, job: Callable[[Work], T]) -> T:
        return self.store.write_now(lambda session: job(self.work(session)))

    def read(self, job: Callable[[Session], T]) -> T:
        return self.store.read_now(job)

    def file_backup(self) -> Path:
        """A backup as the operator makes it, in the same folder."""
        target = self.folder / "town.tar"
        set_revision(self.store)
        back_up(self.url, target, now=self.clock.now())
        return target

    @property
    def me(self) -> Actor:
        one = self.somebody
        return Actor("person", one.person_id, one.account_id, "telegram")


def set_revision(store: Store) -> None:
    def job(session: Session) -> None:
        session.execute(
            text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))")
        )
        session.execute(text("DELETE FROM alembic_version"))
        session.execute(text("INSERT INTO alembic_version VALUES ('head')"))

    store.write_now(job)


@pytest.fixture(scope="session")
def town_file() -> TownFile:
    return huadian()


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
def town(
    store: Store, wall: FixedClock, town_file: TownFile, database_url: str, tmp_path: Path
) -> Town:
    ids = store.write_now(lambda session: settle(session, "webchat"))
    somebody = store.write_now(lambda session: plant(session, wall.now(), ids))
    return Town(store, wall, town_file, ids, somebody, database_url, tmp_path)
