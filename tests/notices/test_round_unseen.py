"""A worker does not look at their round: one colleague is asked to tell them, once, and nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.duty.tables import Call
from models.notices.rounds import HandOverDoors
from models.notices.sending import StopNotice
from models.notices.tables import NoticeTarget
from models.notices.ticking import TickDoor
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person, Role
from tests.notices.after import After, talk_f
from tests.talks.world import World


async def _unseen(town: World) -> After:
    """韩雪 and 孟强 have their doors at 15:30, and both have left their phones at home."""
    after = await talk_f(town)
    after.changes(update(Person).where(Person.id.in_(_workers(town))).values(household_id=None))
    after.does("zheng", HandOverDoors(after.notice_id))
    await town.away(seconds=2)
    return after


def _workers(town: World) -> list[int]:
    return [town.ids["hanxue"], town.ids["mengqiang"]]


def _asked(after: After) -> list[tuple[str, str]]:
    """Who is asked to ring whom."""
    names = {one: alias for alias, one in after.town.ids.items()}

    def look(session: Session) -> list[tuple[str, str]]:
        calls = {call.id: call.person_id for call in session.scalars(select(Call))}
        rows = session.scalars(
            select(OutboxRow).where(
                OutboxRow.message == "CallNeeded", OutboxRow.copy_of.is_(None),
                OutboxRow.op == "send",
            )
        )  # fmt: skip
        return sorted(
            (names.get(row.person_id or 0, "above"), names[calls[row.args["call_id"]]])
            for row in rows
        )

    return after.town.core.store.read_now(look)


async def test_one_coordinator_is_asked_about_each_worker(town: World) -> None:
    after = await _unseen(town)
    await town.wait(hours=2)
    assert _asked(after) == [("zheng", "hanxue"), ("zheng", "mengqiang")]
    zheng = town.person("zheng")
    await zheng.looks()
    call = after.sees("zheng", lambda work: work.session.scalars(select(Call)).first())
    assert call is not None
    await zheng.handset.tap(f"t.call.{call.id}")
    zheng.sees("跟他说：停水通知，还有 63 户。")
    await town.wait(hours=14)
    assert _asked(after) == [("zheng", "hanxue"), ("zheng", "mengqiang")], "once, to the end"


async def test_who_stands_in_is_asked_and_not_the_desk(town: World) -> None:
    after = await _unseen(town)

    def stand_in(session: Session) -> None:
        own = session.scalars(select(Role).where(Role.person_id == town.ids["hanxue"])).one()
        session.add(
            Role(
                person_id=town.ids["zhoumin"], role=own.role, place_id=own.place_id,
                since=town.wall.now(), stands_for=own.id,
            )
        )  # fmt: skip

    after.write(stand_in)
    await town.wait(hours=2)
    assert _asked(after) == [("zheng", "mengqiang"), ("zhoumin", "hanxue")]
    zhoumin = town.person("zhoumin")
    await zhoumin.looks()
    mine = select(Call).where(Call.person_id == town.ids["hanxue"])
    call = after.sees("zhoumin", lambda work: work.session.scalars(mine).one())
    await zhoumin.handset.tap(f"t.call.{call.id}")
    zhoumin.sees("跟他说：停水通知，还有 63 户。")


async def test_who_has_no_phone_at_all_is_asked_about_as_well(town: World) -> None:
    after = await talk_f(town)
    workers = _workers(town)
    after.changes(update(Person).where(Person.id.in_(workers)).values(household_id=None))
    after.changes(update(Account).where(Account.person_id.in_(workers)).values(state="dead"))
    after.does("zheng", HandOverDoors(after.notice_id))
    await town.away(seconds=2)
    await town.wait(minutes=20)
    assert _asked(after) == [("zheng", "hanxue"), ("zheng", "mengqiang")]


@pytest.mark.parametrize("how", ["told", "stopped"])
async def test_about_doors_that_are_done_nobody_is_asked(town: World, how: str) -> None:
    after = await _unseen(town)
    if how == "stopped":
        after.does("zheng", StopNotice(after.notice_id))
    else:
        for door in after.targets(NoticeTarget.reached == ""):
            after.does("zheng", TickDoor(door.id, "phone"))
    await town.wait(hours=2)
    assert not _asked(after)


async def test_a_place_without_a_desk_asks_the_next_one_above(town: World) -> None:
    """Never all of the city, and always somebody."""
    after = await _unseen(town)
    zheng = town.ids["zheng"]
    after.changes(
        update(Role)
        .where(Role.person_id == zheng, Role.role == "coordinator")
        .values(ended_at=town.wall.now())
    )
    await town.wait(hours=2)
    assert _asked(after) == [("above", "hanxue"), ("above", "mengqiang")]
