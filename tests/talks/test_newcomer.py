"""Somebody who writes for the first time, several times at once."""

from __future__ import annotations

import asyncio

from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.dialogue.messages import Incoming
from models.clocks import FixedClock
from models.register.tables import Account
from models.store import Store
from tests.talks.world import open_world


async def test_first_messages_at_once_open_one_account_and_none_of_them_fails(
    store: Store, wall: FixedClock
) -> None:
    world = open_world(store, wall)
    with capture_logs() as lines:
        for person in range(5):
            await asyncio.gather(
                *(
                    world.core.intake(
                        Incoming("memory", f"new-{person}", f"{person}.{n}", "text", "您好")
                    )
                    for n in range(8)
                )
            )
        await world.settle()
    assert [line["event"] for line in lines if line["log_level"] == "error"] == []
    theirs = select(func.count()).select_from(Account).where(Account.address.startswith("new-"))
    assert world.look_up(lambda session: session.scalar(theirs)) == 5
    await world.core.stop()
