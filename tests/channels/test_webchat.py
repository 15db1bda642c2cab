"""The built-in web chat keeps the contract of all channels; read as its page is given it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from bot.channels.base import ChannelFault, Gone
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.parcels import PAGE, message_parcel
from models.access import files, history
from models.clocks import FixedClock, TownClock
from models.store import Store
from tests.channels.contract import ChannelContract, Read


class _Page:
    def __init__(self, store: Store, wall: FixedClock) -> None:
        self.channel = WebChat(store, TownClock(wall))
        self.address = "a-page"
        self._store = store
        self._wall = wall
        store.write_now(lambda session: history.open_talk(session, self.address))

    async def reads(self) -> Sequence[Read]:
        rows, _ = await self._store.read(
            lambda session: history.page_before(session, self.address, None, PAGE)
        )
        parcels = [message_parcel(row) for row in rows]
        return [
            Read(
                str(parcel["id"]),
                "\n".join(parcel["lines"]),
                tuple(option["label"] for option in parcel["options"]),
            )
            for parcel in parcels
            if not parcel.get("hidden") and not parcel["withdrawn"]
        ]

    async def picture(self) -> int | None:
        return 1

    async def file(self, content: bytes) -> str:
        def keep(session: Session) -> int:
            now, first = self._wall.now(), None
            for at in range(0, len(content), files.PIECE):
                piece = content[at : at + files.PIECE]
                first = files.keep_piece(
                    session, address=self.address, body=piece, first_id=first, at=now
                )
            files.finish(session, self.address, first or 0)
            return first or 0

        return str(await self._store.write(keep))

    async def fail(self, fault: ChannelFault) -> bool:
        if not isinstance(fault, Gone):
            return False
        now = self._wall.now()
        await self._store.write(lambda session: history.close_talk(session, self.address, now))
        return True


class TestWebChat(ChannelContract):
    @pytest.fixture
    def phone(self, store: Store, wall: FixedClock) -> _Page:
        return _Page(store, wall)
