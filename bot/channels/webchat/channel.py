"""``WebChat``: the channel the outbox sends through.

Sending means writing into the history; the open pages are told by the hub, here or in whichever
process holds them. So a message to somebody who is not looking is neither lost nor "seen".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.channels.base import Abilities, Gone, Refused
from bot.channels.webchat.hub import Hub
from bot.channels.webchat.ports import SessionClock
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Language
from models.access import files, history, uploads
from models.store import Store

T = TypeVar("T")
NAME = "webchat"


class WebChat:
    """The built-in platform. An address is the random key of an account."""

    name = NAME
    abilities = Abilities(
        edit=True, withdraw=True, buttons=True, tells_seen=True, photos=True, max_text=4096
    )

    def __init__(self, store: Store, clock: SessionClock) -> None:
        self.store = store
        self.clock = clock
        self.hub = Hub()

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        self._check(message)

        def job(session: Session) -> int:
            return history.append(
                session,
                address=address,
                key=f"{history.SENT}{key}",
                sender="staff" if message.speaker else "service",
                body=message.to_json(),
                at=self.clock.now(session),
            )

        return str(await self._change(address, job))

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        self._check(message)

        def job(session: Session) -> bool:
            now = self.clock.now(session)
            return history.edit(session, address, _number(message_id), message.to_json(), now)

        if not await self._change(address, job):
            raise Refused("the message to edit is not there any more")

    async def take_off_buttons(self, address: str, message_id: str) -> None:
        await self._change(
            address,
            lambda session: history.strip_options(session, address, _number(message_id)),
        )

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None:
        def job(session: Session) -> None:
            now = self.clock.now(session)
            history.withdraw(session, address, _number(message_id), now)

        await self._change(address, job)

    async def fetch(self, source: str) -> bytes:
        """A picture or a table as it came from a page, for the job that reads it. LookupError if
        it is gone. That it belongs to whoever sent it was checked when they sent it."""
        number = _number(source)
        ids = await self.store.read(lambda session: files.pieces(session, number)) or (number,)
        body = bytearray()
        for one in ids:  # each in a look of its own: a whole file takes a reader for long
            found = await self.store.read(partial(uploads.raw, upload_id=one))
            if found is None:
                raise LookupError("there is no such upload")
            body += found
        return bytes(body)

    async def _change(self, address: str, job: Callable[[Session], T]) -> T:
        try:
            result = await self.store.write(job)
        except history.TalkClosed:
            raise Gone("the account was closed") from None
        self.hub.ring(address)
        return result

    def _check(self, message: Outgoing) -> None:
        if len(message.text) > self.abilities.max_text:
            raise Refused("the text is too long")


def _number(message_id: str) -> int:
    """Ids are numbers here; anything else finds nothing."""
    return int(message_id) if message_id.isascii() and message_id.isdigit() else 0
