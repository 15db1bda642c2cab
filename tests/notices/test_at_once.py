"""Two administrators send the same notice in the same instant: one goes out, on either database, and
the other one hears which."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, event, func, insert, select
from sqlalchemy.orm import Session

from models.audiences.expressions import Everybody
from models.clocks import FixedClock
from models.gate import Command, run
from models.notices.clockwork import GoOnNotice, StepNotice, in_hand
from models.notices.drafting import WriteNotice
from models.notices.refusals import AlreadySent
from models.notices.sending import SendNotice
from models.notices.tables import Notice
from models.outbox.tables import OutboxRow
from models.register.tables import Role
from models.store import Store
from models.work import CLOCK, Actor, Work
from tests.furniture import huadian, settle

T = TypeVar("T")
_keys = itertools.count()
_LOOKS = "notices.fingerprint ="


@dataclass
class Desk:
    store: Store
    wall: FixedClock
    writers: tuple[int, int]

    def does(self, person_id: int, command: Command[T]) -> T:
        actor = Actor("person", person_id) if person_id else CLOCK
        return self.store.write_now(lambda session: run(self.work(session, actor), command))

    def work(self, session: Session, actor: Actor = CLOCK) -> Work:
        return Work(session, self.wall.now(), huadian(), 1, actor, f"at once {next(_keys)}")

    def written(self, person_id: int, words: str) -> int:
        """A draft, its people counted."""
        draft = self.does(person_id, WriteNotice("own", "fuhua", Everybody(), words))
        self.settle()
        return draft

    def settle(self) -> None:
        """Whatever the clock has to do."""
        while True:
            piece = self.store.read_now(lambda session: in_hand(self.work(session)))
            if piece is not None:
                self.does(0, GoOnNotice(piece))
            elif not self.does(0, StepNotice()):
                return

    def sends(self, person_id: int, command: SendNotice) -> tuple[str, int]:
        try:
            return self.does(person_id, command), command.notice_id
        except AlreadySent as refusal:
            return "already", refusal.notice_id

    def at_once(self, *commands: SendNotice) -> list[tuple[str, int]]:
        """Each by another one, on a connection of their own, begun at one moment."""
        start = threading.Barrier(len(commands))
        heard: list[tuple[str, int]] = [("", 0)] * len(commands)

        def go(number: int) -> None:
            start.wait(20)
            heard[number] = self.sends(self.writers[number], commands[number])

        threads = [threading.Thread(target=go, args=(one,)) for one in range(len(commands))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(40)
        assert not any(thread.is_alive() for thread in threads)
        return heard

    def sent(self) -> dict[int, int]:
        """How many messages of each notice there are."""
        query = select(OutboxRow.notice_id, func.count()).where(OutboxRow.notice_id.is_not(None))
        rows = self.store.read_now(
            lambda session: session.execute(query.group_by(OutboxRow.notice_id)).all()
        )
        return {notice_id: many for notice_id, many in rows if notice_id is not None}

    def state(self, notice_id: int) -> str:
        return self.store.read_now(lambda session: session.get_one(Notice, notice_id).state)


@pytest.fixture
def desk(store: Store, wall: FixedClock) -> Desk:
    """郑丽华 and 周敏 both answer for 富华."""

    def job(session: Session) -> Desk:
        ids = settle(session, "memory")
        role = {"person_id": ids["zhoumin"], "role": "coordinator", "place_id": "fuhua",
                "on_duty": False, "since": wall.now() - timedelta(days=9)}  # fmt: skip
        session.execute(insert(Role).values(role))
        return Desk(store, wall, (ids["zheng"], ids["zhoumin"]))

    return store.write_now(job)


@contextmanager
def both_have_looked(dialect: str) -> Iterator[None]:
    """Nobody goes on from "was it sent before?" until the other one has asked that too: so neither
    sees the other, and it is the index that decides. (SQLite lets the second one in afterwards.)"""
    meet = threading.Barrier(2)

    def looked(_c: Any, _cursor: Any, statement: str, _p: Any, _x: Any, _many: bool) -> None:
        if _LOOKS in statement and "created_at" in statement:
            meet.wait(20)

    if dialect == "sqlite":
        yield
        return
    event.listen(Engine, "after_cursor_execute", looked)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", looked)


def test_the_same_by_two_at_once_goes_out_once(desk: Desk, dialect: str) -> None:
    drafts = [desk.written(writer, "周六扫雪。") for writer in desk.writers]
    with both_have_looked(dialect):
        heard = desk.at_once(*(SendNotice(draft) for draft in drafts))
    [(_set, won)] = [one for one in heard if one[0] == "set"]
    assert [one for one in heard if one[0] != "set"] == [("already", won)]
    [lost] = [draft for draft in drafts if draft != won]
    desk.settle()
    assert desk.sent().keys() == {won}
    assert (desk.state(won), desk.state(lost)) == ("sending", "ready")
    # The one that lost is asked about, and can still be sent by a yes.
    assert desk.sends(desk.writers[drafts.index(lost)], SendNotice(lost)) == ("already", won)
    assert desk.sends(desk.writers[drafts.index(lost)], SendNotice(lost, again=True))[0] == "set"


def test_once_more_by_two_at_once_goes_out_once_more(desk: Desk, dialect: str) -> None:
    """Both were told that it went out before and want it all the same: that is one more, not two."""
    first = desk.written(desk.writers[0], "周六扫雪。")
    desk.does(desk.writers[0], SendNotice(first))
    drafts = [desk.written(writer, "周六扫雪。") for writer in desk.writers]
    with both_have_looked(dialect):
        heard = desk.at_once(*(SendNotice(draft, again=True) for draft in drafts))
    won = [number for said, number in heard if said == "set"]
    if (
        dialect == "sqlite"
    ):  # One after the other: the second knows of the first and says yes to it.
        assert len(won) == 2
        return
    assert len(won) == 1
    assert ("already", won[0]) in heard


def test_different_words_do_not_stand_in_each_others_way(desk: Desk, dialect: str) -> None:
    drafts = [desk.written(one, words) for one, words in zip(desk.writers, "一二", strict=True)]
    with both_have_looked(dialect):
        heard = desk.at_once(*(SendNotice(draft) for draft in drafts))
    assert [said for said, _number in heard] == ["set", "set"]
