"""A worker opens somebody's record, ticks what they are, and it chooses people; nobody else sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.gate import Command, run
from models.ledger.noting import LEDGER, OpenLedger, PutInCategory, TakeOutOfCategory
from models.ledger.queries import categories_of
from models.ledger.refusals import LedgerClosed, UnknownCategory
from models.ledger.tables import PersonCategory
from models.privacy.tables import AccessNote
from models.refusals import NotAllowed, NotFound
from models.work import Actor, Work
from tests.furniture import huadian
from tests.talks.phones import Person
from tests.talks.world import World

HOUR = timedelta(hours=1, seconds=1)
OFFICE = ("独居", "低保", "living alone")


def does(town: World, alias: str, *commands: Command[int]) -> frozenset[str]:
    """One after the other in one transaction; what the last one's actor sees of 王姨 then."""

    def job(db: Session) -> frozenset[str]:
        actor = Actor("person", town.ids[alias])
        work = Work(db, town.wall.now(), huadian(), 1, actor, f"ledger-{alias}")
        for command in commands:
            run(work, command)
        return categories_of(work, town.ids["wang"])

    return town.core.store.write_now(job)


def current(town: World) -> set[str]:
    found = select(PersonCategory.category).where(
        PersonCategory.person_id == town.ids["wang"], PersonCategory.ended_at.is_(None)
    )
    return town.core.store.read_now(lambda db: set(db.scalars(found)))


async def opened(town: World) -> Person:
    town.known("zhoumin")
    worker = town.person("zhoumin")
    await worker.handset.tap(f"t.record.{town.ids['wang']}")
    await worker.taps("台账类别")
    return worker


async def test_two_taps_from_the_record_and_one_for_each_category(town: World) -> None:
    worker = await opened(town)
    await worker.taps("往下看")
    await worker.taps("低保、特困")
    assert current(town) == {"alone", "poor"}
    await worker.taps("低保、特困")
    assert current(town) == {"alone"}


async def test_it_is_written_down_who_looked(town: World) -> None:
    await opened(town)
    found = select(AccessNote).where(
        AccessNote.person_id == town.ids["wang"], AccessNote.what == LEDGER
    )
    (note,) = town.core.store.read_now(lambda db: db.scalars(found).all())
    assert (note.by_person, note.role) == (town.ids["zhoumin"], "grid_worker")


def test_once_in_however_often(town: World) -> None:
    wang = town.ids["wang"]
    put = PutInCategory(wang, "poor")
    assert does(town, "limin", OpenLedger(wang, "核对"), put, put) == {"alone", "poor"}
    rows = select(PersonCategory.id).where(
        PersonCategory.person_id == wang, PersonCategory.category == "poor"
    )
    assert len(town.core.store.read_now(lambda db: db.scalars(rows).all())) == 1
    out = TakeOutOfCategory(wang, "alone")
    assert does(town, "limin", out, out) == {"poor"}
    assert does(town, "limin", PutInCategory(wang, "alone")) == {"alone", "poor"}


@pytest.mark.parametrize("alias", ["wang", "hanxue", "zheng", "zhao", "he", "lifang"])
def test_nobody_else_opens_it(town: World, alias: str) -> None:
    """Not herself, no worker of elsewhere, no volunteer, no doctor, no daughter."""
    with pytest.raises(NotAllowed):
        does(town, alias, OpenLedger(town.ids["wang"], "看看"))


def test_what_was_not_opened_is_neither_read_nor_changed(town: World) -> None:
    wang = town.ids["wang"]
    with pytest.raises(NotFound):
        does(town, "limin")
    with pytest.raises(LedgerClosed):
        does(town, "limin", PutInCategory(wang, "poor"))
    with pytest.raises(UnknownCategory):
        does(town, "limin", OpenLedger(wang, "核对"), PutInCategory(wang, "rich"))
    does(town, "limin", OpenLedger(wang, "核对"))
    town.wall.advance(HOUR)
    with pytest.raises(LedgerClosed):
        does(town, "limin", TakeOutOfCategory(wang, "alone"))


async def test_the_record_itself_and_her_own_screens_say_nothing_of_it(town: World) -> None:
    town.known("zhoumin")
    town.known("wang")
    worker, wang = town.person("zhoumin"), town.person("wang")
    await worker.handset.tap(f"t.record.{town.ids['wang']}")
    await wang.handset.tap("t.me")
    for person in (worker, wang):
        assert not list(_said(person, OFFICE))


def _said(person: Person, words: Iterable[str]) -> Iterable[str]:
    for _id, message in person.handset.messages():
        shown = "\n".join((*message.lines, *(option.label for option in message.options)))
        yield from (word for word in words if word in shown)
