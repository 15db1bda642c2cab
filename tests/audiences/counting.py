"""Writing a notice and letting the clock count it, as in life: whose rows came of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from models.audiences.expressions import Expression
from models.clocks import FixedClock
from models.gate import run
from models.notices.clockwork import GoOnNotice, in_hand
from models.notices.drafting import WriteNotice
from models.notices.tables import Notice, NoticeTarget
from models.store import Store
from models.work import CLOCK, Actor, Work
from tests.audiences.crowd import SENDERS
from tests.furniture import huadian

PEOPLE, HOUSEHOLDS = "own", "water"
"""A kind that counts people, and one that counts households."""
_KEYS = count()
T = TypeVar("T")


class Counting:
    def __init__(self, store: Store, wall: FixedClock) -> None:
        self.store, self.wall = store, wall

    def work(self, db: Db, actor: Actor) -> Work:
        return Work(db, self.wall.now(), huadian(), 1, actor, f"counting-{next(_KEYS)}")

    def read(self, job: Callable[[Work], T], actor: Actor) -> T:
        return self.store.read_now(lambda db: job(self.work(db, actor)))

    def counted(
        self, expression: Expression, place_id: str, kind: str = PEOPLE, by: Actor | None = None
    ) -> set[int]:
        """Ids of the people, or of the households, that the notice is for."""
        actor = by or Actor("person", SENDERS[place_id])
        written = WriteNotice(kind, place_id, expression, words_zh="明天停水")
        notice_id = self.store.write_now(lambda db: run(self.work(db, actor), written))
        while self.store.write_now(self._go_on):
            pass

        def look(db: Db) -> set[int]:
            rows = db.scalars(select(NoticeTarget).where(NoticeTarget.notice_id == notice_id)).all()
            ids = [row.household_id if kind == HOUSEHOLDS else row.person_id for row in rows]
            notice = db.get_one(Notice, notice_id)
            assert notice.total == len(rows) == len(set(ids))
            assert notice.state == ("ready" if rows else "empty")
            return {one for one in ids if one is not None}

        return self.store.read_now(look)

    def _go_on(self, db: Db) -> int:
        work = self.work(db, CLOCK)
        notice_id = in_hand(work)
        return run(work, GoOnNotice(notice_id)) if notice_id is not None else 0
